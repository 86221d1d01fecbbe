"""The result of validating some of the records, each by itself, and its form as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple, TypeVar

from exporter.cache import hash_of
from exporter.model.records import Record
from exporter.records.document import Pointer
from exporter.records.finding import Finding, Position, RelatedPlace
from exporter.validate.index import IndexEntry, shared
from exporter.validate.stored_entries import Columns, columns_of

T = TypeVar("T")

Versions = Mapping[str, str]
"""A hash of each column of the index entries of some records: by `name_of` each function, of what
it returned for them; by an empty name, of all the rest."""


class ChunkResult(NamedTuple):
    """The index entries of some records, their findings, and their data if needed later.

    `size` is the number of the files. `columns` are those of the entries if they are apart.
    """

    entries: list[IndexEntry]
    findings: list[Finding]
    records: list[Record]
    size: int = 0
    columns: Mapping[str, str] = {}


def combined(files: Sequence[str], earlier: ChunkResult, new: ChunkResult) -> ChunkResult:
    """Return the result for some files: the new one for the files that it has, else the earlier."""
    place = {file: number for number, file in enumerate(files)}
    made = {entry.file for entry in new.entries}

    def chosen(old: Sequence[T], found: Sequence[T], file: Callable[[T], str]) -> list[T]:
        kept = [each for each in old if file(each) in place and file(each) not in made]
        return sorted([*kept, *found], key=lambda each: place[file(each)])

    return ChunkResult(
        chosen(earlier.entries, new.entries, lambda entry: entry.file),
        chosen(earlier.findings, new.findings, lambda finding: str(finding.path)),
        chosen(earlier.records, new.records, lambda record: record.file),
        len(files),
    )


def entries_as_text(entries: Sequence[IndexEntry]) -> str:
    """Return index entries as lines of JSON, one for each column after a list of their names.

    The field of a reference is a number in a list of all fields: most references are in few.
    """
    fields: dict[tuple[Pointer, tuple[str, ...]], int] = {}
    rows = []
    for entry in entries:
        references = []
        for pointer, target, allowed in entry.references:
            references.append((target, fields.setdefault((pointer, allowed), len(fields))))
        rows.append((entry.file, entry.id, entry.kind, entry.noun, references, entry.strings))
    columns = columns_of(entries)
    names, table = list(columns), [list(fields), rows]
    lines = [json.dumps(line, ensure_ascii=False) for line in (names, table)]
    return "\n".join([*lines, *columns.values()])


def entries_from_text(text: str) -> tuple[list[IndexEntry], Columns]:
    """Return the index entries of what `entries_as_text` has returned, and their columns.

    As in `index_entry`, what many entries have is in memory once.
    """
    names, table, *columns = text.split("\n")
    fields, rows = json.loads(table)
    places = [(shared(tuple(pointer)), tuple(allowed)) for pointer, allowed in fields]
    entries = []
    for file, id, kind, noun, named, strings in rows:
        references = []
        for target, number in named:
            pointer, allowed = places[number]
            references.append((pointer, intern(target), allowed))
        entry = IndexEntry(
            file, intern(id), intern(kind), intern(noun), tuple(references), strings=tuple(strings)
        )
        entries.append(entry)
    return entries, dict(zip(json.loads(names), columns, strict=True))


def whole_entries_from_text(text: str) -> list[IndexEntry]:
    """Return the index entries of what `entries_as_text` has returned, with what was extracted."""
    entries, columns = entries_from_text(text)
    extracts: list[dict[str, Any]] = [{} for _ in entries]
    for name, column in columns.items():
        for place, value in json.loads(column):
            extracts[place][name] = value
    return [entry._replace(extracts=found) for entry, found in zip(entries, extracts, strict=True)]


def versions_of(text: str) -> dict[str, str]:
    """Return the versions of the columns of what `entries_as_text` has returned."""
    names, *columns = text.split("\n")
    return dict(zip(["", *json.loads(names)], map(hash_of, columns), strict=True))


def records_as_text(records: Sequence[Record]) -> str:
    """Return records as lines of JSON: first a list of all but their data, then the data of each.

    Their data are not parsed when the text is read.
    """
    head = [each[:-1] for each in records]
    return "\n".join([json.dumps(head), *(each.json for each in records)])


def records_from_text(text: str) -> list[Record]:
    """Return the records of what `records_as_text` has returned."""
    head, *data = text.split("\n")
    records = []
    for (file, id, kind, relations, digest, names), line in zip(
        json.loads(head), data, strict=True
    ):
        records.append(Record(file, id, kind, relations, digest, names, line))
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
