"""Conditions. Source: CSL 1.0.2, Choose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exporter.cite.elements import NOTHING, Element, Pruned, prune_all
from exporter.cite.item import Shape
from exporter.cite.state import Situation
from exporter.cite.variables import is_available

if TYPE_CHECKING:
    from exporter.cite.style import Style

_TESTS = ("variable", "is-numeric", "is-uncertain-date", "locator", "position", "disambiguate")


class ChooseBranch:
    """A branch of a choice: `cs:if`, `cs:else-if` or `cs:else`."""

    def __init__(self, node: Any, style: Style) -> None:
        self.children = style.elements_of(node)
        self.match: str = node.get("match", "all")
        self.types = frozenset(node.get("type", "").split())
        self.tests = [(test, word) for test in _TESTS for word in node.get(test, "").split()]
        self.style = style
        if "disambiguate" in node.attrib:
            style.has_disambiguate_condition = True

    def is_taken(self, shape: Shape, situation: Situation) -> bool:
        """Return whether the conditions are met. Of several types one is enough.

        The specification does not make this exception for `match="all"`, but some 190 styles of the
        CSL project rely on it, and citeproc-js and pandoc make it.
        """
        is_of_type = shape.type in self.types
        results = (self._holds(test, word, shape, situation) for test, word in self.tests)
        if self.match == "all":
            return (is_of_type or not self.types) and all(results)
        return (is_of_type or any(results)) == (self.match == "any")

    def _holds(self, test: str, word: str, shape: Shape, situation: Situation) -> bool:
        if test == "variable":
            if word == "citation-label":
                return word in shape.variables  # not one that the processor makes
            return is_available(word, shape, situation)
        if test == "is-numeric":
            if word == "locator":
                return situation.numeric_locator
            return word in shape.numeric or word == "citation-number"
        if test == "is-uncertain-date":
            return word in shape.uncertain
        if test == "locator":
            return word.replace("sub verbo", "sub-verbo") == situation.locator_label
        if test == "position":
            return _is_in_position(word, situation)
        return self._is_ambiguous(situation) == (word == "true")

    def _is_ambiguous(self, situation: Situation) -> bool:
        """Return whether the item is still ambiguous, as far as that was found out.

        Of the conditions that ask for it, only so many are met as are needed, in the order in
        which they are come across.
        """
        self.style.disambiguate_asked += 1
        return self.style.disambiguate_asked <= situation.disambiguate


def _is_in_position(word: str, situation: Situation) -> bool:
    """Return whether a cite is in a position.

    `ibid` includes `ibid-with-locator`, and both are `subsequent`.
    """
    position = situation.position
    if word == "near-note":
        return situation.near_note
    if word == "subsequent":
        return position in {"subsequent", "ibid", "ibid-with-locator"}
    if word == "ibid":
        return position in {"ibid", "ibid-with-locator"}
    return word == position


class Choose(Element):
    """A choice between branches, whose elements stand where the choice stands."""

    def __init__(self, node: Any, style: Style) -> None:
        super().__init__(node, style)
        self.branches = [ChooseBranch(child, style) for child in node]

    def prune(self, shape: Shape, situation: Situation) -> Pruned:
        """Return what is left of the element for items of a shape in a situation."""
        for branch in self.branches:
            if branch.is_taken(shape, situation):
                return prune_all(branch.children, shape, situation)
        return NOTHING
