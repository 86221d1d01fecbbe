"""Findings as JSON, for scripts: one object with all findings, and what was counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from exporter.records.document import json_pointer
from exporter.terminal import printable_json
from exporter.validate.report import Report, ReportedFinding, ReportedNote


def render(report: Report) -> Iterator[str]:
    """Yield one JSON object; `line`, `column` and `width` are counted from 1, in characters."""
    found = [_finding(each) for each in report.findings]
    whole = {"findings": found, "records": report.record_count, "summary": report.summary}
    yield printable_json(whole) + "\n"


def _finding(finding: ReportedFinding) -> dict[str, Any]:
    return {
        "name": finding.name,
        "severity": finding.severity,
        "path": finding.path,
        "line": finding.position.line,
        "column": finding.position.column,
        "width": finding.position.width,
        "pointer": json_pointer(finding.pointer),
        "message": finding.message,
        "hint": finding.hint,
        "notes": [_note(each) for each in finding.notes],
    }


def _note(note: ReportedNote) -> dict[str, Any]:
    position = note.position
    return {
        "path": note.path,
        "line": position.line,
        "column": position.column,
        "message": note.message,
    }
