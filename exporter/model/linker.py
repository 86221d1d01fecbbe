"""The step from valid records to the Catalogue: every reference is resolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.catalogue import Catalogue, LazyMapping
from exporter.model.node import Node, text_languages
from exporter.model.records import Records
from exporter.model.work import Work
from exporter.records.document import Pointer
from exporter.records.schema import Schemas
from exporter.records.settings import CatalogueSettings

REQUIRED_REFERENCES = frozenset({"contributors", "publisher"})
"""The fields whose references a work cannot lose: without one of its makers it would say something
else."""


class SkippedRecords(NamedTuple):
    """What could not be linked because records with errors are missing.

    `records` are those that name a missing one as their maker, with its id. `places` has, by the id
    of a missing record, those that only speak of it: they are there without what they say of it.
    """

    records: Mapping[str, str]
    places: Mapping[str, frozenset[str]]


def link(
    records: Records,
    schemas: Schemas,
    settings: CatalogueSettings | None = None,
    *,
    complete: bool = False,
) -> tuple[Catalogue, SkippedRecords]:
    """Return the catalogue of records without errors, and what had to be left out of it.

    Each record is linked when it is asked for. A catalogue without errors is `complete`: none of
    its records can name one that is missing.
    """
    settings = settings or CatalogueSettings()
    skipped = SkippedRecords({}, {}) if complete else _skipped(records, schemas)
    linker = _Linker(records, schemas, settings, skipped)
    return linker.catalogue(), skipped


class _Linker:
    """Makes the records of a catalogue one by one."""

    def __init__(
        self,
        records: Records,
        schemas: Schemas,
        settings: CatalogueSettings,
        skipped: SkippedRecords,
    ) -> None:
        self.records = records
        self.schemas = schemas
        self.settings = settings
        self.skipped = skipped
        self.incomplete = {id for ids in skipped.places.values() for id in ids}

    def catalogue(self) -> Catalogue:
        agents = LazyMapping(self._ids("agent"), self._agent)
        catalogue = Catalogue(
            works=LazyMapping(self._ids("work"), lambda id: self._work(id, catalogue)),
            agents=agents,
            authorities=LazyMapping(self._ids("place", "concept"), self._authority),
            settings=self.settings,
            inverse=self._inverse_relations(),
            bearers=cache(lambda: _bearers(self.records, agents)),
        )
        return catalogue

    def _ids(self, *nouns: str) -> Iterable[str]:
        kinds = [kind for kind in self.schemas.kinds if self.schemas.noun(kind) in nouns]
        return [id for id in self.records.of_kinds(kinds) if id not in self.skipped.records]

    def _read(self, id: str) -> tuple[str, Node]:
        """Return the kind of a record and its data. Raises KeyError if there is none."""
        record = self.records.record(id)
        kind, data = record.kind, record.data
        if id in self.skipped.records:
            raise KeyError(id)
        if id in self.incomplete:
            references = self.schemas.references(kind, data)
            broken = [pointer for pointer, target, _ in references if self._is_missing(target)]
            data = _without(data, broken)
        return kind, Node(
            data, self.schemas.root(kind), text_languages(data, self.settings.language)
        )

    def _is_missing(self, id: str) -> bool:
        return id not in self.records or id in self.skipped.records

    def _agent(self, id: str) -> Agent:
        return Agent(id, *self._read(id))

    def _authority(self, id: str) -> Authority:
        return Authority(id, *self._read(id))

    def _work(self, id: str, catalogue: Catalogue) -> Work:
        kind, node = self._read(id)
        default = self.schemas.catalogued(kind).get("type", "document")
        return Work(id, kind, node.line("type") or default, node, catalogue)

    def _inverse_relations(self) -> dict[str, list[tuple[str, str]]]:
        """Return, by the id of a work, which records state a relation to it, in which field."""
        found: dict[str, list[tuple[str, str]]] = {}
        for id in self._ids("work"):
            for target, field in self.records.relations(id):
                found.setdefault(target, []).append((id, field))
        return found


def _skipped(records: Records, schemas: Schemas) -> SkippedRecords:
    references = {
        id: list(schemas.references(records.kind(id), data)) for id, data in records.items()
    }
    gone: dict[str, str] = {}
    while True:
        broken = {}
        for id in references.keys() - gone.keys():
            for pointer, target, _ in references[id]:
                missing = target not in references or target in gone
                if pointer[0] in REQUIRED_REFERENCES and missing:
                    broken[id] = target
        if not broken:
            break
        gone |= broken
    places: dict[str, set[str]] = {}
    for id in references.keys() - gone.keys():
        for _, target, _ in references[id]:
            if target not in references or target in gone:
                places.setdefault(target, set()).add(id)
    return SkippedRecords(gone, {target: frozenset(ids) for target, ids in places.items()})


def _without(data: Any, pointers: Iterable[Pointer]) -> Any:
    """Return a copy of a record without the list items, or else fields, with these references."""
    dropped = {_item_of(pointer) for pointer in pointers}

    def copy(value: Any, pointer: Pointer) -> Any:
        if isinstance(value, Mapping):
            kept = {
                key: copy(inner, (*pointer, key))
                for key, inner in value.items()
                if (*pointer, key) not in dropped
            }
            return {key: inner for key, inner in kept.items() if inner not in ([], {})}
        if isinstance(value, list):
            return [
                copy(inner, (*pointer, at))
                for at, inner in enumerate(value)
                if (*pointer, at) not in dropped
            ]
        return value

    return copy(data, ())


def _item_of(pointer: Pointer) -> Pointer:
    """Return the pointer to the innermost list item around a value, or to the value outside any list."""
    for length in range(len(pointer), 0, -1):
        if isinstance(pointer[length - 1], int):
            return pointer[:length]
    return pointer


def _bearers(records: Records, agents: Iterable[str]) -> dict[str, str]:
    """Return the id of the agent that bears a name; an empty one for a name that several bear."""
    found: dict[str, str] = {}
    for id in agents:
        for name in {*records.names(id)}:
            found[name] = "" if name in found else id
    return found
