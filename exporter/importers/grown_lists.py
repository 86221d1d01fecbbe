"""Finds items in lists that grow, without a search of all of them for each new one."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from exporter.importers.entry import NamedAgent


def key_of(value: Any) -> Hashable:
    """Return what is the same for equal values, so that a dictionary can find them."""
    if isinstance(value, dict):
        return frozenset((name, key_of(inner)) for name, inner in value.items())
    if isinstance(value, list | tuple):
        return tuple(map(key_of, value))
    if isinstance(value, NamedAgent):
        return key_of(value.forms)
    return value if isinstance(value, Hashable) else repr(value)


class GrownLists:
    """Knows where in some lists the items with a key stand.

    Of a list it looks at each item once, as long as the list only grows. An item that was changed
    since is still found by what it was, so that callers compare what they find.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[list[Any], dict[Hashable, list[int]], int]] = {}

    def places(
        self,
        name: str,
        items: list[Any],
        key: Hashable,
        key_of: Callable[[Any], Hashable] = key_of,
    ) -> list[int]:
        """Return where in a list, which goes by a name, the items with a key stand."""
        known, places, seen = self._known.get(name, (None, {}, 0))
        if known is not items or seen > len(items):
            places, seen = {}, 0
        for place in range(seen, len(items)):
            places.setdefault(key_of(items[place]), []).append(place)
        self._known[name] = (items, places, len(items))
        return places.get(key, [])

    def has(self, name: str, items: list[Any], item: Any) -> bool:
        """Return whether a list has an item."""
        return any(items[place] == item for place in self.places(name, items, key_of(item)))
