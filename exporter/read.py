"""The step from bytes to Documents: the only place where records and schemas are opened."""

from __future__ import annotations

import codecs
import json
import os
import stat
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from exporter.model.document import Document
from exporter.model.finding import Finding, Place
from exporter.model.schema import SUFFIX, Schemas
from exporter.model.schema_fault import schema_fault
from exporter.model.settings import Limits, Settings, settings_of
from exporter.model.unusable import Unusable
from exporter.syntax.yaml import Places, Unreadable, load

SUFFIXES = (".yaml", ".yml")
_START = Place(1, 1)


def find_catalogue(start: Path) -> Path:
    """Give the nearest folder from `start` upwards that holds a folder `records`.

    Raises Unusable where there is none.
    """
    for folder in (start, *start.parents):
        if (folder / "records").is_dir():
            return folder
    raise Unusable(
        f"there is no catalogue here: neither {start} nor a folder above it has a folder records",
        "go into the catalogue, or name it: exporter -C DIR …",
    )


def find_records(root: Path, chosen: Sequence[Path] = ()) -> list[Path]:
    """List the record files of a catalogue in the order of their names, or those in `chosen` files and folders.

    Raises Unusable for a path that does not exist or a folder that cannot be listed.
    """
    found: set[Path] = set()
    for start in chosen or (root / "records",):
        if start.is_dir():
            found.update(_walk(start))
        elif os.path.lexists(start):
            found.add(start)
        else:
            raise Unusable(f"there is no file or folder {start}", "check how the name is written")
    return sorted(found, key=lambda path: path.as_posix())


def _walk(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise Unusable(f"the folder {error.filename} cannot be read: {error.strerror}", "check its permissions")

    for where, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in (*names, *folders):  # a folder named x.yaml is reported, not passed over
            if name.endswith(SUFFIXES) and not name.startswith("."):
                yield Path(where, name)


def read(path: Path, root: Path, limits: Limits) -> Document | Finding:
    """Read one record file. What keeps it from being read is a Finding; nothing is raised for its content."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            message, hint = "this is no ordinary file", "move it out of records/, or rename it"
            return Finding("not-a-file", path, message, hint, place=_START)
        if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
            message, hint = "this link leads out of the catalogue", "put the record itself here"
            return Finding("not-a-file", path, message, hint, place=_START)
        if status.st_size > limits.size:
            return _oversized(path, status.st_size, limits)
        content = path.read_bytes()
    except OSError as error:
        message = f"the file cannot be opened: {error.strerror}"
        return Finding("not-a-file", path, message, "check its permissions, or where the link leads", place=_START)
    return parse(content, path, limits)


def parse(content: bytes, path: Path, limits: Limits) -> Document | Finding:
    """Make a Document of the bytes of one record; `path` is where they stand or stood."""

    def finding(name: str, message: str, hint: str, place: Place = _START) -> Finding:
        return Finding(name, path, message, hint, place=place)

    if len(content) > limits.size:
        return _oversized(path, len(content), limits)
    try:
        text = content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        place = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
        message = f"the byte {content[error.start]:#04x} here is not UTF-8"
        return finding("not-utf-8", message, "save the file in the encoding UTF-8", place)
    try:
        data = load(text, limits)
    except Unreadable as problem:
        return finding(problem.name, problem.message, problem.hint, problem.place)
    if data is None:
        return finding("empty-file", "the file holds no record", "write the record, or delete the file")
    if not isinstance(data, dict):
        what = "a list" if isinstance(data, list) else "a single value"
        hint = "begin with the fields: id: …, kind: …, with a space after each colon"
        load(text, limits, places := Places())
        return finding("not-a-record", f"the file holds {what}, not a record", hint, places.values[()])
    return Document(path, data, text)


def reread(document: Document) -> bytes:
    """Give the bytes of a record's file, which are to be replaced.

    Raises Unusable where they are no longer those of which the Document was made.
    """
    try:
        content = document.path.read_bytes()
    except OSError as error:
        raise Unusable(f"{document.path} cannot be opened: {error.strerror}", "check its permissions") from None
    if content.removeprefix(codecs.BOM_UTF8) != document.text.encode():
        raise Unusable(f"{document.path} has changed in the meantime", "run the command again")
    return content


def _oversized(path: Path, size: int, limits: Limits) -> Finding:
    message = f"the file has {size:,} bytes, more than the {limits.size:,} that a record may have"
    return Finding("oversized-record", path, message, "take the record apart", place=_START)


def read_settings(root: Path) -> Settings:
    """Read `exporter.toml`, or `[tool.exporter]` of `pyproject.toml`; where there is neither, all is as usual.

    Raises Unusable for a file that is not TOML, or for a setting that is none.
    """
    for name, way in (("exporter.toml", ()), ("pyproject.toml", ("tool", "exporter"))):
        file = root / name
        if not file.is_file():
            continue
        try:
            written: Any = tomllib.loads(file.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise Unusable(f"{file} cannot be read: {error}", "correct it, or delete it") from None
        for step in way:
            written = written.get(step, {})
        if written or not way:
            return settings_of(written, name)
    return Settings()


def read_schemas(root: Path) -> Schemas:
    """Read the catalogue's own schemas, or, where it has no folder `schemas`, those that come with the tool.

    Raises Unusable for a schema that cannot be read or is not JSON.
    """
    own = root / "schemas"
    folder: Traversable = own if own.is_dir() else _packaged()
    schemas: dict[str, Mapping[str, Any]] = {}
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(SUFFIX):
            try:
                schemas[file.name] = json.loads(file.read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                raise Unusable(
                    f"the schema {file} cannot be read: {error}", "mend it, or take it from the tool"
                ) from None
    if not schemas:
        raise Unusable(f"the folder {own} holds no schemas (*{SUFFIX})", "delete it to use those of the tool")
    name, wrong = schema_fault(schemas)
    if wrong:
        raise Unusable(f"the schema {name} cannot be used: {wrong}", "mend it, or take it from the tool")
    return Schemas(schemas)


def _packaged() -> Traversable:
    inside = files("exporter").joinpath("schemas")  # in the wheel
    return inside if inside.is_dir() else Path(__file__).parents[1] / "schemas"  # in a checkout
