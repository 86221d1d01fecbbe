"""Validates a catalogue as it is, and as it would be after a change of some files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from exporter.cache import Cache
from exporter.records.loader import read_settings
from exporter.validate.pipeline import Progress, ignore_progress, validate_catalogue
from exporter.validate.result import ValidationResult
from exporter.validate.source import records_in, records_on_disk

Changes = Mapping[Path, bytes | None]
"""The new contents of files; None for one that is deleted."""


class Planned(NamedTuple):
    """What a catalogue shows before and after a change."""

    before: ValidationResult
    after: ValidationResult


def validate_planned(
    root: Path,
    changes: Changes,
    cache: Cache | None = None,
    *,
    errors_only: bool = False,
    on_progress: Progress = ignore_progress,
) -> Planned:
    """Validate the catalogue at `root`, which may be a new one, without and with some changes."""
    limits = read_settings(root).limits
    has_records = (root / "records").is_dir()
    before = records_on_disk(root, limits) if has_records else records_in({}, limits)
    old = validate_catalogue(
        root,
        before,
        for_export=errors_only,
        with_ids=True,
        on_progress=on_progress,
        cache=cache,
    )
    after = before.changed(changes)
    new = validate_catalogue(root, after, for_export=errors_only, cache=cache)
    return Planned(old, new)
