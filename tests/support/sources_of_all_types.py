"""A source of each type that a format has a row for, all with the same statements."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from exporter.export.crosswalk import Row
from exporter.export.registry import crosswalk

SOURCE = {
    "kind": "source",
    "language": "en",
    "title": "Tea",
    "contributors": [
        {"agent": "yoko-sato", "role": "editor"},
        {"agent": "li-wei", "role": "addressee"},
        {"agent": "khwaja", "role": "host"},
    ],
    "publisher": "tea-board",
    "place": "Kyoto",
    "series": "Tea and Books",
    "series_number": "77",
    "container_title": "The Times",
    "volume": "81",
    "issue": "82",
    "pages": "83-84",
    "edition": "third",
    "genre": "a sort",
    "identifiers": {
        "isbn": "978-3-16-148410-0",
        "issn": "0378-5955",
        "doi": "10.1000/1",
        "ndl_bib": "012345678",
        "wikidata": "Q42",
    },
}
STATED = (
    *("Sato", "Li", "Khwaja", "Tea Board", "Kyoto", "Tea and Books", "77", "The Times", "81", "82"),
    *("third", "a sort", "978-3-16-148410-0", "0378-5955", "10.1000/1", "012345678", "Q42"),
)
"""What the source says but for its pages, which formats write each in its way."""


def write_sources(
    catalogue: Path, format: str, source: Mapping[str, Any] = SOURCE
) -> dict[str, Row]:
    """Write a source of each type into a catalogue, and return the row of its type by its id."""
    rows = {
        f"a-{row.term.replace('_', '-')}": row
        for row in crosswalk(format)
        if row.vocabulary == "type" and row.term != "*"
    }
    for id, row in rows.items():
        record = {"id": id, **source, "type": row.term}
        path = catalogue / "records" / "sources" / f"{id}.yaml"
        path.write_text(json.dumps(record), "utf-8")
    return rows
