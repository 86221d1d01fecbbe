"""The cache of a catalogue, and its validation with that, as commands need them."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from exporter.cache import Cache
    from exporter.validate.result import ValidationResult
    from exporter.validate.source import Source


def catalogue_cache(root: Path) -> AbstractContextManager[Cache | None]:
    """Open the cache of the catalogue at `root`; what is wrong with it is said on stderr."""
    from exporter.cache import open_cache

    return open_cache(root, partial(click.echo, err=True))


def records_with_errors(root: Path, source: Source | None = None) -> ValidationResult:
    """Return the records of the catalogue at `root`, and the errors in them.

    The records are those on disk, or of another `source`. Raises UsageError as
    `validate_catalogue` does.
    """
    from exporter.cli.progress import progress
    from exporter.validate.pipeline import validate_catalogue

    with progress() as tick, catalogue_cache(root) as cache:
        return validate_catalogue(root, source, for_export=True, on_progress=tick, cache=cache)
