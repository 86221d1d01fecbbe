"""Reads records, schemas and settings."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from exporter.errors import UsageError, cannot_read
from exporter.records.document import Document
from exporter.records.files import (
    CannotOpen,
    OversizedFile,
    read_bytes,
    read_regular_file,
    require_inside,
)
from exporter.records.finding import Finding
from exporter.records.schema import SUFFIX, Schemas
from exporter.records.schema_errors import find_schema_error
from exporter.records.settings import Limits, Settings, parse_settings

_INSTALLED = Path(__file__).parents[1] / "schemas"
_PACKAGED = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parents[2] / "schemas"
"""The schemas that come with exporter: in the package of a wheel, beside it in a checkout."""
_MAX_SIZE = 10_000_000
"""How many bytes a schema or the settings may have."""


def read_document(path: Path, root: Path, limits: Limits) -> Document | Finding:
    """Read one record file. Returns a finding if it cannot be read."""
    content = read_bytes(path, root, limits)
    return content if isinstance(content, Finding) else parse_document(content, path, limits)


def parse_document(
    content: bytes | OversizedFile, path: Path, limits: Limits
) -> Document | Finding:
    """Parse the contents of one record. Returns a finding if they are not those of a record.

    `path` is the file that the contents belong to; it is not opened.
    """
    # imported late: a run that takes all from the cache parses nothing
    from exporter.records.parser import parse

    return parse(content, path, limits)


def read_settings(root: Path) -> Settings:
    """Read `exporter.toml`, or `[tool.exporter]` in `pyproject.toml`, or return the defaults.

    Raises UsageError for a file that is not TOML, and for unknown or wrong settings.
    """
    own = root / "exporter.toml"
    if os.path.lexists(own):
        return parse_settings(_read_toml(own, root), own.name)
    shared = root / "pyproject.toml"
    if os.path.lexists(shared):
        tools = _read_toml(shared, root).get("tool")
        written = tools.get("exporter") if isinstance(tools, Mapping) else None
        if written:
            return parse_settings(written, shared.name)
    return Settings()


def settings_file(root: Path) -> Path:
    """Return the file in which the settings of a catalogue are, or would be."""
    own, shared = root / "exporter.toml", root / "pyproject.toml"
    return shared if shared.exists() and not os.path.lexists(own) else own


def _read_toml(file: Path, root: Path) -> dict[str, Any]:
    from exporter.toml import parse_toml  # here, since many catalogues have no settings

    try:
        return parse_toml(read_regular_file(file, root, _MAX_SIZE).decode("utf-8-sig"))
    except (CannotOpen, ValueError, RecursionError) as error:
        raise UsageError(
            cannot_read(file, error), _hint(error, "correct it, or delete it")
        ) from None


def _hint(error: Exception, otherwise: str) -> str:
    """Return how to let a file be opened, as the error says; else what to do with its text."""
    return error.hint if isinstance(error, CannotOpen) else otherwise


def packaged_schemas() -> list[Path]:
    """Return the files of the schemas that come with exporter, in the order of their names."""
    return sorted(_PACKAGED.glob(f"*{SUFFIX}"))


def read_packaged_schemas() -> Schemas:
    """Return the schemas that come with exporter."""
    return Schemas({file.name: _read_json(file, None) for file in packaged_schemas()})


def read_schemas(root: Path) -> Schemas:
    """Read the catalogue's own schemas, or those of exporter if it has no folder `schemas`.

    Raises UsageError for a folder without schemas, for one that is a link out of the catalogue, and
    for a schema that is not JSON or that records cannot be checked with.
    """
    own = root / "schemas"
    require_inside(own, root)
    folder = own if own.is_dir() else _PACKAGED
    schemas: dict[str, Mapping[str, Any]] = {}
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(SUFFIX):
            schemas[file.name] = _read_json(file, root if folder == own else None)
    if not schemas:
        message = f"the folder {own} contains no schemas (*{SUFFIX})"
        raise UsageError(message, "delete it to use those that come with exporter")
    if not folder.samefile(_PACKAGED):  # ours are tested
        found = find_schema_error(schemas)
        if found:
            message = f"the schema {found.file} cannot be used: {found.message}"
            raise UsageError(message, _FIX_SCHEMA)
    return Schemas(schemas)


_FIX_SCHEMA = "fix it, or copy the one that comes with exporter"


def _read_json(file: Path, root: Path | None) -> Any:
    """Read a schema of the catalogue in `root`, or one of ours, wherever its links lead."""
    try:
        content = read_regular_file(file, root, _MAX_SIZE) if root else file.read_bytes()
        return json.loads(content.decode("utf-8"))
    except (OSError, CannotOpen, ValueError, RecursionError) as error:
        raise UsageError(
            f"the schema {cannot_read(file, error)}", _hint(error, _FIX_SCHEMA)
        ) from None
