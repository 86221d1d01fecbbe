"""Suggestions for misspelled words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

_SHORT = 4


def nearest(word: str, candidates: Iterable[str], likeness: float = 0.6) -> str:
    """Give the candidate that looks most like `word`, letter case aside; empty where none comes near.

    `likeness` is how near it must come: the share of letters in common, in the same order. A short word has few: it
    is known by having the same letters in another order, or all but one in their places.
    """
    from difflib import (
        get_close_matches,
    )  # here, since hardly any run has somebody to ask what was meant

    by_form = {candidate.casefold(): candidate for candidate in candidates}
    form = word.casefold()
    slips = [each for each in by_form if len(each) == len(form) <= _SHORT and _one_slip(form, each)]
    close = slips or get_close_matches(form, by_form, n=1, cutoff=likeness)
    return by_form[close[0]] if close else ""


def _one_slip(word: str, other: str) -> bool:
    wrong = sum(letter != another for letter, another in zip(word, other, strict=True))
    return wrong == 1 < len(word) or sorted(word) == sorted(other)


def did_you_mean(word: str, candidates: Iterable[str], likeness: float = 0.6) -> str:
    """Return the question whether the nearest candidate was meant; empty if none is near."""
    return suggestion(nearest(word, candidates, likeness)).hint


class Suggestion(NamedTuple):
    """A hint for a finding, with the replacement that it names, if it names exactly one."""

    hint: str
    replacement: str | None = None


def suggestion(meant: str, otherwise: str = "") -> Suggestion:
    """Return the question whether `meant` was meant, or, if `meant` is empty, the hint `otherwise`."""
    if not meant:
        return Suggestion(otherwise)
    return Suggestion(f"did you mean “{meant}”?", meant)
