"""Rows as a table for a terminal, as CSV for a spreadsheet, or as JSON."""

from __future__ import annotations

import csv
import io
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

import click

from exporter.terminal import cells, cut_to_cells, escape_control_chars, printable_json

_FORMULA = ("=", "+", "@", "\t", "\r")
_GAP = 2
_LONGEST = 60
"""How many columns of a terminal a cell takes at most."""


list_format_option = click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(["table", "csv", "json", "ids"]),
    default="table",
    show_default=True,
    help="csv for a spreadsheet, json for scripts, ids for the arguments of another command.",
)
"""The option of commands that list records: `as_listed` writes all but the bare ids."""


def as_listed(
    format_name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]
) -> Iterator[bytes]:
    """Yield the rows in the format `table`, `csv` or `json`."""
    write = {"table": as_table, "csv": as_csv, "json": as_json}[format_name]
    return write(columns, rows)


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Yield the rows as CSV with a header (RFC 4180).

    A cell that a spreadsheet would calculate gets an apostrophe in front (OWASP, CSV injection).
    """
    for row in [columns, *rows]:
        file = io.StringIO()
        csv.writer(file).writerow(
            [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row]
        )
        yield file.getvalue().encode()


def as_json(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Yield the rows as a JSON list of objects."""
    objects: list[Mapping[str, str]] = [dict(zip(columns, row, strict=True)) for row in rows]
    yield printable_json(objects).encode() + b"\n"


def as_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Yield the rows as lines, with the columns aligned. Long cells are cut, but in a pipe."""
    shown = [[escape_control_chars(cell) for cell in row] for row in rows]
    if not shown:
        return
    if sys.stdout.isatty():
        shown = [[_cut(cell, _LONGEST) for cell in row] for row in shown]
    table = [[column.upper() for column in columns], *shown]
    widths = [max(cells(row[at]) for row in table) for at in range(len(columns))]
    whole = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    for row in table:
        padded = [
            cell + " " * (width - cells(cell)) for cell, width in zip(row, widths, strict=True)
        ]
        line = (" " * _GAP).join(padded).rstrip()
        yield (_cut(line, whole) if whole else line).encode() + b"\n"


def _cut(text: str, width: int) -> str:
    return text if cells(text) <= width else cut_to_cells(text, width - 1) + "…"
