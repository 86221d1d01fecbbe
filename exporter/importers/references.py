"""References from one entry of a file to another, which become ids when all entries have one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from exporter.importers.entry import Reference


def resolved(value: Any, find: Callable[[str], str], missing: Callable[[str], None]) -> Any:
    """Return data with an id in the place of each Reference.

    A reference that `find` does not know is left out, after a call of `missing` with its key, and so
    is a relation to an agent that nobody knows; the value is then None.
    """
    if isinstance(value, Reference):
        for key in value.keys:
            id = find(key)
            if id:
                return id
        missing(value.keys[-1])
        return None
    if isinstance(value, list):
        found = [resolved(each, find, missing) for each in value]
        return [each for each in found if each is not None] or None
    if not isinstance(value, dict):
        return value
    group = {}
    for name, inner in value.items():
        group[name] = resolved(inner, find, missing)
        if name == "agent" and group[name] is None:
            return None
    return {name: inner for name, inner in group.items() if inner is not None} or None


def has_reference(value: Any) -> bool:
    """Return whether there is a Reference in a value."""
    if isinstance(value, Reference):
        return True
    if isinstance(value, list):
        return any(has_reference(each) for each in value)
    return isinstance(value, dict) and any(has_reference(each) for each in value.values())
