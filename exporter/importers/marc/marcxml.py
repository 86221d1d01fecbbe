"""MARCXML, also inside answers of OAI-PMH and SRU, whatever its namespace.

Source: MARCXML schema 1.1, https://www.loc.gov/standards/marcxml/.
"""

from __future__ import annotations

from collections.abc import Iterator

from exporter.importers.entry import Broken, Imported
from exporter.importers.marc.any_record import read_record
from exporter.importers.marc.field import SourceField, SourceRecord
from exporter.importers.registry import ImportContext
from exporter.importers.xml import Element
from exporter.importers.xml_source import children, elements, line_of, local_name, text_of


def read(content: bytes, context: ImportContext) -> Iterator[Imported]:
    """Yield the works of a file."""
    for record in xml_records(content):
        yield record if isinstance(record, Broken) else read_record(record, context)


def xml_records(content: bytes) -> Iterator[SourceRecord | Broken]:
    """Yield the records of a file."""
    for element in elements(content, {"record"}):
        if isinstance(element, Broken):
            yield element
        elif children(element, "datafield", "controlfield", "leader"):
            yield _record(element)


def _record(element: Element) -> SourceRecord:
    leader = ""
    fields = []
    for each in element:
        name = local_name(each)
        if name == "leader":
            leader = text_of(each)
        elif name == "controlfield":
            fields.append(SourceField(_tag(each), line_of(each), text=text_of(each)))
        elif name == "datafield":
            fields.append(_field(each))
    return SourceRecord(line_of(element), leader, fields)


def _tag(element: Element) -> str:
    return (element.get("tag") or "").strip().zfill(3)


def _field(element: Element) -> SourceField:
    indicators = "".join((element.get(name) or " ")[:1] for name in ("ind1", "ind2"))
    subfields = []
    for each in children(element, "subfield"):
        subfields.append(((each.get("code") or " ")[:1], text_of(each)))
    return SourceField(_tag(element), line_of(element), indicators=indicators, subfields=subfields)
