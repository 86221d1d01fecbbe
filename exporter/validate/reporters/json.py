"""Findings as JSON, for scripts: one object with all findings, and what was counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from exporter.terminal import dumps
from exporter.validate.reporters import Report


def render(report: Report) -> Iterator[str]:
    """Give one JSON object; `line`, `column` and `width` are counted from 1, in characters."""
    found: list[dict[str, Any]] = [
        {
            "name": each.name,
            "severity": each.severity,
            "path": each.path,
            "line": each.position.line,
            "column": each.position.column,
            "width": each.position.width,
            "pointer": "".join(
                f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in each.pointer
            ),
            "message": each.message,
            "hint": each.hint,
            "notes": [
                {"path": path, "line": place.line, "column": place.column, "message": message}
                for path, place, message in each.notes
            ],
        }
        for each in report.shown
    ]
    yield dumps({"findings": found, "records": report.records, "summary": report.summary}) + "\n"
