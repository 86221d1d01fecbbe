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
_ENGLISH = {
    "p": "page",
    "pp": "page",
    "vol": "volume",
    "vols": "volume",
    "bk": "book",
    "bks": "book",
    "chaps": "chapter",
    "ch": "chapter",
    "sec": "section",
    "secs": "section",
    "para": "paragraph",
    "paras": "paragraph",
    "pt": "part",
    "pts": "part",
    "fig": "figure",
    "figs": "figure",
    "art": "article-locator",
    "eq": "equation",
}
"""The terms of the English locale that may be used in all."""
_COUNTERS = {
    **dict.fromkeys(("頁", "ページ", "页", "쪽", "면"), "page"),
    **dict.fromkeys(("巻", "卷", "권"), "volume"),
    **dict.fromkeys(("章", "장"), "chapter"),
    **dict.fromkeys(("節", "节", "절"), "section"),
    **dict.fromkeys(("行", "행"), "line"),
}
"""Labels that Chinese, Japanese and Korean have behind the number: `12頁`."""
_ORDINAL = ("第", "제")
"""Signs before a number that is counted in these languages: `第12页`."""
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

    A label is one of CSL, or its term in the locale or in English; in Chinese, Japanese and Korean
    it may stand behind the number. Without one the locator is a page. A chapter or volume that is
    written as an ordinal (`第3章`) is not a locator, because no style prints it like that.
    """
    text = text.lstrip(" ,")
    word, label = _label(text, locale)
    is_ordinal = not word and text.startswith(_ORDINAL)
    match = _NUMBER.match(text, 1 if is_ordinal else len(word))
    if not match:
        return None
    number = match[1].rstrip(".,: ")
    rest = text[match.start(1) + len(number) :]
    counter = "" if word else _counter(number)
    if is_ordinal and _COUNTERS.get(counter) != "page":
        return None
    if counter:
        return Locator(number.replace(counter, ""), _COUNTERS[counter], rest)
    return Locator(number, label, rest)


def _counter(number: str) -> str:
    """Return the label that stands behind a number; empty for none."""
    for counter in _COUNTERS:
        if number.endswith(counter):
            return counter
    return ""


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
    for word, label in _ENGLISH.items():
        words.setdefault(word, label)
        words.setdefault(f"{word}.", label)
    return sorted(words.items(), key=lambda each: -len(each[0]))
