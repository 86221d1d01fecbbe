"""`exporter trace`: from a line of a delivery to the record that said it, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from exporter.cli.completion import completing, format_names
from exporter.errors import UsageError, hint_to_open
from exporter.plural import counted
from exporter.terminal import escape_control_chars

if TYPE_CHECKING:
    from exporter.cli.reading import ReadableRecords
    from exporter.records.settings import CatalogueSettings
    from exporter.review.trace import RecordedValue, Tracer

_PLACE = re.compile(r"(?P<file>.+?):(?P<line>[0-9]+)(?::[0-9]+)?")
_LONGEST = 70


@click.command()
@click.option(
    "-f",
    "--format",
    "format_name",
    metavar="FORMAT",
    shell_complete=completing(format_names),
    help="The format of the delivery. Needed for a record, and for a file whose suffix does not show it.",
)
@click.option(
    "--map",
    "map_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Look it up in the map that “exporter export --map” has written, instead of finding it out.",
)
@click.argument("place", metavar="FILE:LINE")
def command(place: str, format_name: str | None, map_file: Path | None) -> None:
    """Show which record said a line of a delivery, or which lines a record leads to.

    FILE is a file that “exporter export” has written from the catalogue as it is now: the
    statements behind the line are shown with their file, line and column, and with the evidence
    that the record states for them. If FILE is a record, the lines of a delivery in --format that
    come from its line are shown. With --map, the catalogue may have changed since the delivery.

    \b
    Exit code: 0 found, 1 nothing in the catalogue leads to this line, 2 wrong use.
    \b
    Examples:
      exporter trace catalogue.bib:12
      exporter trace catalogue.xml:340 --format tei
      exporter trace records/books/china-nine.yaml:5 --format marcxml
      exporter trace catalogue.bib:12 --map catalogue.map.json
    """  # noqa: D301 - \b keeps click from filling the lines
    from exporter.cli.reading import read_catalogue
    from exporter.records.files import SUFFIXES
    from exporter.records.loader import read_settings

    match = _PLACE.fullmatch(place)
    if not match:
        raise UsageError(f"“{place}” is not FILE:LINE", "write catalogue.bib:12")
    file, line = Path.cwd() / match["file"], int(match["line"])
    catalogue = read_catalogue()
    settings = read_settings(catalogue.root).catalogue
    if map_file and format_name:
        raise UsageError("a map is for one format", "leave out --format or --map")
    if file.suffix in SUFFIXES and file.is_relative_to(catalogue.root / "records"):
        if map_file:
            shown = _mapped_destinations(file, line, map_file, catalogue)
        else:
            shown = _destinations(file, line, format_name, (catalogue, settings))
    elif map_file:
        shown = _mapped_origins(file, line, map_file, catalogue)
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
    from exporter.review.changes import CatalogueState
    from exporter.review.trace import Tracer

    catalogue, settings = given
    return Tracer(CatalogueState(catalogue.right, catalogue.schemas), format_name, settings)


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
    try:
        lines = file.read_text("utf-8", errors="replace").splitlines()
    except OSError as error:
        raise UsageError(
            f"{file} cannot be read: {error.strerror}", hint_to_open(error, "name a delivery")
        ) from None
    if not 1 <= line <= len(lines):
        raise UsageError(f"{file} has {counted(len(lines), 'line')}, and no line {line:,}", "")
    return lines


def _described(statement: RecordedValue, catalogue: ReadableRecords) -> Iterator[str]:
    """Yield a statement with its place, and what the record states as its evidence."""
    from exporter.records.document import written_path
    from exporter.records.positions import place_of

    document = catalogue.document(Path(statement.record.file))
    if document is None:
        return
    value = " ".join(str(statement.value).split())
    value = value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
    field = written_path(statement.pointer)
    yield f"{place_of(document, statement.pointer)}: {field}: {value}"
    first = str(statement.pointer[0])
    for at, mention in enumerate(statement.record.data.get("found") or ()):
        if isinstance(mention, dict) and _says(mention.get(first), statement.value):
            source = f"{mention.get('in', '')}, {mention.get('at', '')}".strip(", ")
            yield f"    printed in {source}: {place_of(document, ('found', at, first))}"
    reasons = statement.record.data.get("inferred")
    for name in reasons if isinstance(reasons, dict) else ():
        if str(name).partition(".")[0] == first:
            yield f"    concluded: {place_of(document, ('inferred', name))}"


def _says(printed: object, value: object) -> bool:
    """Return whether a transcription has a value in it."""
    from exporter.records.document import leaves

    return any(str(value) in str(text) for _, text in leaves(printed) if text is not None)


def _destinations(file: Path, line: int, format_name: str | None, given: _Given) -> Iterator[str]:
    """Yield the lines of a delivery that come from a line of a record."""
    if format_name is None:
        raise UsageError("a record leads to lines of each format", "add --format FORMAT")
    statements = _statements_at(file, line, given[0])
    for number, text in _tracer(format_name, given).destinations(statements):
        yield f"{format_name}:{number}: {text}"


def _statements_at(file: Path, line: int, catalogue: ReadableRecords) -> list[RecordedValue]:
    """Return the statements in a line of a record."""
    from exporter.records.document import leaves
    from exporter.records.positions import source_map
    from exporter.review.trace import RecordedValue

    document = catalogue.document(file)
    if document is None or document.id not in catalogue.records:
        raise UsageError(f"{file} is not a record that can be read", "run: exporter validate")
    _lines(file, line)
    positions = source_map(document).values
    keys = source_map(document).keys
    record = catalogue.records.record(document.id)
    statements = []
    for pointer, value in leaves(document.data):
        inside = [pointer[:length] for length in range(1, len(pointer) + 1)]
        here = [each for each in inside if each in keys and keys[each].line == line]
        if here or (pointer in positions and positions[pointer].line == line):
            statements.append(RecordedValue(record, pointer, value))
    return statements


def _mapped_origins(
    file: Path, line: int, map_file: Path, catalogue: ReadableRecords
) -> Iterator[str]:
    """Yield what is behind a line of a delivery, by its map."""
    from exporter.records.document import value_at, written_path
    from exporter.review.delivery_map import read_map
    from exporter.review.trace import RecordedValue

    _lines(file, line)
    for source in read_map(map_file, file, catalogue.records).lines.get(line, ()):
        field = written_path(source.pointer)
        if source.record not in catalogue.records:
            yield f"{source.record}: {field} (the record does not exist any more)"
            continue
        record = catalogue.records.record(source.record)
        try:
            value = value_at(record.data, source.pointer)
        except (LookupError, TypeError):
            yield f"{source.record}: {field} (the record does not say it any more)"
            continue
        yield from _described(RecordedValue(record, source.pointer, value), catalogue)


def _mapped_destinations(
    file: Path, line: int, map_file: Path, catalogue: ReadableRecords
) -> Iterator[str]:
    """Yield the lines of a delivery that come from a line of a record, by its map."""
    from exporter.review.delivery_map import DeliverySource, read_map

    read = read_map(map_file, None, catalogue.records)
    statements = _statements_at(file, line, catalogue)
    sources = [DeliverySource(each.record.id, each.pointer) for each in statements]
    for number in read.destinations(sources):
        yield f"{read.format}:{number}: {read.places.get(number, '')}".rstrip(": ")
