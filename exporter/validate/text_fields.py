"""The texts of a record, each with the language it is in, and whether it only repeats what is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from exporter.records.document import Document, Pointer
from exporter.records.schema import Schemas


class TextField(NamedTuple):
    """One text: the way to it, and its language `tag`, empty for what is in none (a volume, a place in a source).

    `printed` is true for a transcription: what a mention under `found` prints, and a field of the record that repeats
    one word for word.
    """

    pointer: Pointer
    tag: str
    text: str
    printed: bool


class TextFields:
    """All texts of one record in the order of the file.

    For a first look at all of them: `texts` alone; `joined`, one long text, a line for each; `foreign`, its characters,
    unless all are ASCII; `tags`, the languages.
    """

    def __init__(self, document: Document, found: list[tuple[Pointer, str, str]]) -> None:
        self.document = document
        self.texts = [text for _, _, text in found]
        self.joined = "\n".join(self.texts)
        self.foreign = frozenset("" if self.joined.isascii() else self.joined)
        self.tags = {tag for _, tag, _ in found}
        self._found = found

    @cached_property
    def _passages(self) -> Sequence[TextField]:
        transcribed = {
            text for way, _, text in self._found if way[0] == "found" and way[2] != "note"
        }
        return [TextField(way, tag, text, text in transcribed) for way, tag, text in self._found]

    def __iter__(self) -> Iterator[TextField]:
        """Give each text."""
        return iter(self._passages)

    def sic(self, words: str) -> bool:
        """Tell whether a mention says that these words are printed exactly so."""
        return any(way[-2:-1] == ("sic",) and words in text for way, _, text in self._found)


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

    def of(self, document: Document) -> TextFields:
        """Give the texts of one record; of a record that breaks its schema, those that stand where text belongs."""
        found: list[tuple[Pointer, str, str]] = []
        _gather(document.data, self._kinds.get(document.kind, _Place()), (), "", found)
        return TextFields(document, found)


def _places(schemas: Schemas, kind: str) -> _Place:
    root = _Place()
    for path, each in schemas.fields(kind).items():
        place = root
        for step in path:
            place = place.fields.setdefault(step, _Place(tagged=place.tagged))
        place.text = (
            each.keyword("pattern") == r"\S"
        )  # what `line`, `text` and `name` share: some words
        place.by_tag = str((each.keyword("propertyNames") or {}).get("$ref", "")).endswith("/tag")
        place.tagged = place.tagged or place.by_tag
    _prune(root)
    return root


def _prune(place: _Place) -> bool:
    """Take out the places that lead to no text; tell whether this one does."""
    place.fields = {step: inner for step, inner in place.fields.items() if _prune(inner)}
    return place.text or bool(place.fields)


def _gather(
    value: Any, place: _Place, pointer: Pointer, tag: str, found: list[tuple[Pointer, str, str]]
) -> None:
    by_tag = False
    items: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        items, by_tag = value.items(), place.by_tag
        own = value.get("language")  # plain text in a group is in the language that the group says
        tag = own if isinstance(own, str) and not by_tag else tag
    elif isinstance(value, list):
        items = enumerate(value)
    each = place.fields.get(
        "*"
    )  # the schema of what has no name of its own: list places, language tags
    for key, inner in items:
        within = place.fields.get(key, each)
        if within is None:
            continue
        its_tag = key if by_tag else tag
        if not isinstance(inner, str):
            _gather(inner, within, (*pointer, key), its_tag, found)
        elif within.text:
            found.append(((*pointer, key), its_tag if within.tagged else "", inner))
