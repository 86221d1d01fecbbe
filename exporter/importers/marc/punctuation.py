"""ISBD punctuation at the end of MARC subfields, which a record states in leader 18.

Source: MARC 21, leader 18; ISBD 2011, A.3. The stop of an abbreviation stays.
"""

from __future__ import annotations

import re

_MARKS = re.compile(r"\s*[/:;,=／：；，＝،؛]\s*$|\s+\.\s*-*\s*$")
"""The marks of ISBD, also as East Asian and Arabic texts write them in 880."""
_WITHIN_AREA = frozenset(",:;，：；،؛")
_LAST_WORD = re.compile(r"([\w’'.-]+)\.$")
_ABBREVIATION = re.compile(
    r"ed|rev|vol|v|no|pt|p|pp|etc|inc|co|corp|ltd|jr|sr|st|dr|prof|dept|univ|min|sec|ill|col|illus|"
    r"bd|aufl|hrsg|nr|al|ca|cm|mm|u\.s|ph\.d|b\.c|a\.d|\w",
    re.IGNORECASE,
)
_LONGEST_ABBREVIATION = 3
_PARTS_OF_TITLE = frozenset("fklps")
"""Date, form, language, name of part and version of a uniform title (MARC 21, X30, 240)."""


def without_punctuation(text: str, leader_18: str) -> str:
    """Return the content of a subfield without the punctuation that leads to the next one.

    A record with `c` or `n` in leader 18 has none, so that what is there is content.
    """
    text = text.strip()
    if leader_18 in {"c", "n"}:
        return text
    bare = _MARKS.sub("", text)
    if bare != text and text[-1] in _WITHIN_AREA:
        return bare.strip()  # a stop before it is of an abbreviation: `Mass. :`
    text = bare
    if text.endswith(".") and not text.endswith(".."):
        word = _LAST_WORD.search(text)
        if word is None or not _is_abbreviation(word[1]):
            text = text[:-1]
    return text.strip()


def without_brackets(text: str) -> str:
    """Return a text without the brackets around the whole of it, and without half a pair.

    Brackets that stand for what the source lacks can go over several subfields, of which each has
    half a pair. Those inside a text belong to it: `For the assignes of J. Roberts [i.e. E. White]`.
    Source: ISBD A.8.3; AACR2 1.0C.
    """
    if text.startswith("[") and text.endswith("]") and "[" not in text[1:]:
        return text[1:-1].strip()
    if text.count("[") == text.count("]"):
        return text
    return text.replace("[" if text.count("[") > text.count("]") else "]", "", 1).strip()


def with_stops(subfields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the subfields of a uniform title with a stop before each part that follows it.

    A record without punctuation has `$a Kokoro $l English` for `Kokoro. English` (RDA D.1.2.2; MARC 21,
    leader 18).
    """
    found: list[tuple[str, str]] = []
    for code, text in subfields:
        if code in _PARTS_OF_TITLE and found and found[-1][1].rstrip()[-1:].isalnum():
            found[-1] = (found[-1][0], f"{found[-1][1].rstrip()}.")
        found.append((code, text))
    return found


def _is_abbreviation(word: str) -> bool:
    last = word.rpartition("-")[2]
    if _ABBREVIATION.fullmatch(last) or "." in last:
        return True
    return len(last) <= _LONGEST_ABBREVIATION and last.isalpha() and last.islower()
