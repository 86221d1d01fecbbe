"""`exporter list`: the records as a table, for people, spreadsheets and scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from exporter.cli.filter_options import FilterOptions, filter_options
from exporter.cli.kind_option import KindOption
from exporter.cli.table import list_format_option
from exporter.errors import UsageError
from exporter.plural import counted
from exporter.terminal import display_path

if TYPE_CHECKING:
    from exporter.cli.reading import ReadableRecords
    from exporter.model.records import Record

_COLUMNS = "id,kind,name,date"
_OWN = frozenset({"id", "kind", "name", "date", "file"})
"""Columns that are not the field of that name."""
_NAMES = frozenset({"name", "title"})
"""Columns that are sorted by reading and collation."""


@click.command()
@click.option("--kind", cls=KindOption, noun="", help="Only records of this kind.")
@filter_options(language_flag=True)
@list_format_option
@click.option(
    "--columns",
    metavar="NAMES",
    default=_COLUMNS,
    show_default=True,
    help="What to show of each record: id, kind, name (its title or name), date, file, or any "
    "field (publisher, identifiers.isbn).",
)
@click.option(
    "--sort",
    metavar="COLUMN",
    default="id",
    show_default=True,
    help="Sort by a column; names and titles by their readings, in the order of the language of the "
    "catalogue.",
)
def command(format_name: str, columns: str, sort: str, **options: Any) -> None:
    """List the records that meet some conditions.

    \b
    Examples:
      exporter list --kind book --where 'issued>=2020'
      exporter list --language ja --sort date
      exporter list --where '!identifiers.isbn' --kind book
      exporter list --format csv --columns id,title,publisher,issued > books.csv
      exporter export --format bibtex $(exporter list --subject war --format ids)
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.output import write_stdout
    from exporter.cli.reading import read_catalogue
    from exporter.cli.table import as_listed

    chosen = FilterOptions.of(options)
    catalogue = read_catalogue()
    accepts = chosen.filter(catalogue.root, catalogue.schemas).accepts
    names = [each.strip() for each in columns.split(",") if each.strip()]
    if not names:
        raise UsageError("--columns names no column", "write --columns id,name,issued")
    for name in [*names, sort]:
        _require_column(name, catalogue)
    records = [catalogue.records.record(id) for id in sorted(catalogue.records)]
    found = [record for record in records if accepts(record, catalogue.schemas)]
    found.sort(key=_sort_key(sort, catalogue))
    if format_name == "ids":
        write_stdout(f"{record.id}\n".encode() for record in found)
        return
    rows = [[_cell(record, name, catalogue) for name in names] for record in found]
    write_stdout(as_listed(format_name, names, rows))
    if format_name == "table":
        click.echo(counted(len(rows), "record"), err=True)


def _require_column(name: str, catalogue: ReadableRecords) -> None:
    from exporter.query.condition import parse_condition

    if name not in _OWN:
        parse_condition(name, catalogue.schemas)


def _sort_key(column: str, catalogue: ReadableRecords) -> Callable[[Record], tuple[str, str]]:
    """Return the function that makes the sort key of a record: for names by collation."""
    from exporter.model.collation import collator
    from exporter.query.names import filed_name_of
    from exporter.records.loader import read_settings

    if column not in _NAMES:
        return lambda record: (_cell(record, column, catalogue), record.id)
    language = read_settings(catalogue.root).catalogue.language
    collate = collator(language)

    def key(record: Record) -> tuple[str, str]:
        return collate(filed_name_of(record, catalogue.schemas, language)), record.id

    return key


def _cell(record: Record, column: str, catalogue: ReadableRecords) -> str:
    """Return what a column shows of a record; several values are separated by semicolons."""
    from exporter.query.condition import values_at
    from exporter.query.names import date_of, names_of

    if column == "id":
        return record.id
    if column == "kind":
        return record.kind
    if column == "file":
        return display_path(catalogue.records.path(record.id))
    if column == "date":
        return date_of(record.data)
    if column == "name":
        return next(iter(names_of(record, catalogue.schemas)), "")
    values = values_at(record.data, tuple(column.split(".")))
    return "; ".join(" ".join(str(value).split()) for value in values)
