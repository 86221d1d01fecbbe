"""Why a field says what no source prints, for field 883."""

from __future__ import annotations

from collections.abc import Mapping

from exporter.export.field_words import path_label
from exporter.model.node import Node
from exporter.model.text import Text


def reasons(record: Node) -> Mapping[str, tuple[str, Text]]:
    """Return, by the path of a field, its name in words and why it was concluded."""
    group = record.get("inferred")
    found: dict[str, tuple[str, Text]] = {}
    for path in group.value if group else ():
        node = group.get(path) if group else None
        if node:
            found[path] = (path_label(record.field, path), node.as_text())
    return found
