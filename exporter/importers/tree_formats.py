"""What the importers of tree formats share: how a document is read as the nodes of its entries."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial

from exporter.importers.encoding import decoded
from exporter.importers.entry import Broken, Imported
from exporter.importers.json_source import items
from exporter.importers.registry import ImportContext
from exporter.importers.tree import SourceNode, from_data, from_xml
from exporter.importers.xml_source import elements
from exporter.importers.yaml_source import read_group

ReadNode = Callable[[SourceNode, ImportContext], Imported]


def read_xml(
    content: bytes, context: ImportContext, names: Collection[str], read: ReadNode
) -> Iterator[Imported]:
    """Yield what `read` makes of each element with one of the local names."""
    for element in elements(content, names):
        yield element if isinstance(element, Broken) else read(from_xml(element), context)


def json_nodes(
    content: bytes, context: ImportContext, lists: tuple[str, ...]
) -> Iterator[SourceNode | Broken]:
    """Yield the objects of a JSON document as nodes."""
    text, remarks = decoded(content, context.encoding)
    yield from remarks
    for item in items(text, lists):
        if isinstance(item, Broken):
            yield item
        else:
            yield from_data("", item.data, item.line_of)[0]


def read_json(
    content: bytes, context: ImportContext, lists: tuple[str, ...], read: ReadNode
) -> Iterator[Imported]:
    """Yield what `read` makes of each object of a JSON document."""
    for node in json_nodes(content, context, lists):
        yield node if isinstance(node, Broken) else read(node, context)


def read_yaml_entries(
    content: bytes,
    context: ImportContext,
    read: Callable[[str, SourceNode, ImportContext], Imported],
) -> Iterator[Imported]:
    """Yield what `read` makes of a YAML document, of each of its fields by its name."""
    text, remarks = decoded(content, context.encoding)
    yield from remarks
    tree = read_group(text, "this document has no entries")
    if isinstance(tree, Broken):
        yield tree
        return
    for name, value in tree.data.items():
        if isinstance(value, dict):
            lines = partial(tree.line, name)
            yield read(name, from_data(name, value, lines)[0], context)
        else:
            yield Broken(tree.line(name), f"{name} is not an entry: it has no fields")
