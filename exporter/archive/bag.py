"""Writes a bag (BagIt 1.0, RFC 8493) as an uncompressed zip file that is the same in every run.

bagit-python is not used to write it: it writes version 0.97 of the format, into folders, and lists
the tag files in the order of the file system.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from hashlib import new as new_hash
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, NamedTuple, Self
from zipfile import ZIP_STORED, ZipFile, ZipInfo

TOP = "catalogue"
"""The folder in the zip file that is the bag (RFC 8493, 4)."""
ALGORITHMS = ("sha256", "sha512")
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
"""The content of `bagit.txt` (RFC 8493, 2.1.1)."""
DECLARATION_FILE = "bagit.txt"
_IN_MEMORY = 16_000_000
_BLOCK = 1_000_000
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can state, which stands for none."""
_REGULAR_FILE = 0o100644 << 16
_UNIX = 3
_FORBIDDEN = frozenset('\\:*?"<>|')
"""What a file name on Windows cannot have, beside control characters."""


class BagFile(NamedTuple):
    """A file in a bag: its path there, its size in bytes and its checksums by algorithm."""

    name: str
    size: int
    digests: Mapping[str, str]


class BagWriter:
    """Writes the files of a bag one after the other, and the manifests at the end.

    As a context manager it leaves an unfinished file unfinished: whoever opened it deletes it.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._zip = ZipFile(file, "w", ZIP_STORED, allowZip64=True)
        self.payload: list[BagFile] = []
        self.tags: list[BagFile] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # else an unfinished zip file writes its end when it is deleted, into a closed file
        self._zip.fp = None

    def add_payload(self, name: str, pieces: Iterable[bytes]) -> BagFile:
        """Write a file below `data/`, and return what the manifests say of it."""
        added = self._write(f"data/{name}", pieces)
        self.payload.append(added)
        return added

    def finish(self, readme: bytes, info: Mapping[str, str]) -> None:
        """Write the tag files and the manifests. Nothing can be added after that.

        `info` are the elements of `bag-info.txt` without `Payload-Oxum` (RFC 8493, 2.2.2).
        """
        size = sum(file.size for file in self.payload)
        elements = {**info, "Payload-Oxum": f"{size}.{len(self.payload)}"}
        tags = {
            DECLARATION_FILE: DECLARATION,
            "bag-info.txt": tag_file(elements),
            "README.txt": readme,
        }
        for algorithm in ALGORITHMS:
            tags[f"manifest-{algorithm}.txt"] = manifest(self.payload, algorithm)
        for name, content in tags.items():
            self.tags.append(self._write(name, [content]))
        for algorithm in ALGORITHMS:
            self._write(f"tagmanifest-{algorithm}.txt", [manifest(self.tags, algorithm)])
        self._zip.close()

    def _write(self, name: str, pieces: Iterable[bytes]) -> BagFile:
        hashes = {algorithm: new_hash(algorithm) for algorithm in ALGORITHMS}
        with SpooledTemporaryFile(_IN_MEMORY) as content:
            for piece in pieces:
                content.write(piece)
                for each in hashes.values():
                    each.update(piece)
            size = content.tell()
            content.seek(0)
            write_entry(self._zip, f"{TOP}/{name}", size, blocks(content))
        return BagFile(name, size, {word: each.hexdigest() for word, each in hashes.items()})


def write_entry(archive: ZipFile, name: str, size: int, pieces: Iterable[bytes]) -> None:
    """Write a file into a zip file, with nothing that depends on the time or the system."""
    entry = ZipInfo(name, _EPOCH)
    entry.create_system = _UNIX
    entry.external_attr = _REGULAR_FILE
    entry.file_size = size
    with archive.open(entry, "w") as file:
        for piece in pieces:
            file.write(piece)


def blocks(file: IO[bytes] | SpooledTemporaryFile[bytes]) -> Iterator[bytes]:
    """Yield the rest of a file in blocks."""
    while block := file.read(_BLOCK):
        yield block


def manifest(files: Iterable[BagFile], algorithm: str) -> bytes:
    """Return a manifest of files, in the order of their names (RFC 8493, 2.1.3)."""
    lines = []
    for file in sorted(files):
        lines.append(f"{file.digests[algorithm]}  {encoded_name(file.name)}\n")
    # a folder to verify can have names that are not UTF-8, which no manifest has
    return "".join(lines).encode("utf-8", "surrogateescape")


def encoded_name(name: str) -> str:
    """Return a path as a manifest has it: percent signs are encoded (RFC 8493, 2.1.3).

    A bag that we write has no names with line breaks, which would be encoded, too.
    """
    return name.replace("%", "%25")


def tag_file(elements: Mapping[str, str]) -> bytes:
    """Return the lines of a tag file; white space in a value becomes a single space."""
    lines = []
    for label, value in elements.items():
        lines.append(f"{label}: {' '.join(value.split())}\n")
    return "".join(lines).encode()


def is_portable(name: str) -> bool:
    """Return whether a relative path stays in its folder and is possible on every system."""
    parts = name.split("/")
    is_plain = name.isprintable() and not _FORBIDDEN & set(name)
    return is_plain and not any(part in {"", ".", ".."} for part in parts)


def same_for_all(name: str) -> str:
    """Return what two names have in common that are one on some systems: `Tea.yaml`, `tea.yaml`."""
    return unicodedata.normalize("NFC", name).casefold()
