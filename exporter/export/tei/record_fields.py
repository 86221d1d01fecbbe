"""The fields of all records that need more than a row of the table: notes, mentions, attributes."""

from __future__ import annotations

from exporter.export.tei.encoder import Encoder, Special, TeiPlace
from exporter.export.tei.mentions import write_mentions, write_sic
from exporter.export.xml import Element
from exporter.model.node import Node

SUBTYPE = "note"
"""The subtype of the notes with a type; other notes are fields without an element of their own."""
STAFF = "staff"
HIDDEN = "none"


def special_fields(encoder: Encoder) -> dict[str, Special]:
    """Return how an encoder writes the fields that need more than a row in records of all kinds."""
    return {
        "id": _nothing,
        "kind": _nothing,
        "cataloguing_language": _nothing,
        "inferred": _nothing,  # see write_reasons
        "notes": lambda node, holder: _write_notes(encoder, node, holder),
        "found": lambda node, holder: write_mentions(encoder, node, holder),
        "found/sic": lambda node, holder: write_sic(encoder, node, holder),
    }


def _nothing(node: Node, holder: Element) -> None:
    """Write nothing: the field is in an attribute that is there already, or is written later."""


def _write_notes(encoder: Encoder, node: Node, holder: Element) -> None:
    """Write notes: a list of general ones as `note`, notes by type with their type (TEI P5 3.9.1).

    Notes for the staff have `place="none"`, by which the TEI Consortium's Stylesheets leave a note
    out.
    """
    general, typed = encoder.scope.paths["notes"]
    if not isinstance(node.value, list):
        encoder.write(node, holder, encoder.scope, typed)
        for each in holder.iter():
            is_note = each.tag == "note" and each.get("subtype") == SUBTYPE
            if is_note and each.get("type") == STAFF:
                each.set("place", HIDDEN)
        return
    parent = encoder.parent(holder, general.steps[:-1])
    notes = encoder.items(node, TeiPlace(parent, general, encoder.no_rows, ""))
    if len(notes) == len(node.value):
        for note in notes:
            note.attrib.pop("n", None)
