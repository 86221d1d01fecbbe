"""Which files make up a catalogue: its records, schemas, settings, targets and evidence."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from exporter.archive.bag import is_portable, same_for_all
from exporter.errors import UsageError
from exporter.model.records import Records
from exporter.records.document import leaves
from exporter.records.files import CannotOpen, read_regular_file, require_inside
from exporter.records.loader import settings_file
from exporter.records.settings import Settings

FOLDERS = ("records", "schemas")
"""The folders of a catalogue of which every file that is not hidden belongs to it."""
_LONGEST_NAME = 255
"""So many characters at most can be the name of an evidence file; more are prose."""
_MAX_SIZE = 4_000_000_000
"""How many bytes a file can have: as many as a zip file holds without extensions."""
SETTINGS = "settings"
EVIDENCE = "evidence"
TARGET = "target"


class CatalogueFile(NamedTuple):
    """A file of a catalogue.

    `name` is its path in the catalogue, with slashes. `role` is the folder that it is in (`records`,
    `schemas`), or `settings`, `target` or `evidence`.
    """

    name: str
    role: str
    path: Path

    def read(self, root: Path) -> bytes:
        """Return the contents. Raises UsageError if the file cannot be read."""
        try:
            return read_regular_file(self.path, root, _MAX_SIZE)
        except CannotOpen as error:
            raise UsageError(f"{self.name}: {error.message}", error.hint) from None


def catalogue_files(root: Path, settings: Settings, records: Records) -> list[CatalogueFile]:
    """Return the files of the catalogue in `root`, by name.

    They are all files in `records/` and `schemas/`, the file with the settings, the targets that it
    names, and the files in the catalogue whose path a record has as a value. Hidden files, such as
    those of git and of desktops, are left out. Raises UsageError for a name that is not the same on
    every system, and for a folder that is a link out of the catalogue.
    """
    found: dict[str, CatalogueFile] = {}
    for folder in FOLDERS:
        for path in _files_in(root / folder, root):
            _add(found, folder, path, root)
    settings_path = settings_file(root)
    if _has_settings(settings_path):
        _add(found, SETTINGS, settings_path, root)
    for target in settings.ready.targets:
        if (root / target).is_file():
            _add(found, TARGET, root / target, root)
    for path in _evidence(root, records):
        _add(found, EVIDENCE, path, root)
    _require_different(found)
    return [found[name] for name in sorted(found)]


def _has_settings(path: Path) -> bool:
    """Return whether a file has settings of exporter; `pyproject.toml` can be without."""
    if not path.is_file():
        return False
    return path.name == "exporter.toml" or b"[tool.exporter" in path.read_bytes()


def _require_different(names: Iterable[str]) -> None:
    """Raise UsageError for two names that are one where case does not count."""
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(same_for_all(name), name)
        if other != name:
            raise UsageError(
                f"{other} and {name} cannot both be archived: on some systems they are one file",
                "rename one of them",
            )


def _files_in(folder: Path, root: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    require_inside(folder, root)
    for parent, folders, files in os.walk(folder):
        folders[:] = [each for each in folders if not each.startswith(".")]
        for name in files:
            if not name.startswith("."):
                yield Path(parent) / name


def _add(found: dict[str, CatalogueFile], role: str, path: Path, root: Path) -> None:
    name = Path(os.path.relpath(path, root)).as_posix()
    if name in found:
        return
    if not is_portable(name):
        raise UsageError(
            f"{name!a} cannot be archived: not every system can have a file of this name",
            'rename it, without control characters and \\ : * ? " < > |',
        )
    found[name] = CatalogueFile(name, role, path)


def _evidence(root: Path, records: Records) -> Iterator[Path]:
    """Yield the files in the catalogue that values of records name.

    A path is relative to the catalogue or to the folder of the record.
    """
    top = root.resolve()
    for id in records:
        folder = records.path(id).parent
        for _, value in leaves(records[id]):
            if not isinstance(value, str) or not _may_be_path(value):
                continue
            for start in (root, folder):
                path = Path(os.path.normpath(start / value))
                inside = path.is_relative_to(root) and path.resolve().is_relative_to(top)
                if inside and path.is_file():
                    yield path


def _may_be_path(value: str) -> bool:
    """Return whether a value can be the path of a file with a suffix that is not hidden."""
    if len(value) > _LONGEST_NAME or "://" in value or not value.isprintable():
        return False
    path = PurePosixPath(value)
    is_hidden = any(part.startswith(".") and part not in {".", ".."} for part in path.parts)
    return bool(path.suffix) and not path.is_absolute() and not is_hidden
