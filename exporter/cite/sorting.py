"""Items in the order that a citation or a bibliography asks for. Source: CSL 1.0.2, Sorting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from exporter.cite.area import SortKey
from exporter.cite.item import DATE_VARIABLES, NAME_VARIABLES, STATED_VARIABLES, Item
from exporter.cite.markup import strip_marks
from exporter.cite.state import Ambiguity
from exporter.cite.style import Style
from exporter.errors import UsageError
from exporter.model.collation import collator
from exporter.parallel import map_in_order
from exporter.suggest import did_you_mean


def sort_items(
    items: Sequence[Item],
    keys: Sequence[SortKey],
    numbers: Mapping[str, int],
    ambiguity: Mapping[str, Ambiguity],
) -> list[Item]:
    """Return items in the order of some keys, as they come where there are none.

    Those for which a key is empty come last, whichever way the key goes.
    """
    if not keys or len(items) < 2:
        return list(items)
    collate = collator(keys[0].style.locale.tag)

    def values(item: Item) -> list[str]:
        number, told = numbers.get(item.id, 0), ambiguity.get(item.id)
        return [collate(strip_marks(key.value(item, number, told))) for key in keys]

    order = list(zip(items, map_in_order(values, items), strict=True))
    for place in range(len(keys) - 1, -1, -1):
        descending = keys[place].descending
        order.sort(
            key=lambda each: (bool(each[1][place]) == descending, each[1][place]),
            reverse=descending,
        )
    return [item for item, _ in order]


def sort_keys(variables: Sequence[str], style: Style) -> list[SortKey]:
    """Return the keys that sort by variables; a hyphen before one says descending.

    Raises UsageError for what is not a variable of CSL.
    """
    area = style.bibliography or style.citation
    known = STATED_VARIABLES | NAME_VARIABLES | DATE_VARIABLES | {"citation-number"}
    keys = []
    for variable in variables:
        name = variable.removeprefix("-")
        if name not in known:
            hint = did_you_mean(name, sorted(known)) or "for example issued, author, title"
            raise UsageError(f"“{name}” is not a variable of CSL", hint)
        order = "descending" if variable.startswith("-") else "ascending"
        node = etree.Element("key", variable=name, sort=order)
        keys.append(SortKey(node, area))
    return keys
