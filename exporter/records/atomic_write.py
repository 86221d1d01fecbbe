"""The step from bytes to files: the new ones are whole, or those that were there stay.

A file is made under another name, flushed to the disk, and renamed to its place. A run that is killed leaves such a
file behind, and the next run in that folder removes it: nobody holds a lock on it any more. Several files become a
folder in the same way: one rename puts the whole folder to its place, or, where there is a folder already, says that
the files are complete; from then on they are moved to their places one by one, and where this is cut short, the next
run does the rest. Windows has no such locks: there one removes by hand what a killed run has left.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from exporter.errors import UsageError

if sys.platform != "win32":
    import fcntl

DISK_FULL_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
"""What the system says where there is no more room: on the disk, for the user, in one file."""
_TEMPORARY = ".exporter-{}"
_WHOLE = ".exporter-whole"
_locks: set[int] = set()
"""The handles of the locks that this process holds."""


def write_file(pieces: Iterable[bytes], target: Path) -> None:
    """Write a file: the one that was there stays until the new one is complete.

    A link stays and what it leads to is written; a pipe or a device (`/dev/null`) is written into, never replaced.
    Raises UsageError where it cannot be written.
    """
    target = Path(os.path.realpath(target))
    with _explained(target):
        if target.is_dir():
            hint = "name a file, or add --split to write one file a record"
            raise UsageError(f"{target} is a folder, not a file", hint)
        if target.exists() and not target.is_file():
            _pour(pieces, target)
            return
        with _made(target.parent, lambda path: path.touch(exist_ok=False)) as temporary:
            if target.exists():
                temporary.chmod(target.stat().st_mode & 0o777)
            _fill(temporary, pieces)
            temporary.replace(target)
            _sync(target.parent)


def write_files(documents: Iterable[tuple[str, Iterable[bytes]]], folder: Path) -> int:
    """Write several files into a folder and give their number. Other files in it stay.

    A name may lead into folders inside that one (`books/x.yaml`), which are made where there are none. A link that
    stands for one of them is not followed.

    The folder is as it was until all of them are complete. A run that is killed while it moves them to their places is
    finished by the next; two runs at once move theirs one after the other.

    Raises UsageError if a file cannot be written.
    """
    folder = Path(os.path.realpath(folder))
    number = 0
    with _explained(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _made(folder if folder.is_dir() else folder.parent, Path.mkdir) as staging:
            for name, pieces in documents:
                (staging / name).parent.mkdir(parents=True, exist_ok=True)
                _fill(staging / name, pieces)
                number += 1
            _sync(staging)
            if folder.exists() or not _renamed(staging, folder):
                _replace_all(staging, folder)
            _sync(folder.parent)
    return number


def _replace_all(staging: Path, folder: Path) -> None:
    """Move complete files into a folder that is there."""
    moved = True
    for new, place, names in _folders(staging, folder):
        way = new.relative_to(staging)
        if os.path.lexists(place) and (place.is_symlink() or not place.is_dir()):
            raise NotADirectoryError(errno.ENOTDIR, f"{way} is no folder of its own there")
        for name in names:
            moved = False
            if (place / name).is_dir():
                raise IsADirectoryError(errno.EISDIR, f"{way / name} is a folder there")
    whole = folder / _WHOLE
    while not moved:
        _finish(whole)
        with _undisturbed():
            moved = _renamed(staging, whole)
            if moved:
                _move(whole)


def _finish(whole: Path) -> None:
    """Wait for the run that moves complete files to their places; where it was killed, do the rest of its work.

    Raises PermissionError where another user has made them, who may want us to move them to a place of ours.
    """
    with contextlib.suppress(FileNotFoundError):
        if not _own(whole):
            raise PermissionError(errno.EACCES, f"{whole.name} there belongs to another user")
        with _held(whole, wait=True) as ours, _undisturbed():
            if ours:
                _move(whole)


def _move(whole: Path) -> None:
    target = whole
    try:
        _sync(whole.parent)
        for new, place, names in _folders(whole, whole.parent):
            target = place
            place.mkdir(exist_ok=True)
            for name in names:
                target = place / name
                (new / name).replace(target)
        for folder, _, _ in os.walk(whole, topdown=False):
            Path(folder).rmdir()
            _sync(whole.parent / Path(folder).relative_to(whole))
    except OSError as error:
        raise UsageError(
            f"{target} cannot be replaced: {error.strerror}",
            "the files before it are new, the others are as they were; the next export there will do the rest",
        ) from error


def _folders(folder: Path, other: Path) -> Iterator[tuple[Path, Path, list[str]]]:
    """Give a folder and those inside it, each with its place in another one and the names of its files."""
    for here, inside, names in os.walk(folder):
        inside.sort()
        yield Path(here), other / Path(here).relative_to(folder), sorted(names)


def _renamed(staging: Path, place: Path) -> bool:
    """Give a folder its name in one step, unless there is one of that name."""
    try:
        staging.rename(place)
    except OSError as error:
        if error.errno in {errno.EEXIST, errno.ENOTEMPTY}:
            return False
        raise
    return True


def _fill(path: Path, pieces: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())


def _pour(pieces: Iterable[bytes], device: Path) -> None:
    """Write into a pipe or a device, without a buffer: a run that is stopped must not wait until that is taken too."""
    with device.open("wb", buffering=0) as file:
        for piece in pieces:
            rest = memoryview(piece)
            while rest:
                rest = rest[file.write(rest) or 0 :]


@contextlib.contextmanager
def _made(folder: Path, make: Callable[[Path], None]) -> Iterator[Path]:
    """Make a temporary file or folder, and remove it at the end if it is still there."""
    _tidy(folder)
    with contextlib.ExitStack() as stack:
        ours = False
        while not ours:  # another run tidies what nobody holds
            temporary = folder / _TEMPORARY.format(os.urandom(8).hex())
            stack.callback(_remove, temporary)
            make(temporary)
            ours = stack.enter_context(_held(temporary, wait=True))
        yield temporary


@cache
def _tidy(folder: Path) -> None:
    """Finish or remove what runs that were killed have left in a folder; once in a run is enough."""
    with contextlib.suppress(OSError, UsageError):
        _finish(folder / _WHOLE)
    for left in folder.glob(_TEMPORARY.format("[0-9a-f]" * 16)):
        with contextlib.suppress(OSError), _held(left, wait=False) as ours:
            if ours and _own(left):
                _remove(left)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        if path.is_dir():
            import shutil  # here, since few runs write folders

            shutil.rmtree(path)
        else:
            path.unlink()


@contextlib.contextmanager
def _held(path: Path, *, wait: bool) -> Iterator[bool]:
    """Lock a file or folder as long as this run lives, and tell whether it is ours: still there, and no other run's.

    Where a file system knows no locks, the one who would wait goes on, and the other lets it be.
    """
    if sys.platform == "win32":
        yield wait and path.exists()
        return
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except FileNotFoundError:
        yield False
        return
    _locks.add(handle)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            locked = True
        except OSError:
            locked = wait
        yield locked and os.fstat(handle).st_ino == _inode(path)
    finally:
        _locks.discard(handle)
        os.close(handle)


def _let_go() -> None:
    """Close what a copy of this process has got of the locks: it may outlive this one by a moment, they must not."""
    for handle in _locks:
        os.close(handle)
    _locks.clear()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_let_go)


def _inode(path: Path) -> int | None:
    try:
        return path.lstat().st_ino
    except FileNotFoundError:
        return None


def _own(path: Path) -> bool:
    return sys.platform == "win32" or path.lstat().st_uid == os.geteuid()


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Let the signals that stop a run wait until the end."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(
        signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    )
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _sync(folder: Path) -> None:
    """Flush the names in a folder to the disk, so that a rename outlives a loss of power."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(PermissionError):  # a folder that one may write into and not list
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def _explained(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        mend = (
            "make room"
            if error.errno in DISK_FULL_ERRORS
            else "choose another place with -o, or check its permissions"
        )
        raise UsageError(
            f"{target} cannot be written: {error.strerror}", f"no file is left half written; {mend}"
        ) from error
