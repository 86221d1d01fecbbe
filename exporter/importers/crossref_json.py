"""Works in the JSON of Crossref's REST API. Source: Crossref REST API, format of works."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from exporter.importers.builder import EntryBuilder
from exporter.importers.entry import Entry, Imported, NamedAgent
from exporter.importers.field_table import field_table
from exporter.importers.registry import ImportContext
from exporter.importers.text import edtf, line, without_html
from exporter.importers.tree import Handler, SourceNode, TreeReader
from exporter.importers.tree_formats import agent, read_json

TABLE = field_table(Path(__file__).with_name("crossref_json.tsv"))
_DATES = ("published-print", "published-online", "issued", "published-other", "accepted")


def read(content: bytes, context: ImportContext) -> Iterator[Imported]:
    """Yield the works of a document."""
    yield from read_json(content, context, ("items",), _entry)


def _entry(node: SourceNode, context: ImportContext) -> Entry:
    message = node.first("message")
    return _CrossrefReader(message if message is not None else node, context).read()


class _CrossrefReader:
    """Reads one work."""

    def __init__(self, node: SourceNode, context: ImportContext) -> None:
        self.node = node
        self.builder = EntryBuilder(context.schemas, node.line)

    def read(self) -> Entry:
        """Return the entry."""
        kind = self.node.take("type")
        type = TABLE.word("type", kind)
        if kind and not type:
            self.builder.leave("type", kind, "this type is not known", self.node.line)
        self.builder.seen += bool(kind)
        self.builder.kind(type or "document")
        handlers: dict[str, Handler] = {
            "title": self._title,
            "license": self._licence,
            "funder": self._funder,
            "URL": self._address,
        }
        for name in TABLE.terms("role"):
            handlers[name] = partial(self._name, TABLE.word("role", name))
        for name in _DATES:
            handlers[name] = partial(self._date, name)
        TreeReader(self.builder, TABLE, handlers).read(self.node)
        return self.builder.finish()

    def _title(self, node: SourceNode) -> None:
        self.builder.add_title(line(without_html(node.read())))

    def _name(self, role: str, node: SourceNode) -> None:
        whole = without_html(node.take("name"))
        kind = "organization" if whole else "person"
        family, given = node.take("family"), node.take("given")
        named = agent(kind, whole, family, given, suffix=node.take("suffix"))
        for name in ("sequence", "prefix", "authenticated-orcid", "role"):
            node.take(name)
        for each in node.all("role"):
            each.take("role")
            each.take("vocabulary")
        orcid = node.take("ORCID")
        if named is None:
            return
        if orcid:
            named.identifiers["orcid"] = orcid.rpartition("/")[2]
        bodies = []
        for each in node.all("affiliation"):
            text = line(without_html(each.take("name")))
            if text:
                bodies.append(NamedAgent("organization", [("", text)]))
        more = {"affiliation": bodies} if bodies else {}
        self.builder.contribute(role, named, **more)

    def _date(self, name: str, node: SourceNode) -> None:
        """Set the date of issue from the most exact of the dates of publication."""
        parts = [each.read() for each in node.all("date-parts")]
        for each in ("date-time", "timestamp"):
            node.take(each)
        date = edtf("-".join(part.zfill(2) for part in parts if part))
        target = "accepted" if name == "accepted" else "issued"
        there = str(self.builder.data.get(target, ""))
        if date and (not there or (date.startswith(there) and len(date) > len(there))):
            self.builder.data[target] = date
        elif date and not there.startswith(date) and name == "published-online":
            self.builder.data.setdefault("available", date)

    def _licence(self, node: SourceNode) -> None:
        address = node.take("URL")
        if address and "licence" not in self.builder.data:
            self.builder.put("licence", address, "license", node.line)
        elif address:
            self.builder.note("use", address)
        for _, leaf in node.leaves():
            leaf.read()  # when the licence begins, and for which version

    def _funder(self, node: SourceNode) -> None:
        name, number = line(node.take("name")), node.take("DOI")
        node.take("doi-asserted-by")
        awards = [line(each.read()) for each in node.all("award")]
        funder = NamedAgent("organization", [("", name)])
        if number:
            funder.identifiers["fundref"] = number
        for award in awards or [""]:
            group: dict[str, object] = {"funder": funder} if name else {}
            if award:
                group["number"] = award
            if group:
                self.builder.data.setdefault("funding", []).append(group)

    def _address(self, node: SourceNode) -> None:
        address = node.read()
        if "doi.org/" not in address:
            self.builder.put("url", address, "URL", node.line)
