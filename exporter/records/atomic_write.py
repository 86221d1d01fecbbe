"""Writes files atomically: a file is the old one or the new one, and never half written.

Each file is written under a temporary name, flushed to the disk and renamed. A run that is killed
leaves temporary files behind, which the next run in the same folder removes.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from exporter.errors import UsageError

_DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""The errors for a full disk, a full quota and a file that may not become larger."""
_TEMPORARY = re.compile(r"\.exporter-([0-9]{1,9})-[0-9a-f]{16}")
"""The name of a temporary file or folder, with the id of the process that made it."""
_DAY = 24 * 60 * 60
_STAGED_TOGETHER = 1000
"""How many files wait in one folder."""
_FLUSHED_ALONE = 100
"""Up to how many folders are flushed one by one; one call for all takes less for more of them."""


def write_file(pieces: Iterable[bytes], target: Path) -> None:
    """Write one file from pieces that follow one another.

    A link stays a link, and the file that it leads to is written. A pipe or a device is written to
    and not replaced. Raises UsageError if the file cannot be written.
    """
    target = Path(os.path.realpath(target))
    with _explain_errors(target):
        if target.is_dir():
            hint = "name a file, or add --split to write one file for each record"
            raise UsageError(f"{target} is a folder, not a file", hint)
        if target.exists() and not target.is_file():
            _write_to_device(pieces, target)
            return
        with _temporary_path(target.parent) as temporary:
            _write_new_file(pieces, temporary, flush=True)
            if target.exists():
                temporary.chmod(target.stat().st_mode & 0o777)
            temporary.replace(target)
        _flush_folder(target.parent)


def write_files(documents: Iterable[tuple[str, Iterable[bytes]]], folder: Path) -> int:
    """Write several files into a folder, and return their number. Other files in it stay.

    `documents` are names and contents. A name may lead into folders within that one, which are
    made if necessary (`books/x.yaml`). Nothing is replaced before all files are written under
    temporary names. Raises UsageError if a file cannot be written.
    """
    folder = Path(os.path.realpath(folder))
    with _explain_errors(folder), _created(folder), _temporary_path(folder) as staging:
        staging.mkdir()
        names: list[str] = []
        known: set[str] = set()
        for name, pieces in documents:
            if name in known:
                raise FileExistsError(errno.EEXIST, f"two files are called {name}")
            known.add(name)
            staged = _staged(staging, len(names))
            if len(names) % _STAGED_TOGETHER == 0:
                staged.parent.mkdir()
            _write_new_file(pieces, staged, flush=False)
            names.append(name)
        _require_replaceable(names, folder)
        _flush_everything()
        _replace(names, staging, folder)
    return len(names)


def write_records(root: Path, texts: Mapping[Path, str]) -> None:
    """Write record files of the catalogue at `root` with new texts, all or none, as `write_files`."""
    folder = root / "records"
    write_files(
        ((path.relative_to(folder).as_posix(), [text.encode()]) for path, text in texts.items()),
        folder,
    )


def write_folder(documents: Iterable[tuple[str, Iterable[bytes]]], target: Path) -> None:
    """Write a folder that is new, with these files: it appears at once and complete, or not at all.

    The names may lead into folders within it. Raises UsageError if it cannot be written.
    """
    parent = target.parent
    with _explain_errors(target), _created(parent), _temporary_path(parent) as staging:
        staging.mkdir()
        for name, pieces in documents:
            path = staging / name
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_new_file(pieces, path, flush=False)
        _flush_everything()
        staging.rename(target)
        _flush_folder(parent)


def _write_new_file(pieces: Iterable[bytes], path: Path, *, flush: bool) -> None:
    with path.open("xb") as file:
        file.writelines(pieces)
        if flush:
            file.flush()
            os.fsync(file.fileno())


def _write_to_device(pieces: Iterable[bytes], device: Path) -> None:
    # unbuffered, or a run that is stopped would wait until the buffer is read as well
    with device.open("wb", buffering=0) as file:
        for piece in pieces:
            rest = memoryview(piece)
            while rest:
                rest = rest[file.write(rest) or 0 :]


def _require_replaceable(names: Iterable[str], folder: Path) -> None:
    """Raise OSError if one of the files cannot have its name in `folder`."""
    usable = {folder}
    for name in names:
        target = folder / name
        inner = target.parent
        while inner not in usable:
            if inner.is_symlink() or (inner.exists() and not inner.is_dir()):
                where = inner.relative_to(folder)
                raise NotADirectoryError(errno.ENOTDIR, f"{where} is not a folder there")
            usable.add(inner)
            inner = inner.parent
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, f"{name} is a folder there")


def _staged(staging: Path, number: int) -> Path:
    """Return where a file waits: a folder for each thousand costs less than one for each name."""
    return staging / f"{number // _STAGED_TOGETHER}/{number}"  # one step: a slow one


def _replace(names: Iterable[str], staging: Path, folder: Path) -> None:
    folders = {folder}
    for number, name in enumerate(names):
        target = folder / name
        parent = target.parent
        try:
            if parent not in folders:
                parent.mkdir(parents=True, exist_ok=True)
                folders.add(parent)
            _staged(staging, number).replace(target)
        except OSError as error:
            raise UsageError(
                f"{target} cannot be replaced: {error.strerror}",
                "the files before it are new, the others are as they were; run the command again",
            ) from error
    if len(folders) > _FLUSHED_ALONE:
        _flush_everything()
        return
    for each in folders:
        _flush_folder(each)


def _flush_everything() -> None:
    # one call takes a third of the time of an fsync for each of 3,000 files
    if sys.platform != "win32":
        os.sync()


def _flush_folder(folder: Path) -> None:
    """Flush the names in a folder, so that a rename survives a loss of power."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(PermissionError):  # a folder that may be written but not listed
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def _created(folder: Path) -> Iterator[None]:
    """Make a folder, and remove it again if it is still empty after an error."""
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        if is_new:
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


@contextlib.contextmanager
def _temporary_path(folder: Path) -> Iterator[Path]:
    """Yield a new path in a folder, and remove what is there at the end."""
    _remove_abandoned(folder)
    path = folder / f".exporter-{os.getpid()}-{os.urandom(8).hex()}"
    try:
        yield path
    finally:
        try:
            _remove(path)
        except BaseException:  # a signal stopped the run just now
            _remove(path)
            raise


@cache  # once in each run
def _remove_abandoned(folder: Path) -> None:
    remove_abandoned(folder)


def is_temporary(name: str) -> bool:
    """Return whether a name is one that files and folders have until they are complete."""
    return _TEMPORARY.fullmatch(name) is not None


def remove_abandoned(folder: Path) -> None:
    """Remove the temporary files of runs that were killed."""
    with contextlib.suppress(OSError):
        for path in folder.glob(".exporter-*"):
            name = _TEMPORARY.fullmatch(path.name)
            if name and _is_abandoned(path, process=int(name[1])):
                _remove(path)


def _is_abandoned(path: Path, process: int) -> bool:
    status = path.lstat()
    if sys.platform == "win32":  # there is no way to ask for a process
        return time.time() - status.st_mtime > _DAY
    if status.st_uid != os.geteuid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass  # another user's process has the id now
    return False


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        if path.is_dir():
            import shutil  # rarely needed

            shutil.rmtree(path)
        else:
            path.unlink()


@contextlib.contextmanager
def _explain_errors(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        elsewhere = "choose another place, or check its permissions"
        if error.errno == errno.ENOENT and not target.parent.exists():
            elsewhere = f"make the folder {target.parent} first"
        what_to_do = "make room" if error.errno in _DISK_FULL else elsewhere
        raise UsageError(
            f"{target} cannot be written: {error.strerror}",
            f"no file is left half written; {what_to_do}",
        ) from error
