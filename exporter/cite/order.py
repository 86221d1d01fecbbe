"""The elements that put works in order, in place of citeproc-py's own.

Those compare numbers as text, letters by their code points, and a date within a macro as it is printed, January after
August; the options of a key for names (`names-min`) are looked up under names that no element asks for (Sorting).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any

from citeproc import model

from exporter.cite.cite import Cite
from exporter.cite.dates import sort_key
from exporter.cite.elements import Rendered
from exporter.cite.marks import bare
from exporter.cite.reference import Reference
from exporter.parallel import map_in_order

_UNSORTED = re.compile(r"[\[\]'\"’‘“”「」『』（）()]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_HIRAGANA = {katakana: katakana - 0x60 for katakana in range(0x30A1, 0x30F7)}
_BREAK = re.compile(r"[^\w\s;]+")


class Key(Rendered, model.Key):  # type: ignore[misc]
    """One of the things by which works are put in order."""

    @cached_property
    def options(self) -> dict[str, str]:
        """How names are printed while a key is made."""
        named = (
            ("names-min", "et-al-min"),
            ("names-use-first", "et-al-use-first"),
            ("names-use-last", "et-al-use-last"),
        )
        return {
            "name-as-sort-order": "all",
            **{to: self.get(of) for of, to in named if self.get(of)},
        }

    def of(self, reference: Reference, area: Any) -> str:
        """Give the key of a work; empty where the work has nothing to go by."""
        if macro := self.get("macro"):
            return self._collated(
                self.home.macro(macro).render(Cite(reference, area, self.options))
            )
        name = self.get("variable")
        if name == "citation-number":
            return f"{reference.number:08}"
        if name in reference.dates:
            return sort_key(reference.dates[name])
        if name in reference.names:
            return self._collated("; ".join(person.sorted_by for person in reference.names[name]))
        text = reference.texts.get(name, "")
        return text.zfill(8) if text.isdecimal() else self._collated(text)

    def _collated(self, text: str) -> str:
        return collated(text, japanese=self.home.japanese)


class Sort(Rendered, model.Sort):  # type: ignore[misc]
    """The order of a bibliography, or of the works in one citation."""

    def sorted(self, references: Sequence[Reference], area: Any) -> list[Reference]:
        """Give the works in order; those without a key come last, whichever way it goes."""
        made = map_in_order(
            lambda reference: [key.of(reference, area) for key in self.children], references
        )
        order = list(zip(references, made, strict=True))
        for place, key in reversed(list(enumerate(self.children))):
            down = key.get("sort") == "descending"
            order.sort(
                key=lambda each: (bool(each[1][place]) == down, each[1][place]), reverse=down
            )
        return [reference for reference, _ in order]


@lru_cache(maxsize=100_000)
def collated(text: str, *, japanese: bool) -> str:
    """Give a text so that comparing it puts it where a reader looks: without case, accents, brackets and quotes.

    Source: Unicode Technical Standard 10, its first level for Latin and kana; Han stands in the order of Unicode, or
    for Japanese in that of JIS X 0208 (as CLDR has it), since a style cannot ask for readings.
    """
    text = _UNSORTED.sub("", bare(text))
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(
            letter for letter in decomposed if not unicodedata.combining(letter)
        ).translate(_HIRAGANA)
    text = " ".join(_BREAK.sub(" ", text.casefold()).split())
    return _HAN.sub(_in_jis, text) if japanese else text


def _in_jis(match: re.Match[str]) -> str:
    """Give a Han character by its place in JIS X 0208, and behind all of them where it has none there."""
    try:
        high, low = match[0].encode("euc_jp")
    except ValueError:  # it has no two bytes there
        return chr(0x40000 + ord(match[0]))
    return chr(0x20000 + high * 256 + low)


class Area(Rendered):
    """What is common to a bibliography and a citation."""

    in_text = False

    @cached_property
    def layout_element(self) -> Any:
        """The element that holds what is printed of a work."""
        return next(child for child in self.children if isinstance(child, Layout))

    def of(self, reference: Reference) -> tuple[Cite, list[str]]:
        """Mention a work: give what was noted on the way, and what each element of the layout printed."""
        cite = Cite(reference, self)
        return cite, self.layout_element.pieces(cite)

    def sorted(self, references: Sequence[Reference]) -> list[Reference]:
        """Give the works in the order that the style asks for; as they come where it asks for none."""
        sort = next((child for child in self.children if isinstance(child, Sort)), None)
        return list(references) if sort is None else sort.sorted(references, self)


class Citation(Area, model.Citation):  # type: ignore[misc]
    """How a work is cited in a text or a note."""

    in_text = True


class Bibliography(Area, model.Bibliography):  # type: ignore[misc]
    """How a work is listed."""


class Layout(Rendered, model.Layout):  # type: ignore[misc]
    """What is printed of a work."""
