"""Why a field says what no source prints, for field 883."""

from __future__ import annotations

from collections.abc import Mapping

from exporter.model.node import Node
from exporter.model.text import Text
from exporter.model.vocabularies.languages import meaning
from exporter.records.schema import Field


def reasons(record: Node) -> Mapping[str, tuple[str, Text]]:
    """Return, by the path of a field, its name in words and why it was concluded."""
    group = record.get("inferred")
    found: dict[str, tuple[str, Text]] = {}
    for path in group.value if group else ():
        node = group.get(path) if group else None
        if node:
            found[path] = (in_words(path, record.field), node.as_text())
    return found


def in_words(path: str, root: Field | None) -> str:
    """Return the name of a field as its schema gives it: `Contributors 1`, `Title (English)`."""
    field = root
    words: list[str] = []
    inside: list[str] = []
    for step in path.split("."):
        if step.isdigit():
            field = field.child(int(step) - 1) if field else None
            words.append(step)
            continue
        named = field.children.get(step) if field else None
        field = named or (field.child(step) if field else None)
        title = (field.title if named and field else "") or step.replace("_", " ")
        if not words:
            words.append(title)
        else:
            inside.append(title.lower() if named else meaning(step))
    return " ".join(words) + (f" ({', '.join(inside)})" if inside else "")
