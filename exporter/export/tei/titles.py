"""The forms of a title: one is the main one, the others are alternatives (TEI P5 3.12.2.2)."""

from __future__ import annotations

from collections.abc import Mapping

from exporter.export.context import ExportContext
from exporter.export.xml import XML_LANG, Element
from exporter.model.node import Node
from exporter.model.text import Parallel


def mark_main_title(node: Node, parent: Element, context: ExportContext) -> None:
    """Let the form of a title that is printed be the main one, and the others alternatives."""
    if not isinstance(node.value, Mapping):
        return
    main = context.tag(Parallel(node.tag, node.value))
    for title in parent.named("title"):
        if title.get("type") == "main" and title.get(XML_LANG) != main:
            title.set("type", "alt")
