"""Converts between offsets in a text and the lines and characters of the Language Server Protocol.

Source: Language Server Protocol 3.17, Text Documents and Position: a line ends with a line feed, a
carriage return or both; a character is a code unit of the encoding that editor and server have
agreed on.
"""

from __future__ import annotations

import re
from bisect import bisect_right

_LINE_END = re.compile("\r\n?|\n")
_ENCODINGS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


class TextPositions:
    """The positions in one text, with characters counted in `utf-8`, `utf-16` or `utf-32`."""

    def __init__(self, text: str, encoding: str) -> None:
        self.text = text
        self._line_starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self._encoding, self._unit_size = _ENCODINGS[encoding]

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and the character of an offset, both from 0."""
        line = bisect_right(self._line_starts, offset) - 1
        return line, self._count_units(self.text[self._line_starts[line] : offset])

    def offset(self, line: int, character: int) -> int:
        """Return the offset of a position; past the end of a line or the text, it is that end."""
        if line >= len(self._line_starts):
            return len(self.text)
        start = self._line_starts[line]
        end = _LINE_END.search(self.text, start)
        content = self.text[start : end.start() if end else len(self.text)]
        units = 0
        for index, each in enumerate(content):
            if units >= character:
                return start + index
            units += self._count_units(each)
        return start + len(content)

    def _count_units(self, text: str) -> int:
        return len(text.encode(self._encoding, "surrogatepass")) // self._unit_size


def common_prefix_length(one: str, other: str) -> int:
    """Return with how many characters two texts begin alike."""
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length
