"""The files to import: those that are named, those in folders, and those in zip archives.

Nothing of an archive is written to the disk, so that no path in it can lead anywhere. What it holds
is read within the limits of one file.
"""

from __future__ import annotations

import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from exporter.errors import UsageError, hint_to_open
from exporter.records.settings import MAX_LIMITS
from exporter.terminal import display_path

try:
    from lzma import LZMAError
except ImportError:  # a Python that was built without lzma, which says so when a member is opened
    LZMAError = zlib.error  # type: ignore[misc, assignment]

MAX_SIZE = MAX_LIMITS.size
"""How many bytes one file, or all files of one archive together, may have."""
_ENCRYPTED = 1
"""The flag of a member that needs a password (APPNOTE.TXT, 4.4.4)."""
_MAX_MEMBERS = 100_000
_MEGABYTE = 1_000_000
_DOCUMENT = (
    "it is a document of Excel, Word, LibreOffice or the like; save the table as CSV in UTF-8, and "
    "import that"
)
"""Of an archive in which such programs keep what they write (ISO/IEC 29500-2; ODF 1.3, part 2)."""
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, LZMAError, struct.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError),  # another compression, a password, a bad name
)


class SourceFile(NamedTuple):
    """A file to import: its name for messages, its content, and the error if it cannot be read."""

    name: str
    content: bytes
    error: str = ""


def source_files(paths: Sequence[Path]) -> Iterator[SourceFile]:
    """Yield the files named by `paths`, in order; `-` is stdin, a folder stands for all its files.

    Raises UsageError for a path that does not exist or cannot be read.
    """
    for path in paths:
        if str(path) == "-":
            yield _checked("stdin", sys.stdin.buffer.read(MAX_SIZE + 1))
        elif path.is_dir():
            for inner in sorted(path.rglob("*")):
                hidden = any(part.startswith(".") for part in inner.relative_to(path).parts)
                if inner.is_file() and not inner.is_symlink() and not hidden:
                    yield from _opened(display_path(Path.cwd() / inner), _read(inner))
        else:
            name, content = display_path(Path.cwd() / path), _read(path)
            if len(content) > MAX_SIZE:
                raise UsageError(
                    f"{path.name} is too large: the limit is {MAX_SIZE // _MEGABYTE} MB",
                    "split it into several files; a catalogue is exported to several with --split",
                )
            yield from _opened(name, content)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_SIZE + 1)
    except OSError as error:
        raise UsageError(
            f"cannot read {path}: {error.strerror}",
            hint_to_open(error, "check the spelling of its name"),
        ) from None


def _checked(name: str, content: bytes) -> SourceFile:
    if len(content) > MAX_SIZE:
        limit = f"the limit is {MAX_SIZE // _MEGABYTE} MB"
        return SourceFile(name, b"", f"the file is too large: {limit}; split it into several files")
    return SourceFile(name, content)


def _opened(name: str, content: bytes) -> Iterator[SourceFile]:
    if not content.startswith(b"PK\x03\x04"):
        yield _checked(name, content)
        return
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            yield from _members(name, archive)
    except _UNREADABLE as error:
        yield SourceFile(name, b"", f"the archive cannot be read: {error}")


def _members(name: str, archive: zipfile.ZipFile) -> Iterator[SourceFile]:
    """Yield the files in an archive; what cannot be read safely is one with an error."""
    members = archive.infolist()
    if {"[Content_Types].xml", "mimetype"} & {each.filename for each in members}:
        yield SourceFile(name, b"", _DOCUMENT)
        return
    if len(members) > _MAX_MEMBERS:
        yield SourceFile(name, b"", f"the archive has more than {_MAX_MEMBERS:,} files")
        return
    room = MAX_SIZE
    for member in members:
        inner = PurePosixPath(member.filename.replace("\\", "/"))
        if not inner.parts:
            yield SourceFile(name, b"", "a file in the archive has no name; it is not read")
            continue
        if member.is_dir() or inner.name.startswith("."):
            continue
        shown = f"{name}/{inner}"
        if why := _why_unsafe(member, inner):
            yield SourceFile(shown, b"", why)
            continue
        try:
            with archive.open(member) as file:
                content = file.read(room + 1)  # not what the archive says of its size
        except _UNREADABLE as error:
            yield SourceFile(shown, b"", f"it cannot be unpacked: {error}")
            continue
        if len(content) > room:
            limit = f"{MAX_SIZE // _MEGABYTE} MB"
            yield SourceFile(
                shown, b"", f"the files of the archive have more than {limit} together"
            )
            return
        room -= len(content)
        if content.startswith(b"PK\x03\x04"):
            yield SourceFile(shown, b"", "it is an archive inside an archive; unpack it first")
        else:
            yield SourceFile(shown, content)


def _why_unsafe(member: zipfile.ZipInfo, path: PurePosixPath) -> str:
    """Return why a file in an archive is not read; empty if it is."""
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return "its path leads out of the archive; it is not read"
    if member.flag_bits & _ENCRYPTED:
        return "it is encrypted; unpack the archive first"
    return ""
