"""Texts that are read now and then: the last of them in memory, the many before them in a file.

The records of a large catalogue are gigabytes. The file has no name, is in the folder for temporary
files, which `TMPDIR` chooses, and is gone when the store is. Where no file can be written, and on
Windows, where processes and threads could not read it at the same time, all texts stay in memory.
"""

from __future__ import annotations

import os
import weakref
from array import array

_IN_MEMORY = 16 << 20
"""How many bytes wait in memory until they are written to the file at once."""


class TextStore:
    """Texts by the numbers that `add` returns: 0, 1 and so on. Forked processes can read them."""

    def __init__(self) -> None:
        self._ends = array("Q", [0])
        self._in_file = 0  # bytes
        self._in_memory = bytearray()  # those that follow
        self._descriptor: int | None = None
        self._uses_file = hasattr(os, "pread")

    def add(self, text: str) -> int:
        """Add a text and return its number."""
        # a file name may hold a lone surrogate, for a byte that is not UTF-8
        self._in_memory += text.encode("utf-8", "surrogatepass")
        self._ends.append(self._in_file + len(self._in_memory))
        if self._uses_file and len(self._in_memory) > _IN_MEMORY:
            try:
                self._write()
            except OSError:  # the folder is full, read-only or missing
                self._uses_file = False
        return len(self._ends) - 2

    def __getitem__(self, number: int) -> str:
        start, end = self._ends[number], self._ends[number + 1]
        if start < self._in_file:
            assert self._descriptor is not None  # noqa: S101 - the text is in the file
            content = os.pread(self._descriptor, end - start, start)
        else:
            content = bytes(self._in_memory[start - self._in_file : end - self._in_file])
        return content.decode("utf-8", "surrogatepass")

    def _write(self) -> None:
        """Write what is in memory to the end of the file. Raises OSError if it cannot be."""
        if self._descriptor is None:
            # imported here, since few catalogues are that large and every command waits for imports
            from tempfile import TemporaryFile

            file = TemporaryFile(buffering=0)  # noqa: SIM115 - closed with the store
            weakref.finalize(self, file.close)
            self._descriptor = file.fileno()
        with memoryview(self._in_memory) as content:
            written = 0
            while written < len(content):
                place = self._in_file + written
                written += os.pwrite(self._descriptor, content[written:], place)
        self._in_file += len(self._in_memory)
        self._in_memory.clear()
