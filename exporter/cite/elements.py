"""Rendering elements for text, numbers, labels and groups (CSL 1.0.2, Rendering Elements).

An element is read from the style once. Before an item is rendered, `prune` reduces the elements to
those that can print anything for items of its shape in its situation: conditions are decided,
macros expanded, and groups and variables that are empty dropped. The outcome is kept, because many
items have the same shape; what is left to `render` is short.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from exporter.cite import numbers
from exporter.cite.citation_label import citation_label
from exporter.cite.direction import isolated
from exporter.cite.item import Shape
from exporter.cite.markup import (
    BEHIND_NUMBER,
    CITATION_NUMBER,
    CLOSE_QUOTE,
    DISPLAY_MARKS,
    END,
    FIRST_TERM,
    KEEP,
    LINK,
    OPEN_QUOTE,
    OPENING_MARKS,
    PREFIX,
    SAME_ONLY,
    display_mark,
    opening_marks,
)
from exporter.cite.rich_text import marked_text
from exporter.cite.state import RenderingState, Situation
from exporter.cite.text_case import change_case

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
_SIGNS = tuple(".,:;!?")
"""The punctuation that is merged where it meets (`punctuation`)."""
_TOTALS = {"page": "number-of-pages", "volume": "number-of-volumes"}
"""Variables with the one that counts them, which has no label of its own in many styles."""
_LINKED = frozenset({"URL", "DOI", "PMID", "PMCID"})
"""Variables that lead to a place on the web."""
_RESOLVERS = ("https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/")


class Pruned(NamedTuple):
    """What is left of an element for one shape and situation.

    `calls` says whether it calls a variable, `fills` whether one that it calls can print (CSL
    1.0.2, Group).
    """

    elements: tuple[Element, ...]
    calls: bool
    fills: bool


NOTHING = Pruned((), calls=False, fills=False)


def prune_all(elements: Iterable[Element], shape: Shape, situation: Situation) -> Pruned:
    """Prune several elements that stand next to each other."""
    left: list[Element] = []
    calls = fills = False
    for element in elements:
        pruned = element.prune(shape, situation)
        left += pruned.elements
        calls = calls or pruned.calls
        fills = fills or pruned.fills
    return Pruned(tuple(left), calls, fills)


class Element:
    """A rendering element with what its attributes do to the text that it prints.

    `node` is its XML element.
    """

    def __init__(self, node: Any, style: Style) -> None:
        get = node.attrib.get
        self.style = style
        self.locale = style.locale
        self.line = node.sourceline
        self.prefix = _prefix(style_text(get("prefix", "")))
        self.suffix = style_text(get("suffix", ""))
        self.strip_periods = get("strip-periods") == "true"
        self.case: str = get("text-case", "")
        self.quotes = get("quotes") == "true"
        self.opening = opening_marks(node.attrib)
        self.closing = END * len(self.opening)
        self.is_number = False
        self.display = display_mark(get("display"))
        self.is_bare = not (
            self.prefix
            or self.suffix
            or self.strip_periods
            or self.case
            or self.quotes
            or self.opening
            or self.display
        )

    def prune(self, shape: Shape, situation: Situation) -> Pruned:
        """Return what is left of the element for items of a shape in a situation."""
        raise NotImplementedError

    def render(self, state: RenderingState) -> str:
        """Return the marked text that the element prints; empty if it prints nothing."""
        raise NotImplementedError

    def finish(self, text: str, language: str) -> str:
        """Return a text with the letter case, quotes, formatting and affixes of the element."""
        if self.is_bare or not text:
            return text
        if self.strip_periods:
            text = text.replace(".", "")
        if self.case:
            text = change_case(text, self.case, language)
        if self.quotes:
            text = f"{OPEN_QUOTE}{text}{CLOSE_QUOTE}"
        if self.opening:
            text = self.opening + text + self.closing
        text = self.with_suffix(self.prefix + text)
        if self.display:
            text = f"{self.display}{text}{END}"
        return text

    def with_suffix(self, text: str) -> str:
        """Return a text with the suffix of the element.

        A colon or semicolon behind a number is merged with no other sign that follows. The
        specification is silent; so citeproc-js prints `44:.` for a volume without pages.
        """
        text += self.suffix
        if self.is_number and text[-1] in ":;":
            text += BEHIND_NUMBER
        return text

    def language(self, state: RenderingState) -> str:
        """Return the language of what is printed: that of the item, else that of the locale."""
        return state.item.language or self.locale.tag


def _prefix(text: str) -> str:
    """Return a prefix with marks that say how its punctuation is merged.

    Its last sign is not merged with the sign that follows it. The specification is silent; so
    citeproc-js prints `1925;:733`.
    """
    if text.startswith(_SIGNS):
        text = PREFIX + text
    return text + KEEP if text.endswith(_SIGNS) else text


E = TypeVar("E", bound=Element)


def copied(element: E) -> E:
    """Return a shallow copy of an element; `copy.copy` takes ten times as long."""
    made: E = object.__new__(type(element))
    made.__dict__.update(element.__dict__)
    return made


def style_text(text: str) -> str:
    """Return a text of the style; some write characters as entities twice (`&amp;#160;`).

    The dots of an ellipsis (`suffix="..."`) are not merged with each other.
    """
    if "&#" in text:
        text = unescape(text)
    return text.replace("...", KEEP.join("...")) if "..." in text else text


class Container(Element):
    """An element that holds others."""

    def __init__(self, node: Any, style: Style) -> None:
        super().__init__(node, style)
        self.children: Sequence[Element] = style.elements_of(node)


class AskedFor(NamedTuple):
    """What a part of a style asks for: variables of an item, its type, whether it is ambiguous.

    `macros` are those that it calls.
    """

    variables: frozenset[str]
    types: bool
    ambiguity: bool
    macros: frozenset[str]


class Macro:
    """A part of a style that has a name.

    Like a group, it is empty where all variables that it calls are.
    """

    def __init__(self, node: Any, style: Style) -> None:
        self.name: str = node.get("name")
        self.children = style.elements_of(node)
        self.style = style
        self.asks_for = _asked_for(node)
        self._all_asked_for: AskedFor | None = None
        self._pruned: dict[Any, Pruned] = {}

    def all_asked_for(self) -> AskedFor:
        """Return what the macro, and those that it calls, ask for."""
        if self._all_asked_for is None:
            own = self.asks_for
            called = [self.style.macros[name].all_asked_for() for name in own.macros]
            self._all_asked_for = AskedFor(
                own.variables.union(*(each.variables for each in called)),
                own.types or any(each.types for each in called),
                own.ambiguity or any(each.ambiguity for each in called),
                own.macros,
            )
        return self._all_asked_for

    def prune(self, shape: Shape, situation: Situation) -> Pruned:
        """Return what is left of the elements within.

        It is kept for all shapes that do not differ in what the macro asks for. It is not kept
        where it depends on how many conditions asked for ambiguity before.
        """
        variables, types, ambiguity, _ = self.all_asked_for()
        if situation.disambiguate and ambiguity:
            return prune_all(self.children, shape, situation)
        key = (
            shape.type if types else "",
            shape.variables & variables,
            shape.numeric & variables,
            shape.uncertain & variables,
            situation if ambiguity else situation._replace(disambiguate=0),
        )
        pruned = self._pruned.get(key)
        if pruned is None:
            pruned = self._pruned[key] = prune_all(self.children, shape, situation)
        return pruned


def _asked_for(node: Any) -> AskedFor:
    """Return what the elements within an XML element ask for."""
    variables: set[str] = set()
    macros: set[str] = set()
    types = ambiguity = False
    for each in node.iter():
        for attribute in ("variable", "is-numeric", "is-uncertain-date"):
            words = each.get(attribute, "").split()
            variables.update(words)
            variables.update(f"{word}-short" for word in words)
            variables.update(_TOTALS[word] for word in words if word in _TOTALS)
        if "macro" in each.attrib:
            macros.add(each.get("macro"))
        types = types or "type" in each.attrib
        ambiguity = ambiguity or "disambiguate" in each.attrib
    return AskedFor(frozenset(variables), types, ambiguity, frozenset(macros))


class Leaf(Element):
    """A text, a variable or a number.

    Where it is formatted, its punctuation is not merged with that of its suffix and of the elements
    next to it: the specification is silent, and citeproc-js prints `<i>What is to be done?</i>.`.
    It is merged with that of the group around it.
    """

    def __init__(self, node: Any, style: Style) -> None:
        super().__init__(node, style)
        self.is_apart = bool(self.opening) and not self.quotes
        if self.is_apart:
            self.closing += SAME_ONLY
            self.prefix = self.prefix.replace(PREFIX, SAME_ONLY)

    def by_itself(self) -> Leaf:
        """Return the element as it is printed in a group that holds nothing else."""
        if not self.is_apart:
            return self
        left = copied(self)
        left.prefix = left.prefix.replace(SAME_ONLY, PREFIX)
        if not left.suffix:
            left.closing = left.closing.removesuffix(SAME_ONLY)
        return left


class TextElement(Leaf):
    """A term or a value of the style."""

    def __init__(self, node: Any, style: Style) -> None:
        super().__init__(node, style)
        term = node.get("term")
        if term:
            words = style.locale.term(
                term, node.get("form", "long"), plural=node.get("plural") == "true"
            )
            if words and not self.case:
                words = FIRST_TERM + words
        else:
            words = marked_text(style_text(node.get("value", "")), style.quotes)
        self.text = self.finish(words, style.language_of_terms(self.case))

    def prune(self, shape: Shape, situation: Situation) -> Pruned:  # noqa: ARG002
        """Return what is left of the element for items of a shape in a situation."""
        return Pruned((self,) if self.text else (), calls=False, fills=False)

    def render(self, state: RenderingState) -> str:
        """Return the marked text that the element prints."""
        return self.text.replace(".", "") if state.strips_periods else self.text


class MacroCall(Container):
    """A macro in the place where it is called.

    Its `text-case` is ignored, and its `strip-periods` is for names and terms only, because
    citeproc-js has it so and the styles of the CSL project are written for that: more than 200 have
    them, and they would put capitals into other languages, and break DOIs.
    """

    def __init__(self, node: Any, style: Style) -> None:
        super().__init__(node, style)
        self.case = ""
        self.strips_names = self.strip_periods
        self.strip_periods = False
        self.name: str = node.get("macro")
        self.calls = False

    def prune(self, shape: Shape, situation: Situation) -> Pruned:
        """Return what is left of the element for items of a shape in a situation."""
        pruned = self.style.macros[self.name].prune(shape, situation)
        return _pruned_group(self, pruned)

    def render(self, state: RenderingState) -> str:
        """Return the marked text that the element prints."""
        before = state.strips_periods
        state.strips_periods = before or self.strips_names
        text = _rendered_group(self, state, "")
        state.strips_periods = before
        return self.finish(text, self.language(state))


class Group(Container):
    """Elements that are printed together, or not at all if all variables they call are empty."""

    def __init__(self, node: Any, style: Style) -> None:
        super().__init__(node, style)
        self.delimiter = style_text(node.get("delimiter", ""))
        if self.delimiter.endswith(_SIGNS):
            self.delimiter += SAME_ONLY
        self.calls = False

    def prune(self, shape: Shape, situation: Situation) -> Pruned:
        """Return what is left of the element for items of a shape in a situation."""
        return _pruned_group(self, prune_all(self.children, shape, situation))

    def render(self, state: RenderingState) -> str:
        """Return the marked text that the element prints."""
        return self.finish(_rendered_group(self, state, self.delimiter), self.language(state))


def _pruned_group(group: MacroCall | Group, pruned: Pruned) -> Pruned:
    """Return what is left of a group, given what is left of its children.

    A group that prints something counts as a variable that is not empty for the group around it
    (CSL 1.0.2, Group). One that has a single child left, and adds nothing to it, is replaced by the
    child.
    """
    if not pruned.elements or (pruned.calls and not pruned.fills):
        return Pruned((), pruned.calls, fills=False)
    adds_nothing = group.is_bare and not getattr(group, "strips_names", False)
    if adds_nothing and len(pruned.elements) == 1 and pruned.fills:
        only = pruned.elements[0]
        if isinstance(only, Leaf):
            only = only.by_itself()
        return pruned._replace(elements=(only,))
    left = copied(group)
    left.children = pruned.elements
    left.calls = pruned.calls
    left.is_number = pruned.elements[-1].is_number
    return Pruned((left,), calls=True, fills=True)


def _printed(elements: Iterable[Element], state: RenderingState) -> list[str]:
    """Return what elements print, without those that print nothing."""
    texts = []
    for element in elements:
        text = element.render(state)
        if text:
            texts.append(text)
    return texts


def _rendered_group(group: MacroCall | Group, state: RenderingState, delimiter: str) -> str:
    """Return what the children print, or nothing if a variable was called and all were empty."""
    before = state.filled
    state.filled = False
    parts = _printed(group.children, state)
    if not parts or (group.calls and not state.filled):
        state.filled = before
        return ""
    state.filled = True
    text = parts[0] if len(parts) == 1 else delimiter.join(parts)
    if text[0] == SAME_ONLY:
        text = text[1:]
    return text[:-1] if text[-1] == SAME_ONLY else text


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
        return self.style.pages(state.locator) if state.locator else ""

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
        if self.form == "numeric" and self.name in {"page", "page-first", "locator"}:
            text = self.style.pages(text)
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
        return _TOTALS.get(self.name) in shape.variables

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


class Layout(Container):
    """What is printed of an item in a citation or a bibliography.

    Its formatting includes its affixes.
    """

    def __init__(self, node: Any, style: Style) -> None:
        super().__init__(node, style)
        self.delimiter = style_text(node.get("delimiter", ""))
        self._pruned: dict[tuple[Shape, Situation], tuple[Element, ...]] = {}

    def pieces(self, state: RenderingState) -> list[str]:
        """Return what each element within prints, without those that print nothing."""
        key = (state.item.shape, state.situation)
        elements = self._pruned.get(key)
        if elements is None:
            self.style.disambiguate_asked = 0
            elements = prune_all(self.children, *key).elements
            self._pruned[key] = elements
        return _printed(elements, state)

    def with_suffix(self, text: str) -> str:
        """Return a text with the suffix, which joins a last part with a `display` of its own."""
        text = text.removesuffix(SAME_ONLY)
        if text.endswith(END) and _last_opened(text) in DISPLAY_MARKS:
            return super().with_suffix(text[:-1]) + END
        return super().with_suffix(text)

    def wrapped(self, text: str) -> str:
        """Return the text of the layout with its affixes and formatting."""
        text = self.with_suffix(self.prefix + text)
        return self.opening + text + END * len(self.opening) if self.opening else text


def _last_opened(text: str) -> str:
    """Return the mark that the `END` at the end of a text closes."""
    depth = 0
    for sign in reversed(text):
        if sign == END:
            depth += 1
        elif sign in OPENING_MARKS:
            depth -= 1
            if not depth:
                return sign
    return ""
