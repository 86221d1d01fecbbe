"""`exporter rename`: give a record another id."""

from __future__ import annotations

from pathlib import Path

import click

from exporter.cli.completion import complete_id


@click.command()
@click.option("--diff", is_flag=True, help="Write nothing; show the changes.")
@click.argument("old", shell_complete=complete_id)
@click.argument("new")
def command(old: str, new: str, *, diff: bool) -> None:
    """Change the id of a record: its file, and every reference to it, follow.

    The old id stays in the record as a former id, so that manuscripts and links that use it still
    work. Comments that name the old id follow, too; other places that mention it are listed.

    \b
    Exit code: 0 done, 1 the change would bring errors, 2 wrong use, or the id is taken.
    \b
    Examples:
      exporter rename kokoro soseki-kokoro
      exporter rename --diff ap associated-press
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.edit_plan import carry_out
    from exporter.editing.plan import Collection
    from exporter.editing.rename import rename
    from exporter.records.files import find_catalogue

    collection = Collection.read(find_catalogue(Path.cwd()), old, new)
    plan = rename(old, new, collection)
    carry_out(plan, collection, diff=diff, done=f"renamed {old} to {new}")
