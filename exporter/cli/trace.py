"""`exporter trace`: from a line of a delivery to the record that said it, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from exporter.cli.export import complete_format

if TYPE_CHECKING:
    from exporter.cli.reading import ReadableRecords
    from exporter.records.document import Document
    from exporter.records.settings import CatalogueSettings
    from exporter.review.trace import Statement, Tracer

_PLACE = re.compile(r"(?P<file>.+?):(?P<line>[0-9]+)(?::[0-9]+)?")
_LONGEST = 70


@click.command()
@click.option(
    "-f",
    "--format",
    "format_name",
    metavar="FORMAT",
    shell_complete=complete_format,
    help="The format of the delivery. Needed for a record, and for a file whose suffix does not show it.",
)
@click.argument("place", metavar="FILE:LINE")
def command(place: str, format_name: str | None) -> None:
    """Show which record said a line of a delivery, or which lines a record leads to.

    FILE is a file that “exporter export” has written from the catalogue as it is now: the
    statements behind the line are shown with their file, line and column, and with the evidence
    that the record states for them. If FILE is a record, the lines of a delivery in --format that
    come from its line are shown.

    \b
    Exit code: 0 found, 1 nothing in the catalogue leads to this line, 2 wrong use.
    \b
    Examples:
      exporter trace catalogue.bib:12
      exporter trace catalogue.xml:340 --format tei
      exporter trace records/books/china-nine.yaml:5 --format marcxml
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.reading import read_catalogue
    from exporter.errors import UsageError
    from exporter.records.files import SUFFIXES
    from exporter.records.loader import read_settings
    from exporter.terminal import escape_control_chars

    match = _PLACE.fullmatch(place)
    if not match:
        raise UsageError(f"“{place}” is not FILE:LINE", "write catalogue.bib:12")
    file, line = Path.cwd() / match["file"], int(match["line"])
    catalogue = read_catalogue()
    settings = read_settings(catalogue.root).catalogue
    if file.suffix in SUFFIXES and file.is_relative_to(catalogue.root / "records"):
        shown = _destinations(file, line, format_name, (catalogue, settings))
    else:
        shown = _origins(file, line, format_name, (catalogue, settings))
    found = False
    for each in shown:
        found = True
        click.echo(escape_control_chars(each))
    if not found:
        click.echo("nothing in the catalogue leads to this line", err=True)
        raise click.exceptions.Exit(1)


_Given = tuple["ReadableRecords", "CatalogueSettings"]


def _tracer(format_name: str, given: _Given) -> Tracer:
    from exporter.review.changes import State
    from exporter.review.trace import Tracer

    catalogue, settings = given
    return Tracer(State(catalogue.records, catalogue.schemas), format_name, settings)


def _origins(file: Path, line: int, format_name: str | None, given: _Given) -> Iterator[str]:
    """Yield what is behind a line of a delivery."""
    from exporter.review.trace import formats_of

    lines = _lines(file, line)
    for name in [format_name] if format_name else formats_of(file.suffix):
        origins = _tracer(name, given).origins(lines, line)
        if origins is not None:
            for statement in origins:
                yield from _described(statement, given[0])
            return


def _lines(file: Path, line: int) -> Sequence[str]:
    from exporter.errors import UsageError

    try:
        lines = file.read_text("utf-8", errors="replace").splitlines()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}", "name a delivery") from None
    if not 1 <= line <= len(lines):
        raise UsageError(f"{file} has {len(lines):,} lines, and no line {line:,}", "")
    return lines


def _described(statement: Statement, catalogue: ReadableRecords) -> Iterator[str]:
    """Yield a statement with its place, and what the record states as its evidence."""
    document = catalogue.document(Path(statement.record.file))
    if document is None:
        return
    value = " ".join(str(statement.value).split())
    value = value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
    field = ".".join(str(step) for step in statement.pointer)
    yield f"{_where(document, statement.pointer)}: {field}: {value}"
    first = str(statement.pointer[0])
    for at, mention in enumerate(statement.record.data.get("found") or ()):
        if isinstance(mention, dict) and _says(mention.get(first), statement.value):
            source = f"{mention.get('in', '')}, {mention.get('at', '')}".strip(", ")
            yield f"    printed in {source}: {_where(document, ('found', at, first))}"
    reasons = statement.record.data.get("inferred")
    for name in reasons if isinstance(reasons, dict) else ():
        if str(name).partition(".")[0] == first:
            yield f"    concluded: {_where(document, ('inferred', name))}"


def _says(printed: object, value: object) -> bool:
    """Return whether a transcription has a value in it."""
    from exporter.records.document import leaves

    return any(str(value) in str(text) for _, text in leaves(printed) if text is not None)


def _where(document: Document, pointer: tuple[str | int, ...]) -> str:
    from exporter.records.positions import position_of
    from exporter.terminal import display_path

    position = position_of(document, pointer)
    return f"{display_path(document.path)}:{position.line}:{position.column}"


def _destinations(file: Path, line: int, format_name: str | None, given: _Given) -> Iterator[str]:
    """Yield the lines of a delivery that come from a line of a record."""
    from exporter.errors import UsageError
    from exporter.records.document import leaves
    from exporter.records.positions import source_map
    from exporter.review.trace import Statement

    if format_name is None:
        raise UsageError("a record leads to lines of each format", "add --format FORMAT")
    document = given[0].document(file)
    if document is None or document.id not in given[0].records:
        raise UsageError(f"{file} is no record that can be read", "run: exporter validate")
    _lines(file, line)
    positions = source_map(document).values
    keys = source_map(document).keys
    record = given[0].records.record(document.id)
    statements = []
    for pointer, value in leaves(document.data):
        inside = [pointer[:length] for length in range(1, len(pointer) + 1)]
        here = [each for each in inside if each in keys and keys[each].line == line]
        if here or (pointer in positions and positions[pointer].line == line):
            statements.append(Statement(record, pointer, value))
    for number, text in _tracer(format_name, given).destinations(statements):
        yield f"{format_name}:{number}: {text}"
