"""What is found in a catalogue, and how it is reported."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from exporter.model.records import Records
from exporter.records.document import Document
from exporter.records.finding import Finding, Position
from exporter.records.schema import Schemas
from exporter.records.settings import Settings
from exporter.terminal import escape_control_chars, truncate
from exporter.validate.record import errors, severity
from exporter.validate.reporters import RenderedFinding, Report, display_path


class DisplayLocation(NamedTuple):
    """Where people find a record: its file and, if it is one of many in that file, how many lines are `before` it."""

    file: str
    before: int | None = None

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
    """A catalogue with what was found in it.

    `document` reads the record of a file again, or returns None if it cannot be read, and `text` what stands in the
    file. `record_count` is the number of files that were validated. `records` has their data if these were asked for.
    `location` tells where people find a record. `settings` are those of the catalogue.
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

    def only(self, paths: Collection[Path]) -> ValidationResult:
        """Return the result with the findings in these files alone."""
        found = [each for each in self.findings if each.path in paths]
        return replace(self, findings=found, record_count=len(paths))

    def since(self, before: ValidationResult, changed: Collection[Path]) -> ValidationResult:
        """Return the result with the findings in changed records, and those elsewhere that came with the change."""
        known = {_identity(each) for each in before.findings}
        found = [
            each for each in self.findings if each.path in changed or _identity(each) not in known
        ]
        return replace(self, findings=found, record_count=len(changed))

    def report(self, *, colour: bool = False) -> Report:
        """Return the findings as they are shown to people."""
        shown = [self._rendered(each) for each in self.findings]
        texts: dict[str, list[str]] = defaultdict(list)
        lines = Counter[str]()
        for path in dict.fromkeys(each.path for each in self.findings):
            file, before = self.location(path)
            skipped = "\n" * ((before or 0) - lines[file])  # stands for the records in between
            text = skipped + self.text(path)
            texts[file].append(text)
            lines[file] += text.count("\n")
        joined = {file: "".join(parts) for file, parts in texts.items()}
        return Report(shown, joined, self.record_count, colour)

    def _rendered(self, finding: Finding) -> RenderedFinding:
        notes = []
        for note in finding.notes:
            if note.position:
                location = self.location(note.path)
                place = location.position(note.position)
                notes.append((location.file, place, escape_control_chars(truncate(note.message))))
        location = self.location(finding.path)
        return RenderedFinding(
            finding.name,
            severity(finding),
            location.file,
            location.position(finding.position or Position(1, 1)),
            finding.pointer,
            escape_control_chars(truncate(finding.message)),
            escape_control_chars(truncate(finding.hint)),
            tuple(notes),
        )


def _identity(finding: Finding) -> tuple[object, ...]:
    return finding.name, finding.path, finding.pointer, finding.message
