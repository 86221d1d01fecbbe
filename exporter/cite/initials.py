"""Initials of given names. Source: CSL 1.0.2, Name (initialize, initialize-with)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from exporter.cite.markup import END, OPENING

_TOKEN = re.compile(rf"([-‐–]?)([{OPENING}]*)([^\s\-‐–.{OPENING}{END}]+)(\.?)({END}*)")
"""A part of a given name: a hyphen before it, marks, letters, a full stop, marks."""
_HYPHENS = re.compile(r"[-‐–]")
_WITH_INITIALS = (
    "LATIN CAPITAL",
    "GREEK CAPITAL",
    "CYRILLIC CAPITAL",
    "ARMENIAN CAPITAL",
    "GEORGIAN",
    "HEBREW",
    "ARABIC",
    "THAI",
)
"""The letters that a given name may be cut to, by how their Unicode names begin."""


@lru_cache(maxsize=20_000)
def initials(given: str, mark: str, *, hyphen: bool, every_name: bool) -> str:
    """Return a given name with its parts cut to initials, each followed by `mark`.

    `hyphen` keeps the hyphen of a compound name (`J.-L.`). Without `every_name` only the parts that
    are initials already are changed. An abbreviation (`Ph.`, `Ts.`) and a small word (`de`) are not
    cut.
    """
    made = ""
    after_initial = False
    for joint, opening, word, stop, closing in _TOKEN.findall(
        given if hyphen else _HYPHENS.sub(" ", given)
    ):
        compound = bool(joint) and bool(made)
        abbreviated = bool(stop) or (len(word) == 1 and word.isupper())
        within_word = compound and not after_initial and not abbreviated
        if has_initial(word) and (every_name or abbreviated) and not within_word:
            initial = word if stop else _first_letter(word)
            if compound:
                made = made.rstrip() + "-"
            elif made and not after_initial:
                made += " "
            made += opening + initial + mark.rstrip() + closing + mark[len(mark.rstrip()) :]
            after_initial = True
        elif within_word:
            made += joint + opening + word + stop + closing
        elif not compound:  # a small word behind the hyphen of an initial is dropped
            made = f"{made.rstrip()} {opening}{word}{stop}{closing}"
            after_initial = False
    return made.strip()


@lru_cache(maxsize=20_000)
def has_initial(word: str) -> bool:
    """Return whether a part of a name begins with a letter that it may be cut to."""
    return unicodedata.name(word[0], "").startswith(_WITH_INITIALS)


def _first_letter(word: str) -> str:
    """Return the first letter of a word with the accents that follow it.

    Two capitals before small letters are one letter of another script (`TSerendorj` is cut to
    `Ts`).
    """
    if word[1:2].isupper() and word[2:3].islower():
        return word[0] + word[1].lower()
    end = 1
    while end < len(word) and unicodedata.combining(word[end]):
        end += 1
    return word[:end]
