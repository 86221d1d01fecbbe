"""The bibliography of the items of a registry. Source: CSL 1.0.2, Bibliography."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from exporter.cite.area import Area
from exporter.cite.item import Item
from exporter.cite.markup import END, FIRST_TERM, LEFT_MARGIN, RIGHT_INLINE
from exporter.cite.punctuation import merge_punctuation
from exporter.cite.registry import Registry
from exporter.cite.state import (
    BIBLIOGRAPHY,
    AuthorSubstitute,
    RenderedNames,
    RenderingState,
    Situation,
)
from exporter.cite.text_case import capitalize_first_term
from exporter.parallel import map_in_order


class BibliographyEntry(NamedTuple):
    """An entry of a bibliography: its item, and its marked text, empty for nothing."""

    item: Item
    text: str


class BibliographyRenderer:
    """Renders the entries of a bibliography."""

    def __init__(self, registry: Registry, area: Area) -> None:
        self.registry = registry
        self.style = registry.style
        self.area = area
        self.layout = area.layout
        self.substitute = area.attributes.get("subsequent-author-substitute")
        self.rule = area.option("subsequent-author-substitute-rule", "complete-all")
        self.aligns = "second-field-align" in area.attributes

    def entries(self, items: Sequence[Item] | None = None) -> Iterator[BibliographyEntry]:
        """Yield the items in order, or those of a section, with their entries."""
        listed = self.registry.items if items is None else items
        before: RenderedNames | None = None
        made = map_in_order(self._pieces, listed)
        for item, (pieces, names) in zip(listed, made, strict=True):
            if self.substitute is not None and names is not None:
                substitute = self._substitute(names, before)
                if substitute is not None and _begins_with(pieces, names):
                    pieces = self._pieces(item, substitute)[0]
                before = names
            yield BibliographyEntry(item, self._entry(pieces))

    def _pieces(
        self, item: Item, substitute: AuthorSubstitute | None = None
    ) -> tuple[list[str], RenderedNames | None]:
        """Return what each element of the layout prints of an item, and its first names."""
        ambiguity = self.registry.ambiguity.get(item.id)
        situation = BIBLIOGRAPHY
        if ambiguity is not None:
            suffixed = frozenset({"year-suffix"} if ambiguity.year_suffix else ())
            situation = Situation(variables=suffixed, disambiguate=ambiguity.conditions)
        state = RenderingState(
            item,
            self.area,
            situation,
            number=self.registry.numbers[item.id],
            ambiguity=ambiguity,
            substitute=substitute,
        )
        return self.layout.pieces(state), state.first_name_list

    def _substitute(
        self, names: RenderedNames, before: RenderedNames | None
    ) -> AuthorSubstitute | None:
        """Return what replaces names that the entry before has too; None for nothing.

        Source: CSL 1.0.2, subsequent-author-substitute-rule.
        """
        if before is None or not names.each:
            return None
        text, rule = self.substitute or "", self.rule
        shared = 0
        for name, other in zip(names.each, before.each, strict=False):
            if name != other:
                break
            shared += 1
        if rule.startswith("partial"):
            count = min(shared, 1) if rule == "partial-first" else shared
            return AuthorSubstitute(text, count, each=True) if count else None
        if names.each != before.each:
            return None
        return AuthorSubstitute(text, None, each=rule == "complete-each")

    def _entry(self, pieces: Sequence[str]) -> str:
        """Return the text of an entry.

        The first field stands in the margin where the style aligns the second (second-field-align).
        """
        if not pieces:
            return ""
        first, *others = pieces
        if self.aligns and others:
            margin = f"{LEFT_MARGIN}{self.layout.prefix}{first}{END}"
            text = f"{margin}{RIGHT_INLINE}{self.layout.with_suffix(''.join(others))}{END}"
        else:
            text = self.layout.wrapped("".join(pieces))
        if FIRST_TERM in text:
            text = capitalize_first_term(text)
        return merge_punctuation(text, in_quote=self.style.locale.punctuation_in_quote)


def _begins_with(pieces: Sequence[str], names: RenderedNames) -> bool:
    """Return whether no word stands before the first names of an entry."""
    before, found, _ = "".join(pieces).partition(names.text)
    return bool(found) and not any(sign.isalpha() for sign in before)
