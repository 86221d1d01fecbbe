"""Keeps two runs from writing into one folder at the same time."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from exporter.errors import UsageError

try:
    import fcntl
except ImportError:  # Windows has no locks for folders
    fcntl = None  # type: ignore[assignment]

_UNSUPPORTED = frozenset({errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EBADF})
"""What file systems without locks answer, such as some of a network."""


@contextlib.contextmanager
def locked(folder: Path, on_wait: Callable[[], None], *, to_read: bool = False) -> Iterator[None]:
    """Lock a folder that exists; wait until it is free. Nothing is written into it for that.

    Several runs can lock it `to_read`, but one alone can write. `on_wait` is called before a wait.
    There is no lock on Windows, nor on file systems that have none. Raises UsageError if the folder
    cannot be opened.
    """
    if fcntl is None:
        yield
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        message = f"{folder} cannot be opened: {error.strerror}"
        raise UsageError(message, "check its permissions") from None
    try:
        _lock(descriptor, fcntl.LOCK_SH if to_read else fcntl.LOCK_EX, on_wait)
        yield
    finally:
        os.close(descriptor)  # which unlocks


def _lock(descriptor: int, kind: int, on_wait: Callable[[], None]) -> None:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        on_wait()
        fcntl.flock(descriptor, kind)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
