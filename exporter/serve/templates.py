"""Fills the templates in `pages/`, and puts the bar of findings below the pages of the site."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2
from starlette.responses import HTMLResponse

from exporter.errors import UsageError
from exporter.records.finding import Severity
from exporter.serve.desk import Desk
from exporter.serve.form_view import sentence
from exporter.validate.record import severity

_PAGES = Path(__file__).with_name("pages")
_STATIC = {
    "site.css": Path(__file__).parents[1] / "site" / "templates" / "site.css",
    "desk.css": _PAGES / "desk.css",
    "desk.js": _PAGES / "desk.js",
}
_END = b"</body>"


class Templates:
    """Makes pages. With `is_editable`, they lead to the forms."""

    def __init__(self, desk: Desk, is_editable: bool) -> None:
        self.desk = desk
        self.is_editable = is_editable

    @cached_property
    def _environment(self) -> jinja2.Environment:
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_PAGES),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
        environment.globals["severity"] = severity
        environment.filters["sentence"] = sentence
        return environment

    def static(self, name: str) -> str | None:
        """Return a style sheet or a script; None if there is none of that name."""
        return _STATIC[name].read_text("utf-8") if name in _STATIC else None

    def page(self, template: str, values: Mapping[str, Any], status: int = 200) -> HTMLResponse:
        """Return a page. `values` are those of its template, `title` among them."""
        snapshot = self.desk.snapshot()
        settings = snapshot.result.settings.catalogue
        shared = {
            "site_title": settings.name,
            "site_language": settings.language,
            "is_editable": self.is_editable,
            "version": snapshot.version,
            "query": "",
        }
        made = self._environment.get_template(template).render({**shared, **values})
        return HTMLResponse(made, status)

    def message(self, title: str, text: str, *, status: int) -> HTMLResponse:
        """Return a page with a message; it needs nothing that may be broken."""
        values = {"title": title, "text": text}
        try:
            return self.page("message.html", values, status)
        except UsageError:  # a schema or a setting cannot be used
            shared = {"site_title": "Catalogue", "site_language": "en", "version": "", "query": ""}
            template = self._environment.get_template("message.html")
            made = template.render({**shared, "is_editable": False, **values})
            return HTMLResponse(made, status)

    def with_bar(self, page: bytes, id: str) -> bytes:
        """Return a page of the site with a bar: what was found in its record, and where to edit it.

        `id` is that of the record; any other word gets the number of all findings.
        """
        snapshot = self.desk.snapshot()
        path = snapshot.ids.get(id)
        everything = snapshot.result.findings
        values = {
            "file": snapshot.name(path) if path else "",
            "findings": snapshot.findings.get(path, ()) if path else (),
            "errors": sum(severity(each) is Severity.ERROR for each in everything),
            "all": len(everything),
            "version": snapshot.version,
            "is_editable": self.is_editable,
        }
        bar = self._environment.get_template("bar.html").render(values).encode()
        start, end, rest = page.rpartition(_END)
        return start + bar + end + rest
