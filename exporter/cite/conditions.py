"""The elements that choose between others, in place of citeproc-py's own.

Those call content numeric only if it is letters and digits (is-numeric), know no `disambiguate`, and lose the variables
that a branch calls for the group around the choice.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from citeproc import model

from exporter.cite.cite import Cite
from exporter.cite.elements import NUMERIC, Fate, Rendered, joined
from exporter.cite.reference import Shape


class Branch(Rendered):
    """One branch of a choice: the conditions that can be foreseen, and those that cannot."""

    TESTS: tuple[str, ...] = (
        "type",
        "variable",
        "is-numeric",
        "is-uncertain-date",
        "locator",
        "position",
        "disambiguate",
    )

    @cached_property
    def _asked(self) -> tuple[str, list[tuple[str, str]]]:
        """How the answers are taken together, and each test with its word."""
        tests = [(test, word) for test in self.TESTS[1:] for word in self.get(test, "").split()]
        if types := self.get("type"):
            tests.insert(0, ("type", types))
        return self.get("match", "all"), tests

    def verdict(self, shape: Shape, cite: Cite | None = None) -> bool | None:
        """Say whether the branch is taken; None where that is not foreseen from the shape alone."""
        wish, tests = self._asked
        answers = [self._test(test, word, shape, cite) for test, word in tests]
        decisive = wish != "all"  # the answer that settles the matter by itself
        if decisive in answers:
            return wish == "any"
        if None in answers:
            return None
        return wish != "any"

    def _test(self, test: str, word: str, shape: Shape, cite: Cite | None) -> bool | None:
        if test == "type":
            return shape.type in word.split()  # an item has one type, so a list names alternatives
        if test == "variable":
            return word in shape.variables
        if test == "position":
            return word == "first" and (None if cite is None else bool(cite.area.in_text))
        if test == "locator" or (test == "is-numeric" and word not in shape.variables):
            return False
        if test == "is-uncertain-date" and word not in shape.variables:
            return False
        if cite is None:
            return None
        if test == "is-numeric":
            return NUMERIC.fullmatch(cite.reference.texts.get(word, "")) is not None
        if test == "is-uncertain-date":
            return cite.reference.dates[word].circa
        return cite.reference.doubtful and bool(cite.area.in_text)


class If(Branch, model.If):  # type: ignore[misc]
    """The first branch of a choice."""


class Else_If(Branch, model.Else_If):  # type: ignore[misc]  # noqa: N801 - citeproc-py goes by the name
    """A further branch of a choice."""


class Else(Branch, model.Else):  # type: ignore[misc]
    """The branch that is taken when no other is."""

    TESTS = ("",)


class Choose(Rendered, model.Choose):  # type: ignore[misc]
    """A choice between branches, whose elements stand where the choice stands."""

    transparent = True

    def outcome(self, shape: Shape) -> tuple[Any, ...]:
        """Give the elements of the branch that is taken for sure, or the choice itself where that is not foreseen."""
        for branch in self.children:
            verdict = branch.verdict(shape)
            if verdict is None:
                return (self,)
            if verdict:
                return branch.living(shape)  # type: ignore[no-any-return]
        return ()

    def foreseen(self, shape: Shape) -> Fate:
        """Foresee it from the branches that may be taken."""
        return joined(branch.fate(shape) for branch in self._possible(shape))

    def _possible(self, shape: Shape) -> list[Any]:
        possible = []
        for branch in self.children:
            verdict = branch.verdict(shape)
            if verdict is not False:
                possible.append(branch)
            if verdict:
                break
        return possible

    def pieces(self, cite: Cite) -> list[str]:
        """Give what the elements of the branch that is taken print."""
        shape = cite.reference.shape
        for branch in self._possible(shape):
            if branch.verdict(shape, cite):
                return branch.pieces(cite)  # type: ignore[no-any-return]
        return []
