"""YAML in block style with every text in double quotes, which all versions of YAML read alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

Value: TypeAlias = "str | Sequence[Value] | Mapping[str, Value]"
"""What a field holds: words as they are written to the file, a list, or a mapping."""

UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What JSON may hold and YAML may not, beside what JSON escapes anyway (YAML 1.2.2, 5.1)."""


def quoted(words: str) -> str:
    """Give a text on one line as a double-quoted scalar (YAML 1.2.2, 7.3.1), which JSON's strings are."""
    return UNPRINTABLE.sub(
        lambda each: f"\\u{ord(each[0]):04x}", json.dumps(words, ensure_ascii=False)
    )


def lines(value: Value, indent: str = "") -> Iterator[str]:
    """Give the lines of a mapping or of a list; what is in them is indented, but no list is empty."""
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
