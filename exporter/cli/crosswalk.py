"""`exporter crosswalk`: where every field of a record goes in each format, or that it is lost."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from exporter.cli.export import complete_format


@click.command()
@click.option(
    "-f",
    "--format",
    "chosen",
    multiple=True,
    metavar="FORMAT",
    shell_complete=complete_format,
    help="Only this format; may be given several times. Default: all (see: exporter formats).",
)
@click.option("--kind", metavar="K", help="Only the fields of this kind: article, book, person …")
@click.option(
    "--as",
    "rendering",
    type=click.Choice(["table", "markdown", "csv", "json"]),
    default="table",
    show_default=True,
    help="table and markdown for people; csv for a spreadsheet, json for a program.",
)
def command(chosen: tuple[str, ...], kind: str | None, rendering: str) -> None:
    """Say where every field of every kind of record goes in each format, or that it is lost.

    carried: the format says the same. weakened: it says less, or only in words. lost: there is no place for it.
    What is lost of certain records is listed by `exporter export --losses`.

    \b
    Examples:
      exporter crosswalk --format marc
      exporter crosswalk --format bibtex --format ris --kind book
      exporter crosswalk --as csv > crosswalk.csv
    """  # noqa: D301 - \b is the character by which click keeps the lines apart
    from exporter.errors import UsageError
    from exporter.export.crosswalk_report import RENDERINGS, fates
    from exporter.export.registry import format_named, names
    from exporter.records.loader import find_catalogue, read_schemas
    from exporter.suggest import did_you_mean

    schemas = read_schemas(find_catalogue(Path.cwd()))
    for name in chosen:
        format_named(name)
    if kind is not None and kind not in schemas.kinds:
        hint = did_you_mean(kind, schemas.kinds) or f"the kinds are {', '.join(schemas.kinds)}"
        raise UsageError(f"there is no kind “{kind}”", hint)
    wanted = [name for name in names() if not chosen or name in chosen]
    kinds = [each for each in schemas.kinds if kind in {None, each}]
    for piece in RENDERINGS[rendering](fates(schemas, wanted, kinds)):
        sys.stdout.write(piece)
