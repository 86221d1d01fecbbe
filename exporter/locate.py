"""The step from a finding to its line and column. It runs only where something is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from exporter.model.document import Document, Pointer
from exporter.model.finding import Finding, Place
from exporter.model.settings import UNLIMITED
from exporter.syntax.yaml import Places, load


def locate(document: Document, pointer: Pointer, part: Literal["key", "value"] = "value") -> Place:
    """Give the place of the key or the value that `pointer` leads to in a document, or the nearest one above it."""
    return _nearest(_places(document), pointer, part)


def places(document: Document, pointers: Iterable[Pointer]) -> list[Place]:
    """Give the places of several values of one document, which is read again only once."""
    table = _places(document)
    return [_nearest(table, pointer, "value") for pointer in pointers]


def located(findings: list[Finding], documents: Mapping[str, Document]) -> list[Finding]:
    """Put each finding at its line and column, and sort all by file, line, column and name.

    `documents` has the document of each path that a finding names, unless it could not be read at all.
    """
    tables: dict[str, Places] = {}
    done = []
    for finding in findings:
        path = str(finding.path)
        if finding.place is None and path in documents:
            if path not in tables:
                tables[path] = _places(documents[path])
            finding = replace(finding, place=_nearest(tables[path], finding.pointer, finding.part))
        done.append(finding)
    return sorted(
        done,
        key=lambda each: (
            str(each.path),
            (each.place or Place(1, 1)).line,
            (each.place or Place(1, 1)).column,
            each.name,
        ),
    )


def _places(document: Document) -> Places:
    places = Places()
    load(document.text, UNLIMITED, places)
    return places


def _nearest(places: Places, pointer: Pointer, part: Literal["key", "value"]) -> Place:
    for length in range(len(pointer), -1, -1):
        way = pointer[:length]
        wanted = (places.keys, places.values) if part == "key" or length < len(pointer) else (places.values,)
        for table in wanted:
            if way in table:
                return table[way]
    return Place(1, 1)
