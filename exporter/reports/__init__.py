"""One file a rendering of findings. Each defines `render(report)`, which gives the text piece by piece."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from exporter.model.finding import Finding, Place, Severity


@dataclass(frozen=True, slots=True)
class Report:
    """Findings at their places, ready to be shown; `texts` has what stands in each file that was read."""

    findings: Sequence[Finding]
    severities: Mapping[str, Severity]
    texts: Mapping[str, str]
    note_places: Mapping[tuple[str, tuple[str | int, ...]], Place]
    records: int
    colour: bool = False

    def count(self, severity: Severity) -> int:
        """Give the number of findings of one severity."""
        return sum(self.severities[finding.name] is severity for finding in self.findings)

    @property
    def summary(self) -> str:
        """Give the closing line: what was checked and what was found."""
        records = f"{self.records:,} record{'' if self.records == 1 else 's'}"
        counts = [
            f"{number:,} {severity}{'' if number == 1 or severity is Severity.INFORMATION else 's'}"
            for severity in Severity
            if (number := self.count(severity))
        ]
        if not counts:
            return f"{records} checked, nothing found."
        files = len({finding.path for finding in self.findings})
        return f"{records} checked: {', '.join(counts)} in {files:,} file{'' if files == 1 else 's'}."


def shown(path: Path) -> str:
    """Print a path as one would type it from the folder in which one is."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)
    return Path(relative).as_posix() if not relative.startswith(os.pardir + os.sep + os.pardir) else path.as_posix()
