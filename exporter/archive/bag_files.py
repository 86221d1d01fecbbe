"""The files of a bag, wherever they are, and what can be wrong with them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from exporter.archive.bag import blocks

MISSING = "it is missing"
ADDED = "it was added"
CHANGED = "its content has changed"
"""What can be wrong with a file."""


class Damage(NamedTuple):
    """Something that is not as it was written: a file in the package, and what is wrong with it."""

    name: str
    message: str


class BagFiles(NamedTuple):
    """The files of a bag by their paths in it; `read` returns the blocks of one."""

    names: list[str]
    read: Callable[[str], Iterator[bytes]]

    def content(self, name: str) -> bytes:
        """Return a small file as a whole."""
        return b"".join(self.read(name))


def files_in(folder: Path) -> BagFiles:
    """Return all files in a folder and the folders in it, sorted.

    Links, also those to folders, and pipes and devices are among them, but are not read.
    """

    def read(name: str) -> Iterator[bytes]:
        path = folder / name
        if path.is_symlink():
            raise OSError("it is a link")
        if not path.is_file():
            raise OSError("it is a pipe or a device")
        with path.open("rb") as file:
            yield from blocks(file)

    found = []
    for parent, folders, files in os.walk(folder):
        links = [name for name in folders if (Path(parent) / name).is_symlink()]
        for name in (*files, *links):
            found.append((Path(parent) / name).relative_to(folder).as_posix())
    return BagFiles(sorted(found), read)
