"""The step from bytes to Documents: the only place where records and schemas are opened."""

from __future__ import annotations

import codecs
import json
import os
import re
import stat
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exporter.errors import UsageError
from exporter.records.document import Document
from exporter.records.finding import Finding, Position
from exporter.records.packed_list import Roll
from exporter.records.schema import SUFFIX, Schemas
from exporter.records.schema_errors import find_schema_error
from exporter.records.settings import Limits, Settings, parse_settings
from exporter.records.yaml import Places, YamlError, load
from exporter.records.yaml.errors import position_at
from exporter.records.yaml.fast_load import DOUBTFUL, quick

SUFFIXES = (".yaml", ".yml")
_START = Position(1, 1)
_INSTALLED = Path(__file__).parents[1] / "schemas"
_PACKAGED = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parents[2] / "schemas"
"""The schemas that come with the tool: in the wheel they lie in the package, in a checkout beside it."""
_LARGEST = 10_000_000
"""How many bytes a schema or the settings may have."""
_FLAGS = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_NOCTTY", "O_BINARY")
)
"""With a pipe that was put in the place of a file a moment ago nobody waits, and a link is not followed."""
_OUTSIDE = "this link leads out of the catalogue"


@dataclass(frozen=True, slots=True)
class OversizedFile:
    """Stands for the bytes of a record where there are more than it may have, `size` of them, which are not read."""

    size: int


class _CannotOpen(Exception):
    """A file that is not read: `message` says why, `hint` what to do; `size` is the number of its bytes if too many."""

    def __init__(self, message: str, hint: str, size: int = 0) -> None:
        super().__init__(message)
        self.message, self.hint, self.size = message, hint, size


def _read_file(path: Path, root: Path, most: int) -> bytes:
    """Give the bytes of an ordinary file; of one that a link leads to only if it lies in the catalogue.

    Nothing else is opened: a pipe would keep its reader waiting, and a device may act on being read. Raises _Unopened.
    """
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            if path.is_dir():
                raise _CannotOpen(
                    "this link leads to a folder, whose records are not read",
                    "put the folder itself here",
                )
            path = path.resolve(strict=True)
            if not path.is_relative_to(root.resolve()):
                raise _CannotOpen(_OUTSIDE, "put the file itself here")
            status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            raise _CannotOpen("this is no ordinary file", "move it elsewhere, or rename it")
        with open(os.open(path, _FLAGS), "rb", buffering=0) as file:  # noqa: PTH123 - by its handle
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise _CannotOpen("this is no ordinary file", "move it elsewhere, or rename it")
            content = file.read(status.st_size + 1) if status.st_size <= most else b""
            if len(content) > status.st_size:  # it is growing
                content += file.read(most)
            size = max(status.st_size, len(content))
    except (
        OSError,
        RuntimeError,
    ) as error:  # before Python 3.13, a link to itself is a RuntimeError
        said = getattr(error, "strerror", None) or "Too many levels of symbolic links"
        raise _CannotOpen(
            f"the file cannot be opened: {said}", "check its permissions, or where it leads"
        ) from None
    if size > most:
        raise _CannotOpen(
            f"the file has {size:,} bytes, more than the {most:,} that it may have",
            "take it apart",
            size,
        )
    return content


def find_catalogue(start: Path) -> Path:
    """Give the nearest folder from `start` upwards that holds a folder `records`.

    Raises UsageError where there is none.
    """
    for folder in (start, *start.parents):
        if (folder / "records").is_dir():
            return folder
    raise UsageError(
        f"there is no catalogue here: neither {start} nor a folder above it has a folder records",
        "go into the catalogue, or name it: exporter -C DIR …",
    )


def find_records(root: Path, chosen: Sequence[Path] = ()) -> list[Path]:
    """List the record files of a catalogue in the order of their names, or those in `chosen` files and folders.

    Raises UsageError for a path that does not exist, a folder that cannot be listed, or one that a
    symbolic link leads out of the catalogue.
    """
    return [Path(file) for file in find_files(root, chosen)]


def find_files(root: Path, chosen: Sequence[Path] = ()) -> Roll:
    """List what `find_records` does, as texts, which are made faster and take less room."""
    found: list[Iterable[str]] = []
    for start in chosen or (root / "records",):
        if start.is_dir():
            require_inside(start, root)
            found.append(_walk(start, root))
        elif os.path.lexists(start):
            require_inside(start.parent, root)
            found.append((str(start),))
        else:
            raise UsageError(f"there is no file or folder {start}", "check how the name is written")
    return Roll(found[0] if len(found) == 1 else sorted(set[str]().union(*found)))


def require_inside(folder: Path, root: Path) -> None:
    """See that a folder that lies in the catalogue by its name does so in truth. Raises UsageError where not."""
    named = Path(os.path.abspath(folder)).is_relative_to(root)  # noqa: PTH100 - links are not to be followed
    if named and not folder.resolve().is_relative_to(root.resolve()):
        raise UsageError(
            f"the folder {folder} is a link that leads out of the catalogue",
            "name the other one: -C DIR",
        )


def _walk(top: Path, root: Path) -> Iterator[str]:
    """Give what has the name of a record, and each link that leads to a folder, to nowhere or out of the catalogue."""
    folders = [iter([f"{top}{os.sep}"])]
    while folders:
        for name in folders[-1]:
            if name.endswith(os.sep):
                folders.append(iter(sorted(_scan(name, root))))
                break
            yield name
        else:
            folders.pop()


def _scan(folder: str, root: Path) -> Iterator[str]:
    """Give what a folder holds of that, and the folders in it, whose names end in a separator."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield entry.path + os.sep
                if entry.name.endswith(SUFFIXES) or (
                    entry.is_symlink() and not _links_to_file(entry, root)
                ):
                    yield entry.path  # also a folder named x.yaml: it is reported, not passed over
    except OSError as error:
        hint = "check its permissions"
        raise UsageError(f"the folder {folder} cannot be read: {error.strerror}", hint) from None


def _links_to_file(link: os.DirEntry[str], root: Path) -> bool:
    return link.is_file() and Path(link).resolve().is_relative_to(root.resolve())


def read_bytes(path: Path, root: Path, limits: Limits) -> bytes | OversizedFile | Finding:
    """Give the bytes of one record file, or say why it is not opened."""
    try:
        return _read_file(path, root, limits.size)
    except _CannotOpen as refused:
        if refused.size:
            return OversizedFile(refused.size)
        return Finding("not-a-file", path, refused.message, refused.hint, position=_START)


def read_document(path: Path, root: Path, limits: Limits) -> Document | Finding:
    """Read one record file. What keeps it from being read is a Finding; nothing is raised for its content."""
    content = read_bytes(path, root, limits)
    return content if isinstance(content, Finding) else parse_document(content, path, limits)


def read_all_bytes(root: Path, most: int) -> dict[Path, bytes | OversizedFile]:
    """Give the bytes of all record files that have `most` or fewer; none of one that is no ordinary file."""
    found: dict[Path, bytes | OversizedFile] = {}
    for path in find_records(root):
        try:
            found[path] = _read_file(path, root, most)
        except _CannotOpen as refused:
            found[path] = OversizedFile(refused.size) if refused.size else b""
    return found


def parse_document(
    content: bytes | OversizedFile, path: Path, limits: Limits
) -> Document | Finding:
    """Make a Document of the bytes of one record; `path` is where they stand or stood."""

    def finding(name: str, message: str, hint: str, place: Position = _START) -> Finding:
        return Finding(name, path, message, hint, position=place)

    size = content.size if isinstance(content, OversizedFile) else len(content)
    if isinstance(content, OversizedFile) or size > limits.size:
        message = (
            f"the file has {size:,} bytes, more than the {limits.size:,} that a record may have"
        )
        return finding("oversized-record", message, "take the record apart")
    try:
        text = content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        message, place = f"the byte {content[error.start]:#04x} here is not UTF-8", _START
        if encoding := _wide_encoding(content):
            message = f"the file is written in {encoding}, not in UTF-8"
        else:
            place = position_at(before := content[: error.start].decode("utf-8"), len(before))
        return finding("not-utf-8", message, _AS_UTF_8, place)
    try:
        data = quick(text, limits)
        doubtful = data is DOUBTFUL
        if doubtful:
            data = load(text, limits)
    except YamlError as problem:
        if problem.name == "forbidden-character" and (encoding := _wide_encoding(content)):
            return finding(
                "not-utf-8", f"the file is written in {encoding}, not in UTF-8", _AS_UTF_8
            )
        return finding(problem.name, problem.message, problem.hint, problem.position)
    if data is None:
        return finding(
            "empty-file", "the file holds no record", "write the record, or delete the file"
        )
    if not isinstance(data, dict):
        what = "a list" if isinstance(data, list) else "a single value"
        hint = "begin with the fields: id: …, kind: …, with a space after each colon"
        load(text, limits, places := Places())
        return finding(
            "not-a-record", f"the file holds {what}, not a record", hint, places.values[()]
        )
    return Document(path, data, text, whole_numbers=not doubtful)


_AS_UTF_8 = (
    "save it anew, and choose the encoding UTF-8 in the editor’s “Save as” or “Save with encoding”"
)
_WIDER = {
    "UTF-32": re.compile(rb"\0\0(\xfe\xff|\0[^\0])|(\xff\xfe|[^\0]\0)\0\0"),
    "UTF-16": re.compile(rb"\xfe\xff|\xff\xfe|(\0[^\0]){2}|([^\0]\0){2}"),
}
"""How a text in each encoding begins, with a byte order mark or without. Source: YAML 1.2.2, 5.2."""


def _wide_encoding(content: bytes) -> str:
    """Name the encoding of a text of which each character takes two bytes or four; empty for any other."""
    return next((name for name, beginning in _WIDER.items() if beginning.match(content)), "")


def read_unchanged(document: Document) -> bytes:
    """Give the bytes of a record's file, which are to be replaced.

    Raises UsageError where they are no longer those of which the Document was made.
    """
    try:
        content = document.path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{document.path} cannot be opened: {error.strerror}", "check its permissions"
        ) from None
    if content.removeprefix(codecs.BOM_UTF8) != document.text.encode():
        raise UsageError(f"{document.path} has changed in the meantime", "run the command again")
    return content


def read_settings(root: Path) -> Settings:
    """Read `exporter.toml`, or `[tool.exporter]` of `pyproject.toml`; where there is neither, all is as usual.

    Raises UsageError for a file that is not TOML, or for a setting that is none.
    """
    for name, way in (("exporter.toml", ()), ("pyproject.toml", ("tool", "exporter"))):
        file = root / name
        if not os.path.lexists(file):
            continue
        try:
            written: Any = tomllib.loads(_read_file(file, root, _LARGEST).decode("utf-8-sig"))
        except (_CannotOpen, ValueError, RecursionError) as error:
            raise UsageError(
                f"{file} cannot be read: {_cause(error)}", "correct it, or delete it"
            ) from None
        for step in way:
            written = written.get(step, {}) if isinstance(written, Mapping) else {}
        if written or not way:
            return parse_settings(written, name)
    return Settings()


def read_schemas(root: Path) -> Schemas:
    """Read the catalogue's own schemas, or, where it has no folder `schemas`, those that come with the tool.

    Raises UsageError for a schema that cannot be read or is not JSON, or if the folder is a symbolic
    link out of the catalogue.
    """
    own = root / "schemas"
    require_inside(own, root)
    folder = own if own.is_dir() else _PACKAGED
    schemas: dict[str, Mapping[str, Any]] = {}
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(SUFFIX):
            try:
                content = (
                    _read_file(own / file.name, root, _LARGEST)
                    if folder == own
                    else file.read_bytes()
                )
                schemas[file.name] = json.loads(content.decode("utf-8"))
            except (OSError, _CannotOpen, ValueError, RecursionError) as error:
                raise UsageError(
                    f"the schema {file} cannot be read: {_cause(error)}",
                    "mend it, or take it from the tool",
                ) from None
    if not schemas:
        raise UsageError(
            f"the folder {own} holds no schemas (*{SUFFIX})", "delete it to use those of the tool"
        )
    name, wrong = "", ""
    if not folder.samefile(_PACKAGED):  # those that come with the tool are right
        name, wrong = find_schema_error(schemas)
    if wrong:
        raise UsageError(
            f"the schema {name} cannot be used: {wrong}", "mend it, or take it from the tool"
        )
    return Schemas(schemas)


def _cause(error: Exception) -> str:
    return "it is nested too deep" if isinstance(error, RecursionError) else str(error)
