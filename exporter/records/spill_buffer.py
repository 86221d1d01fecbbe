"""Many small things put away one after another, and taken out again by their number."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable
from contextlib import suppress
from itertools import accumulate
from typing import BinaryIO

_MOST = 8_000_000
"""How many bytes are kept in memory before they go to a file."""


class Shelf:
    """Holds bytes: a few in memory, many in a temporary file that has no name, so that nothing of it can be left over.

    Processes that are forked off may read, not write. Where there is no room for a file, memory has to do.
    """

    def __init__(self) -> None:
        self._ends = array("Q", [0])
        self._held = bytearray()
        self._filed = 0
        self._most = _MOST if hasattr(os, "pread") else 0
        self._file: BinaryIO | None = None

    def __len__(self) -> int:
        return len(self._ends) - 1

    def append(self, some: bytes) -> None:
        """Put something away; its number is that of the things before it."""
        self.extend(some, [len(some)])

    def extend(self, some: bytes, lengths: Iterable[int]) -> None:
        """Put several things away that stand one after another."""
        self._held += some
        self._ends.extend(accumulate(lengths, initial=self._ends.pop()))
        if self._most and len(self._held) > self._most:
            self._file_away()

    def __getitem__(self, number: int) -> bytes:
        start, end = self._ends[number], self._ends[number + 1]
        if self._file and start < self._filed:
            return os.pread(self._file.fileno(), end - start, start)
        return bytes(self._held[start - self._filed : end - self._filed])

    def _file_away(self) -> None:
        from tempfile import TemporaryFile  # here, since few catalogues are so large

        with suppress(OSError):
            self._file = self._file or TemporaryFile(buffering=0)  # noqa: SIM115 - it is closed with the shelf
            if os.pwrite(self._file.fileno(), self._held, self._filed) == len(self._held):
                self._filed += len(self._held)
                self._held.clear()
                return
        self._most = 0
