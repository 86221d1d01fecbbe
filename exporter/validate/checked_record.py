"""One record as the checks see it: with its schema and the languages of its texts.

A record that is checked may break its schema, so a value can have any shape. The functions of this
module return nothing for a value of the wrong shape; the checks of the schema report it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from exporter.model.date import Date, parse_date
from exporter.model.node import Node, text_languages
from exporter.records.document import Document
from exporter.records.one_or_more import one_or_more
from exporter.records.schema import Schemas
from exporter.records.settings import DEFAULT_LANGUAGE
from exporter.validate.record_contents import RecordContents, contents_of

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

_NEEDED: dict[Callable[..., Any], frozenset[str]] = {}


def needs(*names: str) -> Callable[[F], F]:
    """Say that a function finds something only in a record with a field of one of these names.

    The field can be at any depth. For other records the function is not called.
    """

    def note(function: F) -> F:
        _NEEDED[function] = frozenset(names)
        return function

    return note


def may_find(function: Callable[..., Any], keys: frozenset[str]) -> bool:
    """Return whether a function may find something in a record with fields of these names."""
    return function not in _NEEDED or not _NEEDED[function].isdisjoint(keys)


class CheckedRecord:
    """One record of a kind that has a schema. `language` is the language tag of the catalogue.

    `data` is the record as it is written, `path` its file, `kind` its kind, and `noun` what it
    describes: `work`, `agent`, `place` or `concept`.
    """

    def __init__(
        self, document: Document, schemas: Schemas, language: str = DEFAULT_LANGUAGE
    ) -> None:
        self.document = document
        self.schemas = schemas
        self.language = language
        self.data: Mapping[str, Any] = document.data
        self.path: Path = document.path
        self.kind = document.kind
        self.noun = schemas.noun(self.kind)
        field = schemas.root(self.kind) if self.kind in schemas.kinds else None
        self.root = Node(self.data, field, text_languages(self.data, language))
        """The whole record as a Node."""
        self._nodes: dict[str, list[Node]] = {}
        self._cached: dict[Callable[[CheckedRecord], Any], Any] = {}

    def nodes(self, field: str) -> list[Node]:
        """Return the items of a list in the record; a single value counts as a list of one."""
        if field not in self._nodes:
            self._nodes[field] = self.root.all(field)
        return self._nodes[field]

    def cached(self, make: Callable[[CheckedRecord], T]) -> T:
        """Return what a function makes of the record; it is called only once."""
        if make not in self._cached:
            self._cached[make] = make(self)
        made: T = self._cached[make]
        return made

    @cached_property
    def contents(self) -> RecordContents:
        """The texts and the references of the record."""
        field = self.root.field
        if field is None:
            return RecordContents([], [], [])
        return contents_of(self.data, field, self.root.languages)

    @cached_property
    def contributors(self) -> list[tuple[str, set[str]]]:
        """The ids of the contributors that have a record of their own, each with its roles."""
        found = []
        for each in one_or_more(self.data.get("contributors")):
            if isinstance(each, dict) and isinstance(each.get("agent"), str):
                roles = [*one_or_more(each.get("role")), *one_or_more(each.get("roles"))]
                found.append((each["agent"], {role for role in roles if isinstance(role, str)}))
        return found

    def date(self, *steps: str) -> Date | None:
        """Return the date that some steps lead to, as `date_of` does."""
        value: Any = self.data
        for step in steps:
            value = value.get(step) if isinstance(value, dict) else None
        return _date_in(value)


def forms_of(node: Node | None) -> list[tuple[str, str]]:
    """Return each form of a text with its language tag: plain text, or one form for each tag."""
    return [(str(tag), form) for tag, form in _by_tag(node).items() if isinstance(form, str)]


def _by_tag(node: Node | None) -> Mapping[Any, Any]:
    if node is None:
        return {}
    return node.value if isinstance(node.value, dict) else {node.tag: node.value}


NameForm = tuple[str, str | Mapping[str, str]]
"""A form of a name with its language tag: plain text, or the parts of a name."""


def name_forms(node: Node | None) -> list[NameForm]:
    """Return each form of a name."""
    found: list[NameForm] = []
    for tag, form in _by_tag(node).items():
        if isinstance(form, str):
            found.append((str(tag), form))
        elif isinstance(form, dict):
            parts = {part: each for part, each in form.items() if isinstance(each, str)}
            found.append((str(tag), parts))
    return found


def agent_names(record: CheckedRecord) -> list[NameForm]:
    """Return each form of each name of an agent; several checks ask `record.cached` for them."""
    root = record.root
    found = name_forms(root.get("name")) + name_forms(root.get("short_name"))
    for each in root.all("other_names"):
        is_group = isinstance(each.value, Mapping) and "name" in each.value
        found += name_forms(each.get("name") if is_group else each)
    return found


def date_of(node: Node | None) -> Date | None:
    """Return a date, alone or in a group with its printed form.

    The result is None if there is none, or no such date: `invalid-date` reports that, and nothing
    follows from it.
    """
    return _date_in(node.value) if node else None


def _date_in(value: Any) -> Date | None:
    if isinstance(value, dict):
        value = value.get("date")
    if isinstance(value, str) or type(value) is int:  # a bool is an int, too
        return _possible_date(value)
    return None


@lru_cache(10_000)
def _possible_date(written: str | int) -> Date | None:
    date = parse_date(written)
    return date if date.is_possible else None
