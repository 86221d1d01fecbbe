"""Lines and columns of findings. Positions are looked up only for records that have a finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from exporter.records.document import Document, Pointer
from exporter.records.finding import Finding, Position, RelatedPlace
from exporter.terminal import display_path

if TYPE_CHECKING:
    from exporter.records.yaml import SourceMap

_START = Position(1, 1)
_CACHED = 100
"""How many source maps are kept, for findings and notes that are not sorted by file."""


def source_map(document: Document) -> SourceMap:
    """Return where the keys and values of a document stand in its text, which is parsed again."""
    # imported late: a run that takes all from the cache looks up no position
    from exporter.records.yaml import source_map_of

    return source_map_of(document.text)


def scalar_text(document: Document, pointer: Pointer) -> str:
    """Return how a scalar value is written, without its anchor, or "" if it is not in the text.

    It is not there in a document without text, and where an alias repeats a value.
    """
    if not document.text:
        return ""
    span = source_map(document).scalars.get((pointer, "value"))
    if span is None:
        return ""
    return re.sub(r"^&\S+\s+", "", document.text[span.start : span.end])


def position_of(
    document: Document, pointer: Pointer, part: Literal["key", "value"] = "value"
) -> Position:
    """Return the position of a key or value, or of the nearest value around it that exists."""
    return source_map(document).nearest(pointer, part)


def place_of(document: Document, pointer: Pointer, part: Literal["key", "value"] = "value") -> str:
    """Return the position of a key or value as people read it: `FILE:LINE:COLUMN`."""
    position = position_of(document, pointer, part)
    return f"{display_path(document.path)}:{position.line}:{position.column}"


def positions_of(document: Document, pointers: Iterable[Pointer]) -> list[Position]:
    """Return the positions of several values of one document, in the order of `pointers`."""
    found = source_map(document)
    return [found.nearest(pointer) for pointer in pointers]


def add_positions(
    findings: Iterable[Finding], document: Callable[[Path], Document | None]
) -> list[Finding]:
    """Return the findings with positions, sorted by file, line, column and name.

    `document` returns the document of a file, or None if the file cannot be read; a finding in
    such a file already has the position that the reader gave it.
    """

    @lru_cache(maxsize=_CACHED)
    def source_map_of(path: Path) -> SourceMap | None:
        found = document(path)
        return source_map(found) if found else None

    def locate(
        where: Finding | RelatedPlace, pointer: Pointer, part: Literal["key", "value"]
    ) -> Position | None:
        if where.position:
            return where.position
        found = source_map_of(where.path)
        return found.nearest(pointer, part) if found else None

    located = []
    for finding in findings:
        notes = [
            replace(each, position=locate(each, each.pointer, "value")) for each in finding.notes
        ]
        position = locate(finding, finding.pointer, finding.part)
        located.append(replace(finding, position=position, notes=tuple(notes)))
    return in_order(located)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings that have positions, sorted by file, line, column and name."""
    return sorted(findings, key=_order)


def _order(finding: Finding) -> tuple[str, int, int, str]:
    position = finding.position or _START
    return str(finding.path), position.line, position.column, finding.name
