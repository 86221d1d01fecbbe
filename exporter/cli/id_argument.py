"""Completes the ids of records in the shell: the names of their files, none of which is opened."""

from __future__ import annotations

import os
from pathlib import Path

import click

from exporter.errors import UsageError


def complete_id(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """Return the ids that begin so, in the catalogue in which the command will run."""
    from exporter.records.files import find_catalogue, find_files

    folder = ctx.find_root().params.get("folder") or os.curdir
    try:
        files = find_files(find_catalogue(Path.cwd() / folder))
    except (OSError, UsageError):  # there is nothing to complete
        return []
    return sorted(id for id in {Path(each).stem for each in files} if id.startswith(incomplete))
