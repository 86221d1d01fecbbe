"""The texts and the references of a record, found in one walk along its schema."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from exporter.model.node import TextLanguages
from exporter.records.document import Pointer
from exporter.records.schema import Field

Reference = tuple[Pointer, str, tuple[str, ...]]
"""A place in a record that names another one: its pointer, the id, and the kinds or nouns that may
stand there."""


class RecordContents(NamedTuple):
    """What a record says, in the order of the file.

    `texts` are the values of all fields that, by their schema, hold text: pointer, language tag
    (empty for text in no language) and text. `unlinked_names` are the names, with their pointers,
    of agents that a record states in place of their ids. If the record breaks its schema, a text is
    any string in a text field, and a name can have any shape.
    """

    texts: list[tuple[Pointer, str, str]]
    references: list[Reference]
    unlinked_names: list[tuple[Pointer, Any]]


def contents_of(data: Mapping[str, Any], root: Field, languages: TextLanguages) -> RecordContents:
    """Return the contents of a record. `root` is the field for a whole record of its kind."""
    contents = RecordContents([], [], [])
    _collect(data, root, (), languages, "", contents)
    return contents


def _collect(
    value: Any,
    field: Field,
    pointer: Pointer,
    languages: TextLanguages,
    tag: str,
    contents: RecordContents,
) -> None:
    """Add what is inside a list or a group to `contents`.

    `tag` is set inside a map from language tags to texts.
    """
    by_tag = False
    steps: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        steps = value.items()
        by_tag = _is_by_tag(field)
        if pointer and not by_tag and "language" in value:
            languages = languages.inside(value)
        if "name" in value and _stands_for_agent(field):
            contents.unlinked_names.append(((*pointer, "name"), value["name"]))
    elif isinstance(value, list):
        steps = enumerate(value)
    for step, inner in steps:
        child = field.child(step)
        if child is None:
            continue
        own = step if by_tag else tag
        if isinstance(inner, str):
            holds_text, textual, refers_to = _use(child)
            if holds_text:
                text = ((*pointer, step), own or _plain_tag(textual, languages), inner)
                contents.texts.append(text)
            if refers_to:
                contents.references.append(((*pointer, step), inner, refers_to))
        else:
            _collect(inner, child, (*pointer, step), languages, own, contents)


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


@cache
def _stands_for_agent(place: Field) -> bool:
    """Return whether a group in a field names an agent: by its id, or else in words."""
    return not place.is_flat and "agent" in (place.child("agent") or place).refers_to


@cache
def _use(place: Field) -> tuple[bool, Any, tuple[str, ...]]:
    """Return whether a field holds text, in which language plain text is, and what it refers to."""
    return is_text(place), place.keyword("textual"), place.refers_to


def _plain_tag(textual: Any, languages: TextLanguages) -> str:
    """Return the language of plain text in a field with this value of the keyword `textual`.

    The result is empty for a field that is in no language, such as a volume.
    """
    if textual == "catalogue":
        return languages.catalogue
    return languages.work if textual == "work" else ""
