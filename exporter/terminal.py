"""Text that a terminal or a log shows as it is: no character moves the cursor, ends the line, or gives a command."""

from __future__ import annotations

import re
from typing import Any

_COMMAND = re.compile(r"(##\w*)\[")
"""Servers that keep a log obey what follows in a line: GitHub's runner `##[` (actions/runner, ActionCommand.cs), Azure
Pipelines `##vso[`, TeamCity `##teamcity[`.
"""

_LONG = 2_000


def truncate(text: str) -> str:
    """Cut the middle out of a message that repeats a text of endless length."""
    return text if len(text) <= _LONG else f"{text[: _LONG // 2]} … {text[-_LONG // 2 :]}"


def escape_control_chars(text: str) -> str:
    r"""Write each character that is not printed as its code, `\u001b`; a tab becomes a blank.

    So is the bracket of `##[` and `##vso[`.
    """
    shown = text if text.isprintable() else "".join(map(_visible, text))
    return _disarmed(shown)


def _visible(character: str) -> str:
    if character.isprintable() or character == "　":
        return character
    return " " if character == "\t" else f"\\u{ord(character):04x}"


def dumps(value: Any) -> str:
    """Give a value as indented lines of JSON, in which such characters stand as escapes."""
    import json  # here, since the start of every command waits for this module

    def escaped(character: str) -> str:
        return (
            character
            if character.isprintable() or character == "　"
            else json.dumps(character)[1:-1]
        )

    lines = json.dumps(value, ensure_ascii=False, indent=2).split("\n")
    shown = "\n".join(line if line.isprintable() else "".join(map(escaped, line)) for line in lines)
    return _disarmed(shown)


def _disarmed(text: str) -> str:
    return _COMMAND.sub(r"\1\\u005b", text) if "##" in text else text
