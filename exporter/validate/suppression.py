"""Findings that a catalogue or a record does not want: `[checks] off` in the settings, and comments in a record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

from exporter.records.document import Document
from exporter.records.finding import Finding
from exporter.records.settings import Settings
from exporter.validate.checks import can_be_disabled

_COMMENT = re.compile(r"#\s*exporter:\s*allow\s+([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)\s*$")
_WHOLE_RECORD = 0


def without_suppressed(
    findings: Iterable[Finding], document: Callable[[Path], Document | None], settings: Settings
) -> list[Finding]:
    """Return the findings but for those that the settings or a comment in the record suppress.

    `# exporter: allow NAME` at the end of a line holds for that line, on a line of its own for the whole record.
    `document` returns the record of a file. The findings have their positions.
    """
    kept = []
    for finding in findings:
        if not can_be_disabled(finding.name):
            kept.append(finding)
            continue
        is_unwanted = finding.name in settings.off or _is_allowed(finding, document)
        if not is_unwanted:
            kept.append(finding)
    return kept


def _is_allowed(finding: Finding, read: Callable[[Path], Document | None]) -> bool:
    document = read(finding.path)
    if document is None or "exporter:" not in document.text:
        return False
    allowed = allowed_names(document.text)
    line = finding.position.line if finding.position else _WHOLE_RECORD
    return (finding.name, line) in allowed or (finding.name, _WHOLE_RECORD) in allowed


@lru_cache(maxsize=1)
def allowed_names(text: str) -> frozenset[tuple[str, int]]:
    """Return the names that comments in a record allow, each with its line, or with 0 for the whole record."""
    found = set[tuple[str, int]]()
    for number, line in enumerate(text.split("\n"), start=1):
        match = _COMMENT.search(line.rstrip("\r"))
        if match:
            where = number if line[: match.start()].strip() else _WHOLE_RECORD
            found.update((name, where) for name in re.split(r"\s*,\s*", match[1]))
    return frozenset(found)
