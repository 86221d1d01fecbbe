"""A progress line on stderr for long runs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 1.0
"""How many seconds pass before anything is shown."""
_INTERVAL = 0.1
"""How many seconds pass between two updates."""


@contextmanager
def progress() -> Iterator[Callable[[int, int, str], None]]:
    """Yield a function `tick(done, total, what)` that updates the line: `12 of 40 records checked`.

    Nothing is shown in the first second, nor where stderr is not a terminal.
    """
    if not sys.stderr.isatty():
        yield lambda done, total, what: None  # noqa: ARG005
        return
    started = last = time.monotonic()

    def tick(done: int, total: int, what: str) -> None:
        nonlocal last
        now = time.monotonic()
        if now - started > PATIENCE and now - last > _INTERVAL:
            last = now
            sys.stderr.write(f"\r{done:,} of {total:,} {what}\x1b[K")
            sys.stderr.flush()

    try:
        yield tick
    finally:
        if last != started:
            sys.stderr.write("\r\x1b[K")
