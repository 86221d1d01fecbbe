"""Files whose records are all of UNIMARC, whatever the records themselves show."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.importers.entry import Broken, Imported
from exporter.importers.marc.bibliographic import read_bibliographic
from exporter.importers.marc.field import SourceRecord
from exporter.importers.marc.iso2709 import records
from exporter.importers.marc.marc_json import json_records
from exporter.importers.marc.marcxml import xml_records
from exporter.importers.marc.unimarc import to_marc21
from exporter.importers.registry import ImportContext


def read(content: bytes, context: ImportContext) -> Iterator[Imported]:
    """Yield the works of a file in ISO 2709, MARCXML or JSON."""
    for record in _records(content, context.encoding):
        if isinstance(record, Broken):
            yield record
        else:
            yield read_bibliographic(to_marc21(record), context)


def _records(content: bytes, encoding: str) -> Iterator[SourceRecord | Broken]:
    first = content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    if first == b"<":
        return xml_records(content)
    return json_records(content, encoding) if first in b"{[" else records(content, encoding)
