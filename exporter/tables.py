"""Tab-separated tables that are part of the package: crosswalks and vocabularies."""

from __future__ import annotations

from pathlib import Path


def read_table(file: Path) -> tuple[dict[str, str], ...]:
    """Return the rows of a tab-separated table with a header line, each as a map from column name to cell.

    Raises ValueError, with the file and the line, if a row has more or fewer cells than the header.
    """
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line]
    for number, cells in enumerate(rows, start=1):
        if len(cells) != len(rows[0]):
            raise ValueError(
                f"{file.name}:{number}: the row does not have as many cells as the header"
            )
    return tuple(dict(zip(rows[0], cells, strict=True)) for cells in rows[1:])
