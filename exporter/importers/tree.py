"""A document of any tree format as nodes, and the reading of a node by a table of paths.

XML, JSON and YAML become the same nodes, so that one reader accounts for every value: what neither a
handler of the format nor a row of its table has read is reported with its path and its line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from exporter.importers.builder import EntryBuilder
from exporter.importers.entry import DEEPEST
from exporter.importers.field_table import FieldTable, FieldTarget
from exporter.importers.readings import put_read
from exporter.importers.text import without_html
from exporter.importers.xml import Element
from exporter.importers.xml_source import line_of, local_name, text_of

_STYLES = frozenset({"i", "b", "sup", "sub", "italic", "bold", "em", "strong", "scp", "sc", "u"})
"""Elements for the style of some words in a text."""


@dataclass(slots=True)
class SourceNode:
    """A value with a name: its text, or the nodes inside it. Attributes are nodes named `@name`."""

    name: str
    line: int
    text: str = ""
    children: list[SourceNode] = field(default_factory=list)
    taken: bool = False

    def first(self, *names: str) -> SourceNode | None:
        """Return the first child with one of the names that nobody has read."""
        return next((each for each in self.children if each.name in names and not each.taken), None)

    def all(self, *names: str) -> list[SourceNode]:
        """Return the children with one of the names that nobody has read, in order."""
        return [each for each in self.children if each.name in names and not each.taken]

    def take(self, *names: str) -> str:
        """Return the text of the first child with one of the names, and mark it read."""
        child = self.first(*names)
        return child.read() if child else ""

    def peek(self, *path: str) -> str:
        """Return the text at the end of a path of names, without marking it."""
        here: SourceNode | None = self
        for name in path:
            here = (
                next((each for each in here.children if each.name == name), None) if here else None
            )
        return here.text if here else ""

    def read(self) -> str:
        """Return the text, and mark it read."""
        self.taken = True
        return self.text.strip()

    def descendants(self, name: str) -> Iterator[SourceNode]:
        """Yield the nodes with a name at any depth, in order."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.descendants(name)

    def leaves(self, path: str = "") -> Iterator[tuple[str, SourceNode]]:
        """Yield the path and the node of every text inside that nobody has read, and of its own."""
        if self.text.strip() and not self.taken:
            yield path or self.name, self
        for child in self.children:
            yield from child.leaves(f"{path}/{child.name}" if path else child.name)

    def read_all(self) -> None:
        """Count every text inside as read: another reader has looked at it."""
        for _, leaf in self.leaves():
            leaf.read()


Handler = Callable[[SourceNode], None]


def from_xml(element: Element, depth: int = 0) -> SourceNode:
    """Return an element as a node; a text with words in another style keeps their tags."""
    node = SourceNode(local_name(element), line_of(element))
    for name, value in element.attrib.items():
        plain = str(name).rpartition("}")[2].rpartition(":")[2]
        if plain not in {"schemaLocation", "noNamespaceSchemaLocation"}:
            node.children.append(SourceNode(f"@{plain}", node.line, str(value)))
    inner = [local_name(each) for each in element]
    if inner and (_has_own_text(element) or all(name in _STYLES for name in inner)):
        node.text = _with_tags(element)
    elif not inner or depth > DEEPEST:
        node.text = text_of(element)
    else:
        node.children += [from_xml(each, depth + 1) for each in element if local_name(each)]
    return node


def _has_own_text(element: Element) -> bool:
    own = [element.text or "", *(each.tail or "" for each in element)]
    return any(part.strip() for part in own)


def _with_tags(element: Element) -> str:
    parts = [element.text or ""]
    for each in element:
        name = local_name(each)
        parts.append(f"<{name}>{_with_tags(each)}</{name}>{each.tail or ''}")
    return "".join(parts)


def from_data(
    name: str, value: Any, line: Callable[..., int], path: tuple[Any, ...] = ()
) -> list[SourceNode]:
    """Return a value of JSON or YAML as nodes, one for each item of a list.

    `line` returns the line of the value at a path.
    """
    if isinstance(value, list):
        found = []
        for number, each in enumerate(value):
            found += from_data(name, each, line, (*path, number))
        return found
    node = SourceNode(name, line(*path))
    if isinstance(value, Mapping) and len(path) < DEEPEST:
        for inner, each in value.items():
            node.children += from_data(str(inner), each, line, (*path, inner))
    elif value is not None:
        node.text = str(value).lower() if isinstance(value, bool) else str(value)
    return [node]


class TreeReader:
    """Reads a node into a builder, by handlers and a table of paths."""

    def __init__(
        self, builder: EntryBuilder, table: FieldTable, handlers: Mapping[str, Handler]
    ) -> None:
        self._builder = builder
        self._table = table
        self._handlers = handlers

    def read(self, node: SourceNode) -> None:
        """Read everything inside a node, and report what is left."""
        self._builder.seen += sum(1 for path, _ in node.leaves() if not self._is_quiet(path))
        self._read_children(node, "")
        for path, leaf in node.leaves():
            if self._is_quiet(path):
                continue
            target = self._left(path)
            if target:
                self._builder.leave_by(target, path, leaf.text, leaf.line)
            else:
                self._builder.leave_unknown(path, leaf.text, leaf.line)

    def _left(self, path: str) -> FieldTarget | None:
        """Return the row by which the table does not carry a path, or one that is around it."""
        parts = path.split("/")
        for length in range(len(parts), 0, -1):
            target = self._table.field("/".join(parts[:length]))
            if target and target.is_left:
                return target
        return None

    def _is_quiet(self, path: str) -> bool:
        """Return whether a value only serves the format: a version, a scheme of the XML."""
        name = path.rpartition("/")[2]
        return bool(self._table.word("quiet", path) or self._table.word("quiet", name))

    def _read_children(self, node: SourceNode, path: str) -> None:
        for child in node.children:
            here = f"{path}/{child.name}" if path else child.name
            if child.taken and not child.children:
                continue  # read together with another one
            handler = self._handlers.get(here)
            target = self._table.field(here)
            if handler:
                handler(child)
            elif target and not target.is_left and child.text.strip() and not child.taken:
                text = without_html(child.read())
                put_read(self._builder, target, text, here, child.line)
                self._read_children(child, here)
            else:
                self._read_children(child, here)
