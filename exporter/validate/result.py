"""The result of a run: the findings in a catalogue, and the report of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from exporter.model.records import Records
from exporter.records.document import Document
from exporter.records.finding import Finding, Position
from exporter.records.schema import Schemas
from exporter.records.settings import Settings
from exporter.terminal import display_path, printable
from exporter.validate.record import errors, severity
from exporter.validate.report import Report, ReportedFinding, ReportedNote

_MISSHAPEN = frozenset({"wrong-type", "empty-value"})
"""A field without a value has one of the wrong type, too."""


class DisplayLocation(NamedTuple):
    """Where people find a record: its file, and how many lines are `before` it in that file.

    `before` is None if the file has only this record. Without `has_lines`, the record is a row of a
    table: `file` names the row, and a place in it is a field.
    """

    file: str
    before: int | None = None
    has_lines: bool = True

    def __str__(self) -> str:
        return self.file if self.before is None else f"{self.file}:{self.before + 1}"

    def position(self, position: Position) -> Position:
        """Return the position in the file of a position in the record."""
        return replace(position, line=position.line + (self.before or 0))


def display_location(path: Path) -> DisplayLocation:
    """Return the location of a record that has a file of its own."""
    return DisplayLocation(display_path(path))


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """The findings in a catalogue, and what is needed to show them.

    `document` reads the record of a file again, or returns None if it cannot be read, and `text`
    returns the text of the file. `record_count` is the number of files that were validated.
    `records` has their data if they were asked for. `location` returns where people find a record.
    `settings` are those of the catalogue.
    """

    findings: Sequence[Finding]
    schemas: Schemas
    document: Callable[[Path], Document | None]
    text: Callable[[Path], str]
    record_count: int
    records: Records = field(default_factory=Records)
    location: Callable[[Path], DisplayLocation] = display_location
    settings: Settings = field(default_factory=Settings)

    @property
    def files_with_errors(self) -> frozenset[str]:
        """The paths of the records that have an error."""
        return frozenset(str(each.path) for each in errors(self.findings))

    def readable(self) -> Records:
        """Return the records in which each value has the type that its schema demands.

        Code that relies on the schema can read them. Other errors, such as a misspelled field, leave
        a record readable.
        """
        misshapen = {str(each.path) for each in self.findings if each.name in _MISSHAPEN}
        return self.records.without(misshapen)

    def unreadable_files(self) -> frozenset[str]:
        """Return the paths of the other records, and of files that are not YAML."""
        records = self.readable()
        return self.files_with_errors.difference(map(records.file, records))

    def only(self, paths: Collection[Path]) -> ValidationResult:
        """Return the result with the findings in these files alone."""
        found = [each for each in self.findings if each.path in paths]
        return replace(self, findings=found, record_count=len(paths))

    def since(self, before: ValidationResult, changed: Collection[Path]) -> ValidationResult:
        """Return the result with the findings that a change of records brought.

        These are all findings in the changed records, and new ones in other records.
        """
        known = {_identity(each) for each in before.findings}
        found = [
            each for each in self.findings if each.path in changed or _identity(each) not in known
        ]
        return replace(self, findings=found, record_count=len(changed))

    def report(self, *, colour: bool = False) -> Report:
        """Return the findings as they are shown to people."""
        location = cache(self.location)
        findings = [_reported(each, location) for each in self.findings]
        paths: dict[str, list[Path]] = defaultdict(list)
        for path in dict.fromkeys(each.path for each in self.findings):
            paths[location(path).file].append(path)

        def text(file: str) -> str:
            parts, lines = [], 0
            for path in paths[file]:
                # empty lines in place of the records in between
                skipped = (location(path).before or 0) - lines
                parts.append("\n" * skipped + self.text(path))
                lines += parts[-1].count("\n")
            return "".join(parts)

        return Report(findings, text, self.record_count, colour)


def _reported(finding: Finding, location: Callable[[Path], DisplayLocation]) -> ReportedFinding:
    notes = []
    for note in finding.notes:
        if note.position:
            place = location(note.path)
            position = place.position(note.position)
            message = printable(note.message)
            notes.append(ReportedNote(place.file, position, message, place.has_lines))
    place = location(finding.path)
    return ReportedFinding(
        finding.name,
        severity(finding),
        place.file,
        place.position(finding.position or Position(1, 1)),
        finding.pointer,
        printable(finding.message),
        printable(finding.hint),
        tuple(notes),
        place.has_lines,
    )


def _identity(finding: Finding) -> tuple[object, ...]:
    return finding.name, finding.path, finding.pointer, finding.message
