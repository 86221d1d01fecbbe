"""How each type of work is deposited: the element with its metadata, and the one that holds it."""

from __future__ import annotations

from typing import NamedTuple

from exporter.export.crossref.entry import Entry


class Type(NamedTuple):
    """How a type of work is deposited.

    `part` is the element with its metadata, `body` the one in the body of the deposit that holds
    it, `word` a value of an attribute of it (`book_type`, `component_type` or `type`).
    """

    part: str
    word: str

    @property
    def body(self) -> str:
        """The element in the body of the deposit."""
        return _BODIES[self.part]


_BODIES = {
    "journal_article": "journal",
    "journal_metadata": "journal",
    "book_metadata": "book",
    "content_item": "book",
    "conference_paper": "conference",
    "dissertation": "dissertation",
    "report-paper_metadata": "report-paper",
    "standard_metadata": "standard",
    "dataset": "database",
    "posted_content": "posted_content",
}
"""For each element with the metadata of a work the element of the body that holds it."""
BODIES = tuple(dict.fromkeys(_BODIES.values()))
"""The elements of the body in the order in which deposits stand."""


def type_of(entry: Entry) -> Type:
    """Return how a work is deposited; one that Crossref has no type for is posted content."""
    target = entry.context.crosswalk.target("type", entry.work.type)
    part, _, word = target.partition(" ")
    return Type(part, word)
