"""What is not understood in a document, each with its place."""

from __future__ import annotations

from exporter.importers import ParseProblem
from exporter.importers.xml import Element
from exporter.importers.xml_source import line_of, local_name
from exporter.records.finding import Position

_XML = "{http://www.w3.org/XML/1998/namespace}"


class Problems:
    """The problems of one document."""

    def __init__(self) -> None:
        self._found: list[ParseProblem] = []

    def add(self, node: Element, message: str) -> None:
        """Note what is wrong at an element."""
        self._found.append(ParseProblem(message, Position(line_of(node), 1)))

    def add_unknown(self, node: Element) -> None:
        """Note an element that has no place here."""
        parent = node.getparent()
        around = "" if parent is None else f" in {local_name(parent)}"
        self.add(node, f"{local_name(node)}{around} is not understood")

    def sorted(self) -> list[ParseProblem]:
        """Return the problems in the order of the document."""
        return sorted(self._found, key=lambda each: each.position.line)


def shown(attribute: str) -> str:
    """Return an attribute as users write it: `@xml:id`."""
    if attribute.startswith(_XML):
        return f"@xml:{attribute.removeprefix(_XML)}"
    return f"@{attribute.rpartition('}')[2]}"
