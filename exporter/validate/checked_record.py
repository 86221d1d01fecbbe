"""One record as the checks see it: with its schema and the languages of its texts.

A record that is checked may break its schema, so a value can have any shape. The functions of this
module return nothing for a value of the wrong shape; the checks of the schema report it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from exporter.model.date import Date, parse_date
from exporter.model.node import Node, text_languages
from exporter.records.document import Document
from exporter.records.schema import Schemas
from exporter.records.settings import DEFAULT_LANGUAGE


class CheckedRecord:
    """One record of a kind that has a schema. `language` is the language tag of the catalogue."""

    def __init__(
        self, document: Document, schemas: Schemas, language: str = DEFAULT_LANGUAGE
    ) -> None:
        self.document = document
        self.schemas = schemas
        self.language = language

    @property
    def data(self) -> Mapping[str, Any]:
        """The record as it is written."""
        return self.document.data

    @property
    def path(self) -> Path:
        """The file of the record."""
        return self.document.path

    @property
    def kind(self) -> str:
        """The kind of the record."""
        return self.document.kind

    @property
    def noun(self) -> str:
        """What the record describes: `work`, `agent`, `place` or `concept`."""
        return self.schemas.noun(self.kind)

    @cached_property
    def root(self) -> Node:
        """The whole record as a Node."""
        field = self.schemas.root(self.kind) if self.kind in self.schemas.kinds else None
        return Node(self.data, field, text_languages(self.data, self.language))


def forms_of(node: Node | None) -> Iterator[tuple[str, str]]:
    """Yield each form of a text with its language tag: plain text, or one form for each tag."""
    for tag, form in name_forms(node):
        if isinstance(form, str):
            yield tag, form


def name_forms(node: Node | None) -> Iterator[tuple[str, str | Mapping[str, str]]]:
    """Yield each form of a name with its language tag: plain text, or the parts of a name."""
    if node is None:
        return
    by_tag = node.value if isinstance(node.value, Mapping) else {node.tag: node.value}
    for tag, form in by_tag.items():
        if isinstance(form, str):
            yield str(tag), form
        elif isinstance(form, Mapping):
            yield str(tag), {part: each for part, each in form.items() if isinstance(each, str)}


def agent_names(record: CheckedRecord) -> Iterator[tuple[str, str | Mapping[str, str]]]:
    """Yield each form of each name of an agent, with its language tag."""
    root = record.root
    yield from name_forms(root.get("name"))
    yield from name_forms(root.get("short_name"))
    for each in root.all("other_names"):
        is_group = isinstance(each.value, Mapping) and "name" in each.value
        yield from name_forms(each.get("name") if is_group else each)


def date_of(node: Node | None) -> Date | None:
    """Return a date, alone or in a group with its printed form.

    None if there is none, or no such date: `invalid-date` reports that, and nothing follows from it.
    """
    value = node.value if node else None
    if isinstance(value, Mapping):
        value = value.get("date")
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    date = parse_date(value)
    return date if date.is_possible else None
