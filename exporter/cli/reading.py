"""The records of the catalogue around the current folder, for commands that only read them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from exporter.errors import UsageError
from exporter.terminal import display_path

if TYPE_CHECKING:
    from exporter.model.records import Record, Records
    from exporter.records.document import Document, Pointer
    from exporter.records.schema import Schemas


class ReadableRecords(NamedTuple):
    """The readable records of a catalogue in `root`, and their schemas.

    `right` are the records without errors, which formats can write, `left_out` the files of those
    that cannot be read.
    """

    root: Path
    records: Records
    schemas: Schemas
    right: Records
    left_out: frozenset[str]

    def record(self, id: str) -> Record:
        """Return a record by its id or a former one.

        Raises UsageError if there is none, or if it cannot be read.
        """
        from exporter.suggest import unknown_record

        current = self.records.current_id(id)
        if current not in self.records and id in {Path(file).stem for file in self.left_out}:
            raise UsageError(f"the record “{id}” has errors", "to see them, run: exporter validate")
        if current not in self.records:
            raise unknown_record(id, self.records)
        return self.records.record(current)

    def document(self, path: Path) -> Document | None:
        """Return the document of a record file, or None if it cannot be read."""
        from exporter.records.document import Document
        from exporter.records.loader import read_document, read_settings

        found = read_document(path, self.root, read_settings(self.root).limits)
        return found if isinstance(found, Document) else None

    def places(self, record: Record, pointers: Sequence[Pointer]) -> list[str]:
        """Return the places of values, or of the nearest fields around: `FILE:LINE:COLUMN`."""
        from exporter.records.positions import positions_of

        path = Path(record.file)
        file = display_path(path)
        document = self.document(path)
        if document is None:
            return [file] * len(pointers)
        return [f"{file}:{each.line}:{each.column}" for each in positions_of(document, pointers)]


def read_catalogue() -> ReadableRecords:
    """Read the records; those that cannot be read are named on stderr and left out.

    They are not YAML, or have a value of a wrong type.
    """
    from exporter.cli.catalogue_cache import records_with_errors
    from exporter.records.files import find_catalogue

    root = find_catalogue(Path.cwd())
    result = records_with_errors(root)
    records, left_out = result.readable(), result.unreadable_files()
    for file in sorted(left_out):
        click.echo(
            f"left out: {display_path(Path(file))} has errors; run: exporter validate", err=True
        )
    right = records.without(result.files_with_errors)
    return ReadableRecords(root, records, result.schemas, right, left_out)
