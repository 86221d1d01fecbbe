"""Finds what a record says at a dotted path, through its references to other records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from exporter.model.records import Records
from exporter.records.document import Pointer
from exporter.records.schema import Field, Schemas

_LINKS = ("agent", "work", "record")
"""The keys of a group that name the record of what the group is about."""
_KEPT = 1_000
"""How many records are kept parsed, as journals and agents are looked up again and again."""


class RecordPlace(NamedTuple):
    """A value in a record: a dict, a list or a scalar.

    `field` is what the schema of the record says of it, if anything.
    """

    id: str
    pointer: Pointer
    value: Any
    field: Field | None


class Places:
    """The values in the records of a catalogue, by paths as `--where` takes them.

    The names of a path lead through lists, language tags, and references to other records:
    `part_of.identifiers.issn` is the ISSN in the record of the journal, or the one that the record
    of the article gives the journal. `type` is that of the kind where a record states none, and
    `role` finds `roles` as well.
    """

    def __init__(self, records: Records, schemas: Schemas) -> None:
        self._records = records
        self._schemas = schemas
        self.of_record = lru_cache(_KEPT)(self._of_record)

    def _of_record(self, id: str) -> RecordPlace:
        """Return the place of a whole record."""
        record = self._records.record(id)
        data = dict(record.data)
        data.setdefault("type", self._schemas.catalogued(record.kind).get("type"))
        known = record.kind in self._schemas.kinds
        return RecordPlace(id, (), data, self._schemas.root(record.kind) if known else None)

    def at(self, place: RecordPlace, path: Sequence[str]) -> Iterator[RecordPlace]:
        """Yield the places to which the names of a path lead from a place."""
        if not path:
            yield place
            return
        for inner in self._named(place, path[0]):
            yield from self.at(inner, path[1:])

    def items(self, place: RecordPlace) -> Iterator[RecordPlace]:
        """Yield the items of a list, or the place itself."""
        if isinstance(place.value, list):
            for at, item in enumerate(place.value):
                yield _inside(place, at, item)
        else:
            yield place

    def linked(self, place: RecordPlace) -> RecordPlace | None:
        """Return the record that a value or a group refers to, if it is there."""
        value, field = place.value, place.field
        if isinstance(value, str) and field and field.refers_to and value in self._records:
            return self.of_record(value)
        if isinstance(value, dict):
            for key in _LINKS:
                if key in value:
                    return self.linked(_inside(place, key, value[key]))
        return None

    def _named(self, place: RecordPlace, name: str) -> Iterator[RecordPlace]:
        value, field = place.value, place.field
        if isinstance(value, list):
            for item in self.items(place):
                yield from self._named(item, name)
        elif isinstance(value, dict) and name in value:
            yield _inside(place, name, value[name])
        elif isinstance(value, dict) and name == "role" and "roles" in value:
            yield _inside(place, "roles", value["roles"])
        elif isinstance(value, dict) and field and "*" in field.children:
            for tag in value:
                if tag not in field.children:
                    yield from self._named(_inside(place, tag, value[tag]), name)
        target = self.linked(place)
        if target:
            yield from self._named(target, name)


def _inside(place: RecordPlace, step: str | int, value: Any) -> RecordPlace:
    field = place.field.child(step) if place.field else None
    return RecordPlace(place.id, (*place.pointer, step), value, field)


def values(place: RecordPlace) -> Iterator[RecordPlace]:
    """Yield the scalars in a value that say something: the date, not how it is printed.

    Numbers that the record calls invalid and empty texts are left out.
    """
    value = place.value
    if isinstance(value, list):
        for at, item in enumerate(value):
            yield from values(_inside(place, at, item))
    elif isinstance(value, dict):
        for key in _saying_keys(place):
            yield from values(_inside(place, key, value[key]))
    elif value is not None and str(value).strip():
        yield place


def _saying_keys(place: RecordPlace) -> list[str]:
    """Return the keys of a group that hold what it says: one, if the others only qualify it.

    That is the number of an identifier, unless it is invalid, or the only key that a group must
    have, such as the date beside its printed form.
    """
    field = place.field
    if field and "invalid" in field.children:
        main: list[str] = ["number"]
    else:
        main = list(field.keyword("required", ())) if field else []
        if len(main) != 1 or main[0] not in place.value:
            return list(place.value)
    return [key for key in main if key in place.value]


def text_of(place: RecordPlace) -> str:
    """Return a scalar as text; a year as EDTF writes it, with four digits."""
    value, field = place.value, place.field
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if is_number and value >= 0 and field and field.keyword("format") == "edtf":
        return f"{value:04d}"
    return str(value)
