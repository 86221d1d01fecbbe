"""How rename, merge and delete show a plan and carry it out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from exporter.plural import counted
from exporter.terminal import is_coloured

if TYPE_CHECKING:
    from exporter.editing.plan import Collection, EditPlan

_MOST_NOTES = 20


def carry_out(plan: EditPlan, collection: Collection, *, diff: bool, done: str) -> None:
    """Write a plan, or show it with `diff`. A plan that brings errors is refused.

    `done` says on stderr what was done: `renamed kokoro to heart`.
    """
    from exporter.cli.catalogue_cache import catalogue_cache
    from exporter.cli.progress import progress
    from exporter.cli.work_selection import print_report
    from exporter.validate.record import errors

    with progress() as tick, catalogue_cache(collection.root) as cache:
        result = collection.validated(plan, cache, tick)
    if errors(result.findings):
        print_report(result.report(colour=is_coloured(sys.stderr)))
        click.echo("Nothing was changed, because it would bring these errors.", err=True)
        raise click.exceptions.Exit(1)
    if diff:
        _show(plan)
    else:
        collection.write(plan)
    for note in plan.notes[:_MOST_NOTES]:
        click.echo(note, err=True)
    if len(plan.notes) > _MOST_NOTES:
        click.echo(f"and {len(plan.notes) - _MOST_NOTES:,} more places", err=True)
    others = len(plan.changed) - 1
    count = ""
    if others > 0:
        count = f"; {counted(others, 'other record')} changed"
    click.echo(f"{'would have ' if diff else ''}{done}{count}", err=True)
    if not diff:
        _tell_of_new_files(plan, collection)


def _tell_of_new_files(plan: EditPlan, collection: Collection) -> None:
    """Say how to commit a renamed file: `git commit -a` takes its deletion, and not the new one."""
    from shlex import quote

    from exporter.records.git import is_tracked
    from exporter.terminal import display_path

    new = [path for path in plan.changed if path not in plan.before]
    if new and is_tracked(collection.root, collection.root / "records"):
        files = " ".join(quote(display_path(path)) for path in new)
        click.echo(f"“git commit -a” leaves out the new file; first: git add {files}", err=True)


def _show(plan: EditPlan) -> None:
    """Print the diff of a plan: that of a renamed file as a deletion and a new file."""
    from exporter.cli.file_update import print_diff

    deleted = {document.path: document.text for document in plan.deleted}
    for path in sorted({*plan.changed, *deleted}):
        before = plan.before.get(path)
        old = before.text if before else deleted.get(path, "")
        print_diff(path, old, plan.changed.get(path, ""))
