"""ISBD punctuation at the end of MARC subfields, which a record states in leader 18.

Source: MARC 21, leader 18; ISBD 2011, A.3. The stop of an abbreviation stays.
"""

from __future__ import annotations

import re

_MARKS = re.compile(r"\s*[/:;,=]\s*$|\s+\.\s*-*\s*$")
_LAST_WORD = re.compile(r"([\w’'.-]+)\.$")
_ABBREVIATION = re.compile(
    r"ed|rev|vol|v|no|pt|p|pp|etc|inc|co|corp|ltd|jr|sr|st|dr|prof|dept|univ|min|sec|ill|col|illus|"
    r"bd|aufl|hrsg|nr|al|ca|cm|mm|u\.s|ph\.d|b\.c|a\.d|\w",
    re.IGNORECASE,
)
_LONGEST_ABBREVIATION = 3


def without_punctuation(text: str, leader_18: str) -> str:
    """Return the content of a subfield without the punctuation that leads to the next one.

    A record with `c` or `n` in leader 18 has none, so that what is there is content.
    """
    text = text.strip()
    if leader_18 in {"c", "n"}:
        return text
    text = _MARKS.sub("", text)
    if text.endswith(".") and not text.endswith(".."):
        word = _LAST_WORD.search(text)
        if word is None or not _is_abbreviation(word[1]):
            text = text[:-1]
    return text.strip()


def _is_abbreviation(word: str) -> bool:
    last = word.rpartition("-")[2]
    if _ABBREVIATION.fullmatch(last) or "." in last:
        return True
    return len(last) <= _LONGEST_ABBREVIATION and last.isalpha() and last.islower()
