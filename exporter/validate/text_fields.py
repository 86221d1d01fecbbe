"""The texts of a record, each with its language, and whether it is transcribed from a source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from typing import Any, NamedTuple

from exporter.model.node import TextLanguages, text_languages
from exporter.records.document import Document, Pointer
from exporter.records.schema import Field, Schemas
from exporter.records.settings import DEFAULT_LANGUAGE


class TextField(NamedTuple):
    """One text of a record.

    `tag` is its BCP 47 language tag, or empty for text in no language (a volume, a place in a
    source). `printed` is true for a transcription: text that a mention under `found` prints, or a
    field that repeats such a text.
    """

    pointer: Pointer
    tag: str
    text: str
    printed: bool


class TextFields:
    """All texts of one record in the order of the file.

    For a quick look at all of them at once: `texts` holds only the strings, `joined` is one string
    with a line for each, `non_ascii` is the set of its characters (empty if all are ASCII), and
    `tags` are the language tags.
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
        """Return whether a mention has these words under `sic`: the source prints them so."""
        return any(pointer[-2:-1] == ("sic",) and words in text for pointer, _, text in self._found)


class TextFinder:
    """Finds the texts of records: the values of all fields that, by their schema, hold text.

    `language` is the language tag of the catalogue, in which cataloguers write.
    """

    def __init__(self, schemas: Schemas, language: str = DEFAULT_LANGUAGE) -> None:
        self._schemas = schemas
        self._language = language

    def find(self, document: Document) -> TextFields:
        """Return the texts of one record.

        If the record breaks its schema, these are all strings in text fields.
        """
        found: list[tuple[Pointer, str, str]] = []
        if document.kind in self._schemas.kinds:
            root = self._schemas.root(document.kind)
            languages = text_languages(document.data, self._language)
            _collect(document.data, root, (), languages, found)
        return TextFields(document, found)


_ANY_TEXT = "Any “text”, 第3版; naïve?"
"""A schema pattern that accepts this accepts any text. It only requires that there be some."""
_NOT_TEXT = ("format", "enum", "const", "refersTo")
"""Keywords of a schema whose strings are codes, dates, addresses, terms or ids."""


@cache
def is_text(place: Field) -> bool:
    """Return whether a field holds text, which the checks of texts look at.

    It does if it may be a string of any words. A schema can decide it by the keyword `textual`:
    `work`, `catalogue` (whose language plain text is in), true or false.
    """
    textual = place.keyword("textual")
    if textual is not None:
        return bool(textual)
    if "string" not in place.keyword("type", "string"):
        return False
    if any(place.keyword(word) is not None for word in _NOT_TEXT):
        return False
    return re.search(place.keyword("pattern", ""), _ANY_TEXT) is not None


@cache
def _is_by_tag(place: Field) -> bool:
    names = place.keyword("propertyNames")
    if not isinstance(names, dict):
        return False
    return names.get("format") == "language-tag" or str(names.get("$ref", "")).endswith("/tag")


def _collect(
    value: Any,
    field: Field,
    pointer: Pointer,
    languages: TextLanguages,
    found: list[tuple[Pointer, str, str]],
    tag: str = "",
) -> None:
    """Append the texts inside `value` to `found`.

    `tag` is set inside a map from language tags to texts. More parameters than five: a walk down
    two trees at once, with what is inherited on the way.
    """
    if isinstance(value, str):
        if is_text(field):
            found.append((pointer, tag or _plain_tag(field, languages), value))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            child = field.child(index)
            if child:
                _collect(inner, child, (*pointer, index), languages, found, tag)
    elif isinstance(value, dict):
        by_tag = _is_by_tag(field)
        if pointer and not by_tag:
            languages = languages.inside(value)
        for key, inner in value.items():
            child = field.child(key) if isinstance(key, str) else None
            if child:
                own = key if by_tag else tag
                _collect(inner, child, (*pointer, key), languages, found, own)


def _plain_tag(field: Field, languages: TextLanguages) -> str:
    """Return the language of plain text.

    The result is empty for a field that is in no language, such as a volume.
    """
    textual = field.keyword("textual")
    if textual == "catalogue":
        return languages.catalogue
    return languages.work if textual == "work" else ""
