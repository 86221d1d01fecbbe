"""Finds the record files of a catalogue and reads their bytes, safely.

Nothing outside the catalogue is read by way of a link, and nothing but regular files is opened: a
pipe would block, and a device may act on being read.
"""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from exporter.errors import UsageError
from exporter.records.document import Document
from exporter.records.finding import Finding, Position
from exporter.records.settings import Limits

SUFFIXES = (".yaml", ".yml")
_OPEN_FLAGS = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_NOCTTY", "O_BINARY")
)
"""If a pipe or a link has replaced the file a moment ago, it does not block and is not followed."""


@dataclass(frozen=True, slots=True)
class OversizedFile:
    """Stands for the contents of a file that is too large to be read; `size` is in bytes."""

    size: int


class CannotOpen(Exception):
    """A file that is not read. `size` is its number of bytes if there are too many, otherwise 0."""

    def __init__(self, message: str, hint: str, size: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.size = size


def read_regular_file(path: Path, root: Path, max_size: int) -> bytes:
    """Return the bytes of a regular file, or of the one in the catalogue that a link leads to.

    Raises CannotOpen.
    """
    try:
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode):
            path = _resolve_link(path, root)
            status = os.lstat(path)
        _require_regular(status)
        return _read(path, max_size)
    except (OSError, RuntimeError) as error:
        # before Python 3.13, a link to itself is a RuntimeError
        reason = getattr(error, "strerror", None) or "Too many levels of symbolic links"
        message = f"the file cannot be opened: {reason}"
        hint = "check its permissions, or where the link leads"
        raise CannotOpen(message, hint) from None


def _resolve_link(path: Path, root: Path) -> Path:
    if path.is_dir():
        message = "this link leads to a folder; the records in it are not read"
        raise CannotOpen(message, "put the folder itself here")
    target = path.resolve(strict=True)
    if not target.is_relative_to(root.resolve()):
        raise CannotOpen("this link leads out of the catalogue", "put the file itself here")
    return target


def _read(path: Path, max_size: int) -> bytes:
    file = os.open(path, _OPEN_FLAGS)
    try:
        status = os.fstat(file)
        _require_regular(status)
        size = status.st_size
        content = b""
        if size <= max_size:
            content = os.read(file, size + 1)
            if len(content) > size:  # it is growing
                content += os.read(file, max_size)
                size = len(content)
    finally:
        os.close(file)
    if size > max_size:
        message = f"the file has {size:,} bytes; at most {max_size:,} are allowed"
        raise CannotOpen(message, "split it up", size)
    return content


def _require_regular(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise CannotOpen("this is not a regular file", "move it elsewhere, or rename it")


def read_bytes(path: Path, root: Path, limits: Limits) -> bytes | OversizedFile | Finding:
    """Return the contents of a record file, or a finding if it cannot be opened."""
    if _is_nearly_record(path.name):
        name = (
            path.name[: path.name.rindex(".")] if path.name.lower().endswith(".txt") else path.name
        )
        hint = f"rename the file to {Path(name).with_suffix('.yaml')}"
        message = (
            "the name of a record's file ends in .yaml, in small letters; this file is not read"
        )
        return Finding("misnamed-file", path, message, hint, position=Position(1, 1))
    try:
        return read_regular_file(path, root, limits.size)
    except CannotOpen as error:
        if error.size:
            return OversizedFile(error.size)
        return Finding("not-a-file", path, error.message, error.hint, position=Position(1, 1))


def read_unchanged(document: Document) -> bytes:
    """Return the bytes of the file of a document, which is going to be replaced.

    Raises UsageError if they are not those that the document was read from.
    """
    try:
        content = document.path.read_bytes()
    except OSError as error:
        message = f"{document.path} cannot be opened: {error.strerror}"
        raise UsageError(message, "check its permissions") from None
    if content.removeprefix(codecs.BOM_UTF8) != document.text.encode():
        message = f"{document.path} has changed since it was read"
        raise UsageError(message, "run the command again")
    return content


def repository_of(folder: Path) -> Path | None:
    """Return the top folder of the git repository that a folder is in; None outside of any."""
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)


def find_catalogue(start: Path) -> Path:
    """Return the nearest folder, from `start` upwards, that contains a folder `records`.

    Raises UsageError if there is none.
    """
    for folder in (start, *start.parents):
        if (folder / "records").is_dir():
            return folder
    raise UsageError(
        f"there is no catalogue here: neither {start} nor a folder above it contains a folder "
        "named records",
        "change into the catalogue, name it (exporter -C DIR …), or start one: exporter init",
    )


def find_records(root: Path, chosen: Sequence[Path] = ()) -> list[Path]:
    """Return what `find_files` returns, as paths."""
    return [Path(file) for file in find_files(root, chosen)]


def find_files(root: Path, chosen: Sequence[Path] = ()) -> list[str]:
    """Return the record files of a catalogue, or those in the `chosen` files and folders, sorted.

    Strings are made faster and take less room than paths. Links to folders, to nowhere and out of
    the catalogue are returned too, since they are reported. Raises UsageError for a path that does
    not exist, a folder that cannot be listed, or one that a link leads out of the catalogue.
    """
    found: list[list[str]] = []
    for start in chosen or (root / "records",):
        if start.is_dir():
            require_inside(start, root)
            found.append(list(_walk(start, root)))
        elif os.path.lexists(start):
            require_inside(start.parent, root)
            found.append([str(start)])
        else:
            raise UsageError(f"there is no file or folder {start}", "check the spelling")
    if len(found) == 1:
        return found[0]
    return sorted({file for files in found for file in files})


def require_inside(folder: Path, root: Path) -> None:
    """Raise UsageError if `folder` is in the catalogue by its name but not in fact."""
    named_inside = Path(os.path.abspath(folder)).is_relative_to(root)  # noqa: PTH100 - keeps links
    if named_inside and not folder.resolve().is_relative_to(root.resolve()):
        message = f"the folder {folder} is a link that leads out of the catalogue"
        raise UsageError(message, "name the other catalogue with -C DIR")


def _walk(top: Path, root: Path) -> Iterator[str]:
    """Yield the files in a folder that are read or reported, in the order of their names."""
    stack = [f"{top}{os.sep}"]
    while stack:
        path = stack.pop()
        if path.endswith(os.sep):
            stack.extend(sorted(_list_folder(path, root), reverse=True))
        else:
            yield path


def _list_folder(folder: str, root: Path) -> list[str]:
    """Return the paths in a folder that matter; that of a folder ends in a separator."""
    found: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    found.append(entry.path + os.sep)
                # a folder named x.yaml is reported, not ignored
                if (
                    entry.name.endswith(SUFFIXES)
                    or _is_nearly_record(entry.name)
                    or _is_reported_link(entry, root)
                ):
                    found.append(entry.path)
    except OSError as error:
        message = f"the folder {folder} cannot be read: {error.strerror}"
        raise UsageError(message, "check its permissions") from None
    return found


def _is_nearly_record(name: str) -> bool:
    """Return whether a file has nearly the name of a record: `x.yaml.txt` or `x.YAML`.

    Editors on Windows write such names, and do not show the last suffix.
    """
    return name.lower().removesuffix(".txt").endswith(SUFFIXES) and not name.endswith(SUFFIXES)


def _is_reported_link(entry: os.DirEntry[str], root: Path) -> bool:
    """Return whether an entry is a link that does not lead to a file in the catalogue."""
    if not entry.is_symlink():
        return False
    return not (entry.is_file() and Path(entry).resolve().is_relative_to(root.resolve()))
