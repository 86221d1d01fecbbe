"""The step from right records to the Catalogue: every reference resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple, TypeVar

from exporter.model.agent import Agent, names_of
from exporter.model.catalogue import Catalogue, LazyMapping
from exporter.model.date import parse_date
from exporter.model.records import Records
from exporter.model.text import Text, text_of
from exporter.model.work import Citation, Contribution, Statement, Version, Work
from exporter.records.document import Pointer
from exporter.records.schema import Schemas

T = TypeVar("T")

NEEDED = frozenset({"contributors", "publisher"})
"""The fields whose references a record cannot lose: without one of its makers it would say something else."""


class SkippedRecords(NamedTuple):
    """What could not be linked because records with errors are missing.

    `records` are those that name a missing one as their maker, with its id; `places` are the ids of those that only
    speak of a missing one, and are there without what they say of it.
    """

    records: Mapping[str, str]
    places: Mapping[str, frozenset[str]]


def link(
    records: Records, schemas: Schemas, *, complete: bool = False
) -> tuple[Catalogue, SkippedRecords]:
    """Make the catalogue of records without errors, and say what had to stay out of it.

    Each work and agent is linked when it is asked for. A catalogue in which nothing was wrong is `complete`: no record
    of it can name one that is missing.
    """
    left_out = SkippedRecords({}, {}) if complete else _left_out(records, schemas)
    lacking = {id for ids in left_out.places.values() for id in ids}

    def of(noun: str, id: str) -> tuple[str, Mapping[str, Any]]:
        """Give the kind and the data of a work or an agent. Raises KeyError where there is none of that id."""
        record = records.record(id)
        kind, said = record.kind, record.data
        if schemas.noun(kind) != noun or id in left_out.records:
            raise KeyError(id)
        if id in lacking:
            references = schemas.references(kind, said)
            ways = [
                way
                for way, target, _ in references
                if target not in records or target in left_out.records
            ]
            said = _without(said, ways)
        return kind, said

    def agent(id: str) -> Agent:
        kind, said = of("agent", id)
        names = names_of(said["name"], said["language"], whole=kind != "person")
        return Agent(id, kind, said["language"], names, said)

    @cache
    def bearers() -> Mapping[str, Agent | None]:
        return _bearers(agents.values())

    def linked(noun: str, make: Callable[[str], T]) -> LazyMapping[T]:
        kinds = [kind for kind in schemas.kinds if schemas.noun(kind) == noun]

        def has(id: object) -> bool:
            return records.kind(id) in kinds and id not in left_out.records

        return LazyMapping(
            (id for id in records.of_kinds(kinds) if id not in left_out.records), has, make
        )

    agents = linked("agent", agent)
    works = linked("work", lambda id: _work(id, *of("work", id), schemas, agents, bearers))
    return Catalogue(works, agents), left_out


def _left_out(records: Records, schemas: Schemas) -> SkippedRecords:
    named = {id: list(schemas.references(records.kind(id), each)) for id, each in records.items()}
    gone: dict[str, str] = {}
    while broken := {
        id: target
        for id in named
        for way, target, _ in named[id]
        if id not in gone and way[0] in NEEDED and (target not in named or target in gone)
    }:
        gone |= broken
    places: dict[str, set[str]] = {}
    for id, references in named.items():
        for _, target, _ in references if id not in gone else ():
            if target not in named or target in gone:
                places.setdefault(target, set()).add(id)
    return SkippedRecords(gone, {target: frozenset(ids) for target, ids in places.items()})


def _without(value: Any, ways: Iterable[Pointer]) -> Any:
    """Copy a record without the list items, or else the fields, in which these references stand."""
    dropped = {
        way[
            : 1
            + max((at for at, step in enumerate(way) if isinstance(step, int)), default=len(way))
        ]
        for way in ways
    }

    def copy(value: Any, way: Pointer) -> Any:
        if isinstance(value, Mapping):
            kept = {
                key: copy(inner, (*way, key))
                for key, inner in value.items()
                if (*way, key) not in dropped
            }
            return {key: inner for key, inner in kept.items() if inner not in ([], {})}
        if isinstance(value, list):
            return [
                copy(inner, (*way, place))
                for place, inner in enumerate(value)
                if (*way, place) not in dropped
            ]
        return value

    return copy(value, ())


def _bearers(agents: Iterable[Agent]) -> dict[str, Agent | None]:
    """Give the agent that bears a name; None for a name that several bear."""
    found: dict[str, Agent | None] = {}
    for agent in agents:
        names = {str(form) for _, form in agent.names}
        if "short_name" in agent.data:
            names.update(form for _, form in text_of(agent.data["short_name"], agent.language))
        for name in names:
            found[name] = None if name in found else agent
    return found


def _work(
    id: str,
    kind: str,
    data: Mapping[str, Any],
    schemas: Schemas,
    agents: Mapping[str, Agent],
    bearers: Callable[[], Mapping[str, Agent | None]],
) -> Work:
    language = data["language"]
    publisher = data.get("publisher", [])
    return Work(
        id=id,
        kind=kind,
        type=data.get("type") or schemas.catalogued(kind).get("type", "document"),
        language=language,
        title=text_of(data.get("title") or data["devised_title"], language),
        devised="title" not in data,
        contributions=tuple(
            Contribution(agents[each["agent"]], each["role"])
            for each in data.get("contributors", ())
        ),
        publishers=tuple(
            agents[each] for each in ([publisher] if isinstance(publisher, str) else publisher)
        ),
        disputed=() if publisher else _statements(data, "publisher", bearers),
        issued=parse_date(data["issued"]) if "issued" in data else None,
        about=tuple(agents[each] for each in data.get("about", ())),
        citations=tuple(_citation(each, language) for each in data.get("citations", ())),
        translation_of=_version(data["translation_of"], language)
        if "translation_of" in data
        else None,
        language_editions=tuple(
            _version(each, language) for each in data.get("language_editions", ())
        ),
        data=data,
    )


def _statements(
    data: Mapping[str, Any], field: str, bearers: Callable[[], Mapping[str, Agent | None]]
) -> tuple[Statement, ...]:
    """Gather what the mentions say of a field: those that say the same, or name the same agent, are one statement."""
    said: dict[object, tuple[Text, list[Pointer], Agent | None]] = {}
    for place, mention in enumerate(data.get("found", ())):
        if field in mention:
            value = text_of(mention[field], data["language"])
            agent = next((each for _, text in value if (each := bearers().get(text))), None)
            _, ways, _ = said.setdefault(agent.id if agent else tuple(value), (value, [], agent))
            ways.append(("found", place, field))
    return tuple(Statement(value, tuple(ways), agent) for value, ways, agent in said.values())


def _citation(written: Mapping[str, Any], language: str) -> Citation:
    return Citation(
        source=written["source"],
        intent=written["intent"],
        through=written.get("through", ""),
        at=written.get("at", ""),
        claims=tuple(text_of(claim, language) for claim in written.get("claims", ())),
        note=text_of(written["note"], language) if "note" in written else None,
    )


def _version(written: Mapping[str, Any], language: str) -> Version:
    own = written.get("language", language)
    return Version(
        work=written.get("work", ""),
        language=written.get("language", ""),
        title=text_of(written["title"], own) if "title" in written else None,
        issued=parse_date(written["issued"]) if "issued" in written else None,
    )
