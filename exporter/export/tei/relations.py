"""Relations to other records: `relatedItem` in a work, or `relation` beside the record.

Source: TEI P5 3.12.2.7, 14.3.2.3.
"""

from __future__ import annotations

from collections.abc import Mapping

from exporter.export.tei.encoder import Encoder, TeiPlace
from exporter.export.tei.marks import Mark, add_mark
from exporter.export.tei.paths import Path, Step
from exporter.export.xml import XML_ID, Element, element
from exporter.model.node import Node

WORK = "work"
"""The field for the id of the other work."""


class Relations:
    """Writes relations with an encoder."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def write(self, node: Node, holder: Element) -> None:
        """Write the related works of one type, each as a `relatedItem`."""
        for place, each in enumerate(node.all(), start=1):
            n = str(place) if isinstance(node.value, list) else ""
            self.write_one(each, self.related_item(node, holder, n))

    def related_item(self, node: Node, holder: Element, n: str) -> Element:
        """Append the element for a related work; `n` is its number in a list."""
        path = self._encoder.scope.paths[str(node.pointer[0])][0]
        made = element("relatedItem", **path.steps[-1].attributes(), n=n)
        holder.append(made)
        return made

    def write_one(self, node: Node, item: Element) -> None:
        """Write what a record says of another work: a pointer with its title, or a description."""
        encoder = self._encoder
        encoder.register(node, [item])
        if not isinstance(node.value, Mapping):
            made = element("ref", target=f"#{node.value}")
            item.append(made)
            encoder.words.put(str(node.value), made)
            return
        if set(node.value) == {WORK}:
            add_mark(item, Mark.GROUP)
        name = str(node.pointer[0])
        bibl = TeiPlace(item, Path((Step(("bibl",)),)), encoder.scope.inner(name, node.field), "")
        made = encoder.new(bibl)
        encoder.set_group_language(node, made)
        encoder.group(node, made, bibl.inner)

    def write_beside(self, node: Node, name: str) -> None:
        """Write relations that stand beside the element of the record and point to another one."""
        encoder = self._encoder
        kind = "citation" if name == "citations" else "agent"
        for each in node.all():
            made = element("relation", type=kind, active=f"#{encoder.id}")
            made.set(XML_ID, f"{encoder.id}.{name}.{int(each.pointer[-1]) + 1}")
            encoder.siblings.append(made)
            encoder.group(each, made, encoder.scope.inner(name))
            encoder.register(each, [made])
            if "ref" not in made.attrib and "name" not in made.attrib:
                made.set("name", kind)
