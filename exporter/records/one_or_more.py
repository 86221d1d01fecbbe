"""Fields that hold one value, or a list of several."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any


def one_or_more(value: Any) -> list[Any]:
    """Return the values of such a field; none if it is not there."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def add_one(group: MutableMapping[str, Any], name: str, value: Any) -> None:
    """Add a value to such a field of a group, unless it is there; a second one makes a list."""
    every = one_or_more(group.get(name))
    if value not in every:
        group[name] = [*every, value] if every else value
