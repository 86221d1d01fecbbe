"""A person or organisation in the graph: its names, its life, its offices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from exporter.export.context import ExportContext
from exporter.export.rdf.agent_names import class_of, name_statements
from exporter.export.rdf.graph import TYPE, Link, Literal, Resource, VocabularyTerm
from exporter.export.rdf.record import DescribedRecord, Statement, dated, literals, local
from exporter.export.rdf.work import number_statements
from exporter.model.agent import Agent
from exporter.model.identifiers import addresses_of
from exporter.model.text import text_of

_WRITTEN = frozenset(
    {
        *("id", "kind", "languages", "name", "other_names", "short_name", "identifiers", "url"),
        *("born", "died", "events", "founded", "dissolved", "positions", "degrees", "place"),
        *("part_of", "notes", "inferred", "distinct_from", "found"),
    }
)
"""The fields that have statements of their own."""


def described(agent: Agent, context: ExportContext) -> Iterator[Resource]:
    """Yield the node of a person or organisation, then its printed mentions."""
    record = DescribedRecord(agent, context)
    yield Resource(local(agent.id), tuple(_statements(agent, record)))
    yield from record.mentions()


def _statements(agent: Agent, record: DescribedRecord) -> Iterator[Statement]:
    yield TYPE, VocabularyTerm(class_of(agent))
    yield from _names(agent, record)
    yield from record.plain("id")
    for language in agent.node.lines("languages"):
        yield from record.at("languages", Literal(language))
    for number in agent.identifiers:
        yield from number_statements(number, record)
    for address in addresses_of(agent.node):
        yield from record.at("url", Link(address))
    yield from _life(record)
    for position in agent.data.get("positions", ()):
        yield from record.within("positions", _position(position, record))
    yield from record.own_text("degrees")
    yield from record.own_text("place")
    yield from record.others("part_of")
    yield from record.plain_fields(_WRITTEN)
    yield from record.shared()


def _names(agent: Agent, record: DescribedRecord) -> Iterator[Statement]:
    """Yield each form of each name; of a name in parts, what it is filed by and what it is called as well.

    Particles stand with the part that they belong to, as in MODS (family: van Gogh; given: Carl von).
    """
    for tag, name in agent.names:
        yield from record.at("name", _literal(name.complete, tag))
        yield from name_statements(name, tag)
    for other in agent.other_names:
        for tag, name in other.names:
            yield from record.at("other_names", _literal(str(name), tag))
    yield from record.own_text("short_name")


def _literal(text: str, tag: str) -> Literal:
    return Literal(text, "" if tag == "und" else tag)


def _life(record: DescribedRecord) -> Iterator[Statement]:
    for field in ("born", "died"):
        yield from record.within(field, _event(record.data.get(field, {}), field, record))
    for event in record.data.get("events", ()):
        yield from record.within("events", _event(event, "events", record))
    for field in ("founded", "dissolved"):
        yield from record.date(field)


def _event(event: Mapping[str, Any], field: str, record: DescribedRecord) -> Iterator[Statement]:
    if "date" in event:
        yield from _date(f"{field}/date", event["date"], record)
    for part in ("place", "text"):
        if part in event:
            yield from record.text(f"{field}/{part}", event[part])


def _position(position: Mapping[str, Any], record: DescribedRecord) -> Iterator[Statement]:
    yield from record.text("positions/position", position["position"])
    if "organization" in position:
        yield from record.at("positions/organization", local(position["organization"]))
    for part in ("since", "until"):
        if part in position:
            yield from _date(f"positions/{part}", position[part], record)
    if position.get("former"):
        yield from record.at("positions/former", Literal("Former.", "en"))
    if "note" in position:
        yield from record.text("positions/note", position["note"])


def _date(field: str, written: Any, record: DescribedRecord) -> Iterator[Statement]:
    """Say a date; what is printed of it stands in a note."""
    if not isinstance(written, Mapping):
        yield from record.at(field, dated(written))
        return
    yield from record.at(field, dated(written["date"]))
    if "printed" in written:
        for each in literals(text_of(written["printed"], record.language)):
            yield "skos:note", each
    if "calendar" in written:
        yield "skos:note", Literal(f"{written['calendar']} calendar", "en")
