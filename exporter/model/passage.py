"""The texts of a record, each with the language it is in, and whether it only repeats what is printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from exporter.model.document import Document, Pointer
from exporter.model.schema import Schemas


class Passage(NamedTuple):
    """One text: the way to it, and its language `tag`, empty for what is in none (a volume, a place in a source).

    `printed` is true for a transcription: what a mention under `found` prints, and a field of the record that repeats
    one word for word.
    """

    pointer: Pointer
    tag: str
    text: str
    printed: bool


@dataclass(frozen=True, slots=True)
class Passages:
    """All texts of one record in the order of the file.

    For a first look at all of them: `joined` is one long text; `foreign` are its characters, unless all are ASCII.
    """

    document: Document
    passages: tuple[Passage, ...]
    joined: str
    foreign: frozenset[str]

    def __iter__(self) -> Iterator[Passage]:
        """Give each text."""
        return iter(self.passages)

    def sic(self, words: str) -> bool:
        """Tell whether a mention says that these words are printed exactly so."""
        return any(each.pointer[-2:-1] == ("sic",) and words in each.text for each in self.passages)


@dataclass(slots=True)
class _Place:
    """What the schema says of one place: whether free text stands there, texts by language tag, or fields.

    `tagged` is true also of all that lies inside such a map.
    """

    text: bool = False
    by_tag: bool = False
    tagged: bool = False
    fields: dict[str, _Place] = field(default_factory=dict)


class Texts:
    """Finds the texts of records, by the places where the schemas have free text."""

    def __init__(self, schemas: Schemas) -> None:
        self._kinds = {kind: _places(schemas, kind) for kind in schemas.kinds}

    def of(self, document: Document) -> Passages:
        """Give the texts of one record; of a record that breaks its schema, those that stand where text belongs."""
        found: list[tuple[Pointer, str, str]] = []
        _gather(document.data, self._kinds.get(document.kind, _Place()), (), "", found)
        transcribed = {text for way, _, text in found if way[0] == "found" and way[2] != "note"}
        passages = tuple([Passage(way, tag, text, text in transcribed) for way, tag, text in found])
        joined = "\n".join([text for _, _, text in found])
        return Passages(document, passages, joined, frozenset() if joined.isascii() else frozenset(joined))


def _places(schemas: Schemas, kind: str) -> _Place:
    root = _Place()
    for path, each in schemas.fields(kind).items():
        place = root
        for step in path:
            place = place.fields.setdefault(step, _Place(tagged=place.tagged))
        place.text = each.keyword("pattern") == r"\S"  # what `line`, `text` and `name` share: some words
        place.by_tag = str((each.keyword("propertyNames") or {}).get("$ref", "")).endswith("/tag")
        place.tagged = place.tagged or place.by_tag
    _prune(root)
    return root


def _prune(place: _Place) -> bool:
    """Take out the places that lead to no text; tell whether this one does."""
    place.fields = {step: inner for step, inner in place.fields.items() if _prune(inner)}
    return place.text or bool(place.fields)


def _gather(value: Any, place: _Place, pointer: Pointer, tag: str, found: list[tuple[Pointer, str, str]]) -> None:
    if isinstance(value, str):
        if place.text:
            found.append((pointer, tag if place.tagged else "", value))
        return
    each = place.fields.get("*")  # the schema of what has no name of its own: list places, language tags
    if isinstance(value, dict):
        own = value.get("language")  # plain text in a group is in the language that the group says
        tag = own if isinstance(own, str) and not place.by_tag else tag
        for key, inner in value.items():
            if (within := place.fields.get(key, each)) is not None:
                _gather(inner, within, (*pointer, key), key if place.by_tag else tag, found)
    elif isinstance(value, list) and each is not None:
        for number, inner in enumerate(value):
            _gather(inner, each, (*pointer, number), tag, found)
