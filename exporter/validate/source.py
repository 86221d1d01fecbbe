"""The record files that are validated: as they are on disk, or as they stood or will stand."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from exporter.parallel import chunked, map_chunks
from exporter.records.document import Document
from exporter.records.files import OversizedFile, find_files, read_bytes
from exporter.records.finding import Finding
from exporter.records.git import object_id, read_blobs
from exporter.records.loader import parse_document
from exporter.records.settings import Limits

Content = bytes | OversizedFile
Contents = Iterable[tuple[Path, Content | Finding]]
"""Files, each with its bytes or with the finding that says why it cannot be opened."""


_MARKED = (
    ("utf-32", (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)),
    ("utf-16", (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)),
)
"""Encodings whose byte order mark tells how a line of a file is to be shown that is not in UTF-8."""


@dataclass(frozen=True, slots=True)
class Source:
    """The files of the records of a catalogue, in the order of their paths, and how each is read.

    `read` returns the bytes of a file, or the finding that says why it cannot be opened. `on_disk`
    is true if these are the bytes of all files on disk. `ids` are those of the contents that are
    known already (`content_ids`); None stands for a file that cannot be opened or is too large.
    `load` is told which files will be read: many are read at once faster than one by one.
    """

    files: Sequence[str]
    read: Callable[[Path], Content | Finding]
    limits: Limits
    on_disk: bool = False
    ids: dict[str, str | None] = field(default_factory=dict)
    load: Callable[[Sequence[str]], None] = lambda _: None

    def changed(self, changes: Mapping[Path, bytes | None]) -> Source:
        """Return the files with new contents; None stands for a file that is deleted."""
        if not changes:
            return self
        touched = set(map(str, changes))
        written = [str(path) for path, content in changes.items() if content is not None]
        files = sorted([*({*self.files} - touched), *written])
        ids = {file: id for file, id in self.ids.items() if file not in touched}

        def read(path: Path) -> Content | Finding:
            content = changes.get(path)
            return self.read(path) if content is None else content

        return Source(files, read, self.limits, ids=ids, load=self.load)

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
        for encoding, marks in _MARKED:
            if content.startswith(marks):
                return content.decode(encoding, "replace")
        return content.decode("utf-8", "replace").removeprefix("\ufeff")

    def document(self, path: Path) -> Document | None:
        """Return the record of a file, or None if it cannot be read."""
        found = self.parse(path, self.read(path))
        return found if isinstance(found, Document) else None


def records_on_disk(
    root: Path,
    limits: Limits,
    chosen: Sequence[Path] = (),
) -> Source:
    """Return the records of a catalogue as on disk, with the files and folders `chosen`.

    Raises UsageError if a folder cannot be read.
    """
    files = find_files(root)
    if chosen:
        files = sorted({*files, *find_files(root, chosen)})
    return Source(files, lambda path: read_bytes(path, root, limits), limits, on_disk=True)


def records_in(contents: Mapping[Path, Content], limits: Limits) -> Source:
    """Return records that are given by their bytes, as at a git revision."""
    return Source(sorted(map(str, contents)), contents.__getitem__, limits)


def records_in_git(root: Path, blobs: Mapping[str, str], limits: Limits) -> Source:
    """Return records that are in git, by their blob ids. They are not read until they are needed."""
    contents: dict[Path, Content] = {}

    def load(files: Sequence[str]) -> None:
        wanted = {file: blobs[file] for file in files if Path(file) not in contents}
        contents.update(read_blobs(root, wanted, limits.size))

    def read(path: Path) -> Content:
        if path not in contents:
            load([str(path)])
        return contents[path]

    return Source(sorted(blobs), read, limits, ids=dict(blobs), load=load)


def content_ids(source: Source, digits: int = 40) -> dict[str, str | None]:
    """Return the id of the content of each file: the hash of its blob in git, now or if added.

    `digits` are those of an id in the repository. Files whose ids are not known are read.
    """
    ids = {file: id for file, id in source.ids.items() if id is None or len(id) == digits}
    unknown = [file for file in source.files if file not in ids]

    def read(files: Sequence[str]) -> list[str | None]:
        return [content_id(content, digits) for _, content in source.contents(files)]

    for files, found in zip(chunked(unknown), map_chunks(read, chunked(unknown)), strict=True):
        ids.update(zip(files, found, strict=True))
    return ids


def content_id(content: Content | Finding, digits: int = 40) -> str | None:
    """Return the id of the content of a file, as `content_ids` does."""
    return object_id(content, digits) if isinstance(content, bytes) else None


def changed_files(before: Source, after: Source) -> set[str]:
    """Return the files that are in one of two sources only, or have other contents in them.

    `before` has records that are in git. Of files that are too large to be read, the sizes count.
    """
    digits = max((len(id) for id in before.ids.values() if id), default=40)
    old, new = (content_ids(each, digits) for each in (before, after))
    found = {*old} ^ {*new}
    for file in {*old} & {*new}:
        if old[file] != new[file]:
            path = Path(file)
            if new[file] is not None or before.read(path) != after.read(path):
                found.add(file)
    return found
