"""The elements of a style that print a variable, a term or a number, or hold others; in place of citeproc-py's own.

What those do otherwise than CSL 1.0.2 says, or at what cost:

- Each asks for its children, options, macros and terms by XPath each time it renders: 25 ms a work. Here they are
  looked up once. And since most conditions ask only for the type of a work and the variables that it has, the children
  that can print anything are found once for each `Shape`, and only those are rendered.
- A term without the form asked for is empty; CSL falls back to the next form (Terms).
- A group counts as filled where an element in it prints that could have called a variable, though none did (Group).
- A number is plural only where its parts are digits (Label).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property, partial
from typing import Any, NamedTuple

from citeproc import model

from exporter.cite import marks
from exporter.cite.cite import Cite
from exporter.cite.letter_case import cased
from exporter.cite.marks import END, LINK, QUOTE, UNQUOTE
from exporter.cite.page_ranges import ranged
from exporter.cite.reference import Shape

GENERATED = frozenset(
    {"year-suffix", "citation-number", "citation-label", "locator", "first-reference-note-number"}
)
"""Variables that no record holds."""
LINKED = {"URL": "", "DOI": "https://doi.org/"}
"""Variables that lead somewhere, each with what stands before it in an address."""
_NUMBER = r"[A-Za-z\u00c0-\u024f]*\d+[A-Za-z\u00c0-\u024f]*"
NUMERIC = re.compile(rf"{_NUMBER}(?:\s*[-–,&]\s*{_NUMBER})*")
"""Content that is numeric (CSL 1.0.2, Choose, is-numeric)."""
SEVERAL = re.compile(r"\d\s*(?:[-–&,]|and|et|und)\s*[^\W\d_]*\d")


class Fate(NamedTuple):
    """What an element can do for works of one shape: print anything, call a variable; of which it prints one."""

    prints: bool
    calls: bool
    fills: bool


class Dress(NamedTuple):
    """What an element does to what it prints."""

    strip: bool
    case: str
    quoted: bool
    opening: str
    prefix: str
    suffix: str


class Rendered:
    """What all elements share: `home` is the style, `get` gives an attribute, `getchildren` the elements within."""

    get: Callable[..., Any]
    get_root: Callable[[], Any]
    getchildren: Callable[[], list[Any]]
    tag: str
    transparent = False
    counts = False
    """Whether whatever the element prints counts as a variable."""

    @cached_property
    def home(self) -> Any:
        """The style that the element is in."""
        return self.get_root()

    @cached_property
    def children(self) -> tuple[Any, ...]:
        """The elements within, in order."""
        return tuple(self.getchildren())

    @cached_property
    def dress(self) -> Dress | None:
        """What is done to what the element prints; None where it stays as it is."""
        dress = Dress(
            self.get("strip-periods") == "true",
            self.get("text-case", ""),
            self.get("quotes") == "true",
            marks.opening(self),
            self.get("prefix", ""),
            self.get("suffix", ""),
        )
        return dress if any(dress) else None

    def dressed(self, text: str, *, english: bool) -> str:
        """Give what the element prints, with its case, quotation marks, formatting and affixes."""
        dress = self.dress
        if dress is None or not text:
            return text
        if dress.strip:
            text = text.replace(".", "")
        if dress.case:
            text = cased(text, dress.case, english=english)
        if dress.quoted:
            text = QUOTE + text + UNQUOTE
        if dress.opening:
            text = dress.opening + text + END * len(dress.opening)
        return dress.prefix + text + dress.suffix

    @cached_property
    def _fates(self) -> dict[Shape, Fate]:
        return {}

    def fate(self, shape: Shape) -> Fate:
        """Say what the element can do for works of a shape."""
        if (known := self._fates.get(shape)) is None:
            known = self._fates[shape] = self.foreseen(shape)
        return known

    def foreseen(self, shape: Shape) -> Fate:
        """Work that out: of an element that holds others, from those."""
        return joined(child.fate(shape) for child in self.children)

    @cached_property
    def _living(self) -> dict[Shape, tuple[Any, ...]]:
        return {}

    def living(self, shape: Shape) -> tuple[Any, ...]:
        """Give the elements within that can print something; a choice that is foreseen is replaced by its outcome."""
        known = self._living.get(shape)
        if known is None:
            known = tuple(
                each
                for child in self.children
                for each in child.outcome(shape)
                if each.fate(shape).prints
            )
            self._living[shape] = known
        return known

    def outcome(self, shape: Shape) -> tuple[Any, ...]:  # noqa: ARG002
        """Give the elements that print in the place of this one for works of a shape: most print by themselves."""
        return (self,)

    def _lone(self, living: tuple[Any, ...]) -> tuple[Any, ...]:
        """Give a single element that counts as a variable by itself in the place of this one, which adds nothing."""
        return living if self.dress is None and len(living) == 1 and living[0].counts else (self,)

    def pieces(self, cite: Cite) -> list[str]:
        """Give what each of the elements within prints."""
        made = []
        for child in self.living(cite.reference.shape):
            if child.transparent:
                made += child.pieces(cite)
            elif text := child.render(cite):
                made.append(text)
        return made

    def english(self, cite: Cite) -> bool:
        """Say whether what the element prints is taken for English."""
        said = cite.reference.english
        return bool(self.home.local if said is None else said)


def joined(fates: Iterable[Fate]) -> Fate:
    """Give what several elements can do together."""
    prints, calls, fills = False, False, False
    for each in fates:
        prints, calls, fills = prints or each.prints, calls or each.calls, fills or each.fills
    return Fate(prints, calls, fills)


class Macro(Rendered, model.Macro):  # type: ignore[misc]
    """A part of a style that has a name."""

    def render(self, cite: Cite) -> str:
        """Give what the elements within print."""
        return "".join(self.pieces(cite))


class Text(Rendered, model.Text):  # type: ignore[misc]
    """A variable, a macro, a term, or words of the style."""

    def foreseen(self, shape: Shape) -> Fate:
        """Foresee it: a variable prints if the work has it, or if no record holds it."""
        if name := self.get("macro"):
            fate = self.home.macro(name).fate(shape)
            return Fate(fate.prints and (fate.fills or not fate.calls), fate.calls, fate.fills)
        if name := self.get("variable"):
            there = name in shape.variables or name in GENERATED
            return Fate(there, name != "year-suffix", there)
        return Fate(prints=True, calls=False, fills=False)

    def outcome(self, shape: Shape) -> tuple[Any, ...]:
        """Give what stands in the place of a macro, if it is a single element that counts as a variable by itself."""
        name = self.get("macro")
        return self._lone(self.home.macro(name).living(shape)) if name else (self,)

    @property
    def counts(self) -> bool:  # type: ignore[override]
        """Whether what it prints is a variable, or counts as one."""
        return "macro" in self.attrib or "variable" in self.attrib

    @cached_property
    def _printed(self) -> Callable[[Cite], str]:
        if name := self.get("macro"):
            return partial(self._macro_of, self.home.macro(name))
        if name := self.get("variable"):
            return partial(self._variable_of, name)
        if name := self.get("term"):
            words = self.home.term(
                name, self.get("form", "long"), plural=self.get("plural") == "true"
            )
        else:
            words = self.get("value", "")
        return lambda _: words

    def render(self, cite: Cite) -> str:
        """Give what is printed; empty if nothing is."""
        text = self._printed(cite)
        if not text or self.dress is None:
            return text
        return self.dressed(
            text, english=self.home.local if "term" in self.attrib else self.english(cite)
        )

    def _macro_of(self, macro: Macro, cite: Cite) -> str:
        """Render a macro, which is suppressed like a group if it calls variables and all are empty."""
        before, cite.filled = cite.filled, False
        text = macro.render(cite)
        if macro.fate(cite.reference.shape).calls and not cite.filled:
            text = ""
        cite.filled = before or bool(text)
        return text

    def _variable_of(self, name: str, cite: Cite) -> str:
        if name in cite.suppressed:
            return ""
        reference = cite.reference
        if name == "citation-number":
            text = f"{reference.number:08}" if cite.sorting is not None else str(reference.number)
        elif name == "year-suffix":
            text = reference.year_suffix
            cite.suffixed = True
        else:
            short = f"{name}-short" if self.get("form") == "short" else name
            text = reference.texts.get(short) or reference.texts.get(name, "")
        if not text:
            return ""
        cite.filled = True
        cite.printed.append(name)
        if name == "page":
            return ranged(
                text,
                self.home.get("page-range-format", ""),
                self.home.term("page-range-delimiter") or "–",
            )
        return f"{LINK}{text}{END}" if name in LINKED else text

    def dressed(self, text: str, *, english: bool) -> str:
        """Dress it; the address of a DOI that the style writes before it is part of the link."""
        prefix = self.get("prefix", "")
        if text.startswith(LINK) and prefix and (at := prefix.find("https://doi.org/")) >= 0:
            return f"{prefix[:at]}{LINK}{prefix[at:]}{text[1:]}{self.get('suffix', '')}"
        return super().dressed(text, english=english)


class Number(Rendered, model.Number):  # type: ignore[misc]
    """A variable that is a number, in digits, as an ordinal, or in Roman numerals."""

    counts = True

    def foreseen(self, shape: Shape) -> Fate:
        """Foresee it: it prints if the work has the variable."""
        there = self.get("variable") in shape.variables
        return Fate(there, calls=True, fills=there)

    def render(self, cite: Cite) -> str:
        """Give the number in its form; what is no number is printed as it is."""
        name = self.get("variable")
        text = cite.reference.texts.get(name, "")
        if not text or name in cite.suppressed:
            return ""
        cite.filled = True
        cite.printed.append(name)
        if cite.sorting is not None:
            return text.zfill(8) if text.isdecimal() else text
        form = self.get("form", "numeric")
        if name.startswith("page"):
            text = ranged(text, self.home.get("page-range-format", ""), "–")
        elif form != "numeric" and NUMERIC.fullmatch(text):
            text = re.sub(
                r"(?<!\w)\d+(?!\w)", lambda match: self._formed(int(match[0]), form), text
            )
        elif NUMERIC.fullmatch(text):
            text = re.sub(r"\s*[-–]\s*", "–", text)
        return self.dressed(text, english=self.home.local)

    def _formed(self, number: int, form: str) -> str:
        if form == "roman":
            return str(model.romanize(number)).lower() if number < 4000 else str(number)
        if (
            form == "long-ordinal"
            and number <= 10
            and (words := self.home.term(f"long-ordinal-{number:02}"))
        ):
            return str(words)
        return f"{number}{self.home.ordinal(number)}"


class Label(Rendered, model.Label):  # type: ignore[misc]
    """The term that goes with a number (`p.`, `pp.`)."""

    def foreseen(self, shape: Shape) -> Fate:
        """Foresee it: it prints if the work has the variable; it is none itself."""
        return Fate(self.get("variable") in shape.variables, calls=False, fills=False)

    def render(self, cite: Cite) -> str:
        """Give the term for the number of the work."""
        name = self.get("variable")
        text = cite.reference.texts.get(name, "")
        if not text or name in cite.suppressed:
            return ""
        several = SEVERAL.search(text) is not None
        if name.startswith("number-of"):
            several = text.isdecimal() and int(text) > 1
        return self.worded(name, several=several)

    def worded(self, name: str, *, several: bool) -> str:
        """Give the term of a variable, for one or for several."""
        wish = self.get("plural", "contextual")
        plural = several if wish == "contextual" else wish == "always"
        return self.dressed(
            self.home.term(name, self.get("form", "long"), plural=plural), english=self.home.local
        )


class Group(Rendered, model.Group):  # type: ignore[misc]
    """Elements that are printed together, or not at all where all variables among them are empty."""

    def foreseen(self, shape: Shape) -> Fate:
        """Foresee it: a group whose variables the work has not prints nothing."""
        fate = super().foreseen(shape)
        prints = fate.prints and (fate.fills or not fate.calls)
        return Fate(prints, fate.calls, fate.fills or prints)  # it counts as a variable around it

    def outcome(self, shape: Shape) -> tuple[Any, ...]:
        """Give what stands in the place of the group, if it is a single element that counts as a variable by itself."""
        return self._lone(self.living(shape))

    def render(self, cite: Cite) -> str:
        """Give what is printed within, parted by the delimiter."""
        before, cite.filled = cite.filled, False
        made = self.pieces(cite)
        filled = cite.filled
        cite.filled = before or filled
        if not made or (not filled and self.fate(cite.reference.shape).calls):
            return ""
        cite.filled = True
        delimiter = self.get("delimiter", "")
        return self.dressed(delimiter.join(made), english=self.english(cite))
