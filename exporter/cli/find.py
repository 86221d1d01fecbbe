"""`exporter find`: the records that some words mean, in any script."""

from __future__ import annotations

import click

from exporter.cli.table import list_format_option
from exporter.errors import UsageError


@click.command()
@list_format_option
@click.argument("text", nargs=-1, required=True)
def command(text: tuple[str, ...], format_name: str) -> None:
    """Find records by title, name, id or number, the best match first.

    Case, accents and width do not matter. Kana, romaji and the reading of a name that a record
    states are the same: なつめ, ナツメ and natsume find 夏目漱石, if his record has his reading.

    \b
    Exit code: 0 found, 1 nothing found, 2 wrong use or no catalogue.
    \b
    Examples:
      exporter find endo homare
      exporter find 9784620325910
      exporter find えんどう
      exporter find chinese war --format ids
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.output import write_stdout
    from exporter.cli.reading import read_catalogue
    from exporter.cli.table import as_listed
    from exporter.model.folding import folded
    from exporter.query.names import date_of, find, names_of

    if not folded(" ".join(text)):
        message = f"there is nothing to look for in “{' '.join(text)}”"
        raise UsageError(
            message, "write a part of a name or a title; exporter list has all records"
        )
    catalogue = read_catalogue()
    found = find(" ".join(text), catalogue.records, catalogue.schemas)
    if not found:
        click.echo(f"nothing found for “{' '.join(text)}”", err=True)
        raise click.exceptions.Exit(1)
    if format_name == "ids":
        write_stdout(f"{record.id}\n".encode() for record in found)
        return
    rows = []
    for record in found:
        names = " · ".join(names_of(record, catalogue.schemas)[:3])
        rows.append([record.id, record.kind, names, date_of(record.data)])
    write_stdout(as_listed(format_name, ["id", "kind", "names", "date"], rows))
