"""`exporter crosswalk`: where each field of a record goes in each format."""

from __future__ import annotations

from pathlib import Path

import click

from exporter.cli.completion import completing, format_names
from exporter.cli.kind_option import KindOption, require_kind


@click.command()
@click.option(
    "-f",
    "--format",
    "chosen",
    multiple=True,
    metavar="FORMAT",
    shell_complete=completing(format_names),
    help="Only this format. Can be repeated. Default: all (“exporter formats” lists them).",
)
@click.option("--kind", cls=KindOption, noun="", help="Only the fields of this kind of record.")
@click.option(
    "--as",
    "rendering",
    type=click.Choice(["table", "markdown", "csv", "json"]),
    default="table",
    show_default=True,
    help="What to print: table or markdown for people, csv for a spreadsheet, json for scripts.",
)
def command(chosen: tuple[str, ...], kind: str | None, rendering: str) -> None:
    """Show where each field goes in each format, or that it is lost.

    carried: the format says the same. weakened: it says less, or says it only in words.
    lost: the format has no place for it. What is lost of your own records is listed by
    “exporter export --losses”.

    \b
    Examples:
      exporter crosswalk --format marc
      exporter crosswalk --format bibtex --format ris --kind book
      exporter crosswalk --as csv > crosswalk.csv
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.output import write_stdout
    from exporter.export.crosswalk_report import RENDERINGS, fates
    from exporter.export.registry import format_named, names
    from exporter.records.files import find_catalogue
    from exporter.records.loader import read_schemas

    schemas = read_schemas(find_catalogue(Path.cwd()))
    for name in chosen:
        format_named(name)
    if kind is not None:
        require_kind(kind, schemas)
    wanted = [name for name in names() if not chosen or name in chosen]
    kinds = [each for each in schemas.kinds if kind in {None, each}]
    pieces = RENDERINGS[rendering](fates(schemas, wanted, kinds))
    write_stdout(piece.encode() for piece in pieces)
