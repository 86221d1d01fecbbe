"""Reads TOML; an error at the end of a text names its last line."""

from __future__ import annotations

import tomllib
from typing import Any

_AT_END = "(at end of document)"


def parse_toml(text: str) -> dict[str, Any]:
    """Return what a text in TOML says. Raises ValueError with the line and column if it is none.

    Before version 3.14, Python names no place where a text ends too early.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason = str(error)
        if not reason.endswith(_AT_END):
            raise
        lines = text.rstrip().split("\n")
        place = f"(at line {len(lines)}, column {len(lines[-1]) + 1})"
        raise ValueError(reason.replace(_AT_END, place)) from None
