"""Text that a terminal or a log shows as it is: no character moves the cursor, ends the line, or gives a command."""

from __future__ import annotations

import json
from typing import Any

_COMMAND = ("##[", r"##\u005b")
"""The runner of GitHub Actions obeys what follows `##[` in a line. Source: actions/runner, ActionCommand.cs."""


def visible(text: str) -> str:
    r"""Write each character that is not printed as its code, `\u001b`; a tab becomes a blank.

    So is the bracket of `##[`.
    """
    shown = text if text.isprintable() else "".join(map(_visible, text))
    return shown.replace(*_COMMAND)


def _visible(character: str) -> str:
    if character.isprintable() or character == "　":
        return character
    return " " if character == "\t" else f"\\u{ord(character):04x}"


def dumps(value: Any) -> str:
    """Give a value as indented lines of JSON, in which such characters stand as escapes."""
    lines = json.dumps(value, ensure_ascii=False, indent=2).split("\n")
    shown = "\n".join(line if line.isprintable() else "".join(map(_escaped, line)) for line in lines)
    return shown.replace(*_COMMAND)


def _escaped(character: str) -> str:
    return character if character.isprintable() or character == "　" else json.dumps(character)[1:-1]
