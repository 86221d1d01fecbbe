"""YAML in block style with every text in double quotes: all versions of YAML read it alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

Value: TypeAlias = "str | Sequence[Value] | Mapping[str, Value]"
"""The value of a field: a scalar as it is written to the file, a list, or a mapping."""

UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Characters that YAML does not allow and JSON does not escape (YAML 1.2.2, 5.1)."""


def quoted(text: str) -> str:
    """Return a text as a double-quoted scalar on one line (YAML 1.2.2, 7.3.1).

    Strings of JSON are such scalars.
    """
    return UNPRINTABLE.sub(_escape, json.dumps(text, ensure_ascii=False))


def _escape(character: re.Match[str]) -> str:
    return f"\\u{ord(character[0]):04x}"


def lines(value: Value, indent: str = "") -> Iterator[str]:
    """Yield the lines of a mapping, or of a list that is not empty, with their indentation."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if isinstance(inner, str):
                yield f"{indent}{key}: {inner}"
            else:
                yield f"{indent}{key}:"
                yield from lines(inner, indent + "  ")
    else:
        for inner in value:
            first, *rest = [inner] if isinstance(inner, str) else lines(inner, indent + "  ")
            yield f"{indent}- {first.lstrip()}"
            yield from rest
