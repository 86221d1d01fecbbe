"""Writes a site into a folder: only what has changed, and nothing that somebody else put there.

The file `.exporter-site` in the folder names the files of the site. By it the next run knows which
of them are no longer needed, and a folder with other files in it is not written into.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from exporter.errors import UsageError
from exporter.records.atomic_write import write_files

MANIFEST = ".exporter-site"
_FIRST_LINE = (
    "# The files that “exporter site” wrote here. It removes those that it no longer needs.\n"
)


class Written(NamedTuple):
    """How many files a site has, how many of them were written and how many others removed."""

    files: int
    changed: int
    removed: int


def require_own_folder(folder: Path) -> None:
    """Raise UsageError if a folder has files that are not those of a site."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is not a folder", "name a folder with -o")
    if not folder.is_dir() or (folder / MANIFEST).is_file():
        return
    if any(folder.iterdir()):
        raise UsageError(
            f"{folder} is not empty, and “exporter site” did not write what is in it",
            "name an empty or a new folder, for example -o public",
        )


def write_site(documents: Iterable[tuple[str, bytes]], folder: Path) -> Written:
    """Write the files of a site, and remove those of an earlier one that it no longer has.

    Raises UsageError if the folder has other files, or if a file cannot be written.
    """
    require_own_folder(folder)
    former = _manifest(folder)
    names: list[str] = []
    new: list[str] = []

    def changed() -> Iterator[tuple[str, Iterable[bytes]]]:
        for name, data in documents:
            names.append(name)
            if not _has(folder / name, data):
                new.append(name)
                yield name, (data,)
        listed = (_FIRST_LINE + "".join(f"{name}\n" for name in sorted(names))).encode()
        if not _has(folder / MANIFEST, listed):
            yield MANIFEST, (listed,)

    write_files(changed(), folder)
    stale = former - set(names)
    _remove(stale, folder)
    return Written(len(names), len(new), len(stale))


def _has(file: Path, data: bytes) -> bool:
    """Return whether a file holds exactly these bytes."""
    try:
        return file.stat().st_size == len(data) and file.read_bytes() == data
    except OSError:
        return False


def _manifest(folder: Path) -> set[str]:
    """Return the files that an earlier run wrote; a name that leads out of the folder is none."""
    try:
        lines = (folder / MANIFEST).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    names = {line for line in lines if line and not line.startswith("#")}
    return {name for name in names if not _leads_out(name)}


def _leads_out(name: str) -> bool:
    # few names have two full stops, and a path takes longer than all else here
    return (".." in name and ".." in Path(name).parts) or os.path.isabs(name)  # noqa: PTH117


def _remove(names: Iterable[str], folder: Path) -> None:
    """Remove files, and the folders that are then empty."""
    parents = set()
    for name in names:
        path = folder / name
        if path.resolve().is_relative_to(folder.resolve()):
            path.unlink(missing_ok=True)
            parents.add(path.parent)
    for parent in parents - {folder}:
        with contextlib.suppress(OSError):
            parent.rmdir()
