"""A MARC record of any kind, by what its leader says."""

from __future__ import annotations

from exporter.importers.entry import Broken, Entry
from exporter.importers.marc.authority import read_authority
from exporter.importers.marc.bibliographic import read_bibliographic
from exporter.importers.marc.field import SourceRecord
from exporter.importers.marc.unimarc import is_unimarc, to_marc21
from exporter.importers.registry import ImportContext

_AUTHORITY = "z"
_HOLDINGS = frozenset("uvxy")


def read_record(record: SourceRecord, context: ImportContext) -> Entry | Broken:
    """Return what a record describes; one of holdings describes nothing by itself.

    Source: MARC 21, LDR/06.
    """
    if not any(each.subfields for each in record.fields):
        return Broken(record.line, "this record says nothing: it has control fields alone, or none")
    kind = record.leader[6:7]
    if kind == _AUTHORITY:
        return read_authority(record, context)
    if kind in _HOLDINGS and is_unimarc(record):
        return Broken(record.line, "this is an authority record of UNIMARC, which is not imported")
    if kind in _HOLDINGS and not record.named("245"):
        return Broken(record.line, "this is a holdings record, which describes no work")
    if is_unimarc(record):
        return read_bibliographic(to_marc21(record), context)
    return read_bibliographic(record, context)
