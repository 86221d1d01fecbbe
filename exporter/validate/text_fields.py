"""The texts of a record, each with its language, and whether it is transcribed from a source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from exporter.records.document import Document, Pointer
from exporter.records.schema import Field, Schemas


class TextField(NamedTuple):
    """One text of a record.

    `tag` is its BCP 47 language tag, or empty for text in no language (a volume, a place in a source). `printed` is
    true for a transcription: text that a mention under `found` prints, or a field that repeats such a text.
    """

    pointer: Pointer
    tag: str
    text: str
    printed: bool


class TextFields:
    """All texts of one record in the order of the file.

    For a quick look at all of them at once: `texts` holds only the strings, `joined` is one string with a line for
    each, `non_ascii` is the set of its characters (empty if all are ASCII), and `tags` are the language tags.
    """

    def __init__(self, document: Document, found: list[tuple[Pointer, str, str]]) -> None:
        self.document = document
        self.texts = [text for _, _, text in found]
        self.joined = "\n".join(self.texts)
        self.non_ascii = frozenset("" if self.joined.isascii() else self.joined)
        self.tags = {tag for _, tag, _ in found}
        self._found = found

    @cached_property
    def _fields(self) -> Sequence[TextField]:
        transcribed = {
            text
            for pointer, _, text in self._found
            if pointer[0] == "found" and pointer[2] != "note"
        }
        return [
            TextField(pointer, tag, text, text in transcribed) for pointer, tag, text in self._found
        ]

    def __iter__(self) -> Iterator[TextField]:
        return iter(self._fields)

    def is_sic(self, words: str) -> bool:
        """Return whether a mention lists these words under `sic`: the source prints them exactly so."""
        return any(pointer[-2:-1] == ("sic",) and words in text for pointer, _, text in self._found)


class TextFinder:
    """Finds the texts of records: the values of all fields that, by their schema, hold text."""

    def __init__(self, schemas: Schemas) -> None:
        self._roots = {kind: _Node(schemas.root(kind), tagged=False) for kind in schemas.kinds}

    def find(self, document: Document) -> TextFields:
        """Return the texts of one record. If the record breaks its schema, these are all strings in text fields."""
        found: list[tuple[Pointer, str, str]] = []
        root = self._roots.get(document.kind)
        if root:
            _collect(document.data, root, (), "", found)
        return TextFields(document, found)


_ANY_TEXT = "Any “text”, 第3版; naïve?"
"""A schema pattern that accepts this accepts any text. It only requires that there be some."""
_NOT_TEXT = ("format", "enum", "const", "refersTo")
"""Keywords of a schema whose strings are codes, dates, addresses, terms or ids."""


def is_text(place: Field) -> bool:
    """Return whether a field holds text, which the checks of texts look at.

    It does if it may be a string of any words. A schema can decide it by the keyword `textual` (true or false).
    """
    textual = place.keyword("textual")
    if textual is not None:
        return bool(textual)
    if "string" not in place.keyword("type", "string"):
        return False
    if any(place.keyword(word) is not None for word in _NOT_TEXT):
        return False
    return re.search(place.keyword("pattern", ""), _ANY_TEXT) is not None


class _Node:
    """What the schema says of one place in a record: made when a record has something there.

    `text` means that text may be here, `by_tag` that this is a map from language tags to texts, and `tagged` that it
    is inside such a map.
    """

    def __init__(self, place: Field, *, tagged: bool) -> None:
        self.text = is_text(place)
        self.by_tag = _is_by_tag(place)
        self.tagged = tagged or self.by_tag
        self._place = place

    @cached_property
    def fields(self) -> Mapping[str, _Node]:
        """The fields inside, by name."""
        children = self._place.children.items()
        return {name: _Node(inner, tagged=self.tagged) for name, inner in children if name != "*"}

    @cached_property
    def entries(self) -> _Node | None:
        """What is inside under any list index; None if nothing may be there."""
        return self._unnamed(0)

    @cached_property
    def others(self) -> _Node | None:
        """What is inside under any name that no field has, such as a language tag; None if nothing may be there."""
        return self._unnamed("*")

    def _unnamed(self, step: str | int) -> _Node | None:
        inner = self._place.child(step)
        return _Node(inner, tagged=self.tagged) if inner else None


def _is_by_tag(place: Field) -> bool:
    names = place.keyword("propertyNames")
    if not isinstance(names, dict):
        return False
    return names.get("format") == "language-tag" or str(names.get("$ref", "")).endswith("/tag")


def _collect(
    value: Any, node: _Node, pointer: Pointer, tag: str, found: list[tuple[Pointer, str, str]]
) -> None:
    """Append the texts inside `value` to `found`; plain text in it has the language `tag`."""
    if isinstance(value, list):
        if node.entries:
            for index, inner in enumerate(value):
                _collect_one(inner, node.entries, (*pointer, index), tag, found)
    elif isinstance(value, dict):
        by_tag = node.by_tag
        own = value.get("language")  # the language of plain text in this group
        if isinstance(own, str) and not by_tag:
            tag = own
        for key, inner in value.items():
            inside = node.fields.get(key) or node.others
            if inside:
                _collect_one(inner, inside, (*pointer, key), key if by_tag else tag, found)


def _collect_one(
    value: Any, node: _Node, pointer: Pointer, tag: str, found: list[tuple[Pointer, str, str]]
) -> None:
    if not isinstance(value, str):
        _collect(value, node, pointer, tag, found)
    elif node.text:
        found.append((pointer, tag if node.tagged else "", value))
