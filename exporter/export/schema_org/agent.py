"""A person or organisation in schema.org."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from exporter.export.context import ExportContext
from exporter.export.date_words import in_words
from exporter.export.schema_org.value import (
    Node,
    Property,
    agent_pointer,
    dated,
    forms,
    gathered,
    name_parts,
    number,
    other_fields,
    place,
    read_date,
    remark,
    tagged,
)
from exporter.model.agent import Agent
from exporter.model.catalogue import LazySequence
from exporter.model.identifiers import addresses_of
from exporter.model.node import Node as RecordNode
from exporter.model.text import text_of
from exporter.model.work import Work
from exporter.records.one_or_more import one_or_more


def named(works: Sequence[Work], context: ExportContext) -> LazySequence[Agent]:
    """Return the records of all agents that these works name, and of the organisations that these name, by id."""
    agents = context.catalogue.agents
    found: set[str] = set()
    waiting: set[str] = set()
    for ids in context.each("schema.org agents of a work", _named_by, works):
        waiting.update(ids)
    while waiting:
        id = waiting.pop()
        if id not in found:
            found.add(id)
            data = agents[id].data
            others = [each.get("organization") for each in data.get("positions", ())]
            others += [data.get("part_of")]
            others += [
                each for each in one_or_more(data.get("organizers")) if isinstance(each, str)
            ]
            waiting.update(filter(None, others))
    return LazySequence(agents, sorted(found))


def _named_by(work: Work, context: ExportContext) -> list[str]:  # noqa: ARG001
    agents = [*(each.agent for each in work.contributions), *work.publishers, *work.about]
    agents += [each.agent for each in work.disputed[:1] if each.agent]
    groups = [each.node for each in work.relations if each.node and each.is_group and each.public]
    for node in groups:
        agents += [each.agent for each in work.contributions_at(node)]
        agents += work.agents_at(node.all("publisher"))
    for node in work.node.all("funding"):
        agents += work.agents_at(node.all("funder"))
    event = work.node.get("event")
    if event and isinstance(event.value, str):
        agents += work.agents_at([event])
    return [agent.id for agent in agents if agent.id]


_WRITTEN = frozenset(
    {
        *("id", "kind", "languages", "name", "other_names", "short_name", "identifiers", "url"),
        *("born", "died", "events", "founded", "dissolved", "positions", "degrees", "place"),
        *("part_of", "notes", "found", "date", "organizers"),
    }
)
"""The fields that have a property of their own, or none."""


def described(agent: Agent, context: ExportContext) -> Node:
    """Return all that is said of a person or organisation."""
    return agent_pointer(agent, context) | gathered(_properties(agent, context))


def _properties(agent: Agent, context: ExportContext) -> Iterator[Property]:
    """Yield all that is said of an agent."""
    table, data = context.crosswalk, agent.data
    yield from _names(agent, context)
    for language in agent.node.lines("languages"):
        yield table.target("agent", "languages"), language
    for each in agent.identifiers:
        yield from number(table.target("scheme", each.scheme), each)
    for address in addresses_of(agent.node):
        yield table.target("agent", "url"), address
    yield from _life(agent, context)
    yield from (_position(each, agent, context) for each in data.get("positions", ()))
    for degree in data.get("degrees", ()):
        name, _, inner = table.target("agent", "degrees").partition("/")
        said = [(inner, forms(text_of(degree, agent.language), context))]
        yield name, gathered(said, kind="EducationalOccupationalCredential")
    if "place" in data:
        yield table.target("agent", "place"), place(text_of(data["place"], agent.language), context)
    if "part_of" in data:
        yield (
            table.target("agent", "part_of"),
            agent_pointer(context.catalogue.agents[data["part_of"]], context),
        )
    if agent.kind == "event":
        yield from _event(agent, context)
    yield from other_fields(agent.node, "agent", _WRITTEN, context)
    for note in agent.notes:
        if note.public:
            yield table.target("agent", "notes"), forms(note.text, context)


def _names(agent: Agent, context: ExportContext) -> Iterator[Property]:
    """Yield the parts of each form of the name, and other names."""
    yield from name_parts(agent.names)
    for other in agent.other_names:
        yield context.crosswalk.target("agent", "other_names"), forms(other.names, context)
    if "short_name" in agent.data:
        short = text_of(agent.data["short_name"], agent.language)
        yield context.crosswalk.target("agent", "short_name"), forms(short, context)


def _life(agent: Agent, context: ExportContext) -> Iterator[Property]:
    """Yield birth and death, foundation and end; other events in words, each after its date."""
    table, data = context.crosswalk, agent.data
    for field, words in (("born", "Date of birth"), ("died", "Date of death")):
        event = data.get(field, {})
        yield from dated(table.target("agent", f"{field}/date"), words, event.get("date"))
        if "place" in event:
            where = text_of(event["place"], agent.language)
            yield table.target("agent", f"{field}/place"), place(where, context)
    for field, words in (("founded", "Date of foundation"), ("dissolved", "Date of dissolution")):
        yield from dated(table.target("agent", field), words, data.get(field))
    for event in data.get("events", ()):
        before = f"{in_words(read_date(event['date']))}: " if "date" in event else ""
        texts = text_of(event["text"], agent.language)
        yield table.target("agent", "events"), [tagged(before + form, tag) for tag, form in texts]


def _event(agent: Agent, context: ExportContext) -> Iterator[Property]:
    """Yield when an event took place, and who organised it (schema.org 30.0, Event)."""
    date = agent.node.date("date")
    if date:
        began, ended = (point.w3c() if point else "" for point in (date.start, date.end))
        names = [each.strip() for each in context.crosswalk.target("agent", "date").split(",")]
        said = [] if date.members else list(zip(names, (began, ended), strict=True))
        yield from (each for each in said if each[1])
        if str(date) not in {began, f"{began}/{ended}"} or date.printed or date.calendar:
            yield from dated("", "Date", date)
    for node in agent.node.all("organizers"):
        yield context.crosswalk.target("agent", "organizers"), _organizer(node, context)


def _organizer(node: RecordNode, context: ExportContext) -> Node:
    if isinstance(node.value, str):
        return agent_pointer(context.catalogue.agents[node.value], context)
    return agent_pointer(Agent("", node.line("kind") or "organization", node), context)


def _position(position: Mapping[str, Any], agent: Agent, context: ExportContext) -> Property:
    """Return an office in a `Role`, which says when it was held; one in no organisation is a job title."""
    title = forms(text_of(position["position"], agent.language), context)
    said: list[Property] = []
    for field, words in (("since", "Since"), ("until", "Until")):
        said += dated(
            context.crosswalk.target("agent", f"positions/{field}"), words, position.get(field)
        )
    said += [remark("Former")] if position.get("former") else []
    if "note" in position:
        said.append(("description", forms(text_of(position["note"], agent.language), context)))
    if "organization" not in position:
        return "jobTitle", gathered([("jobTitle", title), *said], kind="Role")
    name = context.crosswalk.target("agent", "positions/organization")
    organization = agent_pointer(context.catalogue.agents[position["organization"]], context)
    return name, gathered(
        [(name, organization), ("roleName", title), *said], kind="OrganizationRole"
    )
