"""Notes, general ones and those with a type (TEI P5 3.9.1)."""

from __future__ import annotations

from exporter.export.tei.encoder import Encoder, TeiPlace
from exporter.export.xml import Element
from exporter.model.node import Node

SUBTYPE = "note"
"""The subtype of the notes with a type; other notes are fields without an element of their own."""
STAFF = "staff"
HIDDEN = "none"


def write_notes(encoder: Encoder, node: Node, holder: Element) -> None:
    """Write notes: a list of general ones as `note`, notes by type with their type.

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
