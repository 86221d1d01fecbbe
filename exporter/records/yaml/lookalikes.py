"""Characters that look like those by which YAML is structured, and are others: full-width ones, dashes, odd blanks."""

from __future__ import annotations

import re
from typing import NamedTuple

_BLANKS = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff"
_ENTRY = "write a hyphen and a space before each entry of a list"


class _Lookalike(NamedTuple):
    """What the first group of `pattern` matches in a line is not what it seems to be.

    With `inside` it is only looked for between brackets; with `above` also in the line above the one that is no YAML.
    """

    pattern: str
    message: str
    hint: str
    inside: bool = False
    above: bool = False


_LOOKALIKES = (
    _Lookalike(
        rf"^ *([{_BLANKS}])",
        "this blank at the beginning of the line is no ordinary space",
        "indent with ordinary spaces, two for each level",
        above=True,
    ),
    _Lookalike(
        rf"^ *(?:- +)?[\w-]+ ?:([{_BLANKS}])",
        "the blank after this colon is no ordinary space",
        "write a colon and an ordinary space after a field's name",
    ),
    _Lookalike(
        r"^ *(?:- +)?[\w-]+ ?([：﹕︰])",
        "this is no colon that ends a field's name: it is full-width",
        "write a colon and a space after a field's name",
    ),
    _Lookalike(r"^ *([‐-―−－﹣ー•·・●*])", "with this character no entry of a list begins", _ENTRY),
    _Lookalike(r"^ *(-)[^\s-]", "after this hyphen a space is missing", _ENTRY),
    _Lookalike(
        r"^ *(?:- +)?[\w-]+: +([“”„‘’«])",
        "this quotation mark encloses no text: it is not a straight one",
        "put a text with a colon into straight quotation marks, \"…\" or '…'",
    ),
    _Lookalike(
        r"^[^{\[]*[{\[].*?([，、；﹐])",
        "this is no comma that parts two values: it is full-width",
        "write a comma and a space between two values",
        inside=True,
    ),
    _Lookalike(
        r"^[^{\[]*[{\[].*?([｝］〕])",
        "this is no bracket that ends a group or a list: it is full-width",
        "write } or ] after the last value",
        inside=True,
    ),
    _Lookalike(
        r"^(```)", "here begins a piece of Markdown, not a record", "delete the lines of three ```"
    ),
)


def find_lookalike(
    lines: list[str], number: int, *, inside: bool
) -> tuple[str, str, int, int] | None:
    """Give the message, the hint, the line and the column of one that stands in line `number` or above it."""
    for each in _LOOKALIKES:
        for there in (number, number - 1) if each.above else (number,):
            match = (
                re.search(each.pattern, lines[there - 1])
                if there > 0 and inside >= each.inside
                else None
            )
            if match:
                said = (
                    each.message
                    if match[1] == "-"
                    else f"{each.message} (U+{ord(match[1][0]):04X})"
                )
                return said.removesuffix(" (U+0060)"), each.hint, there, match.start(1) + 1
    return None
