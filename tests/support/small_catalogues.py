"""Small catalogues that a test writes into a folder, as text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def write_records(folder: Path, records: Mapping[str, str]) -> Path:
    """Write records into `folder/records`, by their paths there, and return the folder."""
    for name, text in records.items():
        path = folder / "records" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder
