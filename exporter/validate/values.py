"""What a record says at a place, also if it breaks its schema: whatever has another type is passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from exporter.model.identifiers import Identifier, identifiers_of
from exporter.model.node import Node


def texts_at(node: Node | None) -> list[tuple[str, str]]:
    """Return a text by language tag: a plain one, or those in a map from language tags."""
    if node is None:
        return []
    if isinstance(node.value, str):
        return [(node.tag, node.value)]
    if not isinstance(node.value, Mapping):
        return []
    return [(str(tag), form) for tag, form in node.value.items() if isinstance(form, str)]


def names_at(node: Node | None) -> Iterator[tuple[str, str | Mapping[str, str]]]:
    """Yield the forms of a name by language tag: text, or a group of its parts (`family`, `given`)."""
    yield from texts_at(node)
    if node is not None and isinstance(node.value, Mapping):
        for tag, form in node.value.items():
            if isinstance(form, Mapping):
                yield str(tag), {part: each for part, each in form.items() if isinstance(each, str)}


def names_of_agent(record: Node) -> Iterator[tuple[str, str | Mapping[str, str]]]:
    """Yield all forms of all names of a person, an organisation, a family or an event."""
    yield from names_at(record.get("name"))
    yield from names_at(record.get("short_name"))
    for other in record.all("other_names"):
        yield from names_at(other.get("name") or other)


def numbers_of(record: Node) -> Iterator[Identifier]:
    """Yield the identifiers of a record that are text and not marked as wrong."""
    for identifier in identifiers_of(record.get("identifiers")):
        node = record.get(*identifier.pointer)
        if node and isinstance(node.value, str) and not identifier.invalid:
            yield identifier


def date_in(value: Any) -> str | int | None:
    """Return the EDTF date of a value, which may be a group with a date; None if it has none."""
    while isinstance(value, Mapping):
        value = value.get("date")
    is_date = isinstance(value, str | int) and not isinstance(value, bool)
    return value if is_date else None


def date_at(record: Node, *steps: str | int) -> str | int | None:
    """Return the EDTF date at a place in a record; None if it has none."""
    node = record.get(*steps)
    return date_in(node.value) if node else None
