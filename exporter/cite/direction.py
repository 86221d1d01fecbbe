"""The direction of text: values that run against the text around them are isolated.

An Arabic name in an English reference would draw the punctuation behind it to its other side.
Source: Unicode Standard Annex 9 (isolates); HTML, The bdi element.
"""

from __future__ import annotations

import re

from exporter.cite.markup import END, ISOLATE

RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"}
)
"""Languages that are written from right to left."""
_FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")
"""Letters that run from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko and others."""
_FROM_LEFT = re.compile("[^\\W\\d_\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")


def is_right_to_left(language: str) -> bool:
    """Return whether a language, a BCP 47 tag, is written from right to left."""
    return language.split("-")[0].lower() in RIGHT_TO_LEFT


def isolated(text: str, *, in_right_to_left: bool) -> str:
    """Return a marked text, isolated if it has letters of the other direction than its place."""
    if not in_right_to_left and text.isascii():
        return text
    against = (_FROM_LEFT if in_right_to_left else _FROM_RIGHT).search(text)
    return f"{ISOLATE}{text}{END}" if against else text
