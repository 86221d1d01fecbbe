"""A catalogue in which every field of every kind is filled, made from the schemas.

Most fields allow values of several types. So each kind has records of five full forms. `plain` has
the simplest value of each field: a text or a number. `single` has groups with such values in them,
and `grouped` has groups in groups, both without lists where that is allowed. `rich` has lists, and
texts in several languages, and `nested` groups with lists in them. The full records refer to short
ones (`rich-short`, `plain-short`): works without a printed title, whose mentions disagree on the
publisher, and agents, places and concepts of which only the name is known.

What a new kind or field is filled with follows from its schema.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from exporter.model.vocabularies import vocabulary
from exporter.records.document import Document, Pointer, leaves, value_at
from exporter.records.loader import read_schemas
from exporter.records.schema import Field, Schemas
from tests.support.inputs import ROOT

Data = dict[str, Any]

FULL = ("rich", "nested", "grouped", "single", "plain")
SHORT = ("rich-short", "plain-short")
FORMS = (*FULL, *SHORT)
"""The records of each kind, by the beginning of their ids."""

IN_SHORT = {
    *("id", "kind", "language", "name", "label", "type", "devised_title"),
    *("contributors", "about", "issued", "identifiers", "found"),
}
"""The fields of the short records."""

SCALARS = ("string", "integer", "number", "boolean")

NUMBERS = {
    "isbn": ("978-3-16-148410-0", "978-0-306-40615-7", "978-1-4028-9462-6", "978-4-16-764003-3"),
    "issn": ("0378-5955", "2049-3630", "1234-5679", "2434-561X"),
    "ismn": ("979-0-2306-7118-7", "979-0-060-11561-5", "979-0-2600-0043-8", "979-0-001-12345-7"),
    "isni": ("0000 0001 2149 1740", "0000 0001 2281 955X", "0000 0001 1234 567X"),
    "orcid": ("0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0003-1234-5674"),
    "doi": ("10.1000/182", "10.1000/183", "10.1000/184", "10.1000/185"),
    "language-tag": ("ja", "ko"),
    "web-address": ("https://example.org/tea", "https://example.org/book", "https://a.example"),
}
"""Some values of each format of the schemas that has a check digit or a form of its own."""


@cache
def schemas() -> Schemas:
    return read_schemas(ROOT)


def types_of(field: Field) -> tuple[str, ...]:
    """Return the JSON types that a field allows; a field with a constant or terms holds a text."""
    types = field.keyword("type")
    if types is None:
        is_switch = isinstance(field.keyword("const"), bool)
        return ("boolean",) if is_switch else ("string",)
    return (types,) if isinstance(types, str) else tuple(types)


def names_inside(field: Field) -> list[str]:
    """Return the names of the fields directly inside a field."""
    return [name for name in field.children if name != "*"]


def ids(wanted: tuple[str, ...], forms: tuple[str, ...]) -> list[str]:
    """Return the ids of the records that a reference to these kinds or nouns may name."""
    kinds = [kind for kind in schemas().kinds if {kind, schemas().noun(kind)} & set(wanted)]
    return [f"{form}-{kind}" for form in forms for kind in kinds]


def targets(kind: str, form: str, wanted: tuple[str, ...]) -> list[str]:
    """Return the ids that a record refers to.

    A short work names full agents, and all other records name short ones, so that no record refers
    to itself, even by way of others.
    """
    is_short_work = schemas().noun(kind) == "work" and form in SHORT
    return ids(wanted, FULL if is_short_work and wanted == ("agent",) else SHORT)


@dataclass(frozen=True)
class Filler:
    """Fills the fields of a record of one kind, in one form."""

    kind: str
    form: str

    @property
    def style(self) -> str:
        """The form without `-short`."""
        return self.form.removesuffix("-short")

    def record(self) -> Data:
        """Return a record with all its fields, or with those of a short record."""
        root = schemas().root(self.kind)
        chosen = self._chosen(root)
        data = {name: self.value(root.children[name], 0) for name in chosen}
        data |= {"id": f"{self.form}-{self.kind}", "kind": self.kind}
        if "language" in data:
            data["language"] = ["ja", "en"] if self.form == "nested" else "ja"
        if "inferred" in data:
            reasons = data["inferred"]
            reason = reasons if self.form == "rich" else reasons["ja"]
            data["inferred"] = {"language" if "language" in data else "id": reason}
        if "distinct_from" in data:
            data["distinct_from"] = ids((schemas().noun(self.kind),), SHORT)[:2]
        return data

    def _chosen(self, root: Field) -> list[str]:
        """Return the fields that the record has, none of which exclude each other."""
        names = names_inside(root)
        if self.form in SHORT:
            required = {name for name in names if root.children[name].required}
            return [name for name in names if name in IN_SHORT | required]
        excluded = {group[-1] for group in excluded_together(root)}
        return [name for name in names if name not in excluded]

    def value(self, field: Field, place: int, style: str = "") -> Any:
        """Return a value for a field.

        `place` is its place among its siblings in a list, each of which differs. `style` is a key
        of `ITEMS`; if it is empty, it is that of the record.
        """
        style = style or self.style
        constant = field.keyword("const")
        if constant is not None:
            return constant
        if terms := field.keyword("enum"):
            return sorted(terms, key=lambda term: term not in field.keyword("examples", ()))[place]
        types = types_of(field)
        match next(each for each in preferred_types(style, field) if each in types):
            case "array":
                return self._items(field, style)
            case "object":
                return self._group(field, place, style)
            case "boolean":
                return True
            case "integer" | "number":
                return field.keyword("minimum", 0) + place
            case _:
                return self._line(field, place)

    def _items(self, field: Field, style: str) -> list[Any]:
        """Return items that differ, in different styles."""
        item = field.child(0)
        assert item is not None, field.path
        found: list[Any] = []
        for place, each in enumerate(ITEMS[style]):
            value = self.value(item, place, each)
            if value not in found:
                found.append(value)
        return found

    def _group(self, field: Field, place: int, style: str) -> Data:
        names = names_inside(field)
        if not names:
            return self._by_language(field, place)
        if field.keyword("relation"):
            names = self._of_relation(field, names)
        excluded = self._excluded(field, place)
        return {
            name: self.value(field.children[name], place, style)
            for name in names
            if name not in excluded
        }

    def _excluded(self, field: Field, place: int) -> set[str]:
        """Return the fields of a group that others exclude.

        Every second contributor of a full record is only named, and has several roles.
        """
        is_other = place % 2 == 1 and self.form not in SHORT
        return {names[0 if is_other else -1] for names in excluded_together(field)}

    def _of_relation(self, field: Field, names: list[str]) -> list[str]:
        """Return few fields of another work that a work is related to, and all of them once."""
        if field.path[0] == "translation_of":
            shown = self.style != "nested"
            return [name for name in names if not (shown and name == "public")]
        return [name for name in names if name in {"work", "title", "issued", "note"}]

    def _by_language(self, field: Field, place: int) -> Data:
        """Return a text or name in several languages; a name has no parts in the last one."""
        inner = field.child("ja")
        assert inner is not None, field.path
        words = self._words(field.path, place)
        if parts := names_inside(inner):
            names = {tag: {part: f"{words} {part} {tag}" for part in parts} for tag in ("ja", "en")}
            return {**names, "fr": f"{words} fr"}
        if "array" in types_of(inner):
            return {tag: [f"{words} {tag}"] for tag in ("ja", "en")}
        return {"ja": f"日本語の {words}", "en": f"{words} en"}

    def _words(self, path: tuple[str, ...], place: int) -> str:
        steps = " ".join(step for step in path if step != "*")
        return f"{self.kind} {steps} {place}"

    def _line(self, field: Field, place: int) -> str:
        """Return one line: a reference, a date, a number of a scheme, a text or an example."""
        if field.refers_to:
            return self._reference(field, place)
        if field.keyword("format") == "edtf":
            return f"198{place}-0{min(len(field.path), 9)}-04"
        if field.keyword("format") in NUMBERS:
            numbers = NUMBERS[field.keyword("format")]
            return numbers[place % len(numbers)]
        if is_text(field):
            words = self._words(field.path, place)
            return f"日本の {words}" if "object" in types_of(field) else words
        examples = [each for each in field.keyword("examples") if isinstance(each, str)]
        return examples[place % len(examples)]

    def _reference(self, field: Field, place: int) -> str:
        """Name each record somewhere: an agent as the maker of some works, as the subject of
        others.
        """
        own = f"{self.form}-{self.kind}"
        named = [id for id in targets(self.kind, self.form, field.refers_to) if id != own]
        if field.path[0] in {"broader", "narrower"}:  # no concept is narrower than itself
            return named[field.path[0] == "narrower"]
        turn = 2 * ((self.style == "plain") != (field.path[0] == "about"))
        turn += field.path[-1] == "through"  # no source is quoted by way of itself
        inverse = vocabulary("relations").get(field.path[0], {}).get("inverse", "")
        if inverse < field.path[0]:  # no work is a part of its own part
            turn += len(named) // 2
        return named[(place + turn) % len(named)]


ITEMS = {
    "rich": ("rich", "single", "plain"),
    "nested": ("nested", "multilingual", "plain"),
    "multilingual": ("multilingual",),
    "single": ("single", "grouped"),
    "grouped": ("grouped",),
    "plain": ("plain", "plain"),
}
"""The styles of the items of a list, by the style of what it is in, so that all types have a
turn."""


def preferred_types(style: str, field: Field) -> tuple[str, ...]:
    """Return all types in the order in which a style prefers them for a field."""
    is_group = bool(names_inside(field))
    if style == "nested" and len(field.path) == 1 and is_group:
        return ("object", "array", *SCALARS)
    if style in {"rich", "nested"}:
        return ("array", "object", *SCALARS)
    if style == "multilingual" or (style == "grouped" and is_group):
        return ("object", *SCALARS, "array")
    if style == "single" and is_group and (len(field.path) == 1 or field.path[-1] == "*"):
        return ("object", *SCALARS, "array")
    return (*SCALARS, "object", "array")


def is_text(field: Field) -> bool:
    """Whether any text may stand in a field, apart from those by language inside it."""
    return field.keyword("pattern") == r"\S" and not field.refers_to


def excluded_together(field: Field) -> Iterator[list[str]]:
    """Yield the names of fields of which a schema says that a group does not have them all (`not`)."""
    for schema in (*field.schema, *_subschemas(field)):
        if "required" in schema.get("not", {}):
            yield schema["not"]["required"]


def _subschemas(field: Field) -> list[Mapping[str, Any]]:
    return [inner for schema in field.schema for inner in schema.get("allOf", ())]


def alternative_names(field: Field) -> Iterator[list[list[str]]]:
    """Yield the alternatives of each `anyOf` of a group: the names of the fields that one demands."""
    for schema in (*field.schema, *_subschemas(field)):
        found = [each["required"] for each in schema.get("anyOf", ()) if "required" in each]
        if found:
            yield found


@cache
def records() -> Mapping[str, Data]:
    """Return all records by their ids; nobody changes them."""
    return {
        f"{form}-{kind}": Filler(kind, form).record() for kind in schemas().kinds for form in FORMS
    }


def minimal(id: str) -> Data:
    """Return what a record must say, as the full or short record with this id says it."""
    data = records()[id]
    root = schemas().root(data["kind"])
    required = {name for name in data if root.children[name].required}
    names = {"id", "kind", "language", "title", "name", "label"} | required
    if "title" not in data:
        names.add("devised_title")
    return {name: value for name, value in data.items() if name in names}


@cache
def referents() -> Mapping[str, Data]:
    """Return the records that full ones refer to, with what they must say."""
    return {id: minimal(id) for id in records() if id.startswith(SHORT)}


def documents(records: Mapping[str, Data]) -> list[Document]:
    """Return the records as they would have been read from files."""
    return [
        Document(Path(f"{data['id']}.yaml"), data, json.dumps(data, ensure_ascii=False))
        for data in records.values()
    ]


def other(data: Data, way: Pointer) -> Any:
    """Return another value that is valid at a place of a record; None for a term or a constant."""
    field, value = schemas().field(data["kind"], way), value_at(data, way)
    assert field is not None, way
    if field.keyword("const") is not None or field.keyword("enum"):
        return None
    if isinstance(value, bool | int | float):
        return None if isinstance(value, bool) else value + 1
    if field.refers_to and value in records():
        beside = value_at(data, way[:-1])
        taken = [data["id"], *(beside if isinstance(beside, list) else [value])]
        form = data["id"].removesuffix(f"-{data['kind']}")
        named = (*targets(data["kind"], form, field.refers_to), *ids(field.refers_to, FORMS))
        return next(id for id in named if id not in taken)
    scheme = field.keyword("format")
    if scheme == "edtf":
        return "1999-12-31"
    if scheme == "web-address":
        return f"{value}9"
    if scheme in NUMBERS:
        return next(number for number in reversed(NUMBERS[scheme]) if number != value)
    return f"{value}9"


def paths(kind: str) -> set[tuple[str, ...]]:
    """Return the fields of a kind that hold a value themselves, not only inner ones."""
    return {
        path
        for path, field in schemas().fields(kind).items()
        if set(types_of(field)) - {"array", "object"}
    }


def filled(kind: str) -> set[tuple[str, ...]]:
    """Return the fields of a kind that its records fill."""
    return {
        field.path
        for form in FORMS
        for way, _ in leaves(records()[f"{form}-{kind}"])
        if (field := schemas().field(kind, way))
    }


def put(records: Mapping[str, Data], id: str, way: Pointer, value: Any) -> dict[str, Data]:
    """Return the records, one of them with another value at a place, or without it if it is None."""
    made = copy.deepcopy(records[id])
    inner = value_at(made, way[:-1])
    if value is None:
        del inner[way[-1]]
    else:
        inner[way[-1]] = value
    return {**records, id: made}
