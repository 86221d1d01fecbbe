"""The results of earlier runs that a command can use again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exporter.cache import Cache
    from exporter.cli.work_selection import Selection
    from exporter.export.kept import KeptResults


def kept_results(cache: Cache | None, selection: Selection, *others: object) -> KeptResults | None:
    """Return the results of earlier runs, if they can be used for these works.

    `others` is what else they depend on, as plain data.
    """
    from exporter.cache import MIN_RECORDS, hash_of
    from exporter.export.kept import KeptResults
    from exporter.model.observed import Answers

    result = selection.result
    if cache is None or result.files_with_errors or len(selection.records) < MIN_RECORDS:
        return None
    seed = hash_of(cache.tool_hash, result.schemas.files, result.settings, *others)
    answers = Answers.of(selection.context.catalogue, selection.records)
    return KeptResults(cache, seed, answers)
