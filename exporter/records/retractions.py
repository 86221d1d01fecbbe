"""The table of retracted and corrected works that a catalogue keeps: `retractions.csv`.

It has a line for each notice. The columns are `doi`, `date`, `nature` and `notice`; those of the
data of Retraction Watch, which Crossref distributes, are read as they are.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from exporter.errors import UsageError, cannot_read, csv_fault
from exporter.records.files import CannotOpen, read_regular_file

FILE = "retractions.csv"
_MAX_SIZE = 500_000_000
"""The table of Retraction Watch has about 60 MB."""
_COLUMNS = {
    "doi": ("doi", "originalpaperdoi"),
    "date": ("date", "retractiondate"),
    "nature": ("nature", "retractionnature"),
    "notice": ("notice", "retractiondoi"),
}
"""The names of each column, ours and that of Retraction Watch."""
_REQUIRED = ("doi", "date")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_AMERICAN_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})(?: .*)?", re.ASCII)
_RESOLVER = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_NATURES = {
    "retraction": "was retracted",
    "correction": "was corrected",
    "expression of concern": "has an expression of concern",
    "reinstatement": "was reinstated",
}


class Retraction(NamedTuple):
    """One notice: the `day` in ISO 8601, what it says in `words`, and the DOI of the notice."""

    day: str
    words: str
    notice: str = ""


Retractions = Mapping[str, Sequence[Retraction]]
"""The notices on each work, by its DOI as `plain_doi` returns it, the oldest first."""


def read_retractions(root: Path) -> Retractions:
    """Read the table in the folder of a catalogue; there is nothing if it has none.

    Raises UsageError, with the line, for a table that cannot be used.
    """
    if not os.path.lexists(root / FILE):
        return {}
    try:
        text = read_regular_file(root / FILE, root, _MAX_SIZE).decode("utf-8-sig")
    except (CannotOpen, UnicodeDecodeError) as error:
        hint = error.hint if isinstance(error, CannotOpen) else "it must be CSV in UTF-8"
        raise UsageError(cannot_read(FILE, error), hint) from None
    rows = csv.reader(io.StringIO(text, newline=""))
    found: dict[str, list[Retraction]] = {}
    try:
        places = _places(next(rows, []))
        for row in rows:
            values = {name: row[at].strip() for name, at in places.items() if at < len(row)}
            doi = plain_doi(values.get("doi", ""))
            if doi.startswith("10."):
                found.setdefault(doi, []).append(_retraction(values, rows.line_num))
    except csv.Error as error:
        message = f"{FILE}:{rows.line_num}: this row cannot be read: {csv_fault(error)}"
        raise UsageError(message, "correct it in a program for tables") from None
    for notices in found.values():
        notices.sort()
    return found


def plain_doi(written: str) -> str:
    """Return a DOI without a resolver, in small letters: DOIs do not depend on case."""
    return _RESOLVER.sub("", written.strip()).lower()


def _places(header: Sequence[str]) -> dict[str, int]:
    """Return where each column is. Raises UsageError if one is missing."""
    names = [name.strip().lower() for name in header]
    places = {}
    for column, known in _COLUMNS.items():
        for name in known:
            if name in names:
                places[column] = names.index(name)
    for column in _REQUIRED:
        if column not in places:
            hint = "the first line must name the columns: doi,date,nature,notice"
            raise UsageError(f"{FILE}:1: there is no column “{column}”", hint)
    return places


def _retraction(values: Mapping[str, str], line: int) -> Retraction:
    written = values.get("date", "")
    american = _AMERICAN_DAY.fullmatch(written)
    day = written
    if american:
        day = f"{american[3]}-{int(american[1]):02}-{int(american[2]):02}"
    if not _DAY.fullmatch(day):
        raise UsageError(f"{FILE}:{line}: “{written}” is not a day", "write 2024-05-31")
    nature = values.get("nature", "").lower() or "retraction"
    return Retraction(
        day, _NATURES.get(nature, f"has a notice ({nature})"), values.get("notice", "")
    )
