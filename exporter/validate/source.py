"""The record files that are validated: as they are on disk, or as they stood or will stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from exporter.records.document import Document
from exporter.records.files import OversizedFile, find_files, read_bytes
from exporter.records.finding import Finding
from exporter.records.loader import parse_document
from exporter.records.settings import Limits

Content = bytes | OversizedFile
Contents = Iterable[tuple[Path, Content | Finding]]
"""Files, each with its bytes or with the finding that tells why it cannot be opened."""


@dataclass(frozen=True, slots=True)
class Source:
    """The files of the records of a catalogue, in the order of their paths, and how each is read.

    `read` returns the bytes of a file, or the finding that tells why it cannot be opened. `on_disk`
    is true if these are the bytes of all files on disk.
    """

    files: Sequence[str]
    read: Callable[[Path], Content | Finding]
    limits: Limits
    on_disk: bool = False

    def contents(self, files: Iterable[str]) -> Contents:
        """Yield the path of each of these files with what `read` returns for it."""
        for file in files:
            path = Path(file)
            yield path, self.read(path)

    def parse(self, path: Path, content: Content | Finding) -> Document | Finding:
        """Return the record of a file with this content, or the finding why there is none."""
        if isinstance(content, Finding):
            return content
        return parse_document(content, path, self.limits)

    def text(self, path: Path) -> str:
        """Return the text of a file as far as it can be read, also if it holds no record."""
        content = self.read(path)
        if not isinstance(content, bytes):
            return ""
        return content.decode("utf-8", "replace").removeprefix("\ufeff")

    def document(self, path: Path) -> Document | None:
        """Return the record of a file, or None if it cannot be read."""
        found = self.parse(path, self.read(path))
        return found if isinstance(found, Document) else None


def records_on_disk(
    root: Path,
    limits: Limits,
    chosen: Sequence[Path] = (),
    overrides: Mapping[Path, bytes] = MappingProxyType({}),
) -> Source:
    """Return the records of a catalogue as on disk, with the files and folders `chosen`.

    The files in `overrides` have other bytes, or are not on disk. Raises UsageError if a folder
    cannot be read.
    """
    files = find_files(root)
    if chosen or overrides:
        more = find_files(root, chosen) if chosen else []
        files = sorted({*files, *more, *map(str, overrides)})

    def read(path: Path) -> Content | Finding:
        if path in overrides:
            return overrides[path]
        return read_bytes(path, root, limits)

    return Source(files, read, limits, on_disk=not overrides)


def records_in(contents: Mapping[Path, Content], limits: Limits) -> Source:
    """Return records that are given by their bytes, as at a git revision."""
    return Source(sorted(map(str, contents)), contents.__getitem__, limits)
