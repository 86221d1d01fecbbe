"""One text in several languages and scripts, and which form of it is printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

from exporter.records.document import Pointer

T = TypeVar("T")

_READINGS = frozenset({"hira", "kana", "hrkt"})
_KANA = frozenset({"HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "FULLWIDTH"})


@dataclass(frozen=True, slots=True)
class Parallel(Generic[T]):
    """A text in several languages: one form for each BCP 47 tag, in the order of the record.

    `language` is the tag of a form that the record writes without one. `pointer` leads to the value
    in the record; `plain` says that it stands there as one form without a tag.
    """

    language: str
    forms: Mapping[str, T]
    pointer: Pointer = field(default=(), compare=False)
    plain: bool = field(default=False, compare=False)

    def __iter__(self) -> Iterator[tuple[str, T]]:
        """Yield each tag with its form, in the order of the record."""
        return iter(self.forms.items())

    def __getitem__(self, tag: str) -> T:
        """Return the form with exactly this tag. Raises KeyError if there is none."""
        return self.forms[tag]

    def pointer_of(self, tag: str) -> Pointer:
        """Return the pointer to one form in the record."""
        return self.pointer if self.plain else (*self.pointer, tag)

    def preferred_tag(self, languages: Sequence[str] = (), script: str = "") -> str:
        """Return the tag of the form to print.

        The first choice is the first of the reader's `languages` that is there: the very tag, else
        one that narrows it (RFC 4647, 3.3.1: extended by a hyphen), readings left out. Without any
        of them, a form in `script` (as `script_of` names it), then the language of the record, then
        the first form that is not a reading.
        """
        if len(self.forms) == 1:
            return next(iter(self.forms))
        for wanted in languages:
            tag = self._matching(wanted.lower())
            if tag:
                return tag
        printable = [tag for tag in self.forms if not is_reading(tag)] or list(self.forms)
        printable.sort(key=lambda tag: tag != self.language)
        if script:
            for tag in printable:
                if script_of(str(self.forms[tag])) == script:
                    return tag
        return printable[0]

    def _matching(self, wanted: str) -> str:
        for tag in self.forms:
            if tag.lower() == wanted:
                return tag
        for tag in self.forms:
            if tag.lower().startswith(wanted + "-") and not is_reading(tag):
                return tag
        return ""


Text = Parallel[str]
"""A text in one or several languages."""


def text_of(written: str | Mapping[str, str], language: str, pointer: Pointer = ()) -> Text:
    """Return a text from a record: plain text, which is in `language`, or one form for each tag."""
    if isinstance(written, str):
        return Parallel(language, {language: written}, pointer, plain=True)
    return Parallel(language, written, pointer)


def ordered(text: Parallel[T], first: str) -> list[tuple[str, T]]:
    """Return tags with their forms: the tag `first`, then the others as recorded, readings last."""
    return sorted(text, key=lambda each: (each[0] != first, is_reading(each[0])))


def by_language(text: Parallel[T], first: str) -> list[list[tuple[str, T]]]:
    """Return the forms grouped by language, each group the same words in several scripts.

    The first group is that of the tag `first`.
    """
    groups: dict[str, list[tuple[str, T]]] = {}
    for tag, form in ordered(text, first):
        groups.setdefault(primary_language(tag), []).append((tag, form))
    return list(groups.values())


@lru_cache(1_000)
def primary_language(tag: str) -> str:
    """Return the primary language subtag of a BCP 47 tag in lower case (`ja` of `ja-Latn`)."""
    return tag.split("-")[0].lower()


@lru_cache(1_000)
def is_reading(tag: str) -> bool:
    """Return whether a tag marks a reading in kana (`ja-Hira`), by which a text is sorted."""
    return not _READINGS.isdisjoint(tag.lower().split("-")[1:])


def script_of(text: str) -> str:
    """Return the script of the first letter by its Unicode name (`LATIN`, `CJK`).

    The result is empty if there is no letter. Kana and Han count as one script, since Japanese
    mixes them.
    """
    for character in text:
        if character.isalpha():
            name = unicodedata.name(character, "").split(" ")[0]
            return "CJK" if name in _KANA else name
    return ""
