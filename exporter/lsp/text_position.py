"""Offsets in a text as the line and character that an editor counts.

Source: Language Server Protocol 3.17, Text Documents and Position: a line ends with a line feed, a carriage return or
both, and a character is a code unit of the encoding that editor and server have agreed on.
"""

from __future__ import annotations

import re
from bisect import bisect_right

_LINE_END = re.compile("\r\n?|\n")
_ENCODINGS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


class Positions:
    """The lines of one text, and its characters as `utf-8`, `utf-16` or `utf-32` counts them."""

    def __init__(self, text: str, encoding: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self._encoding, self._size = _ENCODINGS[encoding]

    def of(self, offset: int) -> tuple[int, int]:
        """Give line and character of an offset, both from 0."""
        line = bisect_right(self._starts, offset) - 1
        return line, self._units(self.text[self._starts[line] : offset])

    def offset(self, line: int, character: int) -> int:
        """Give the offset of a line and character; a place behind the end of a line or of the text is that end."""
        if line >= len(self._starts):
            return len(self.text)
        start = self._starts[line]
        end = _LINE_END.search(self.text, start)
        content = self.text[start : end.start() if end else len(self.text)]
        done = 0
        for number, each in enumerate(content):
            if done >= character:
                return start + number
            done += self._units(each)
        return start + len(content)

    def _units(self, text: str) -> int:
        return len(text.encode(self._encoding, "surrogatepass")) // self._size


def shared_beginning(one: str, other: str) -> int:
    """Say with how many characters two texts begin alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next(
        (place for place, (left, right) in pairs if left != right), min(len(one), len(other))
    )
