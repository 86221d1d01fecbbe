"""A person or organisation in the graph: its names, its life, its offices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from exporter.export.context import ExportContext
from exporter.export.rdf.graph import TYPE, Link, Literal, Node, Term
from exporter.export.rdf.record import Record, Statement, dated, local
from exporter.export.rdf.work import number_statement
from exporter.model.agent import Agent, Name


def described(agent: Agent, context: ExportContext) -> Iterator[Node]:
    """Give the node of a person or organisation, then its printed mentions."""
    record = Record(agent, context)
    yield Node(local(agent.id), tuple(_statements(agent, record)))
    yield from record.mentions()


def _statements(agent: Agent, record: Record) -> Iterator[Statement]:
    yield TYPE, Term("foaf:Person" if agent.is_person else "foaf:Organization")
    yield from _names(agent, record)
    yield from record.plain("id")
    for language in agent.node.lines("languages"):
        yield from record.at("languages", Literal(language))
    for scheme, number in agent.data.get("identifiers", {}).items():
        yield number_statement(scheme, number, record)
    if "url" in agent.data:
        yield from record.at("url", Link(agent.data["url"]))
    yield from _life(record)
    for position in agent.data.get("positions", ()):
        yield from record.within("positions", _position(position, record))
    yield from record.own_text("degrees")
    yield from record.own_text("place")
    yield from record.others("part_of")
    yield from record.shared()


def _names(agent: Agent, record: Record) -> Iterator[Statement]:
    """Give each form of each name; of a name in parts, what it is filed by and what it is called as well.

    Particles stand with the part that they belong to, as in MODS (family: van Gogh; given: Carl von).
    """
    for tag, name in agent.names:
        yield from record.at("name", _literal(str(name), tag))
        parts = {"foaf:familyName": _family(name), "foaf:givenName": _given(name)}
        yield from ((where, _literal(part, tag)) for where, part in parts.items() if part)
    for other in agent.other_names:
        for tag, name in other.names:
            yield from record.at("other_names", _literal(str(name), tag))
    yield from record.own_text("short_name")


def _literal(text: str, tag: str) -> Literal:
    return Literal(text, "" if tag == "und" else tag)


def _family(name: Name) -> str:
    return " ".join(filter(None, (name.non_dropping_particle, name.family)))


def _given(name: Name) -> str:
    return " ".join(filter(None, (name.given, name.dropping_particle)))


def _life(record: Record) -> Iterator[Statement]:
    for field in ("born", "died"):
        yield from record.within(field, _event(record.data.get(field, {}), field, record))
    for event in record.data.get("events", ()):
        yield from record.within("events", _event(event, "events", record))
    for field in ("founded", "dissolved"):
        yield from record.date(field)


def _event(event: Mapping[str, Any], field: str, record: Record) -> Iterator[Statement]:
    if "date" in event:
        yield from record.at(f"{field}/date", dated(event["date"]))
    for part in ("place", "text"):
        if part in event:
            yield from record.text(f"{field}/{part}", event[part])


def _position(position: Mapping[str, Any], record: Record) -> Iterator[Statement]:
    yield from record.text("positions/position", position["position"])
    if "organization" in position:
        yield from record.at("positions/organization", local(position["organization"]))
    for part in ("since", "until"):
        if part in position:
            yield from record.at(f"positions/{part}", dated(position[part]))
    if position.get("former"):
        yield from record.at("positions/former", Literal("Former.", "en"))
    if "note" in position:
        yield from record.text("positions/note", position["note"])
