"""One work on its way into Crossref's XML: which of its statements are written, and what it lacks.

Crossref has places for few statements, and which ones depends on the type of the work. So each
statement is noted when it is written, and all others are lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from exporter.export import xml
from exporter.export.context import ExportContext
from exporter.export.missing_requirement import MissingRequirement
from exporter.model.agent import Agent, Name
from exporter.model.markup import strip
from exporter.model.node import Node
from exporter.model.text import Text
from exporter.model.vocabularies import vocabulary
from exporter.model.work import Relation, Work
from exporter.records.document import Pointer, leaves

DEPOSIT = "http://www.crossref.org/schema/5.3.1"
PREFIXES = {
    "fr": "http://www.crossref.org/fundref.xsd",
    "ai": "http://www.crossref.org/AccessIndicators.xsd",
    "rel": "http://www.crossref.org/relations.xsd",
    "jats": "http://www.ncbi.nlm.nih.gov/JATS1",
}
"""The prefixes of elements that are not those of the deposit schema, with their namespaces."""

_RELATION = "a relation needs a DOI or another number of the other work that Crossref knows"
_REASONS = {
    "language": "Crossref has one language of a work, by its code of two letters",
    "url": "Crossref has one web address of a work, to which the DOI leads",
    "identifiers": "Crossref has no place for this number",
    "contributors": "Crossref has no place for this part of a contribution",
    "id": "the DOI leads to the address that the record states",
}
_OTHER_REASON = "Crossref has no place for it in a work of this type"


def element(
    tag: str, *children: xml.Element | str | None, attributes: Mapping[str, str | None] = {}
) -> xml.Element:
    """Return an element; a tag without a prefix is one of the deposit schema.

    Children that are None are left out, attributes that are None or empty as well.
    """
    made = xml.element(tag, *children)
    for key, value in attributes.items():
        if value:
            made.set(key, value)
    return made


def leaf(tag: str, text: str, attributes: Mapping[str, str | None] = {}) -> xml.Element | None:
    """Return an element with a text; None if the text is empty."""
    return element(tag, text, attributes=attributes) if text else None


def fitting(words: str, most: int) -> str:
    """Return words; empty if they have more characters than `most`."""
    return words if len(words) <= most else ""


class Entry:
    """A work with the statements that are written, as pairs of a record's id and a pointer.

    `lacking` collects what Crossref demands and the record does not say.
    """

    def __init__(self, work: Work, context: ExportContext) -> None:
        self.work = work
        self.context = context
        self.written: set[tuple[str, Pointer]] = set()
        self.lacking: list[MissingRequirement] = []

    def mark(self, *pointer: str | int, record: str = "") -> None:
        """Note that a statement is written: of the work, or of another record."""
        self.written.add((record or self.work.id, pointer))

    def mark_first(self, node: Node) -> None:
        """Note that the value at a place, or the first of several, is written."""
        self.mark(*node.pointer, *((0,) if isinstance(node.value, list) else ()))

    def mark_reference(self, relation: Relation) -> None:
        """Note that the reference of a relation to the record of the other work is written."""
        if relation.node is not None:
            self.mark(*relation.node.pointer, *(("work",) if relation.is_group else ()))

    def is_written(self, record: str, pointer: Pointer) -> bool:
        """Return whether a statement, or a group that holds it, is written."""
        return any((record, pointer[:end]) in self.written for end in range(1, len(pointer) + 1))

    def require(self, what: str, field: str, hint: str) -> None:
        """Note that Crossref demands something that the record does not say in `field`."""
        message = f"Crossref demands {what}, and this record does not say it"
        missing = MissingRequirement(self.work.id, message, hint, (field,))
        if missing not in self.lacking:
            self.lacking.append(missing)

    def refuse(self, message: str, hint: str, *pointer: str | int) -> None:
        """Note that Crossref does not accept what the record says at a place."""
        self.lacking.append(MissingRequirement(self.work.id, message, hint, pointer))

    # ---- values

    def line(self, field: str, most: int, least: int = 1) -> str:
        """Return a field of the record with one plain value; empty if its length does not fit."""
        text = self.work.text(field)
        return self.text(text, most, least) if text else ""

    def text(self, text: Text, most: int, least: int = 1, record: str = "") -> str:
        """Return the form of a text to print, without markup; empty if its length does not fit."""
        tag = self.context.tag(text)
        form = strip(text[tag])
        if not least <= len(form) <= most:
            return ""
        self.mark(*text.pointer_of(tag), record=record)
        return form

    def forms(self, text: Text, most: int, record: str = "") -> list[str]:
        """Return all forms of a text that fit, the one to print first, without markup."""
        proper = self.context.tag(text)
        found = []
        for tag, form in sorted(text, key=lambda each: each[0] != proper):
            plain = strip(form)
            if len(plain) <= most and plain not in found:
                self.mark(*text.pointer_of(tag), record=record)
                found.append(plain)
        return found

    def name(self, agent: Agent, node: Node | None) -> Name:
        """Return the name of an agent to print; `node` is where the record names the agent."""
        name = self.context.name(agent, self.work)
        self.mark(*agent.names.pointer_of(name.tag), record=agent.id)
        if agent.id:
            self.mark("kind", record=agent.id)
        if agent.id and node is not None:
            self.mark(*node.pointer)
        return name

    # ---- losses

    def report(self) -> None:
        """Report every statement of the work that is not written.

        What the table calls lost is reported by `ExportContext.lose_fields`.
        """
        work, context = self.work, self.context
        if not context.collect_losses:
            return
        for pointer, value in leaves(work.node.value):
            if pointer[-1] == "public":
                continue  # whether readers see a relation is not a statement about it
            is_evidence = pointer[0] == "found" and not work.disputed
            row = context.crosswalk.field(
                "work", pointer[:1] if is_evidence else pointer, work.node.field
            )
            if row.match in {"none", "broad"} or self.is_written(work.id, pointer):
                continue
            field = str(pointer[0])
            reason = _RELATION if field in vocabulary("relations") else _OTHER_REASON
            context.lose(work, pointer, value, _REASONS.get(field, reason))


def report_agents(entries: Iterable[Entry], context: ExportContext) -> None:
    """Report what none of these works' entries says of the persons and bodies that they name."""
    agents: dict[str, Agent] = {}
    written: set[tuple[str, Pointer]] = set()
    for entry in entries:
        work = entry.work
        makers = [each.agent for each in work.contributions]
        for agent in (*makers, *work.publishers, *work.about):
            if agent.id:
                agents[agent.id] = agent
        written |= {place for place in entry.written if place[0] != work.id}
    for id, agent in agents.items():
        for pointer, value in leaves(agent.node.value):
            row = context.crosswalk.field("agent", pointer, agent.node.field)
            known = any((id, pointer[:end]) in written for end in range(1, len(pointer) + 1))
            if not known and row.match not in {"none", "broad"}:
                context.lose(agent, pointer, value, "no deposit has a place for it")
