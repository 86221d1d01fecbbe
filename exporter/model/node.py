"""A value in a record with its place: schema, pointer, and the language of its plain text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from exporter.model.date import Date, parse_date
from exporter.model.text import Text, text_of
from exporter.records.document import Pointer
from exporter.records.schema import Field


class TextLanguages(NamedTuple):
    """The language tags of plain text in a record.

    `work` is the tag of text that repeats the work (a title, a place of publication), `catalogue`
    that of the cataloguer's own words (a note, an abstract). A schema says which one a field holds
    by the keyword `textual`.
    """

    work: str
    catalogue: str

    def inside(self, group: Mapping[str, Any]) -> TextLanguages:
        """Return the languages of plain text in a group, which may state a language of its own."""
        stated = _stated_language(group)
        return self if stated is None else TextLanguages(stated, self.catalogue)


NO_LANGUAGE = frozenset({"und", "zxx", "mul", "mis"})
"""BCP 47 tags that name no one language (RFC 5646, 4.1)."""


def text_languages(record: Mapping[str, Any], default: str) -> TextLanguages:
    """Return the languages of plain text in a record; `default` is the language of the catalogue.

    Text of the work is in its first language. If that is none (`zxx`), or the record states none,
    it is in the language of the cataloguer.
    """
    own = record.get("cataloguing_language")
    catalogue = own if isinstance(own, str) else default
    stated = _stated_language(record)
    work = catalogue if stated is None else stated
    if work in NO_LANGUAGE:
        work = catalogue if work == "zxx" else "und"
    return TextLanguages(work, catalogue)


def _stated_language(group: Mapping[str, Any]) -> str | None:
    """Return the language, or the first of the languages, that a record or a group states."""
    stated = group.get("language")
    if isinstance(stated, list):
        stated = stated[0] if stated else None
    return stated if isinstance(stated, str) else None


class Node:
    """A value in a record, from the whole record down to one text.

    `field` is what the schema says of this place, None where it says nothing. `pointer` leads from
    the record to the value: field names, language tags and list indexes.
    """

    __slots__ = ("field", "languages", "pointer", "value")

    def __init__(
        self, value: Any, field: Field | None, languages: TextLanguages, pointer: Pointer = ()
    ) -> None:
        self.value = value
        self.field = field
        self.languages = languages
        self.pointer = pointer

    def __bool__(self) -> bool:
        return True

    def get(self, *steps: str | int) -> Node | None:
        """Return the value that some steps lead to; None if the record has none there."""
        value, field, languages = self.value, self.field, self.languages
        pointer = self.pointer
        for step in steps:
            if isinstance(value, dict):  # faster than to ask whether it is a Mapping
                if step not in value:
                    return None
                if pointer and "language" in value:
                    languages = languages.inside(value)
            elif not isinstance(value, list) or not isinstance(step, int) or step >= len(value):
                return None
            value = value[step]
            field = field.child(step) if field else None
            pointer = (*pointer, step)
        return Node(value, field, languages, pointer)

    def all(self, *steps: str | int) -> list[Node]:
        """Return the items of a list in its order; a single value counts as a list of one."""
        node = self.get(*steps) if steps else self
        if node is None:
            return []
        if not isinstance(node.value, list):
            return [node]
        field = node.field.child(0) if node.field else None
        return [
            Node(value, field, node.languages, (*node.pointer, at))
            for at, value in enumerate(node.value)
        ]

    def references(self) -> Iterator[str]:
        """Yield the ids of all records that the value names, each as often as it does."""
        return _references(self.value, self.field)

    @property
    def tag(self) -> str:
        """The language tag of plain text at this place."""
        textual = self.field.keyword("textual", "work") if self.field else "work"
        return self.languages.catalogue if textual == "catalogue" else self.languages.work

    def as_text(self) -> Text:
        """Return the value, a plain text or one text for each language tag, as a Text."""
        value = self.value if isinstance(self.value, Mapping) else str(self.value)
        return text_of(value, self.tag, self.pointer)

    def text(self, *steps: str | int) -> Text | None:
        """Return a text, the first one of a list; None if there is none."""
        found = self.texts(*steps)
        return found[0] if found else None

    def texts(self, *steps: str | int) -> tuple[Text, ...]:
        """Return one text or the texts of a list."""
        # most fields that are asked for are absent
        if isinstance(self.value, dict) and steps and steps[0] not in self.value:
            return ()
        return tuple(each.as_text() for each in self.all(*steps))

    def line(self, *steps: str | int) -> str:
        """Return a plain value as a string; empty if there is none."""
        node = self.get(*steps)
        return "" if node is None else str(node.value)

    def lines(self, *steps: str | int) -> tuple[str, ...]:
        """Return one plain value or the values of a list as strings."""
        return tuple(str(each.value) for each in self.all(*steps))

    def date(self, *steps: str | int) -> Date | None:
        """Return a date, with its printed form and calendar if the record states them."""
        node = self.get(*steps)
        if node is None:
            return None
        if not isinstance(node.value, Mapping):
            return parse_date(node.value)
        date = parse_date(node.value["date"])
        return date._replace(printed=node.text("printed"), calendar=node.line("calendar"))


def _references(value: Any, field: Field | None) -> Iterator[str]:
    if field is None:
        return
    if isinstance(value, str):
        if field.refers_to:
            yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _references(inner, field.child(name))
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner, field.child(0))
