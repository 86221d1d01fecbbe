"""Findings as GitHub workflow commands, which show them at the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.records.finding import Severity
from exporter.validate.report import Report, ReportedFinding

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "notice"}


def render(report: Report) -> Iterator[str]:
    """Yield one command per line, with paths relative to the top folder of the repository.

    GitHub shows the first ten errors, warnings and notices of a step, so one finding of each cause
    comes before the others.

    Source: GitHub Docs, Workflow commands, Setting an error message; characters are escaped as the
    runner's ActionCommand unescapes them.
    """
    groups = report.relative_to_repository().groups()
    for group in groups:
        yield _command(group.first, group.others_note)
    for group in groups:
        for finding in group.others:
            yield _command(finding)


def _command(finding: ReportedFinding, others_note: str = "") -> str:
    position = finding.position
    values = {
        "file": finding.path,
        "line": str(position.line),
        "endLine": str(position.line),
        "col": str(position.column),
        "endColumn": str(position.column + position.width),
        "title": finding.name,
    }
    properties = ",".join(f"{key}={_escaped_property(value)}" for key, value in values.items())
    message = "\n".join(filter(None, (finding.message, finding.hint, others_note)))
    return f"::{_COMMANDS[finding.severity]} {properties}::{_escaped(message)}\n"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
