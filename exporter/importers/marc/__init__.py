"""MARC 21 bibliographic records in ISO 2709."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.importers.entry import Broken, Imported
from exporter.importers.marc.any_record import read_record
from exporter.importers.marc.iso2709 import records
from exporter.importers.registry import ImportContext


def read(content: bytes, context: ImportContext) -> Iterator[Imported]:
    """Yield the works of a file."""
    for record in records(content, context.encoding):
        if isinstance(record, Broken):
            yield record
        else:
            yield read_record(record, context)
