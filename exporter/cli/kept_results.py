"""The results of earlier runs that a command can use again."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from exporter.errors import UsageError

if TYPE_CHECKING:
    from exporter.cache import Cache
    from exporter.cli.work_selection import Selection
    from exporter.export.kept import KeptResults


def kept_results(
    cache: Cache | None, selection: Selection, formats: Iterable[str], *others: object
) -> KeptResults | None:
    """Return the results of earlier runs, if they can be used for these works in these formats.

    `others` is what else they depend on, as plain data.
    """
    from exporter.cache import MIN_RECORDS, hash_of
    from exporter.export.delivery_time import delivery_day
    from exporter.export.kept import KeptResults
    from exporter.export.registry import format_named
    from exporter.model.observed import Answers

    result = selection.result
    if cache is None or result.files_with_errors or len(selection.records) < MIN_RECORDS:
        return None
    dated = any(getattr(format_named(name), "DATED", False) for name in formats)
    try:
        day = str(delivery_day(os.environ)) if dated else ""
    except UsageError:
        return None  # it may turn out that nothing states the day
    seed = hash_of(cache.tool_hash, result.schemas.files, result.settings, day, *others)
    answers = Answers.of(selection.context.catalogue, selection.records)
    return KeptResults(cache, seed, answers)
