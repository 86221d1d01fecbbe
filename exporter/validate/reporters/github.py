"""Findings as GitHub workflow commands, which show them at the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.records.finding import Severity
from exporter.validate.reporters import RenderedFinding, Report

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "notice"}


def render(report: Report) -> Iterator[str]:
    """Give one command a line. Source: GitHub Docs, Workflow commands, Setting an error message; Escaping as the
    runner's ActionCommand reads it (percent, line ends; in properties also colon and comma).

    A step shows its first ten errors, ten warnings and ten notices, so each cause comes once before any comes again.
    """  # noqa: D205
    causes = report.causes
    for cause in causes:
        yield _one(cause.first, cause.elsewhere)
    for cause in causes:
        yield from map(_one, cause.others)


def _one(each: RenderedFinding, elsewhere: str = "") -> str:
    where = {
        "file": each.path,
        "line": str(each.position.line),
        "endLine": str(each.position.line),
        "col": str(each.position.column),
        "endColumn": str(each.position.column + each.position.width),
        "title": each.name,
    }
    properties = ",".join(
        f"{key}={_data(value).replace(':', '%3A').replace(',', '%2C')}"
        for key, value in where.items()
    )
    message = "\n".join(filter(None, (each.message, each.hint, elsewhere)))
    return f"::{_COMMANDS[each.severity]} {properties}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
