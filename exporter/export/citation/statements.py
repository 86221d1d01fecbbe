"""Where the statements of a reference go, and how one is written to its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import ClassVar

from exporter.export.citation.page_count import page_count
from exporter.export.citation.places import Places, last_alternative
from exporter.export.citation.wording import Unprinted, Wording
from exporter.export.context import ExportContext
from exporter.export.crosswalk import Row
from exporter.export.field_words import capital
from exporter.export.reference import host
from exporter.model.agent import Agent
from exporter.model.date import Date
from exporter.model.node import Node
from exporter.model.text import Text
from exporter.model.work import Work
from exporter.records.document import Pointer

NOTES = frozenset({"note", "N1"})
"""Places in every entry whose sentences styles print."""

ANNOTATIONS = frozenset({"annotation", "annote"})
"""Places in every entry whose sentences only styles for annotated bibliographies print."""


class Statements:
    """One work as a format writes it, statement by statement.

    A format defines how it writes to its fields; `places` are the fields of this entry, by the terms of the table.
    A term is the path of a field of the record, such as `volume` or `series/title`.
    """

    LONE_NAME: ClassVar[str] = "the format holds one form of a name"
    """Why the other forms of a name are lost."""

    def __init__(self, work: Work, context: ExportContext, encode: Callable[[str], str]) -> None:
        self.work = work
        self.context = context
        self.table = context.crosswalk
        self.encode = encode
        self.words = Wording(work, context, encode)
        self.host = host(work)
        self.places: Places = {}
        self.published_by: set[str] = set()

    # -- what a format defines

    def put(self, place: str, words: str) -> None:
        """Add words, in the syntax of the format, to a field."""
        raise NotImplementedError

    def note(self, words: str) -> None:
        """Add a sentence to the note."""
        raise NotImplementedError

    def annotate(self, words: str) -> None:
        """Add a sentence to the annotation, or to the note of a format without one."""
        self.note(words)

    def put_name(self, field: str, agent: Agent) -> None:
        """Add a name to a field of names."""
        raise NotImplementedError

    def put_date(self, place: str, date: Date, pointer: Pointer, label: str) -> None:
        """Add a date to a field of dates; say in the note what the field cannot hold, and report that."""
        raise NotImplementedError

    def keep_unprinted(self, unprinted: Unprinted) -> None:
        """Keep the forms of a text that are not printed, or report them as lost."""
        forms = listed(form for _, form in unprinted.forms)
        self.annotate(f"{unprinted.label} (other forms): {forms}")

    # -- where a statement goes

    def row(self, term: str) -> Row:
        """Return the row of a term in the table, or what the schema of the catalogue says of it."""
        return self.table.field("work", tuple(term.split("/")), self.work.node.field)

    def place_of(self, term: str) -> str:
        """Return the place of a statement in this entry; empty if the format has none."""
        if term in self.places:
            return self.places[term]
        row = self.row(term)
        return "" if row.match == "none" else last_alternative(row.target)

    def has_field(self, term: str) -> bool:
        """Return whether a statement has a field of its own in this entry."""
        place = self.place_of(term)
        return bool(place) and place not in NOTES and place not in ANNOTATIONS

    def without_place(self, term: str, node: Node) -> frozenset[str]:
        """Return the fields of a group that the format has no place for."""
        names = node.value if isinstance(node.value, Mapping) else ()
        return frozenset(name for name in names if not self.place_of(f"{term}/{name}"))

    def extents(self) -> Iterator[tuple[str, str]]:
        """Yield each extent: the number of its pages, empty if it names no pages, and its words."""
        for text in self.work.texts("extent"):
            words = self.words.text(text, self.label("extent"))
            yield page_count(words), words

    def label(self, term: str) -> str:
        """Return the name of a term in a cataloguer's words: `Series`, `Place of publication`."""
        field = self.work.node.field
        for step in term.split("/"):
            items = field.child(0) if field else None
            is_of_item = bool(items and step in items.children)
            group = items if is_of_item else field
            field = group.child(step) if group else None
        return self.words.label(field, capital(term))

    # -- writing a statement

    def state(self, term: str, words: str, label: str = "") -> None:
        """Put words at the place of their term; in a note they stand behind their label."""
        if words:
            self.state_at(self.place_of(term), words, label or self.label(term))

    def state_at(self, place: str, words: str, label: str) -> None:
        """Put words at a place."""
        if place in NOTES:
            self.note(_labelled(label, words))
        elif place in ANNOTATIONS:
            self.annotate(_labelled(label, words))
        elif place:
            self.put(place, words)

    def state_text(self, term: str, text: Text | None, label: str = "") -> None:
        """Put the printed form of a text at the place of its term."""
        if text is not None and self.place_of(term):
            label = label or self.label(term)
            self.state(term, self.words.text(text, label), label)

    def state_node(self, term: str, node: Node | None, label: str = "") -> None:
        """Put all that a field says at the place of its term, one value after the other."""
        if node is not None and self.place_of(term):
            left_out: set[str] = set()
            for each in node.all():
                left_out |= self.without_place(term, each)
            for words in self.words.values(node, frozenset(left_out)):
                self.state(term, words, label)

    def state_date(self, term: str, date: Date, pointer: Pointer, label: str = "") -> None:
        """Put a date into the field of its term, or in words into the note."""
        label = label or self.label(term)
        if not self.place_of(term):
            return
        if not self.has_field(term):
            self.state(term, self.words.date(date), label)
            return
        self.put_date(self.place_of(term), date, pointer, label)
        if printed := self.words.printed_date(date):
            self.note(f"{label}: {printed}")

    def record_with_key(self, id: str) -> str:
        """Return another work by its title and the key by which it is cited."""
        return f"{self.words.record(id)} ({self.encode(id)})"


def listed(words: Iterable[str]) -> str:
    """Return several values in one sentence."""
    return "; ".join(words)


def _labelled(label: str, words: str) -> str:
    """Return words behind their label, unless they begin with it: `Scale 1:50,000`."""
    return words if words.startswith(f"{label} ") else f"{label}: {words}"
