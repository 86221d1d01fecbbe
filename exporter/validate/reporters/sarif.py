"""Findings as SARIF 2.1.0, which code scanning and many editors read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from exporter.plugins import module_docstring
from exporter.records.finding import Position, Severity
from exporter.terminal import printable_json
from exporter.validate.checks import checks
from exporter.validate.report import Report, ReportedFinding, RulePage

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SOURCE_ROOT = "%SRCROOT%"
"""The name that code scanning gives to the top folder of the repository."""


def render(report: Report) -> Iterator[str]:
    """Yield one SARIF log with one run, with paths relative to the top folder of the repository.

    Source: OASIS SARIF 2.1.0, sections 3.4, 3.13, 3.14, 3.27, 3.28 and 3.30; GitHub Docs, SARIF
    support for code scanning.
    """
    report = report.relative_to_repository()
    names = sorted({each.name for each in report.findings})
    run = {
        "tool": {"driver": {"name": "exporter", "rules": [_rule(name, report) for name in names]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, names.index(each.name)) for each in report.findings],
    }
    yield printable_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _rule(name: str, report: Report) -> dict[str, Any]:
    page = report.pages.get(name)
    if page is None:
        check = checks()[name]
        page = RulePage(module_docstring(check).strip(), check.SEVERITY)
    return {
        "id": name,
        "shortDescription": {"text": page.text.split("\n", 1)[0]},
        "help": {"text": page.text, "markdown": page.text},
        "defaultConfiguration": {"level": _LEVELS[page.severity]},
    }


def _result(finding: ReportedFinding, rule_index: int) -> dict[str, Any]:
    fingerprint = "/".join([finding.path, *map(str, finding.pointer), finding.name])
    related = []
    for note in finding.notes:
        location = _location(note.path, note.position)
        related.append(location | {"message": {"text": note.message}})
    return {
        "ruleId": finding.name,
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.severity],
        "message": {"text": " – ".join(filter(None, (finding.message, finding.hint)))},
        "locations": [_location(finding.path, finding.position)],
        "relatedLocations": related,
        "partialFingerprints": {"recordAndField/v1": fingerprint},
    }


def _location(path: str, position: Position) -> dict[str, Any]:
    artifact = {"uri": quote(path)}
    if not Path(path).is_absolute():
        artifact["uriBaseId"] = _SOURCE_ROOT
    region = {
        "startLine": position.line,
        "startColumn": position.column,
        "endColumn": position.column + position.width,
    }
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}
