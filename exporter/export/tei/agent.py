"""A person as `person`, an organisation as `org` (TEI P5 14.3.2, 14.3.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from exporter.export.context import ExportContext
from exporter.export.tei.date import UNSTATED, stated
from exporter.export.tei.name import name_element
from exporter.export.tei.record import Record
from exporter.export.xml import XML_ID, Element, element
from exporter.model.agent import Agent, Name, names_of

_KINDS = ("person", "organization")
"""The kinds that the elements of TEI tell by their name."""


def agent_element(agent: Agent, context: ExportContext, *, whole: bool = True) -> Element:
    """Give everything that a record says of a person or an organisation; in short, its names and numbers."""
    record = Record(agent, context, whole=whole)
    parts = [
        *_names(record, agent, "name", agent.data["name"]),
        *_names(record, agent, "short_name", agent.data.get("short_name")),
    ]
    for number, written in enumerate(agent.data.get("other_names", ()), start=1):
        parts += _names(record, agent, "other_names", written, number)
    parts += [*record.numbers().values(), *record.text("url")]
    if whole:
        parts += _life(record) if agent.is_person else _existence(record)
        parts += [
            *record.pointer("part_of"),
            *record.pointer("distinct_from"),
            *record.texts("notes"),
        ]
        parts += [*record.others(), *record.mentions(), *record.reasons()]
    tag = "person" if agent.is_person else "org"
    sort = None if agent.kind in _KINDS else agent.kind
    return element(tag, *parts, xml_id=agent.id, xml_lang=agent.language, type=sort)


def _names(
    record: Record, agent: Agent, field: str, written: Any, number: int = 0
) -> Iterator[Element]:
    """Give one name in all its forms, the one to print first."""
    if written is None:
        return
    attributes = {**record.step(field).attributes, "n": str(number or "")}
    path = f"{field}.{number}" if number else field
    node = agent.node.get(field, number - 1) if number else agent.node.get(field)
    if node and number and node.get("name"):
        node, written = node.get("name"), written["name"]
    forms: dict[str, Name] = dict(names_of(node)) if node else {}
    for tag, name in record.ordered(forms):
        tagged = isinstance(written, dict)
        made = name_element(
            agent,
            name,
            record.table,
            **attributes,
            xml_lang=tag if tagged else None,
            source=record.source("name", str(name)),
        )
        yield record.placed(f"{path}.{tag}" if tagged else path, made)


def _life(record: Record) -> Iterator[Element]:
    for field in ("born", "died"):
        if field in record.data:
            said = record.data[field]
            date = stated(said["date"]) if "date" in said else UNSTATED
            parts = date.elements()
            if "place" in said:
                parts += record.forms(f"{field}/place", said["place"], f"{field}.place")
            made = record.make(
                field, *parts, path=field, **date.attributes, source=record.source(field)
            )
            yield record.placed(f"{field}.date", made)
    for number, event in enumerate(record.data.get("events", ()), start=1):
        yield from _event(record, event, f"events.{number}")
    for number, position in enumerate(record.data.get("positions", ()), start=1):
        yield _position(record, position, f"positions.{number}")
    yield from record.texts("degrees")


def _event(record: Record, event: Mapping[str, Any], path: str) -> Iterator[Element]:
    date = stated(event["date"]) if "date" in event else UNSTATED
    texts = record.forms("events/text", event["text"], f"{path}.text")
    made = record.make("events", *texts, path=path, **date.attributes)
    yield made
    for mark in date.elements():
        # TEI allows no mark inside event: it stands beside it and points to it
        made.set(XML_ID, f"{record.id}.{path}")
        mark.set("target", f"#{record.id}.{path}")
        yield mark


def _position(record: Record, position: Mapping[str, Any], path: str) -> Element:
    """Give an office: `affiliation` where an organisation is named, else `occupation`."""
    attributes: dict[str, Any] = {}
    children: list[Element] = []
    for field, at in (("since", "from"), ("until", "to")):
        if field in position:
            date = stated(position[field], at)
            attributes |= date.attributes
            children += date.elements()
    children += record.forms("positions/position", position["position"], f"{path}.position")
    if "organization" in position:
        organization = record.context.catalogue.agents[position["organization"]]
        children.append(label(organization, record.context, record.language))
    if "note" in position:
        children += record.forms("positions/note", position["note"], f"{path}.note")
    tag = "affiliation" if "organization" in position else "occupation"
    if position.get("former"):
        attributes["type"] = "former"
    return record.placed(path, element(tag, *children, **attributes))


def _existence(record: Record) -> Iterator[Element]:
    yield from record.text("place")
    yield from record.date("founded")
    yield from record.date("dissolved")


def label(agent: Agent, context: ExportContext, language: str) -> Element:
    """Give an agent's name for a reader who does not follow `ref` to its record."""
    name = agent.names[agent.names.preferred_tag((*context.languages, language))]
    return name_element(agent, name, context.crosswalk, ref=f"#{agent.id}", xml_lang=name.tag)
