"""What a reporter prints: the findings of one run with their positions, and what was counted."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from exporter.plural import counted
from exporter.records.document import Pointer
from exporter.records.files import repository_of
from exporter.records.finding import Position, Severity, counted_findings
from exporter.terminal import escape_control_chars, with_harmless_start


class ReportedNote(NamedTuple):
    """Another place that a finding points to."""

    path: str
    position: Position
    message: str
    has_lines: bool = True

    @property
    def place(self) -> str:
        """The place as people read it: `FILE:LINE:COLUMN`, or the row of a table."""
        if not self.has_lines:
            return self.path
        return f"{self.path}:{self.position.line}:{self.position.column}"


class ReportedFinding(NamedTuple):
    """One finding as it is printed; its texts have no character that a terminal would act on.

    Without `has_lines`, `path` names a row of a table, and the lines are those of the record as
    YAML.
    """

    name: str
    severity: Severity
    path: str
    position: Position
    pointer: Pointer
    message: str
    hint: str
    notes: tuple[ReportedNote, ...]
    has_lines: bool = True

    @property
    def place(self) -> str:
        """The place as people read it: `FILE:LINE:COLUMN`, or a row of a table and the field."""
        if self.has_lines:
            return f"{self.path}:{self.position.line}:{self.position.column}"
        field = ".".join(map(str, self.pointer))
        return escape_control_chars(f"{self.path}, {field}" if field else self.path)


class FindingGroup(NamedTuple):
    """Findings with one cause: the first of them, and the others in their order."""

    first: ReportedFinding
    others: Sequence[ReportedFinding]

    @property
    def others_note(self) -> str:
        """The sentence that says how many more findings there are; empty if there are none."""
        if not self.others:
            return ""
        return f"the same at {counted(len(self.others), 'more place')}"


class RulePage(NamedTuple):
    """What a rule demands that is not a check; the first line of the text is its summary."""

    text: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of a run in their order. `text` returns the text of a file by its path.

    `conclusion` is the closing line, if it is not about records that were checked. `pages` has the
    pages of the rules that the findings are named after, unless these are checks.
    """

    findings: Sequence[ReportedFinding]
    text: Callable[[str], str]
    record_count: int
    colour: bool = False
    conclusion: str = ""
    pages: Mapping[str, RulePage] = field(default_factory=dict)

    def count(self, severity: Severity) -> int:
        """Return the number of findings of a severity."""
        return sum(each.severity is severity for each in self.findings)

    def groups(self) -> list[FindingGroup]:
        """Return the findings grouped by cause: errors first, then the largest groups.

        Findings have one cause if their messages and notes are the same: one record was deleted
        that hundreds of works refer to, or a whole folder misspells one field.
        """
        by_cause: dict[tuple[object, ...], list[ReportedFinding]] = {}
        for each in self.findings:
            cause = (each.name, each.message, each.hint, each.notes)
            by_cause.setdefault(cause, []).append(each)
        groups = [FindingGroup(first, others) for first, *others in by_cause.values()]
        severities = list(Severity)
        return sorted(
            groups,
            key=lambda group: (severities.index(group.first.severity), -len(group.others)),
        )

    @property
    def summary(self) -> str:
        """The closing line: how many records were checked and what was found."""
        if self.conclusion:
            return self.conclusion
        records = counted(self.record_count, "record")
        found = counted_findings(each.severity for each in self.findings)
        if not found:
            return f"{records} checked, nothing found."
        files = len({each.path for each in self.findings})
        where = "file" if self.findings[0].has_lines else "row"
        return f"{records} checked: {found} in {counted(files, where)}."

    def relative_to_repository(self) -> Report:
        """Return the report with paths relative to the top folder of the git repository.

        Servers look up annotations from there, also if the catalogue is in a subfolder. Outside a
        repository the paths stay relative to the current folder. `text` needs the former paths; the
        servers show the lines themselves.
        """
        current = Path.cwd()
        top = repository_of(current)
        if top is None or top == current:
            return self
        prefix = current.relative_to(top).as_posix()
        findings = []
        for each in self.findings:
            notes = tuple(
                note._replace(path=_below_prefix(note.path, prefix)) for note in each.notes
            )
            findings.append(each._replace(path=_below_prefix(each.path, prefix), notes=notes))
        return replace(self, findings=findings)


def _below_prefix(path: str, prefix: str) -> str:
    joined = posixpath.normpath(posixpath.join(prefix, path))
    if joined.startswith("../"):  # not in the repository
        return path
    return with_harmless_start(joined)
