"""One text in several languages and scripts, and which of them is printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parallel(Generic[T]):
    """The same thing in several languages: forms by BCP 47 tag, in the order of the record.

    `language` is the record's own, to which a form without a tag belongs.
    """

    language: str
    forms: Mapping[str, T]

    def __iter__(self) -> Iterator[tuple[str, T]]:
        """Give each tag with its form, in the order of the record."""
        return iter(self.forms.items())

    def __getitem__(self, tag: str) -> T:
        """Give the form that has exactly this tag."""
        return self.forms[tag]

    def proper(self, wishes: Sequence[str] = (), script: str = "") -> str:
        """Give the tag of the form to print.

        First the reader's `wishes`, in order: the very tag, else one that narrows it (RFC 4647, 3.3.1).
        Then a form in the wanted `script`, if one is given; then the record's own language; then the first that is no
        reading.
        """
        if len(self.forms) == 1:  # as most have
            return next(iter(self.forms))
        for wish in wishes:
            for tag in self.forms:
                if tag.lower() == wish.lower():
                    return tag
            for tag in self.forms:
                if tag.lower().startswith(wish.lower() + "-") and not is_reading(tag):
                    return tag
        printable = [tag for tag in self.forms if not is_reading(tag)] or list(self.forms)
        printable.sort(key=lambda tag: tag != self.language)
        return next(
            (tag for tag in printable if script and script_of(str(self.forms[tag])) == script),
            printable[0],
        )


Text = Parallel[str]
"""A text in one or several languages."""


def text_of(written: str | Mapping[str, str], language: str) -> Text:
    """Read a text as a record writes it: plain, in the record's `language`, or a map by tag."""
    return Parallel(language, {language: written} if isinstance(written, str) else written)


def ordered(text: Parallel[T], proper: str) -> list[tuple[str, T]]:
    """Give each tag with its form: `proper` first, then the others in the order of the record, readings last."""
    return sorted(text, key=lambda each: (each[0] != proper, is_reading(each[0])))


def by_language(text: Parallel[T], proper: str) -> list[list[tuple[str, T]]]:
    """Give the forms of each language together: the same words in several scripts. First that of the tag `proper`."""
    groups: dict[str, list[tuple[str, T]]] = {}
    for tag, form in ordered(text, proper):
        groups.setdefault(tag.split("-")[0].lower(), []).append((tag, form))
    return list(groups.values())


@lru_cache(1_000)
def is_reading(tag: str) -> bool:
    """Tell whether a tag marks a reading in kana (`ja-Hira`), which says how to sort and is not printed."""
    return bool({"hira", "kana", "hrkt"} & set(tag.lower().split("-")[1:]))


def script_of(text: str) -> str:
    """Name the script of the first letter, as Unicode names it: `LATIN`, `CJK`, `HIRAGANA`; empty for none.

    Kana and Han are one script here, since Japanese mixes them.
    """
    for character in text:
        if character.isalpha():
            name = unicodedata.name(character, "").split(" ")[0]
            return (
                "CJK"
                if name in {"HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "FULLWIDTH"}
                else name
            )
    return ""
