"""The word that a writer most likely meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, candidates: Iterable[str]) -> str:
    """Give the candidate that looks most like `word`, letter case aside; empty where none comes near."""
    by_form = {candidate.casefold(): candidate for candidate in candidates}
    close = get_close_matches(word.casefold(), by_form, n=1, cutoff=0.6)
    return by_form[close[0]] if close else ""


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Make the hint of the nearest candidate; empty where none comes near."""
    found = nearest(word, candidates)
    return f"did you mean “{found}”?" if found else ""
