"""The vocabularies of COAR, in which JPCOAR and OpenAIRE say who can read a work, and what it is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from exporter.model.work import Work
from exporter.tables import read_table

_COAR = "http://purl.org/coar"
_ACCESS = {
    "open": ("open access", "c_abf2"),
    "embargoed": ("embargoed access", "c_f1cf"),
    "restricted": ("restricted access", "c_16ec"),
    "closed": ("metadata only access", "c_14cb"),
}
"""Who can read a work, in the words and concepts of COAR (Access Rights vocabulary 1.0)."""


def access_right(work: Work) -> tuple[str, str] | None:
    """Return who can read a work: the words and the address of the concept; None if it is not known."""
    words, concept = _ACCESS.get(work.plain("access"), ("", ""))
    return (words, f"{_COAR}/access_right/{concept}") if words else None


def resource_type(work: Work, table: str) -> tuple[Mapping[str, str], str]:
    """Return the row of a table of types for a work, and the address of its concept."""
    known = types(table)
    row = known.get(work.type, known["document"])
    return row, f"{_COAR}/resource_type/{row['concept']}"


@cache
def types(table: str) -> Mapping[str, Mapping[str, str]]:
    """Return the rows of a table by the type of CSL."""
    return {row["term"]: row for row in read_table(Path(__file__).with_name(table))}
