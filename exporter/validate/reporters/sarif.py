"""Findings as SARIF 2.1.0, which code scanning and many editors read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from exporter.plugins import module_docstring
from exporter.records.finding import Position, Severity
from exporter.terminal import dumps
from exporter.validate.checks import checks
from exporter.validate.reporters import Report

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "note"}


def render(report: Report) -> Iterator[str]:
    """Give one SARIF log with one run. Source: OASIS SARIF 2.1.0, sections 3.13, 3.14, 3.27, 3.28, 3.30."""
    names = sorted({each.name for each in report.shown})
    pages = {name: module_docstring(checks()[name]).strip() for name in names}
    rules = [
        {
            "id": name,
            "shortDescription": {"text": page.split("\n", 1)[0]},
            "help": {"text": page, "markdown": page},
            "defaultConfiguration": {"level": _LEVELS[checks()[name].SEVERITY]},
        }
        for name, page in pages.items()
    ]
    results = [
        {
            "ruleId": each.name,
            "ruleIndex": names.index(each.name),
            "level": _LEVELS[each.severity],
            "message": {"text": each.message + (f" – {each.hint}" if each.hint else "")},
            "locations": [_location(each.path, each.position)],
            "relatedLocations": [
                _location(path, place, message) for path, place, message in each.notes
            ],
            "partialFingerprints": {
                "recordAndField/v1": "/".join([each.path, *map(str, each.pointer), each.name])
            },
        }
        for each in report.shown
    ]
    run = {
        "tool": {"driver": {"name": "exporter", "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    yield dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}) + "\n"


def _location(path: str, place: Position, message: str = "") -> dict[str, Any]:
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endColumn": place.column + place.width,
    }
    where: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": quote(path)}, "region": region}
    }
    return where | ({"message": {"text": message}} if message else {})
