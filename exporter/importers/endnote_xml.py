"""EndNote's XML, which Bookends and others write too. Source: EndNote's RSXML DTD."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from exporter.importers.builder import EntryBuilder
from exporter.importers.entry import Entry, Imported, NamedAgent
from exporter.importers.field_table import field_table
from exporter.importers.names import person_name
from exporter.importers.readings import STANDARD_NUMBER, put_standard_numbers
from exporter.importers.registry import ImportContext
from exporter.importers.text import edtf, line
from exporter.importers.tree import Handler, SourceNode, TreeReader
from exporter.importers.tree_formats import read_xml

TABLE = field_table(Path(__file__).with_name("endnote_xml.tsv"))
_JOURNAL = ("titles/alt-title", "periodical/full-title", "periodical/abbr-1", "periodical/abbr-2")


def read(content: bytes, context: ImportContext) -> Iterator[Imported]:
    """Yield the works of a document."""
    yield from read_xml(content, context, {"record"}, _entry)


def _entry(node: SourceNode, context: ImportContext) -> Entry:
    return _EndnoteReader(_without_styles(node), context).read()


def _without_styles(node: SourceNode) -> SourceNode:
    """Return a node whose text does not stand in elements for its style."""
    styles = [each for each in node.children if each.name == "style"]
    if styles:
        node.text += "".join(_without_styles(each).text for each in styles)
        node.children = [each for each in node.children if each.name != "style"]
    node.children = [_without_styles(each) for each in node.children]
    return node


class _EndnoteReader:
    """Reads one record."""

    def __init__(self, node: SourceNode, context: ImportContext) -> None:
        self.node = node
        key = node.peek("label") or node.peek("rec-number")
        self.builder = EntryBuilder(context.schemas, node.line, line(key))

    def read(self) -> Entry:
        """Return the entry."""
        name = self.node.peek("ref-type", "@name")
        self.builder.kind(TABLE.word("type", name) or "document")
        if name and not TABLE.word("type", name):
            self.builder.put("genre", name, "ref-type", self.node.line)
        handlers: dict[str, Handler] = {
            "dates": self._dates,
            "titles/secondary-title": self._secondary,
            "isbn": self._number,
        }
        for path in _JOURNAL:
            handlers[path] = self._journal
        for path in TABLE.terms("role"):
            handlers[path] = partial(self._name, TABLE.word("role", path))
        TreeReader(self.builder, TABLE, handlers).read(self.node)
        return self.builder.finish()

    def _name(self, role: str, node: SourceNode) -> None:
        text = line(node.read())
        if text:
            self.builder.contribute(role, NamedAgent("person", [("", person_name(text))]))

    def _secondary(self, node: SourceNode) -> None:
        target = "series.title" if self.builder.data["kind"] == "book" else "container_title"
        self.builder.put(target, node.read(), "secondary-title", node.line)

    def _journal(self, node: SourceNode) -> None:
        text = line(node.read())
        there = self.builder.data.get("container_title")
        if text and there is None and self.builder.data["kind"] != "book":
            self.builder.data["container_title"] = text
        elif text and text != there:
            self.builder.note("general", f"Title of the journal: {text}")

    def _dates(self, node: SourceNode) -> None:
        year, exact = line(node.take("year")), ""
        for group in node.all("pub-dates"):
            exact = line(group.take("date")) or exact
        candidates = (exact if year in exact else "", f"{exact} {year}", year)
        date = next((found for each in candidates if each.strip() and (found := edtf(each))), "")
        target = self.builder.date_field
        if date:
            self.builder.data[target] = date
        elif year or exact:
            shown = f"{exact} {year}".strip()
            self.builder.leave("dates", shown, "this date is not understood", node.line)

    def _number(self, node: SourceNode) -> None:
        """Read ISBNs and ISSNs; the number of a patent, a standard or a report stands there, too."""
        text, kind = node.read(), self.builder.data["kind"]
        is_report = kind == "report" and not STANDARD_NUMBER.search(line(text))
        if is_report or kind in {"patent", "standard"}:
            self.builder.put("number", text, "isbn", node.line)
        else:
            numbers = re.split(r"[\n;,]|\s{2,}", text)
            put_standard_numbers(self.builder, numbers, "isbn", node.line)
