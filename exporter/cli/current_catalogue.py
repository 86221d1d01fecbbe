"""The catalogue around the current folder, for commands that also work outside of one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exporter.errors import UsageError

if TYPE_CHECKING:
    from exporter.records.schema import Schemas


def catalogue_root() -> Path:
    """Return the folder with schemas and settings: that of the catalogue, or the current one."""
    from exporter.records.files import find_catalogue

    try:
        return find_catalogue(Path.cwd())
    except UsageError:
        return Path.cwd()


def current_schemas() -> Schemas | None:
    """Return the schemas of the catalogue, or our own; None if those of the catalogue are broken."""
    from exporter.records.loader import read_schemas

    try:
        return read_schemas(catalogue_root())
    except UsageError:
        return None
