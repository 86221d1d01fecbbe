"""Locators as one writes them: `p. 12`, `chap. 3`, `12–15`. Source: CSL 1.0.2, Locators."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from exporter.cite.locale import Locale

LABELS = (
    "act",
    "appendix",
    "article-locator",
    "book",
    "canon",
    "chapter",
    "column",
    "elocation",
    "equation",
    "figure",
    "folio",
    "issue",
    "line",
    "note",
    "opus",
    "page",
    "paragraph",
    "part",
    "rule",
    "scene",
    "section",
    "sub-verbo",
    "supplement",
    "table",
    "timestamp",
    "title-locator",
    "verse",
    "version",
    "volume",
)
"""The kinds of locators of CSL 1.0.2."""

_ALSO = {"chap": "chapter", "fol": "folio", "col": "column", "no": "issue", "pg": "page"}
"""Abbreviations that people use besides the terms of the locale."""
_NUMBER = re.compile(
    r"\s*((?:[A-Za-z]*\d[\w.:/]*|[ivxlcdmIVXLCDM]+\b)"
    r"(?:\s*(?:[-–,&]|,?\s*and)\s*(?:[A-Za-z]*\d[\w.:/]*|[ivxlcdmIVXLCDM]+\b))*)"
)


class Locator(NamedTuple):
    """A locator with its label, and the text behind it."""

    text: str
    label: str
    rest: str


def parse_locator(text: str, locale: Locale) -> Locator | None:
    """Return the locator that a text begins with; None where it begins with none.

    A label is one of CSL, or its term in the locale or in English; without one the locator is a
    page.
    """
    text = text.lstrip(" ,")
    word, label = _label(text, locale)
    match = _NUMBER.match(text, len(word))
    if not match:
        return None
    number = match[1].rstrip(".,: ")
    return Locator(number, label, text[match.start(1) + len(number) :])


def _label(text: str, locale: Locale) -> tuple[str, str]:
    """Return the word for a label that a text begins with, and the label."""
    lowered = text.lower()
    for word, label in _words(locale):
        if not lowered.startswith(word):
            continue
        rest = text[len(word) :]
        if not rest[:1].isalpha():
            return word, label
    return "", "page"


@lru_cache(maxsize=8)
def _words(locale: Locale) -> list[tuple[str, str]]:
    """Return the words for labels, each with its label, the longest first."""
    words = {f"{word}.": label for word, label in _ALSO.items()} | _ALSO
    for label in LABELS:
        words[label.removesuffix("-locator")] = label
        for form in ("long", "short", "symbol"):
            for plural in (False, True):
                term = locale.term(label, form, plural=plural).lower()
                if term:
                    words.setdefault(term, label)
                    words.setdefault(term.rstrip("."), label)
    return sorted(words.items(), key=lambda each: -len(each[0]))
