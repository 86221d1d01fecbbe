"""What completes a word of a command in the shell."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from exporter.errors import UsageError


def completing(
    names: Callable[[], Iterable[str]],
) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Return what completes a word to one of some names, which are made when they are needed."""

    def complete(_context: click.Context, _parameter: click.Parameter, beginning: str) -> list[str]:
        return [name for name in names() if name.startswith(beginning)]

    return complete


def complete_id(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """Return the ids that begin so, in the catalogue in which the command will run.

    They are the names of the files, none of which is opened.
    """
    from exporter.records.files import find_catalogue, find_files

    folder = ctx.find_root().params.get("folder") or os.curdir
    try:
        files = find_files(find_catalogue(Path.cwd() / folder))
    except (OSError, UsageError):  # there is nothing to complete
        return []
    return sorted(id for id in {Path(each).stem for each in files} if id.startswith(incomplete))


def format_names() -> Iterable[str]:
    """Return the names of the export formats."""
    from exporter.export.registry import names

    return names()
