"""Reads the tab-separated tables of the package: crosswalks and vocabularies."""

from __future__ import annotations

from pathlib import Path


def read_table(file: Path) -> tuple[dict[str, str], ...]:
    """Return the rows of a table with a header line, each as a map from column name to cell.

    Raises ValueError, with the file and the line, if a row has more or fewer cells than the header.
    """
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line]
    header = lines[0].split("\t")
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != len(header):
            problem = f"the row has {len(cells)} cells, the header {len(header)}"
            raise ValueError(f"{file.name}:{number}: {problem}")
        rows.append(dict(zip(header, cells, strict=True)))
    return tuple(rows)
