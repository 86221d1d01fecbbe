"""Suggestions for misspelled words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from exporter.errors import UsageError

_SHORTEST = 3
"""A word shorter than this is too short to tell which of several others it misspells."""
_LONG = 8
"""In a word shorter than this, two other letters make another word."""
_ALIKE = 0.75
"""From how alike two words are shown together, by the ratio of difflib."""
_CANDIDATES = 5_000
"""How many candidates are remembered in the form in which they are compared."""
_TYPOGRAPHIC = dict(
    each.split()
    for each in (
        "“ ”",
        "” ”",
        "„ “”",
        "‘ ’",
        "’ ’",
        "‚ ‘’",
        "« »",
        "» «",
        "‹ ›",
        "› ‹",
        "「 」",
        "『 』",
    )
)
"""Quotation marks that word processors and phones write, with those that close them."""
_SEPARATORS = str.maketrans("", "", "-_ ")


def nearest(word: str, candidates: Iterable[str]) -> str:
    """Return the candidate that `word` most likely misspells; an empty text if there is none.

    One letter may be wrong, missing or too many, or have changed places with its neighbour; in a
    word of eight letters or more, two. Upper and lower case, hyphens, underscores and spaces make
    no difference.
    """
    form = simplified(word)
    if len(form) < _SHORTEST:
        return _only_near(form, candidates)
    letters = set(form)
    found, smallest = "", 3 if len(form) >= _LONG else 2
    for candidate in candidates:
        other = simplified(candidate)
        if abs(len(other) - len(form)) < smallest and len(letters.difference(other)) < smallest:
            edits = _edits(form, other)
            if edits < smallest:
                found, smallest = candidate, edits
    return found


def _only_near(form: str, candidates: Iterable[str]) -> str:
    """Return the only candidate of two or three letters that a shorter word misspells."""
    near = []
    for candidate in candidates:
        other = simplified(candidate)
        if 2 <= len(other) <= _SHORTEST and _edits(form, other) <= 1:
            near.append(candidate)
    return near[0] if len(near) == 1 else ""


def similar(word: str, candidates: Iterable[str]) -> list[str]:
    """Return up to three candidates that look a little like a word.

    They are not meant as corrections.
    """
    from difflib import get_close_matches  # imported late: few runs need it

    by_form = {simplified(candidate): candidate for candidate in candidates}
    words = _long_words(word)
    parts = [form for form, candidate in by_form.items() if words & _long_words(candidate)]
    close = get_close_matches(simplified(word), by_form, n=3, cutoff=_ALIKE)
    return [by_form[each] for each in dict.fromkeys([*parts, *close])][:3]


@lru_cache(maxsize=_CANDIDATES)
def _long_words(text: str) -> frozenset[str]:
    """Return the words of a name that are longer than three letters, without a plural s."""
    apart = re.sub(r"([a-z])([A-Z])", r"\1 \2", text)
    words = {each.removesuffix("s") for each in re.split(r"[-_ ;,.]+", apart.casefold())}
    return frozenset(each for each in words if len(each) > _SHORTEST)


def unquoted(text: str) -> str:
    """Return a text without typographic quotation marks around it, which mean nothing in YAML."""
    if len(text) > 2 and text[-1] in _TYPOGRAPHIC.get(text[0], ""):
        return text[1:-1].strip()
    return text


@lru_cache(maxsize=_CANDIDATES)
def simplified(word: str) -> str:
    """Return a word in lower case, without hyphens, underscores, spaces and quotation marks."""
    return unquoted(word).casefold().translate(_SEPARATORS)


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Return the question whether the nearest candidate was meant; empty if none is near."""
    return suggestion(nearest(word, candidates)).hint


def unknown_record(id: str, known: Iterable[str], now: str = "") -> UsageError:
    """Return the error for an id that no record has, with the nearest one that there is.

    `now` is the id of the record that had this id before, if there is one.
    """
    if now:
        return UsageError(f"there is no record “{id}” any more", f"its id is “{now}” now")
    hint = did_you_mean(id, known) or f"look for it: exporter find {id}"
    return UsageError(f"there is no record “{id}”", hint)


class Suggestion(NamedTuple):
    """A hint for a finding, with the replacement that it names, if it names exactly one."""

    hint: str
    replacement: str | None = None


def suggestion(meant: str, otherwise: str = "", written: str = "") -> Suggestion:
    """Return the question whether `meant` was meant; if it is empty, the hint `otherwise`.

    If it is what is `written` within typographic quotation marks, a question in such marks would
    not help.
    """
    if not meant:
        return Suggestion(otherwise)
    if written != meant and unquoted(written) == meant:
        return Suggestion(f"write {meant}, without these quotation marks", meant)
    return Suggestion(f"did you mean “{meant}”?", meant)


def _edits(word: str, other: str) -> int:
    """Return how many letters are to be changed, added, removed or swapped with their neighbour.

    This is the optimal string alignment distance, a restricted form of the Damerau-Levenshtein
    distance.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(word):
        above, row = row, [place + 1]
        for column, other_letter in enumerate(other):
            changed = above[column] + (letter != other_letter)
            edits = min(changed, above[column + 1] + 1, row[column] + 1)
            swapped = (
                place
                and column
                and (word[place - 1], letter)
                == (
                    other_letter,
                    other[column - 1],
                )
            )
            if swapped:
                edits = min(edits, before[column - 1] + 1)
            row.append(edits)
        before = above
    return row[-1]
