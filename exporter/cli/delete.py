"""`exporter delete`: delete records that no other record needs."""

from __future__ import annotations

from pathlib import Path

import click

from exporter.cli.completion import complete_id


@click.command()
@click.option("--diff", is_flag=True, help="Write nothing; show the changes.")
@click.argument("id", shell_complete=complete_id)
def command(id: str, *, diff: bool) -> None:
    """Delete a record, unless other records refer to it.

    If they do, their places are listed and nothing is changed. git keeps the deleted record.

    \b
    Exit code: 0 done, 1 the change would bring errors, 2 wrong use, or other records refer to it.
    \b
    Examples:
      exporter delete cctv-noon-news
      exporter delete --diff cctv-noon-news
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.edit_plan import carry_out
    from exporter.editing.delete import delete
    from exporter.editing.plan import Collection
    from exporter.records.files import find_catalogue

    collection = Collection.read(find_catalogue(Path.cwd()), id)
    carry_out(delete(id, collection), collection, diff=diff, done=f"deleted {id}")
