"""What all authority records have: sources (670), notes (667 to 680), addresses (856)."""

from __future__ import annotations

from exporter.export.context import ExportContext
from exporter.export.marc.control_numbers import control_number
from exporter.export.marc.fields import Fields, Value
from exporter.export.marc.plain_fields import put_target
from exporter.export.marc.source_notes import mention, others
from exporter.model.identifiers import address_of
from exporter.model.node import Node
from exporter.model.notes import notes_of


def put_sources(fields: Fields, node: Node, context: ExportContext) -> None:
    """Add where the record's name is found, with the source's control number (670)."""
    for place, found in enumerate(node.all("found"), 1):
        source, information = mention(found, context)
        number = control_number(found.line("in"), context)
        parts = ("a", source, "b", information, "w", number)
        fields.put("670", "  ", *parts, about=(f"found.{place}",))


def put_common_notes(fields: Fields, node: Node, context: ExportContext) -> None:
    """Add what the record is not (667), former ids (035), and notes."""
    for place, other in enumerate(others(node.lines("distinct_from"), context), 1):
        about = (f"distinct_from.{place}",)
        fields.put("667", "  ", "a", f"Not the same as: {other}", about=about)
    put_former_ids(fields, node, context)
    for place, note in enumerate(notes_of(node.get("notes")), 1):
        target = context.crosswalk.target("note of authority", note.type)
        grouped = isinstance(node.value["notes"], dict)
        about_note = f"notes.{note.type}" if grouped else f"notes.{place}"
        label = note.type.replace("_", " ").capitalize()
        put_target(fields, target, label, note.text, about_note)


def put_former_ids(fields: Fields, node: Node, context: ExportContext) -> None:
    """Add the ids that the record had (035 $z)."""
    for id in node.lines("former_ids"):
        fields.put("035", "  ", "z", control_number(id, context), about=("former_ids",))


def put_addresses(fields: Fields, node: Node) -> None:
    """Add pages about the record (856)."""
    for place, each in enumerate(node.all("url"), 1):
        grouped = isinstance(each.value, dict)
        address = address_of(each)
        parts: list[Value] = ["3", each.text("label") if grouped else None]
        parts += ["q", each.line("format") if grouped else "", "u", address]
        fields.put("856", "42", *parts, about=(f"url.{place}" if grouped else "url",))
