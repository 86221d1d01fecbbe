"""Rendering elements for variables, numbers and labels (CSL 1.0.2, Text, Number, Label)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from exporter.cite import numbers
from exporter.cite.citation_label import citation_label
from exporter.cite.direction import isolated
from exporter.cite.elements import TOTALS, Element, Leaf, Pruned, copied
from exporter.cite.item import Shape
from exporter.cite.markup import CITATION_NUMBER, END, LINK
from exporter.cite.state import RenderingState, Situation

if TYPE_CHECKING:
    from exporter.cite.style import Style

NUMBER_VARIABLES = frozenset(
    """
    chapter-number citation-number collection-number edition first-reference-note-number issue
    locator number number-of-pages number-of-volumes page page-first part-number printing-number
    section supplement-number version volume
    """.split()  # noqa: SIM905 - a list of words is easier to read
)
"""The number variables of CSL 1.0.2."""
_LINKED = frozenset({"URL", "DOI", "PMID", "PMCID"})
"""Variables that lead to a place on the web."""
_RESOLVERS = ("https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/")


class Variable(Leaf):
    """A variable that is printed as it is, or as number ranges if it is a number variable."""

    def __init__(self, node: Any, style: Style) -> None:
        super().__init__(node, style)
        self.name: str = node.get("variable")
        self.short = f"{self.name}-short" if node.get("form") == "short" else ""
        self.is_number = self.name in NUMBER_VARIABLES
        self.printed = self._printed()

    def _printed(self) -> Callable[[RenderingState], str]:
        """Return the function that makes the text of the variable."""
        name = self.name
        if name == "year-suffix":
            return _year_suffix
        if name == "citation-number":
            return _citation_number
        if name == "citation-label":
            return self._citation_label
        if name == "locator":
            return self._locator
        if name == "first-reference-note-number":
            return _first_note
        if name in {"page", "page-first"}:
            return self._pages
        if name in NUMBER_VARIABLES:
            return self._number
        if name in _LINKED:
            return self._link
        return self._text

    def prune(self, shape: Shape, situation: Situation) -> Pruned:
        """Return what is left of the element for items of a shape in a situation."""
        name = self.name
        there = is_available(name, shape, situation) or self.short in shape.variables
        return Pruned((self,) if there else (), calls=name != "year-suffix", fills=there)

    def render(self, state: RenderingState) -> str:
        """Return the marked text that the element prints."""
        if self.name in state.suppressed:
            return ""
        text = self.printed(state)
        if not text:
            return ""
        if state.substitutes_value and state.substitute is not None:
            text = state.substitute.text
            state.substitute = None
        state.note(self.name)
        if state.sort is None and text[:1] != LINK:
            text = isolated(text, in_right_to_left=self.locale.is_right_to_left)
        if self.is_bare:
            return text
        return self.finish(text, state.item.language or self.locale.tag)

    def _text(self, state: RenderingState) -> str:
        texts = state.item.texts
        return (self.short and texts.get(self.short)) or texts.get(self.name, "")

    def _number(self, state: RenderingState) -> str:
        return self.style.number(self._text(state), str)

    def _pages(self, state: RenderingState) -> str:
        return self.style.pages(self._text(state))

    def _locator(self, state: RenderingState) -> str:
        return self.style.locator(state.locator, state.situation.locator_label)

    def _citation_label(self, state: RenderingState) -> str:
        label = citation_label(state.item)
        if state.suffix_printed or self.style.places_year_suffix:
            return label
        return label + _year_suffix(state)

    def _link(self, state: RenderingState) -> str:
        text = self._text(state)
        return f"{LINK}{text}{END}" if text else ""

    def finish(self, text: str, language: str) -> str:
        """Return what is printed of a value.

        The address of a resolver that the style writes before a DOI joins its link.
        """
        if text.startswith(LINK):
            for resolver in _RESOLVERS:
                before, found, _ = self.prefix.partition(resolver)
                if found and not self.opening:
                    return f"{before}{LINK}{found}{text[1:]}{self.suffix}"
        return super().finish(text, language)


def is_available(variable: str, shape: Shape, situation: Situation) -> bool:
    """Return whether a variable has a value for items of a shape in a situation."""
    if variable in shape.variables:
        return True
    if variable in {"citation-number", "citation-label"}:
        return True
    return variable in situation.variables


def _year_suffix(state: RenderingState) -> str:
    if state.ambiguity is None or not state.ambiguity.year_suffix:
        return ""
    state.suffix_printed = True
    return state.ambiguity.year_suffix


def _citation_number(state: RenderingState) -> str:
    if state.sort is not None:
        return f"{state.number:08}"
    return f"{CITATION_NUMBER}{state.number}" if state.number else ""


def _first_note(state: RenderingState) -> str:
    return str(state.first_note) if state.first_note else ""


class NumberElement(Leaf):
    """A number variable in digits, as an ordinal, or in Roman numerals (CSL 1.0.2, Number)."""

    def __init__(self, node: Any, style: Style) -> None:
        super().__init__(node, style)
        self.name: str = node.get("variable")
        self.is_number = True
        self.form: str = node.get("form", "numeric")
        self.gender = style.locale.gender(self.name)

    def prune(self, shape: Shape, situation: Situation) -> Pruned:
        """Return what is left of the element for items of a shape in a situation."""
        there = is_available(self.name, shape, situation)
        return Pruned((self,) if there else (), calls=True, fills=there)

    def render(self, state: RenderingState) -> str:
        """Return the marked text that the element prints."""
        if self.name in state.suppressed:
            return ""
        text = number_value(self.name, state)
        if not text:
            return ""
        state.note(self.name)
        if state.sort is not None:
            return text.zfill(8) if text.isdecimal() else text
        if self.form == "numeric" and self.name in {"page", "page-first"}:
            text = self.style.pages(text)
        elif self.form == "numeric" and self.name == "locator":
            text = self.style.locator(text, state.situation.locator_label)
        else:
            text = self.style.number(text, self._one)
        return self.finish(text, self.language(state))

    def _one(self, number: int) -> str:
        if self.form == "ordinal":
            return self.locale.ordinal(number, self.gender)
        if self.form == "long-ordinal":
            return self.locale.long_ordinal(number, self.gender)
        return numbers.roman(number) if self.form == "roman" else str(number)


def number_value(variable: str, state: RenderingState) -> str:
    """Return the value of a number variable, which the processor may make; empty for none."""
    if variable == "locator":
        return state.locator
    if variable == "citation-number":
        return str(state.number) if state.number else ""
    if variable == "first-reference-note-number":
        return _first_note(state)
    return state.item.texts.get(variable, "")


class Label(Element):
    """The term that goes with a number variable (`p.`, `pp.`), or with names (CSL 1.0.2, Label)."""

    def __init__(self, node: Any, style: Style) -> None:
        super().__init__(node, style)
        self.name: str = node.get("variable", "")
        self.form: str = node.get("form", "long")
        self.plural: str = node.get("plural", "contextual")
        self.text = ""

    def prune(self, shape: Shape, situation: Situation) -> Pruned:
        """Return what is left of the element for items of a shape in a situation."""
        there = is_available(self.name, shape, situation)
        if not there and self._goes_with_another(shape, situation):
            left = copied(self)
            left.text = self.term(self.name.replace("locator", "page"), plural=False)
            return Pruned((left,) if left.text else (), calls=False, fills=False)
        return Pruned((self,) if there else (), calls=False, fills=False)

    def _goes_with_another(self, shape: Shape, situation: Situation) -> bool:
        """Return whether the label of a variable that is empty goes with another variable.

        CSL 1.0.2 (Label) leaves out the term of an empty variable. Many styles of the CSL project
        put the label of a locator before the pages in a bibliography, and that of the page behind
        the number of pages, because citeproc-js prints them.
        """
        if self.name == "locator":
            return not situation.position
        return TOTALS.get(self.name) in shape.variables

    def render(self, state: RenderingState) -> str:
        """Return the marked text that the element prints."""
        if self.text:
            return self.text
        if self.name in state.suppressed and not state.substituting:
            return ""
        text = number_value(self.name, state)
        if not text:
            return ""
        name = state.situation.locator_label if self.name == "locator" else self.name
        plural = numbers.is_plural(text)
        if self.name.startswith("number-of") and numbers.is_whole_number(text):
            plural = int(text) > 1
        return self.term(name, plural=plural, strips_periods=state.strips_periods)

    def term(self, name: str, *, plural: bool, strips_periods: bool = False) -> str:
        """Return the term for one or for several, as the element prints it."""
        wanted = plural if self.plural == "contextual" else self.plural == "always"
        term = self.locale.term(name, self.form, plural=wanted)
        if strips_periods:
            term = term.replace(".", "")
        return self.finish(term, self.style.language_of_terms(self.case))
