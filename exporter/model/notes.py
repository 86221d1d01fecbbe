"""Notes of a record by their type."""

from __future__ import annotations

from typing import NamedTuple

from exporter.model.node import Node
from exporter.model.text import Text


class Note(NamedTuple):
    """One note.

    `type` is a term of the vocabulary `note_types`; notes of the type `staff` are not public.
    """

    type: str
    text: Text

    @property
    def public(self) -> bool:
        """Whether the note may be shown to readers."""
        return self.type != "staff"


def notes_of(node: Node | None) -> tuple[Note, ...]:
    """Return the notes at `node`, a list or notes by type, in the order of the record."""
    if node is None:
        return ()
    if isinstance(node.value, list):
        return tuple(Note("general", text) for text in node.texts())
    return tuple(Note(type, text) for type in node.value for text in node.texts(type))
