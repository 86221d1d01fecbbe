"""A TEI document while it is being read: what was asked for is kept in mind, so that the rest can be told."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from lxml import etree

from exporter.export.xml import XML_ID, Element
from exporter.importers import ParseProblem
from exporter.records.finding import Position

_BY_THE_WAY = {XML_ID, "source", "exclude", "n", "type", "unit", "level"}
"""Attributes that follow from something else, or by which an element was found."""


class Source:
    """The elements of a document, without their namespace, and what has been read of them."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self._all = list(root.iter())
        self._seen: set[Element] = set()
        self._texts: set[Element] = set()
        self._attributes: set[tuple[Element, str]] = set()
        self.wrong: list[ParseProblem] = []

    # ---- what is read ----

    def all(self, node: Element, path: str) -> list[Element]:
        """Give what stands at a path, in order; it is then taken to be read, and so is what it stands in."""
        found: list[Element] = _path(path)(node)
        for each in found:
            self._mark(each)
        return found

    def first(self, node: Element, path: str) -> Element | None:
        """Give the one element at a path, if there is one; another one beside it is a fault."""
        found = self.all(node, path)
        for other in found[1:]:
            self.misread(other, f"a second {other.tag} is not understood")
        return found[0] if found else None

    def text(self, node: Element) -> str:
        """Give the text of an element, which is to hold no other elements."""
        self._texts.add(node)
        return "".join(map(str, node.itertext()))

    def attribute(self, node: Element, name: str) -> str:
        """Give an attribute; empty where there is none."""
        self._attributes.add((node, name))
        return str(node.get(name, ""))

    def needed(self, node: Element, name: str) -> str:
        """Give an attribute that has to be there."""
        value = self.attribute(node, name)
        if not value:
            self.misread(node, f"this {node.tag} has no {_shown(name)}")
        return value

    def skip(self, node: Element, path: str = ".") -> None:
        """Take what stands at a path for read, with all that is in it: it repeats what stands elsewhere."""
        for found in _path(path)(node):
            for each in found.iter():
                self._mark(each)
                self._texts.add(each)
                self._attributes.update((each, name) for name in each.attrib)

    def pointers(self, node: Element, name: str = "target") -> list[str]:
        """Give the ids that an attribute points to inside the document."""
        ways = self.needed(node, name).split()
        for way in ways:
            if not way.startswith("#"):
                self.misread(node, f"“{way}” does not point into this document")
        return [way.removeprefix("#") for way in ways]

    def pointer(self, node: Element, name: str = "target") -> str:
        """Give the one id that an attribute points to."""
        ids = self.pointers(node, name)
        if len(ids) > 1:
            self.misread(node, f"{_shown(name)} points to several things, and one is meant")
        return ids[0] if ids else ""

    def _mark(self, node: Element | None) -> None:
        while node is not None and node not in self._seen:
            self._seen.add(node)
            node = node.getparent()

    # ---- what is not ----

    def misread(self, node: Element, message: str) -> None:
        """Note what is wrong at an element."""
        line = node.sourceline if isinstance(node.sourceline, int) else 1
        self.wrong.append(ParseProblem(message, Position(line, 1)))

    def finish(self) -> list[ParseProblem]:
        """Give what is wrong, in the order of the document: also all that nobody asked for."""
        for node in self._all:
            parent = node.getparent()
            if node not in self._seen:
                if parent is None or parent in self._seen:
                    self.misread(
                        node,
                        f"what {node.tag} says in {'' if parent is None else parent.tag} is not understood",
                    )
                continue
            for name in node.attrib:
                if str(name) not in _BY_THE_WAY and (node, name) not in self._attributes:
                    self.misread(
                        node, f"what {_shown(str(name))} says of this {node.tag} is not understood"
                    )
            for before, text in () if node in self._texts else _between(node):
                if text.strip():
                    self.misread(before, f"there is text in this {node.tag} beside its elements")
        return sorted(self.wrong, key=lambda each: each.position.line)


@cache
def _path(path: str) -> Any:
    return etree.XPath(path)


def _between(node: Element) -> Iterator[tuple[Element, str]]:
    yield node, node.text or ""
    for child in node:
        yield child, child.tail or ""


def _shown(name: str) -> str:
    return f"@xml:{name.rpartition('}')[2]}" if name.startswith("{") else f"@{name}"
