"""Checks a package to the last byte, and reads the catalogue in it.

Nothing in a package is trusted: neither names, sizes and offsets in the zip file, nor the manifests.
"""

from __future__ import annotations

import stat
import struct
from collections.abc import Iterable, Iterator, Mapping
from hashlib import new as new_hash
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO
from zipfile import ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from exporter.archive.bag import (
    ALGORITHMS,
    DECLARATION,
    DECLARATION_FILE,
    TOP,
    BagFile,
    blocks,
    encoded_name,
    is_portable,
    manifest,
    same_for_all,
    write_entry,
)
from exporter.archive.bag_files import ADDED, CHANGED, MISSING, BagFiles, Damage, files_in
from exporter.archive.ocfl import find_object_damage, is_object, newest_bag
from exporter.errors import UsageError, hint_to_open

CATALOGUE = "data/catalogue/"
_TAG_MANIFESTS = frozenset(f"tagmanifest-{algorithm}.txt" for algorithm in ALGORITHMS)
_MANIFESTS = frozenset(f"manifest-{algorithm}.txt" for algorithm in ALGORITHMS)
_SMALL_FILES = frozenset({DECLARATION_FILE, *_MANIFESTS, *_TAG_MANIFESTS})
"""The files that are read as a whole."""
_REWRITTEN = "the files are intact, but the zip file around them is not as exporter writes it"
_BROKEN = (BadZipFile, LargeZipFile, EOFError, OSError, ValueError, struct.error, RuntimeError)
"""What `zipfile` raises for a file that is damaged, encrypted or of an unknown kind.

(NotImplementedError, for an unknown kind of compression, is a RuntimeError.)
"""


def find_damage(path: Path) -> list[Damage]:
    """Return what is wrong with a package: a zip file as `exporter archive` writes it, or a folder.

    A folder is an unpacked package or an OCFL object. A zip file is also compared with what would
    be written from its files, so that a change of any byte is found. Raises UsageError if the file
    cannot be opened, or is not a package at all.
    """
    if is_object(path):
        return find_object_damage(path) or _damage_of_bag(newest_bag(path))
    if path.is_dir():
        files = _files_of_folder(path)
        if not any(name in _SMALL_FILES or name.startswith("data/") for name in files.names):
            hint = "name a package that exporter archive has written, or the folder of one"
            raise UsageError(f"{path} is neither an unpacked package nor an OCFL object", hint)
        return _damage_of_bag(files)
    with _opened(path) as file:
        return _damage_of_zip(file, path)


def _damage_of_zip(file: BinaryIO, path: Path) -> list[Damage]:
    try:
        with ZipFile(file) as archive:
            unsafe = list(_unsafe_entries(archive, path.stat().st_size))
            if unsafe:
                return unsafe
            found = _damage_of_bag(files_of_zip(archive))
            return found or _damage_of_container(archive, file)
    except _BROKEN as error:
        return [Damage(path.name, f"the zip file is damaged: {error}")]


def restored_files(path: Path) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the files of the catalogue in an undamaged package: names and contents.

    Raises UsageError if the file cannot be opened.
    """
    if path.is_dir():
        files = newest_bag(path) if is_object(path) else _files_of_folder(path)
        yield from _catalogue_of(files)
        return
    with _opened(path) as file, ZipFile(file) as archive:
        yield from _catalogue_of(files_of_zip(archive))


def _catalogue_of(files: BagFiles) -> Iterator[tuple[str, Iterator[bytes]]]:
    for name in files.names:
        if name.startswith(CATALOGUE):
            yield name.removeprefix(CATALOGUE), files.read(name)


def _opened(path: Path) -> BinaryIO:
    if path.exists() and not path.is_file():  # a pipe would block
        raise UsageError(
            f"{path} is not a file", "name a package that exporter archive has written"
        )
    try:
        return path.open("rb")
    except OSError as error:
        raise UsageError(
            f"{path} cannot be opened: {error.strerror}", hint_to_open(error, "check its name")
        ) from None


def _unsafe_entries(archive: ZipFile, size: int) -> Iterator[Damage]:
    """Yield what would be dangerous to read or write, without reading any content."""
    seen: set[str] = set()
    total = 0
    for entry in archive.infolist():
        name = entry.filename
        total += entry.file_size
        if why := _why_unsafe(entry):
            yield Damage(ascii(name)[1:-1], why)
        elif same_for_all(name) in seen:
            yield Damage(name, "there is another file of this name")
        seen.add(same_for_all(name))
    if total > size:
        yield Damage("", f"its files would have {total:,} bytes, more than the package")


def _why_unsafe(entry: ZipInfo) -> str:
    name = entry.filename
    if not is_portable(name) or not name.startswith(f"{TOP}/"):
        return f"the path is not one within {TOP}/"
    if entry.compress_type != ZIP_STORED or entry.flag_bits & 1:
        return (
            "it is compressed or encrypted; unpack the file with another program, then verify that"
        )
    if entry.file_size != entry.compress_size:
        return "its two sizes differ"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "it is a link"
    return ""


def files_of_zip(archive: ZipFile) -> BagFiles:
    """Return the files of the bag in a package."""

    def read(name: str) -> Iterator[bytes]:
        with archive.open(f"{TOP}/{name}") as file:
            yield from blocks(file)

    return BagFiles([name.removeprefix(f"{TOP}/") for name in archive.namelist()], read)


def _files_of_folder(folder: Path) -> BagFiles:
    """Return the files of an unpacked package: the folder of the bag, or the one around it."""
    if not (folder / DECLARATION_FILE).is_file() and (folder / TOP).is_dir():
        folder = folder / TOP
    return files_in(folder)


def _damage_of_bag(files: BagFiles) -> list[Damage]:
    """Return what is wrong with the files of a bag, each once, in the order of their names."""
    found: set[Damage] = set()
    contents = dict.fromkeys(_SMALL_FILES, b"")
    payload: list[BagFile] = []
    tags: list[BagFile] = []
    for name in files.names:
        try:
            file, content = _summed(name, files.read(name))
        except _BROKEN as error:
            found.add(Damage(name, f"{CHANGED} ({error})"))
            continue
        if name in contents:
            contents[name] = content
        if name.startswith("data/"):
            payload.append(file)
        elif name not in _TAG_MANIFESTS:
            tags.append(file)
    broken = {each.name for each in found}
    for listing, described in (("manifest", payload), ("tagmanifest", tags)):
        for algorithm in ALGORITHMS:
            name = f"{listing}-{algorithm}.txt"
            if name in files.names:
                found.update(_differences(name, contents[name], described, algorithm))
            else:
                found.add(Damage(name, MISSING))
    if contents[DECLARATION_FILE] != DECLARATION:
        found.add(Damage(DECLARATION_FILE, "it does not say that this is BagIt 1.0 in UTF-8"))
    missing = {each for each in found if each.message == MISSING and each.name in broken}
    return sorted(found - missing)


def _summed(name: str, pieces: Iterable[bytes]) -> tuple[BagFile, bytes]:
    """Return the checksums of a file, and its content if that is one of the small files."""
    hashes = {algorithm: new_hash(algorithm) for algorithm in ALGORITHMS}
    size = 0
    kept = []
    for piece in pieces:
        size += len(piece)
        if name in _SMALL_FILES:
            kept.append(piece)
        for each in hashes.values():
            each.update(piece)
    digests = {word: each.hexdigest() for word, each in hashes.items()}
    return BagFile(name, size, digests), b"".join(kept)


def _differences(
    name: str, listing: bytes, files: list[BagFile], algorithm: str
) -> Iterator[Damage]:
    """Yield how files differ from a manifest."""
    if listing == manifest(files, algorithm):
        return
    stated = _stated(listing)
    actual = {encoded_name(file.name): file.digests[algorithm] for file in files}
    is_explained = False
    for path in sorted(stated | actual.keys()):
        message = _difference(stated.get(path), actual.get(path))
        if message:
            is_explained = True
            yield Damage(path, message)
    if not is_explained:
        yield Damage(name, "it is not written as exporter writes it")


def _stated(listing: bytes) -> Mapping[str, str]:
    """Return the checksums in a manifest by path."""
    stated = {}
    for line in listing.decode("utf-8", "backslashreplace").split("\n"):
        digest, _, path = line.partition("  ")
        if path:
            stated[path] = digest
    return stated


def _difference(stated: str | None, actual: str | None) -> str:
    if actual is None:
        return MISSING
    if stated is None:
        return ADDED
    return "" if stated == actual else CHANGED


def _damage_of_container(archive: ZipFile, file: BinaryIO) -> list[Damage]:
    """Compare a zip file whose files are intact with what would be written from them."""
    with TemporaryFile() as again:
        with ZipFile(again, "w", ZIP_STORED) as copy:
            for entry in archive.infolist():
                with archive.open(entry) as content:
                    write_entry(copy, entry.filename, entry.file_size, blocks(content))
        again.seek(0)
        file.seek(0)
        place = 0
        for expected in blocks(again):
            found = file.read(len(expected))
            if found != expected:
                place += _first_difference(found, expected)
                return [Damage("", f"{_REWRITTEN}, from byte {place:,} on")]
            place += len(expected)
        if file.read(1):
            return [Damage("", f"{_REWRITTEN}: something follows its end")]
    return []


def _first_difference(one: bytes, other: bytes) -> int:
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return place
    return min(len(one), len(other))
