"""The schemas for a help text: those of the catalogue around the current folder, or our own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exporter.errors import UsageError

if TYPE_CHECKING:
    from exporter.records.schema import Schemas


def current_schemas() -> Schemas | None:
    """Return the schemas; None if those of the catalogue are broken."""
    from exporter.records.files import find_catalogue
    from exporter.records.loader import read_schemas

    try:
        root = find_catalogue(Path.cwd())
    except UsageError:
        root = Path.cwd()
    try:
        return read_schemas(root)
    except UsageError:
        return None
