"""The items of a bibliography or a document: their order, their numbers, their differences."""

from __future__ import annotations

from collections.abc import Sequence

from exporter.cite.area import SortKey
from exporter.cite.disambiguation import disambiguate
from exporter.cite.item import Item
from exporter.cite.sorting import sort_items
from exporter.cite.style import Style


class Registry:
    """Items of one style, in the order of its bibliography.

    `items` come in the order in which they are cited first; `sort` are keys that are used instead
    of those of the style. `numbers` holds the citation number of each item by its id, and
    `ambiguity` how it is told from others.
    """

    def __init__(self, style: Style, items: Sequence[Item], sort: Sequence[SortKey] = ()) -> None:
        self.style = style
        self.by_id: dict[str, Item] = {item.id: item for item in items}
        numbers = {item.id: number for number, item in enumerate(items, 1)}
        area = style.bibliography or style.citation
        keys = sort or area.sort
        self.items = sort_items(items, keys, numbers, {})
        self.numbers = self._numbered(keys)
        self.ambiguity = disambiguate(style, self.items, self.numbers)

    def _numbered(self, sort: Sequence[SortKey]) -> dict[str, int]:
        """Return the citation number of each item: its place in the bibliography.

        They count down where the bibliography is sorted by them in descending order.
        """
        keys = [key for key in sort if key.is_citation_number]
        order = reversed(self.items) if keys and keys[-1].descending else self.items
        return {item.id: number for number, item in enumerate(order, 1)}
