"""Persons as `person`, bodies and families as `org`, events as `event` (TEI P5 14.3).

A family is an `org`: TEI defines it as any grouping of people, and it can have a description, a
place and pointers. `personGrp`, a group that acts as one person, has none of these.
"""

from __future__ import annotations

from exporter.export.context import ExportContext
from exporter.export.tei.arrangement import arrange
from exporter.export.tei.encoder import Encoder, TeiPlace
from exporter.export.tei.marks import set_sort_key
from exporter.export.tei.mentions import write_reasons
from exporter.export.tei.paths import Path
from exporter.export.tei.record_fields import special_fields
from exporter.export.tei.relations import Relations
from exporter.export.tei.scope import record_scope
from exporter.export.tei.unmapped import write_unmapped
from exporter.export.xml import XML_LANG, Element, element
from exporter.model.agent import Agent
from exporter.model.filing import reading_of
from exporter.model.node import Node

ELEMENTS = {"person": "person", "event": "event"}
"""The elements for agents by their kind; any other kind is an `org`."""
_UNSAID = frozenset({"person", "organization", "event"})
"""The kinds that the element itself tells."""
_POSITION = ("affiliation", "occupation")
_RESIDENCE = "residence"


def agent_element(agent: Agent, context: ExportContext, node: Node | None = None) -> list[Element]:
    """Return an agent as an element, and the relations that stand beside it.

    With `node`, which has some of its fields, the agent is only described in short.
    """
    tag = ELEMENTS.get(agent.kind, "org")
    root = element(tag, xml_id=agent.id, type="" if agent.kind in _UNSAID else agent.kind)
    if "cataloguing_language" in agent.data:
        root.set(XML_LANG, agent.node.line("cataloguing_language"))
    if node is None:
        _set_sort_key(root, agent, context)
    scope = record_scope(context.crosswalk, "agent", tag)
    encoder = Encoder(agent, agent.node if node is None else node, root, scope, context)
    _AgentWriter(encoder).write()
    return [root, *encoder.siblings]


def _set_sort_key(root: Element, agent: Agent, context: ExportContext) -> None:
    """Say what a name in Han characters is filed by, if a reading is known."""
    printed = agent.names.preferred_tag(context.languages)
    reading = reading_of(agent.names, printed)
    if reading is not None:
        set_sort_key(root, reading.heading)


class _AgentWriter:
    """Writes an agent with an encoder, and what a row of the table is not enough for."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        relations = Relations(encoder)
        encoder.special = {
            **special_fields(encoder),
            "positions": self._positions,
            "places": self._places,
            "related": lambda node, _: relations.write_beside(node, "related"),
        }

    def write(self) -> None:
        """Write the fields of the agent."""
        encoder = self.encoder
        encoder.group(encoder.node, encoder.root, encoder.scope)
        write_unmapped(encoder, encoder.root)
        write_reasons(encoder, encoder.root)
        arrange(encoder.root)

    def _positions(self, node: Node, holder: Element) -> None:
        """Write positions: `affiliation` if an organisation is named, else `occupation`."""
        path = self.encoder.scope.paths["positions"][0]
        for each in node.all():
            tag = _POSITION[0 if each.get("organization") else 1]
            step = path.steps[0]._replace(tags=(tag,))
            self._write_item(each, holder, Path((step,)))

    def _places(self, node: Node, holder: Element) -> None:
        """Write places: a residence as such, any other place as a note."""
        *first, note = self.encoder.scope.paths["places"]
        for each in node.all():
            path = first[0] if first and each.line("as") == _RESIDENCE else note
            self._write_item(each, holder, path)

    def _write_item(self, node: Node, holder: Element, path: Path) -> None:
        """Write one item of a list at a path of its own."""
        parent = self.encoder.parent(holder, path.steps[:-1])
        inner = self.encoder.scope.inner(str(node.pointer[0]))
        made = self.encoder.item(node, TeiPlace(parent, path, inner, ""))
        self.encoder.register(node, made)
