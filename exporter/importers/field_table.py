"""The table of a format for import: to which field of a record each field of the format goes.

A table has four columns: `vocabulary` (`field`, `type`, `role`, or another of the format's own),
`term` (the format's word), `target` and `source` (where the rule stands). The target of a `field` is
a field of the record (`title`, `identifiers.isbn`, `notes.general`), of which the first word may be
a reading: `body publisher`, `keywords keywords`. A field of which the target is `handled` is read by
the code of the format. A target of `-` means that the field is known and not carried, and `frame`
that it says nothing of the work (record keeping of the source, or a repetition); the source then
says why. A term may be limited to one type: `number@article`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from exporter.tables import read_table

NOT_CARRIED = "-"
FRAME = "frame"


class FieldTarget(NamedTuple):
    """Where a field goes, and how its value is read; `reading` is empty for plain text."""

    reading: str
    field: str
    source: str

    @property
    def is_left(self) -> bool:
        """Whether the field is not carried, for the reason in `source`."""
        return self.field in {NOT_CARRIED, FRAME}


class FieldTable:
    """One table."""

    def __init__(self, rows: tuple[dict[str, str], ...]) -> None:
        self._targets: dict[str, dict[str, FieldTarget]] = {}
        for row in rows:
            reading, _, field = row["target"].rpartition(" ")
            target = FieldTarget(reading, field, row["source"])
            targets = self._targets.setdefault(row["vocabulary"], {})
            targets.update(dict.fromkeys(row["term"].split("|"), target))

    def field(self, name: str, type: str = "") -> FieldTarget | None:
        """Return where a field of an entry of a type goes; None if the table does not have it."""
        fields = self.terms("field")
        return fields.get(f"{name}@{type}") or fields.get(name)

    def word(self, vocabulary: str, term: str) -> str:
        """Return our term for a term of the format; empty if the table does not have it."""
        found = self.terms(vocabulary).get(term)
        return f"{found.reading} {found.field}".strip() if found else ""

    def terms(self, vocabulary: str) -> Mapping[str, FieldTarget]:
        """Return all rows of a vocabulary by their terms."""
        return self._targets.get(vocabulary, {})


@cache
def field_table(file: Path) -> FieldTable:
    """Return the table in a file."""
    return FieldTable(read_table(file))
