"""The first page: what was found in the catalogue, and the records whose names fit a query."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from exporter.records.finding import Finding, counted_findings
from exporter.serve.desk import Desk, Snapshot, order_of_severity
from exporter.serve.templates import Templates
from exporter.validate.record import severity

_SHOWN = 200
"""How many records with findings the page has."""


class Row(NamedTuple):
    """A record in a list: its file below `records/`, its id and its name, and what was found in it."""

    file: str
    id: str
    name: str
    findings: Sequence[Finding]


class Overview:
    """Makes the first page."""

    def __init__(self, desk: Desk, templates: Templates) -> None:
        self.desk = desk
        self.templates = templates

    def page(self, request: Request, body: bytes) -> Response:  # noqa: ARG002
        """Answer with the page; `q` is the query."""
        snapshot = self.desk.snapshot()
        query = request.query_params.get("q", "").strip()
        if query:
            found = [self._row(path, snapshot) for path in self.desk.found(query)]
            shown = {"title": f"Records for “{query}”", "query": query, "rows": found}
            return self.templates.page("records.html", shown)
        paths = _by_severity(snapshot)
        values = {
            "title": "Findings",
            "rows": [self._row(path, snapshot) for path in paths[:_SHOWN]],
            "more": len(paths) - _SHOWN,
            "counts": counted_findings(map(severity, snapshot.result.findings)),
            "records": snapshot.result.record_count,
        }
        return self.templates.page("overview.html", values)

    def _row(self, path: Path, snapshot: Snapshot) -> Row:
        document = snapshot.documents.get(path)
        id = document.id if document else ""
        name = self.desk.name_of(id) if id else ""
        return Row(snapshot.name(path), id, name, snapshot.findings.get(path, ()))


def _by_severity(snapshot: Snapshot) -> list[Path]:
    """Return the files with findings, those with errors first, then by name."""

    def order(path: Path) -> tuple[int, str]:
        return order_of_severity(snapshot.findings[path][0]), snapshot.name(path)

    return sorted(snapshot.findings, key=order)
