"""DataCite metadata in JSON, as the schema has it or inside answers of DataCite's REST API.

Source: DataCite Metadata Schema 4.6 in JSON; DataCite REST API guide.
"""

from __future__ import annotations

from collections.abc import Iterator

from exporter.importers.datacite import read_resource
from exporter.importers.entry import Entry, Imported
from exporter.importers.registry import ImportContext
from exporter.importers.tree import SourceNode
from exporter.importers.tree_formats import read_json


def read(content: bytes, context: ImportContext) -> Iterator[Imported]:
    """Yield the resources of a document."""
    yield from read_json(content, context, ("data",), _entry)


def _entry(node: SourceNode, context: ImportContext) -> Entry:
    for name in ("data", "attributes"):
        inner = node.first(name)
        if inner is not None and inner.children:
            node = inner
    return read_resource(node, context, is_json=True)
