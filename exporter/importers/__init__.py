"""Importers: from the bytes of a file to records.

`registry.py` lists the formats. A format is a module, or a folder, with a function `read(content,
context)` that yields an Entry for each work and a Broken for what it cannot read, and mostly a table
`<format>.tsv` that says where its fields go (see field_table.py). An EntryBuilder makes an Entry and
accounts for each value. TEI of this program's own export is another matter: its `read(content,
schemas)` returns a Reading of whole records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from exporter.records.finding import Position


@dataclass(frozen=True, slots=True)
class Read:
    """The data of one record. One that is not `whole` is only what a document says of it in passing."""

    data: dict[str, Any]
    whole: bool


@dataclass(frozen=True, slots=True)
class ParseProblem:
    """What a reader does not understand, and where it stands."""

    message: str
    position: Position


@dataclass(frozen=True, slots=True)
class Reading:
    """The records of a document in its order, and what is wrong; where anything is, the records are not to be used."""

    records: Sequence[Read]
    wrong: Sequence[ParseProblem] = ()
