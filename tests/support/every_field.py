"""A catalogue in which every field of every kind is filled, made of the schemas, to put the formats to the proof.

Each kind has a plain record, whose texts are of one language, and a rich one, whose texts are in several and whose
names are taken apart; and two short ones, to which the others refer: works without a printed title, whose mentions
disagree on the publisher, and agents of whom only the name is known. What a new kind or field is filled with follows
from its schema.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from exporter.records.document import Document, Pointer, leaves, value_at
from exporter.records.loader import read_schemas
from exporter.records.schema import Field, Schemas
from tests.conftest import ROOT

Data = dict[str, Any]

OTHER = {
    "isbn": "978-0-306-40615-7",
    "issn": "2049-3630",
    "isni": "0000 0001 2281 955X",
    "orcid": "0000-0001-5109-3700",
    "doi": "10.1000/183",
}
"""A second right number of each scheme that has a check digit or a form of its own."""

FORMS = ("rich", "plain", "rich-short", "plain-short")
FULL, SHORT = FORMS[:2], FORMS[2:]
"""The records of each kind, by the beginning of their ids."""

IN_SHORT = {
    *("id", "kind", "language", "name", "type", "devised_title"),
    *("contributors", "about", "issued", "identifiers", "found"),
}
"""The fields of the short ones."""


@cache
def schemas() -> Schemas:
    return read_schemas(ROOT)


def ids(wanted: tuple[str, ...], forms: tuple[str, ...]) -> list[str]:
    """Give the records that a reference may name."""
    kinds = [kind for kind in schemas().kinds if {kind, schemas().noun(kind)} & set(wanted)]
    return [f"{form}-{kind}" for form in forms for kind in kinds]


def targets(kind: str, form: str, wanted: tuple[str, ...]) -> list[str]:
    """Give the records that a record names: a short work full agents, all others short ones, lest one name itself."""
    makers = schemas().noun(kind) == "work" and "short" in form and wanted == ("agent",)
    return ids(wanted, FULL if makers else SHORT)


def inside(kind: str, path: tuple[str, ...]) -> list[str]:
    """Return the names of the fields directly inside a field of a kind."""
    return [name for name in schemas().fields(kind)[path].children if name != "*"]


@cache
def _filled(kind: str, form: str) -> Data:
    data = {name: _value(kind, form, (name,)) for name in schemas().within(kind, ())}
    if "short" in form:
        data = {name: value for name, value in data.items() if name in IN_SHORT}
    else:
        data.pop("devised_title", None)  # which no work has beside a title
        data["inferred"] = {"language": _text(kind, form, ("inferred",), 0)}
    if "distinct_from" in data:
        data["distinct_from"] = ids((schemas().noun(kind),), SHORT)[:2]
    return data | {"id": f"{form}-{kind}", "kind": kind, "language": "ja"}


def _value(kind: str, form: str, path: tuple[str, ...], place: int = 0) -> Any:
    field = schemas().fields(kind)[path]
    types = field.keyword("type") or "string"
    if field.keyword("const"):
        return field.keyword("const")
    if field.refers_to and not ("array" in types and form.startswith("rich")):
        named = targets(kind, form, field.refers_to)
        # so that each is a maker in some works, and in others a subject; and no source is quoted by itself
        turn = 2 * (form.startswith("plain") != (path[0] == "about")) + (path[-1] == "through")
        return named[(place + turn) % len(named)]
    if words := field.keyword("enum"):
        return [*(word for word in field.keyword("examples", ()) if word in words), *words][place]
    if "array" in types:
        places = range(2) if len(path) == 1 else (place,)
        return [_value(kind, form, (*path, "*"), each) for each in places]
    if path == ("name",) or path == ("other_names", "*"):
        return _name(kind, form, path, place)
    if (*path, "*") in schemas().fields(kind):
        return _text(kind, form, path, place)
    if names := inside(kind, path):
        return {name: _value(kind, form, (*path, name), place) for name in names}
    return _line(field, path, place)


def _line(field: Field, path: tuple[str, ...], place: int) -> Any:
    """Fill a field that holds one line: with the schema's example where it is of a certain form, or a number."""
    if field.keyword("format") == "edtf":
        return f"198{place}-0{len(path)}-04"
    example = next(iter(field.keyword("examples", ["en"])))
    plain = field.keyword("pattern") == r"\S" and not str(example)[:1].isdigit()
    return f"{' '.join(step for step in path if step != '*')} {place}" if plain else example


def _text(kind: str, form: str, path: tuple[str, ...], place: int) -> str | Data:
    words = f"{kind} {' '.join(step for step in path if step != '*')} {place}"
    if form.startswith("plain"):
        return f"日本の {words}"
    return {"ja": f"日本語の {words}", "en": f"{words} en"}


def _name(kind: str, form: str, path: tuple[str, ...], place: int) -> str | Data:
    """Make a name: plain, or of one part in one language, and of all parts in the others."""
    words = f"{kind} {path[0]} {place}"
    parts = inside(kind, (*path, "*"))
    if form.startswith("plain"):
        return f"日本の {words}"
    forms: Data = {tag: {part: f"{words} {part} {tag}" for part in parts} for tag in ("ja", "en")}
    return forms | {"fr": f"{words} fr"}


@cache
def records() -> Mapping[str, Data]:
    """Give all records by their ids; no one changes them."""
    return {f"{form}-{kind}": _filled(kind, form) for kind in schemas().kinds for form in FORMS}


def documents(records: Mapping[str, Data]) -> list[Document]:
    """Give the records as they would have been read."""
    return [Document(Path(f"{data['id']}.yaml"), data, "") for data in records.values()]


def other(data: Data, way: Pointer) -> Any:
    """Give another value that may stand at a place of a record; None for a term of a list, which is left out."""
    field, value = schemas().field(data["kind"], way), value_at(data, way)
    assert field is not None, way
    if field.keyword("const") or field.keyword("enum"):
        return None
    if field.refers_to:
        beside = value_at(data, way[:-1])
        taken = {data["id"], *(beside if isinstance(beside, list) else [value])}
        named = (*targets(data["kind"], data["id"], field.refers_to), *ids(field.refers_to, FORMS))
        return next(id for id in named if id not in taken)
    scheme = field.keyword("format")
    fixed = OTHER | {"edtf": "1999-12-31", "language-tag": "ko"}
    return fixed.get(scheme, f"{value}9")


def paths(kind: str) -> set[tuple[str, ...]]:
    """Give the fields of a kind that hold a value themselves, not only inner ones."""
    containers = ("array", "object")
    return {
        path
        for path, field in schemas().fields(kind).items()
        if (types := field.keyword("type") or "string") not in containers
        and any(each not in containers for each in ([types] if isinstance(types, str) else types))
    }


def filled(kind: str) -> set[tuple[str, ...]]:
    """Give the fields of a kind that its records fill."""
    return {
        field.path
        for form in FORMS
        for way, _ in leaves(_filled(kind, form))
        if (field := schemas().field(kind, way))
    }


def put(records: Mapping[str, Data], id: str, way: Pointer, value: Any) -> dict[str, Data]:
    """Give the records, one of them with another value at a place, or without it."""
    made = copy.deepcopy(records[id])
    inner = value_at(made, way[:-1])
    if value is None:
        del inner[way[-1]]
    else:
        inner[way[-1]] = value
    return {**records, id: made}
