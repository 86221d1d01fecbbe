"""Text that is safe in a terminal or a log, and how much room it takes there.

No character of it moves the cursor, ends the line or is taken for a command.
"""

from __future__ import annotations

import os
import re
import unicodedata
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO

_COMMAND = re.compile(r"(##\w*)\[")
"""CI servers obey a command after this in a line of the log: GitHub's runner `##[` (actions/runner,
ActionCommand.cs), Azure Pipelines `##vso[`, TeamCity `##teamcity[`.
"""
_MAX_LENGTH = 2_000
_WIDE_SPACE = "　"
_WITHOUT_CELL = frozenset({"Cc", "Cf", "Me", "Mn", "Zl", "Zp"})
"""The general categories of characters that a terminal draws onto the one before, or not at all."""
_WIDE = frozenset({"F", "W"})
"""The classes of characters that take two cells (Unicode Standard Annex #11, East Asian Width)."""
_JOINS_SYLLABLE = re.compile(r"[\u1160-\u11ff\ud7b0-\ud7ff]")
"""The vowels and last consonants of Hangul, which join the consonant before them."""


def is_coloured(stream: TextIO | None) -> bool:
    """Return whether a stream is a terminal that shows colours, and its user wants them.

    Source: https://no-color.org.
    """
    is_terminal = stream is not None and stream.isatty()
    return is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(_cells_of, text))


def cut_to_cells(text: str, most: int) -> str:
    """Return as much of the start of a text as fits into so many cells."""
    if 2 * len(text) <= most:
        return text
    ends = accumulate(map(_cells_of, text))
    return text[: sum(end <= most for end in ends)]


@cache
def _cells_of(character: str) -> int:
    if unicodedata.category(character) in _WITHOUT_CELL or _JOINS_SYLLABLE.match(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def printable(message: str) -> str:
    """Return a message that may quote a very long text: its middle cut out, the rest escaped."""
    if len(message) > _MAX_LENGTH:
        message = f"{message[: _MAX_LENGTH // 2]} … {message[-_MAX_LENGTH // 2 :]}"
    return escape_control_chars(message)


def escape_control_chars(text: str) -> str:
    r"""Write each character that cannot be printed as its code, `\u001b`; a tab becomes a space.

    The bracket in `##[` and `##vso[` is also written as its code.
    """
    if not text.isprintable():
        text = "".join(map(_escaped, text))
    return _without_commands(text)


def escape_lines(text: str) -> str:
    """Return a text with each line escaped as by `escape_control_chars`; the line breaks stay."""
    return "\n".join(map(escape_control_chars, text.split("\n")))


def _escaped(character: str) -> str:
    if _is_printable(character):
        return character
    return " " if character == "\t" else f"\\u{ord(character):04x}"


def _is_printable(character: str) -> bool:
    return character.isprintable() or character == _WIDE_SPACE


def printable_json(value: Any) -> str:
    """Return a value as indented lines of JSON, with escapes as in `escape_control_chars`."""
    import json  # here, since every command loads this module at its start

    def escaped(character: str) -> str:
        return character if _is_printable(character) else json.dumps(character)[1:-1]

    lines = []
    for line in json.dumps(value, ensure_ascii=False, indent=2).split("\n"):
        lines.append(line if line.isprintable() else "".join(map(escaped, line)))
    return _without_commands("\n".join(lines))


def _without_commands(text: str) -> str:
    return _COMMAND.sub(r"\1\\u005b", text) if "##" in text else text


def display_path(path: Path) -> str:
    """Return a path as a user would type it in the current folder; a distant one in full.

    What cannot be printed is escaped, also bytes that are not UTF-8.
    """
    return escape_control_chars(with_harmless_start(_relative(path)))


def _relative(path: Path) -> str:
    name, here = str(path), os.path.join(os.getcwd(), "")  # noqa: PTH109, PTH118 - of each finding
    if name.startswith(here) and os.pardir not in name:
        return name[len(here) :].replace(os.sep, "/")  # in a tenth of the time of relpath
    try:
        relative = os.path.relpath(path).replace(os.sep, "/")
    except ValueError:  # on another drive
        return path.as_posix()
    return path.as_posix() if relative.startswith("../../..") else relative


def with_harmless_start(path: str) -> str:
    """Put `./` before a path that would be taken for an option or a command: `-C`, `::error::`."""
    return f"./{path}" if path.lstrip().startswith((":", "#", "-")) else path
