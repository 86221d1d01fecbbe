"""Bounds that catch what hangs, such as a search whose time grows with the square of its input.

How fast something is depends on the machine; that is measured by `benchmarks/`, not tested.
"""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Iterator
from types import FrameType

HANGS = 120
"""Seconds of CPU time after which a run hangs: all runs take less than a tenth of it."""


@contextlib.contextmanager
def not_hanging() -> Iterator[None]:
    """Fail if the block takes more than `HANGS` seconds of CPU time."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"still running after {HANGS} s of CPU time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, HANGS)
    started = time.process_time()
    try:
        yield
        assert time.process_time() - started < HANGS
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
