"""The result of validating some of the records, each by itself, and its form as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from exporter.model.records import Record
from exporter.records.document import Pointer
from exporter.records.finding import Finding, Position, RelatedPlace
from exporter.validate.index import IndexEntry


class ChunkResult(NamedTuple):
    """The index entries of some records, their findings, and their data if needed later."""

    entries: list[IndexEntry]
    findings: list[Finding]
    records: list[Record]


def chunk_as_json(chunk: ChunkResult) -> Any:
    """Return the result, but for the data of the records, as JSON."""
    return [chunk.entries, findings_as_json(chunk.findings)]


def chunk_from_json(value: Any) -> ChunkResult:
    """Return the result of what `chunk_as_json` has returned."""
    entries, findings = value
    return ChunkResult([_entry(*each) for each in entries], findings_from_json(findings), [])


def records_as_text(records: Sequence[Record]) -> str:
    """Return records as lines of JSON: first a list of all but their data, then the data of each.

    Their data are not parsed when the text is read.
    """
    head = [(each.file, each.id, each.kind, each.relations) for each in records]
    return "\n".join([json.dumps(head), *(each.json for each in records)])


def records_from_text(text: str) -> list[Record]:
    """Return the records of what `records_as_text` has returned."""
    head, *data = text.split("\n")
    records = []
    for (file, id, kind, relations), line in zip(json.loads(head), data, strict=True):
        records.append(Record(file, id, kind, line, relations))
    return records


def findings_as_json(findings: Iterable[Finding]) -> Any:
    """Return findings as JSON."""
    found = []
    for each in findings:
        notes = [
            (str(note.path), note.pointer, note.message, _numbers(note.position))
            for note in each.notes
        ]
        found.append(
            (
                each.name,
                str(each.path),
                each.message,
                each.hint,
                each.pointer,
                each.part,
                _numbers(each.position),
                notes,
                each.replacement,
                each.certain,
            )
        )
    return found


def findings_from_json(value: Any) -> list[Finding]:
    """Return the findings of what `findings_as_json` has returned."""
    found = []
    for name, path, message, hint, pointer, part, position, notes, replacement, certain in value:
        made = tuple(
            RelatedPlace(
                Path(note_path), tuple(note_pointer), note_message, _position(note_position)
            )
            for note_path, note_pointer, note_message, note_position in notes
        )
        found.append(
            Finding(
                name,
                Path(path),
                message,
                hint,
                tuple(pointer),
                part,
                _position(position),
                made,
                replacement,
                certain,
            )
        )
    return found


def _numbers(position: Position | None) -> tuple[int, int, int] | None:
    return (position.line, position.column, position.width) if position else None


def _position(numbers: list[int] | None) -> Position | None:
    return Position(*numbers) if numbers else None


def _entry(
    file: str,
    id: str,
    kind: str,
    noun: str,
    references: list[tuple[list[str | int], str, list[str]]],
    extracts: dict[str, Any],
    strings: list[str],
) -> IndexEntry:
    # Seven parameters: they are the fields of the entry, in the order in which a chunk lists them.
    made: list[tuple[Pointer, str, tuple[str, ...]]] = [
        (tuple(pointer), target, tuple(allowed)) for pointer, target, allowed in references
    ]
    return IndexEntry(file, id, kind, noun, tuple(made), extracts, tuple(strings))
