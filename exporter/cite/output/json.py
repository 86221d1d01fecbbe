"""JSON: a list of entries or citations, each as text and as HTML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from exporter.cite.output.html import HtmlWriter
from exporter.cite.output.text import TextWriter
from exporter.cite.output.writer import OutputEntry, Writer
from exporter.cite.quotation_marks import QuotationMarks


class JsonWriter(Writer):
    """Writes JSON."""

    def __init__(
        self, quotes: QuotationMarks, *, links: bool = True, right_to_left: bool = False
    ) -> None:
        super().__init__(quotes, links=links, right_to_left=right_to_left)
        self._text = TextWriter(quotes)
        self._html = HtmlWriter(quotes, links=links)

    def document(self, entries: Iterable[OutputEntry]) -> Iterator[str]:
        """Yield a bibliography piece by piece."""
        between = "[\n"
        section = ""
        for entry in entries:
            if entry.is_heading:
                section = entry.text
                continue
            made = self._object(entry) | ({"section": section} if section else {})
            yield f"{between}  {json.dumps(made, ensure_ascii=False)}"
            between = ",\n"
        yield "[]\n" if between == "[\n" else "\n]\n"

    def lines(self, entries: Iterable[OutputEntry]) -> Iterator[str]:
        """Yield citations piece by piece."""
        return self.document(entries)

    def _object(self, entry: OutputEntry) -> dict[str, str | bool]:
        made: dict[str, str | bool] = {"id": entry.id} if entry.id else {}
        if entry.changed is not None:
            made["changed"] = entry.changed
        made["text"] = self._text.line(entry.text)
        made["html"] = self._html.write(entry.text).strip()
        return made
