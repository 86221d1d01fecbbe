"""`cs:citation` and `cs:bibliography`. Source: CSL 1.0.2, Citation, Bibliography and Sorting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exporter.cite.citation_label import citation_label
from exporter.cite.dates import sort_key
from exporter.cite.elements import Element, Layout
from exporter.cite.state import BIBLIOGRAPHY, Ambiguity, RenderingState, SortOptions

if TYPE_CHECKING:
    from exporter.cite.item import Item, Shape
    from exporter.cite.style import Style

_SORT_OPTIONS = {
    "names-min": "et-al-min",
    "names-use-first": "et-al-use-first",
    "names-use-last": "et-al-use-last",
}
"""The attributes of a sort key that set options of names, each with the option."""


class SortKey:
    """`cs:key`: one of the things by which items are put in order."""

    def __init__(self, node: Any, area: Area) -> None:
        self.area = area
        self.style = area.style
        self.macro: str = node.get("macro", "")
        self.variable: str = node.get("variable", "")
        self.descending = node.get("sort") == "descending"
        self.options: SortOptions = tuple(
            (option, node.get(name)) for name, option in _SORT_OPTIONS.items() if node.get(name)
        )
        self._call = area.style.macro_call(self.macro)
        self._pruned: dict[Shape, tuple[Element, ...]] = {}

    @property
    def is_citation_number(self) -> bool:
        """Whether the key is the citation number, perhaps in a macro."""
        elements = self.style.macros[self.macro].children if self.macro else ()
        numbers = [getattr(element, "name", "") == "citation-number" for element in elements]
        return self.variable == "citation-number" or any(numbers)

    def value(self, item: Item, number: int, ambiguity: Ambiguity | None) -> str:
        """Return what the key makes of an item, as text to be collated; empty for nothing.

        `number` is the citation number that the item has so far. Numbers and dates are padded with
        zeros.
        """
        item = item.by_reading or item
        state = RenderingState(
            item, self.area, number=number, ambiguity=ambiguity, sort=self.options
        )
        if self.macro:
            return self._of_macro(item, state)
        name = self.variable
        if name == "citation-number":
            return f"{number:08}"
        if name == "citation-label":
            return citation_label(item)
        if name in item.dates:
            return sort_key(item.dates[name])
        if name in item.names:
            return self.style.default_name.list(item.names[name], state, "").text
        text = item.texts.get(name, "")
        return text.zfill(8) if text.isdecimal() else text

    def _of_macro(self, item: Item, state: RenderingState) -> str:
        elements = self._pruned.get(item.shape)
        if elements is None:
            elements = self._call.prune(item.shape, BIBLIOGRAPHY).elements
            self._pruned[item.shape] = elements
        return "".join(element.render(state) for element in elements)


class Area:
    """How items are cited, or listed.

    `attributes` are those of the element; names inherit some of them. `sort` are the keys, in
    order.
    """

    def __init__(self, node: Any, style: Style) -> None:
        self.style = style
        self.attributes: dict[str, str] = dict(node.attrib)
        self.sort: list[SortKey] = []
        self.layout: Layout
        for child in node:
            tag = child.tag.rpartition("}")[2]
            if tag == "layout":
                self.layout = Layout(child, style)
            elif tag == "sort":
                self.sort = [SortKey(key, self) for key in child]

    def option(self, name: str, default: str = "") -> str:
        """Return an attribute of the element."""
        return self.attributes.get(name, default)

    def is_set(self, name: str) -> bool:
        """Return whether an attribute of the element is `true`."""
        return self.attributes.get(name) == "true"
