"""The first page: what was found in the catalogue, and the records whose names fit a query."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from exporter.records.finding import Finding, Severity, counted_findings
from exporter.serve.desk import Desk, Snapshot
from exporter.serve.templates import Templates
from exporter.validate.record import severity

_SHOWN = 200
"""How many records with findings the page has."""


class Row(NamedTuple):
    """A record in a list: its file below `records/`, its id and its name, and what was found in it."""

    file: str
    id: str
    name: str
    findings: list[Finding]


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
        rows = self._rows(snapshot)
        counts = counted_findings(severity(finding) for finding in snapshot.result.findings)
        values: dict[str, Any] = {
            "title": "Findings",
            "rows": rows[:_SHOWN],
            "more": len(rows) - _SHOWN,
            "counts": counts,
            "records": snapshot.result.record_count,
        }
        return self.templates.page("overview.html", values)

    def _rows(self, snapshot: Snapshot) -> list[Row]:
        """Return the records with findings, those with errors first."""
        paths = dict.fromkeys(each.path for each in snapshot.result.findings)
        rows = [self._row(path, snapshot) for path in paths]
        rows.sort(key=lambda row: (list(Severity).index(severity(row.findings[0])), row.file))
        return rows

    def _row(self, path: Path, snapshot: Snapshot) -> Row:
        document = snapshot.documents.get(path)
        id = document.id if document else ""
        name = self.desk.name_of(id) if id else ""
        return Row(snapshot.name(path), id, name, snapshot.findings(path))
