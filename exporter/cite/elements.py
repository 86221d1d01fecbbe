"""Rendering elements for text, macros and groups (CSL 1.0.2, Rendering Elements).

An element is read from the style once. Before an item is rendered, `prune` reduces the elements to
those that can print anything for items of its shape in its situation: conditions are decided,
macros expanded, and groups and variables that are empty dropped. The outcome is kept, because many
items have the same shape; what is left to `render` is short.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from exporter.cite.item import Shape
from exporter.cite.markup import (
    BEHIND_NUMBER,
    CLOSE_QUOTE,
    DISPLAY_MARKS,
    END,
    FIRST_TERM,
    KEEP,
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

_SIGNS = tuple(".,:;!?")
"""The punctuation that is merged where it meets (`punctuation`)."""
TOTALS = {"page": "number-of-pages", "volume": "number-of-volumes"}
"""Variables with the one that counts them, which has no label of its own in many styles."""


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
            variables.update(TOTALS[word] for word in words if word in TOTALS)
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
