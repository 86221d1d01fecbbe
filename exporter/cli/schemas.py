"""`exporter schemas update`: bring the schemas of a catalogue up to date."""

from __future__ import annotations

from pathlib import Path

import click

from exporter.terminal import display_path


@click.command()
@click.argument("action", type=click.Choice(["update"]))
def command(action: str) -> None:  # noqa: ARG001 - there is only one
    """Update the schemas of a catalogue when exporter is newer.

    Replaces the files in schemas/ that came with an older exporter. Files that you have changed or
    added are kept, and the changed ones are named.

    \b
    Exit code: 0 done, 1 files that you have changed were kept, 2 no catalogue, or no schemas.
    \b
    Examples:
      exporter schemas update
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.editing.new_catalogue import update_schemas
    from exporter.records.files import find_catalogue

    root = find_catalogue(Path.cwd())
    written = update_schemas(root)
    for name in written.created:
        click.echo(f"updated  {display_path(root / name)}", err=True)
    for name in written.kept:
        where = display_path(root / name)
        click.echo(f"kept     {where}: you have changed it; compare it with the new one", err=True)
    if not written.created and not written.kept:
        click.echo("the schemas are up to date", err=True)
    if written.kept:
        raise click.exceptions.Exit(1)
