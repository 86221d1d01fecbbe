"""Characters that look like those of YAML's syntax: full-width ones, dashes, other spaces."""

from __future__ import annotations

import re
from typing import NamedTuple

from exporter.records.finding import Position

_SPACES = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff"
_COLON_HINT = "write a colon and a space after a field's name"
_LIST_HINT = "write a hyphen and a space before each entry of a list"


class _Lookalike(NamedTuple):
    """A character that is not what it looks like: the first group of `pattern` in a line.

    With `in_brackets` it matters only between brackets; with `above` it is also looked for in the
    line above the one in which the parser stopped.
    """

    pattern: str
    message: str
    hint: str
    in_brackets: bool = False
    above: bool = False


_LOOKALIKES = (
    _Lookalike(
        rf"^ *([{_SPACES}])",
        "this character in the indentation is not an ordinary space",
        "indent with ordinary spaces, two for each level",
        above=True,
    ),
    _Lookalike(
        rf"^ *(?:- +)?[\w-]+ ?:([{_SPACES}])",
        "the space after this colon is not an ordinary space",
        "write a colon and an ordinary space after a field's name",
    ),
    _Lookalike(
        r"^ *(?:- +)?[\w-]+ ?([：﹕︰])",
        "this colon is full-width and does not end a field's name",
        _COLON_HINT,
    ),
    _Lookalike(
        r"^ *(?:- +)?[a-z_]+ ?([：﹕︰])",
        "this colon is full-width and does not end a field's name",
        _COLON_HINT,
        above=True,
    ),
    _Lookalike(
        r"^ *([‐-―−－﹣ー•·・●*])", "a list entry cannot begin with this character", _LIST_HINT
    ),
    _Lookalike(
        r"^ *([‐-―−－﹣•●]) *[a-z_]+:",
        "a list entry cannot begin with this character",
        _LIST_HINT,
        above=True,
    ),
    _Lookalike(r"^ *(-)[^\s-]", "there is no space after this hyphen", _LIST_HINT),
    _Lookalike(r"^ *(-)[a-z_]+: ", "there is no space after this hyphen", _LIST_HINT, above=True),
    _Lookalike(
        r"^ *(?:- +)?[\w-]+: +([“”„‘’«])",
        "this is not a straight quotation mark, so it does not enclose text",
        "put text that contains a colon into straight quotation marks, \"…\" or '…'",
    ),
    _Lookalike(
        r"^[^{\[]*[{\[].*?([，、；﹐])",
        "this comma is full-width and does not separate two values",
        "write a comma and a space between two values",
        in_brackets=True,
    ),
    _Lookalike(
        r"^[^{\[]*[{\[].*?([｝］〕])",
        "this bracket is full-width and does not close a group or a list",
        "write } or ] after the last value",
        in_brackets=True,
    ),
    _Lookalike(
        r"^(```)",
        "this begins a Markdown code block, not a record",
        "delete the lines that begin with ```",
    ),
)


class FoundLookalike(NamedTuple):
    """A lookalike that was found, with what to say about it."""

    message: str
    hint: str
    position: Position


def find_lookalike(lines: list[str], number: int, *, in_brackets: bool) -> FoundLookalike | None:
    """Return the first lookalike in line `number` (from 1), or in the line above it, or None.

    Some are looked for only if the parser stopped within brackets.
    """
    for each in _LOOKALIKES:
        if each.in_brackets and not in_brackets:
            continue
        for line in (number, number - 1) if each.above else (number,):
            match = re.search(each.pattern, lines[line - 1]) if line > 0 else None
            if match:
                message = each.message
                if not match[1][0].isascii():
                    message += f" (U+{ord(match[1][0]):04X})"
                return FoundLookalike(message, each.hint, Position(line, match.start(1) + 1))
    return None
