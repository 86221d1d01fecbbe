"""The step from a finding to its line and column. It runs only where something is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

from exporter.records.document import Document, Pointer
from exporter.records.finding import Finding, Note, Position
from exporter.records.settings import UNLIMITED
from exporter.records.yaml import Places, load


def position_of(
    document: Document, pointer: Pointer, part: Literal["key", "value"] = "value"
) -> Position:
    """Give the place of the key or the value that `pointer` leads to in a document, or the nearest one above it."""
    return _nearest(_places(document), pointer, part)


def positions_of(document: Document, pointers: Iterable[Pointer]) -> list[Position]:
    """Give the places of several values of one document, which is read again only once."""
    table = _places(document)
    return [_nearest(table, pointer, "value") for pointer in pointers]


def add_positions(
    findings: Iterable[Finding], document: Callable[[Path], Document | None]
) -> list[Finding]:
    """Put each finding and its notes at their line and column, and sort all by file, line, column and name.

    `document` gives what stands in a file; None for one that cannot be read, of which only the reader knows a place.
    """

    @lru_cache(maxsize=100)
    def table(path: Path) -> Places | None:
        here = document(path)
        return _places(here) if here else None

    def placed(note: Note) -> Note:
        there = None if note.position else table(note.path)
        return replace(note, position=_nearest(there, note.pointer, "value")) if there else note

    done = []
    for finding in findings:
        here = None if finding.position else table(finding.path)
        place = _nearest(here, finding.pointer, finding.part) if here else finding.position
        done.append(replace(finding, position=place, notes=tuple(map(placed, finding.notes))))
    return sorted(done, key=_position)


def _position(finding: Finding) -> tuple[str, int, int, str]:
    place = finding.position or Position(1, 1)
    return str(finding.path), place.line, place.column, finding.name


def _places(document: Document) -> Places:
    places = Places()
    load(document.text, UNLIMITED, places)
    return places


def _nearest(places: Places, pointer: Pointer, part: Literal["key", "value"]) -> Position:
    for length in range(len(pointer), -1, -1):
        way = pointer[:length]
        wanted = (
            (places.keys, places.values)
            if part == "key" or length < len(pointer)
            else (places.values,)
        )
        for table in wanted:
            if way in table:
                return table[way]
    return Position(1, 1)
