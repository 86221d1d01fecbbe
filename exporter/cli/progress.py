"""A line on stderr that says how far a long run has come."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 1.0
"""The seconds before anything is shown."""
_EVERY = 0.1


@contextmanager
def progress() -> Iterator[Callable[[int, int, str], None]]:
    """Give a function to be told how many of how many are done, and of what.

    It writes only after a second, and only to a terminal.
    """
    if not sys.stderr.isatty():
        yield lambda done, everything, what: None  # noqa: ARG005
        return
    started = last = time.monotonic()

    def tick(done: int, everything: int, what: str) -> None:
        nonlocal last
        now = time.monotonic()
        if now - started > PATIENCE and now - last > _EVERY:
            last = now
            sys.stderr.write(f"\r{done:,} of {everything:,} {what}\x1b[K")
            sys.stderr.flush()

    try:
        yield tick
    finally:
        if last != started:
            sys.stderr.write("\r\x1b[K")
