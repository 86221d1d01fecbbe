"""The step from right Documents to the Catalogue: every reference resolved, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from exporter.model.agent import Agent, names_of
from exporter.model.catalogue import Catalogue
from exporter.model.date import parse_date
from exporter.model.document import Document, Pointer
from exporter.model.schema import Schemas
from exporter.model.text import Text, text_of
from exporter.model.work import Citation, Contribution, Statement, Version, Work


def link(documents: Iterable[Document], schemas: Schemas) -> tuple[Catalogue, dict[str, str]]:
    """Make the catalogue of records without errors.

    Also gives the records that had to stay out because a record that they name is not there: their id, and the id
    of the missing one.
    """
    there = {document.id: document for document in documents}
    left_out: dict[str, str] = {}
    while broken := {
        id: target
        for id, document in there.items()
        for _, target, _ in schemas.references(document.kind, document.data)
        if target not in there
    }:
        left_out |= broken
        for id in broken:
            del there[id]
    agents = {id: _agent(each) for id, each in there.items() if schemas.noun(each.kind) == "agent"}
    bearers = _bearers(agents.values())
    works = {
        id: _work(each, schemas, agents, bearers) for id, each in there.items() if schemas.noun(each.kind) == "work"
    }
    return Catalogue(works, agents), left_out


def _agent(document: Document) -> Agent:
    data = document.data
    return Agent(document.id, document.kind, data["language"], names_of(data["name"], data["language"]), data)


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
    document: Document, schemas: Schemas, agents: Mapping[str, Agent], bearers: Mapping[str, Agent | None]
) -> Work:
    data = document.data
    language = data["language"]
    publisher = data.get("publisher", [])
    return Work(
        id=document.id,
        kind=document.kind,
        type=data.get("type") or schemas.catalogued(document.kind).get("type", "document"),
        language=language,
        title=text_of(data.get("title") or data["devised_title"], language),
        devised="title" not in data,
        contributions=tuple(Contribution(agents[each["agent"]], each["role"]) for each in data.get("contributors", ())),
        publishers=tuple(agents[id] for id in ([publisher] if isinstance(publisher, str) else publisher)),
        disputed=() if publisher else _statements(data, "publisher", bearers),
        issued=parse_date(data["issued"]) if "issued" in data else None,
        about=tuple(agents[id] for id in data.get("about", ())),
        citations=tuple(_citation(each, language) for each in data.get("citations", ())),
        translation_of=_version(data["translation_of"], language) if "translation_of" in data else None,
        language_editions=tuple(_version(each, language) for each in data.get("language_editions", ())),
        data=data,
    )


def _statements(data: Mapping[str, Any], field: str, bearers: Mapping[str, Agent | None]) -> tuple[Statement, ...]:
    """Gather what the mentions say of a field: those that say the same, or name the same agent, are one statement."""
    said: dict[object, tuple[Text, list[Pointer], Agent | None]] = {}
    for place, mention in enumerate(data.get("found", ())):
        if field in mention:
            value = text_of(mention[field], data["language"])
            agent = next((bearers[text] for _, text in value if bearers.get(text)), None)
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
