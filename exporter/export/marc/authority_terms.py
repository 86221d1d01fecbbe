"""Authority records of places and concepts: 148, 150, 151, 155."""

from __future__ import annotations

from exporter.export.context import ExportContext
from exporter.export.marc.authority_notes import put_addresses, put_common_notes, put_sources
from exporter.export.marc.catalogue import control_fields, day_of_entry, put_cataloguing_source
from exporter.export.marc.control_numbers import links
from exporter.export.marc.fields import Fields, Version
from exporter.export.marc.fixed_fields import authority_008, leader
from exporter.export.marc.headings import authority_heading
from exporter.export.marc.iso2709 import MarcField, MarcRecord, subfields
from exporter.export.marc.numbers import put_numbers
from exporter.export.marc.plain_fields import put_plain_fields
from exporter.export.marc.provenance import reasons
from exporter.export.marc.unwritten import report_unwritten
from exporter.model.authority import Authority
from exporter.model.markup import strip
from exporter.model.text import Text

_SYSTEMS = {
    "lcsh": "a",
    "cyac": "b",
    "lcshac": "b",
    "mesh": "c",
    "nal": "d",
    "cash": "k",
    "aat": "r",
}
"""008/11: the systems of subject headings that have a code; another one is named in 040 $f."""
_REFERENCES = (("broader", "g"), ("narrower", "h"), ("related", ""), ("part_of", "g"))
"""Fields that name other concepts or places, and the code of the relation ($w)."""


def term_authority(record: Authority, context: ExportContext) -> MarcRecord:
    """Return the authority record of a place or a concept; its 001 is the id."""
    fields = _fields(record, context)
    traced = any(field.tag[0] in "45" for field in fields)
    scheme = record.node.line("scheme")
    kind = "name" if record.kind == "place" else "subject"
    system = "z" if kind == "name" else "n"
    if scheme:
        system = _SYSTEMS.get(scheme, "z")
    day = day_of_entry(record.id, context)
    coded = authority_008(kind, day, traced=traced, differentiated=False, subject_system=system)
    control = (*control_fields(record.id, context), MarcField("008", coded))
    return MarcRecord(leader("z ", "n"), (*control, *fields))


def _fields(record: Authority, context: ExportContext) -> tuple[MarcField, ...]:
    """Return the fields of an authority record for a place or a concept (MARC 21 Authority)."""
    fields, node = Fields(record, context), record.node
    scheme = node.line("scheme")
    put_numbers(fields, record.identifiers, "term scheme", context)
    put_cataloguing_source(fields, record, context, "" if scheme in _SYSTEMS else scheme)
    _coordinates(fields, record)
    fields.put("065", "  ", "a", node.line("notation"), about=("notation",))
    heading = authority_heading(record, context)
    fields.put_versions(f"1{heading.block}", "  ", heading.versions[:1], ("name",))
    fields.put("368", "  ", "b", _type_of_place(record), about=("type",))
    _variants(fields, record, heading.block, context)
    for field, code in _REFERENCES:
        for id in node.lines(field):
            other = context.catalogue.authorities.get(id)
            if other:
                linked = authority_heading(other, context)
                then = links(other.id, other.identifiers, context)
                versions = linked.preceded_by("w", code, then=then)
                fields.put_versions(f"5{linked.block}", "  ", versions, (field,))
    put_sources(fields, node, context)
    fields.put("677", "  ", "a", node.text("definition"), about=("definition",))
    put_common_notes(fields, node, context)
    put_plain_fields(fields, node, record.kind, context)
    put_addresses(fields, node)
    finished = fields.finished(reasons(node))
    report_unwritten(record, record.kind, finished, context)
    return finished


def _type_of_place(record: Authority) -> Text | None:
    return record.node.text("type") if record.kind == "place" else None


def _variants(fields: Fields, record: Authority, block: str, context: ExportContext) -> None:
    """Add the name in other languages and scripts, and other names (4XX)."""
    preferred = context.tag(record.name)
    said = {strip(record.name[preferred])}
    for tag, form in record.name:
        if strip(form) not in said:
            said.add(strip(form))
            version = Version(tag, subfields("a", strip(form)))
            fields.put_versions(f"4{block}", "  ", [version], ("name",))
    for place, node in enumerate(record.node.all("other_names"), 1):
        group = node.get("name")
        name = (group or node).as_text()
        sort = context.crosswalk.target("variant of name", node.line("type") if group else "")
        code, _, words = sort.partition(" ")
        for tag, form in name:
            inner = subfields("w", code, "i", words, "a", strip(form))
            about = (f"other_names.{place}",)
            fields.put_versions(f"4{block}", "  ", [Version(tag, inner)], about)


def _coordinates(fields: Fields, record: Authority) -> None:
    """Add the point at which a place lies: both longitudes and both latitudes of 034 are the same."""
    node = record.node.get("coordinates")
    if node is None:
        return
    latitude, longitude = float(node.line("latitude")), float(node.line("longitude"))
    east = f"{'E' if longitude >= 0 else 'W'}{abs(longitude):010.6f}"
    north = f"{'N' if latitude >= 0 else 'S'}{abs(latitude):010.6f}"
    parts = ("d", east, "e", east, "f", north, "g", north)
    fields.put("034", "  ", *parts, about=("coordinates",))
