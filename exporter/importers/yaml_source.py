"""A YAML document as plain data with the line of every value.

All scalars stay text, so that no version number becomes a decimal and no date a moment. Anchors are
followed within a limit, so that a few lines cannot grow without end.
"""

from __future__ import annotations

from typing import Any

import yaml

from exporter.importers.entry import DEEPEST, Broken
from exporter.records.yaml.source_map import Loader

_MOST_NODES = 2_000_000
Path = tuple[str | int, ...]


class YamlTree:
    """A document: `data` of dict, list and str, and the lines of its values by their paths."""

    def __init__(self, data: Any, lines: dict[Path, int]) -> None:
        self.data = data
        self._lines = lines

    def line(self, *path: str | int) -> int:
        """Return the line of a value, or of the nearest one around it."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)


class _TooLarge(Exception):
    """The document grows by its anchors, or is nested too deep."""


def read_yaml(text: str) -> YamlTree | Broken:
    """Return a document, or why it cannot be read."""
    try:
        node = yaml.compose(text, Loader=Loader)
        lines: dict[Path, int] = {}
        data = _Builder(lines).value(node, ()) if node else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "it cannot be read"
        return Broken(mark.line + 1 if mark else 1, f"this is not YAML: {reason}")
    except (RecursionError, _TooLarge):
        return Broken(1, "this document is nested too deep, or grows too large by its anchors")
    return YamlTree(data, lines)


def read_group(text: str, why: str) -> YamlTree | Broken:
    """Return a document that is a group of fields, or why there is none; `why` says it of another document."""
    tree = read_yaml(text)
    if isinstance(tree, YamlTree) and not isinstance(tree.data, dict):
        return Broken(1, f"{why}: it is not a group of fields")
    return tree


class _Builder:
    def __init__(self, lines: dict[Path, int]) -> None:
        self._lines = lines
        self._nodes = 0

    def value(self, node: Any, path: Path) -> Any:
        self._nodes += 1
        if self._nodes > _MOST_NODES or len(path) > DEEPEST:
            raise _TooLarge
        self._lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            found: dict[str, Any] = {}
            for key, inner in node.value:
                name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
                name = f"{name} (again)" if name in found else name
                found[name] = self.value(inner, (*path, name))
            return found
        if isinstance(node, yaml.SequenceNode):
            return [self.value(each, (*path, place)) for place, each in enumerate(node.value)]
        if node.tag == "tag:yaml.org,2002:null":
            return ""
        return str(node.value)
