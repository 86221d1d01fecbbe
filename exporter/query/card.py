"""A record as a card for people: fields by their titles, references by the names they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from exporter.export.field_words import SELF_EVIDENT
from exporter.model.agent import Name
from exporter.model.records import Record, Records
from exporter.plural import counted
from exporter.query.names import RecordLabels
from exporter.records.field_order import field_order
from exporter.records.schema import Field, Schemas

_HEAD = ("id", "kind")
_COUNTED = ("found", "inferred", "distinct_from")
"""Fields about the evidence, of which a card says how many entries they have: they are read in the
record."""


class Line(NamedTuple):
    """A line of a card: the title of the field, empty if the value continues, and the value."""

    title: str
    text: str


class Use(NamedTuple):
    """A reference from another record: its id, and the field in words."""

    id: str
    field: str


def card(record: Record, schemas: Schemas, labels: RecordLabels) -> Iterator[Line]:
    """Yield the lines of a card, in the order of the fields."""
    data = record.data
    root = schemas.root(record.kind) if record.kind in schemas.kinds else None
    order = field_order(schemas, record.kind)
    for name in [*(each for each in order if each in data), *(set(data) - set(order))]:
        if name in _HEAD:
            continue
        field = root.child(name) if root else None
        title = field_title(field, name)
        if name in _COUNTED:
            yield Line(title, counted(len(data[name]), "entry", "entries"))
            continue
        for text in _texts(data[name], field, labels):
            yield Line(title, text)
            title = ""


def field_title(field: Field | None, name: str) -> str:
    """Return the title of a field, or its name if no schema has one."""
    return field.title if field and field.title else name.replace("_", " ")


def _texts(value: Any, field: Field | None, labels: RecordLabels) -> Iterator[str]:
    """Yield a value in words: one text for each item of a list, or for the whole value."""
    if not isinstance(value, list):
        yield in_words(value, field, labels)
        return
    for item in value:
        yield in_words(item, field.child(0) if field else None, labels)


def in_words(value: Any, field: Field | None, labels: RecordLabels) -> str:
    """Return a value in words, on one line."""
    if isinstance(value, list):
        return ", ".join(_texts(value, field, labels))
    if not isinstance(value, Mapping):
        if isinstance(value, bool):
            return "yes" if value else "no"
        text = " ".join(str(value).split())
        if field and field.refers_to and labels[text] != text:
            return f"{labels[text]} ({text})"
        return text
    if _is_name(value):
        return ", ".join(filter(None, (value.get("family"), value.get("given"))))
    pairs = []
    for name, inner in value.items():
        child = field.child(name) if field else None
        words = in_words(inner, child, labels)
        if child and field and name not in field.children:  # a language tag
            pairs.append(f"{words} [{name}]")
        elif name in SELF_EVIDENT:
            pairs.append(words)
        else:
            pairs.append(f"{field_title(child, name).lower()}: {words}")
    return ", ".join(pairs)


def _is_name(value: Mapping[str, Any]) -> bool:
    """Return whether a group is the parts of a name: the subject of a work can be a family, too."""
    parts = [value[part] for part in ("family", "given") if part in value]
    is_name = bool(parts) and value.keys() <= set(Name._fields)
    return is_name and all(isinstance(each, str) for each in parts)


def uses(id: str, records: Records, schemas: Schemas) -> list[Use]:
    """Return the references of other records to a record, by id."""
    found = []
    for other in records:
        record = records.record(other)
        if other == id or record.kind not in schemas.kinds or f'"{id}"' not in record.json:
            continue
        for pointer, target, _ in schemas.references(record.kind, record.data):
            if target == id:
                field = schemas.root(record.kind).child(pointer[0])
                found.append(Use(other, field_title(field, str(pointer[0]))))
    return sorted(set(found))
