"""Numbers: numeric content, ranges, ordinals and Roman numerals.

Source: CSL 1.0.2, Number, Label (plural) and Choose (is-numeric).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

_LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
_ARABIC = re.compile(rf"[{_LATIN}]*\d+(?:/\d+)?[{_LATIN}]*")
_ROMAN = re.compile(r"[ivx][ivxlcdm]*")
_CAPITAL_ROMAN = re.compile(r"[IVXLCDM]+")
_LETTER = re.compile(rf"[{_LATIN}]{{1,2}}")
_SEPARATOR = re.compile(
    r"\s*[-–]\s*|\s*&\s*|[,;]\s+(?:(?:and|et|und|y)\s+|&\s*)?"
    r"|\s+(?:and|et|und|y|e|en|och|og|or|ou|oder|и)\s+"
)
_MOST_DIGITS = 18
"""More digits than these are not a number that is counted with."""


class ParsedNumber(NamedTuple):
    """A value taken apart: numbers and what separates them, alternating, and what they are."""

    parts: tuple[str, ...]
    numeric: bool
    plural: bool


@lru_cache(maxsize=10_000)
def parse_number(value: str) -> ParsedNumber:
    """Return the value of a number variable, taken apart.

    It is numeric if it is a number, or several that are separated by commas, hyphens or ampersands;
    a number may have letters around it (`2nd`, `D2`, `e130`) or be in small Roman numerals. `第2版`
    is not numeric. It is plural if it contains more than one number, Roman numerals of either case
    included (`XIV-XV`).
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return ParsedNumber((value,), numeric=True, plural=False)
    parts = _split(value)
    pieces = parts[::2]
    first = _is_numeric(pieces[0])
    numeric = first and all(_is_numeric(piece) or _LETTER.fullmatch(piece) for piece in pieces[1:])
    counted = 0
    while counted < len(pieces) and _is_number(pieces[counted]):
        counted += 1
    return ParsedNumber(parts, numeric, plural=counted > 1)


def _split(value: str) -> tuple[str, ...]:
    """Return numbers and separators in turn; nothing separates after a backslash."""
    parts: list[str] = []
    end = 0
    for match in _SEPARATOR.finditer(value):
        before = value[end : match.start()]
        if before and before[-1] != "\\" and not before[-1].isspace():
            parts += [before, match[0]]
            end = match.end()
    return (*parts, value[end:])


def _is_numeric(piece: str) -> bool:
    return bool(_ARABIC.fullmatch(piece) or _ROMAN.fullmatch(piece))


def _is_number(piece: str) -> bool:
    return _is_numeric(piece) or bool(_CAPITAL_ROMAN.fullmatch(piece))


def is_whole_number(value: str) -> bool:
    """Return whether a text is a number that is counted with: in ASCII digits, and not too long."""
    return value.isascii() and value.isdecimal() and len(value) <= _MOST_DIGITS


def as_count(value: str) -> int:
    """Return the number that an option of a style states; of a number too long to read, its first digits."""
    return int(value.strip()[:_MOST_DIGITS])


def is_numeric(value: str) -> bool:
    """Return whether a value has numeric content."""
    return parse_number(value).numeric


def is_plural(value: str) -> bool:
    """Return whether a value contains several numbers."""
    return parse_number(value).plural


def formatted(value: str, number: Callable[[int], str], dash: str, ampersand: str) -> str:
    """Return a value with `number` applied to each whole number, and `dash` in each range.

    `ampersand` is the locale's sign for “and”. A hyphen behind a backslash, and one of several in a
    row (`1-2-3`), is not a range and stays.
    """
    parts = list(parse_number(value).parts)
    if len(parts) == 1 and is_whole_number(parts[0]):
        return number(int(parts[0]))
    for index in range(1, len(parts), 2):
        parts[index] = _separator(parts, index, dash).replace("&", ampersand)
    for index in range(0, len(parts), 2):
        if is_whole_number(parts[index]):
            parts[index] = number(int(parts[index]))
    return "".join(parts).replace("\\-", "-")


def _separator(parts: list[str], index: int, dash: str) -> str:
    """Return a separator as it is written: the dash between the two ends of a range."""
    sign = parts[index].strip()
    if sign == "&":
        return " & "
    if sign not in {"-", "–"}:
        return parts[index]
    chained = any(
        0 < other < len(parts) and parts[other].strip() in {"-", "–"}
        for other in (index - 2, index + 2)
    )
    is_range = _is_number(parts[index - 1]) and _is_number(parts[index + 1])
    return dash if is_range and not chained else parts[index]


_ROMAN_SIGNS = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def roman(number: int) -> str:
    """Return a number below 4000 in small Roman numerals, a larger one in digits."""
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, sign in _ROMAN_SIGNS:
        while number >= value:
            text += sign
            number -= value
    return text
