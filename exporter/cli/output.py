"""Standard output for a command's product: all of it or nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from exporter.terminal import escape_control_chars

_IN_MEMORY = 32_000_000
"""How many bytes of the output are held in memory; the rest waits in a temporary file."""


def write_stdout(pieces: Iterable[bytes]) -> None:
    """Write pieces to stdout once all of them have been produced.

    An error while the pieces are made leaves stdout empty, so a program that reads from a pipe
    never takes half a document for a whole one. Raises OSError if stdout or the temporary file
    cannot be written.
    """
    rest = iter(pieces)
    beginning = _take(rest, _IN_MEMORY)
    following = next(rest, None)
    if following is None:
        sys.stdout.buffer.writelines(beginning)
    else:
        # imported here, since few outputs are that large and every command waits for imports
        from shutil import copyfileobj
        from tempfile import TemporaryFile

        with TemporaryFile() as file:
            file.write(following)
            file.writelines(rest)
            file.seek(0)
            sys.stdout.buffer.writelines(beginning)
            copyfileobj(file, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def write_lines(lines: Iterable[str]) -> None:
    """Write lines for people to stdout, escaped, once all of them have been produced."""
    write_stdout(f"{escape_control_chars(line)}\n".encode() for line in lines)


def _take(pieces: Iterator[bytes], size: int) -> list[bytes]:
    """Take pieces until they have at least `size` bytes in all, or there are no more."""
    taken = []
    for piece in pieces:
        taken.append(piece)
        size -= len(piece)
        if size <= 0:
            break
    return taken
