"""Records by what is marked of them: numbers of eight bytes, so that of a million no two will be the same by chance."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain, compress, islice
from operator import eq, ne

Column = tuple["array[int]", "array[int]"]
"""Records, by their numbers, and what is marked of each."""
_PARTS = 4
"""In how many parts marks are put in order, since in a list they take several times the room that they take then."""


class Marks:
    """The marks of records in their order, each with the number of its record: they take less room than a dict."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.marks, self._rows = array("Q"), array("I")
        for part in range(_PARTS):
            least, most = (part << 64) // _PARTS, (part + 1 << 64) // _PARTS
            pairs = sorted(
                mark << 32 | row
                for rows, marks in columns
                for row, mark in zip(rows, marks, strict=True)
                if least <= mark < most
            )
            self.marks.extend(pair >> 32 for pair in pairs)
            self._rows.extend(pair & 0xFFFF_FFFF for pair in pairs)

    def rows(self, mark: int) -> array[int]:
        """Give the numbers of the records that have a mark, in their order."""
        start = bisect_left(self.marks, mark)
        return self._rows[start : bisect_right(self.marks, mark, start)]

    def several(self) -> set[int]:
        """Give the marks that several records have, which are seldom any."""
        return set(compress(self.marks, map(eq, self.marks, islice(self.marks, 1, None))))

    def last(self, mark: int) -> int | None:
        """Give the number of the last record that has a mark."""
        place = bisect_right(self.marks, mark) - 1
        return self._rows[place] if place >= 0 and self.marks[place] == mark else None

    def lasts(self) -> Iterator[int]:
        """Give the number of the last record for each mark."""
        return compress(
            self._rows, chain(map(ne, self.marks, islice(self.marks, 1, None)), (True,))
        )
