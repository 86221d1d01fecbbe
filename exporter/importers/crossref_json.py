"""Works in the JSON of Crossref's REST API. Source: Crossref REST API, format of works."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from exporter.importers.builder import EntryBuilder
from exporter.importers.cited import add_cited_work
from exporter.importers.entry import Entry, Imported
from exporter.importers.field_table import FRAME, FieldTarget, field_table
from exporter.importers.names import agent, bodies, body_named
from exporter.importers.readings import funder_number
from exporter.importers.registry import ImportContext
from exporter.importers.text import date_of_parts, line, without_html
from exporter.importers.tree import Handler, SourceNode, TreeReader
from exporter.importers.tree_formats import read_json
from exporter.model.identifier import fault
from exporter.records.one_or_more import one_or_more

TABLE = field_table(Path(__file__).with_name("crossref_json.tsv"))
_OF_THE_REGISTRY = frozenset({"key", "doi-asserted-by", "issn-type", "isbn-type"})
_ASSERTION = FieldTarget("", FRAME, "it says how the publisher shows an assertion")
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
            "reference": self._reference,
            "relation": self._relation,
            "assertion": self._assertion,
            "issn-type": partial(self._typed_number, "issn"),
            "isbn-type": partial(self._typed_number, "isbn"),
        }
        for name in TABLE.terms("role"):
            handlers[name] = partial(self._name, TABLE.word("role", name))
        for name in _DATES:
            handlers[name] = partial(self._date, name)
        TreeReader(self.builder, TABLE, handlers).read(self.node)
        return self.builder.finish()

    def _reference(self, node: SourceNode) -> None:
        """Add a work that this one cites."""
        said = {}
        for each in node.children:
            if each.name not in _OF_THE_REGISTRY:
                said[each.name] = each.read()
        add_cited_work(self.builder, said)

    def _relation(self, node: SourceNode) -> None:
        """Add works to which this one is related in another way, each by its number."""
        for each in node.children:
            relation = TABLE.word("relation", each.name)
            number, scheme = line(each.take("id")), each.take("id-type")
            each.take("asserted-by")
            if scheme == "doi" and fault("doi", number) is None:
                work: dict[str, Any] = {"identifiers": {"doi": number}}
            else:
                work = {"note": number}
            if number:
                self.builder.relate_as(relation, work, f"relation/{each.name}", number, each.line)

    def _assertion(self, node: SourceNode) -> None:
        """Keep what the publisher asserts, such as when a manuscript was received, in a note."""
        value = line(without_html(node.take("value")))
        label = line(node.take("label"))
        name = line(node.take("name"))
        group = node.first("group")
        if group is not None:
            label = label or line(group.take("label"))
        for _, leaf in node.leaves():
            self.builder.leave_by(_ASSERTION, "assertion", leaf.read(), leaf.line)
        if value:
            self.builder.note("general", f"{label or name}: {value}")

    def _typed_number(self, scheme: str, node: SourceNode) -> None:
        """Add an ISSN or ISBN with what it is the number of; the plain list says it, too."""
        value, kind = node.take("value"), node.take("type")
        identifiers = self.builder.data.get("identifiers", {})
        every = one_or_more(identifiers.get(scheme))
        if value in every:
            every = [each for each in every if each != value]
            every.append({"number": value, "qualifier": kind})
            identifiers[scheme] = every if len(every) > 1 else every[0]
        else:
            self.builder.identify(scheme, value, node.name, node.line, kind)

    def _title(self, node: SourceNode) -> None:
        self.builder.add_title(line(without_html(node.read())))

    def _name(self, role: str, node: SourceNode) -> None:
        whole = without_html(node.take("name"))
        kind = "organization" if whole else "person"
        family, given = node.take("family"), node.take("given")
        named = agent(kind, whole, family, given, suffix=node.take("suffix"))
        node.take("prefix")
        orcid = node.take("ORCID")
        if named is None:
            return
        if orcid:
            named.identifiers["orcid"] = orcid.rpartition("/")[2]
        affiliation = bodies(each.take("name") for each in node.all("affiliation"))
        self.builder.contribute(role, named, affiliation=affiliation)

    def _date(self, name: str, node: SourceNode) -> None:
        """Set the date of issue from the most exact of the dates of publication."""
        parts = [each.read() for each in node.all("date-parts")]
        for each in ("date-time", "timestamp"):
            node.take(each)
        date = date_of_parts(*parts)
        target = "accepted" if name == "accepted" else "issued"
        if date and not self.builder.refine_date(target, date) and name == "published-online":
            self.builder.data.setdefault("available", date)

    def _licence(self, node: SourceNode) -> None:
        address = node.take("URL")
        if address:
            self.builder.add_licence(address, "license", node.line)

    def _funder(self, node: SourceNode) -> None:
        name, number = line(node.take("name")), node.take("DOI")
        awards = [line(each.read()) for each in node.all("award")]
        funder = body_named(name)
        if number:
            funder.identifiers["fundref"] = funder_number(number)
        for award in awards or [""]:
            group: dict[str, object] = {"funder": funder} if name else {}
            if award:
                group["number"] = award
            if group:
                self.builder.add_item("funding", group)

    def _address(self, node: SourceNode) -> None:
        address = node.read()
        if "doi.org/" in address:
            self.builder.leave_doi("URL", address, node.line)
        else:
            self.builder.put("url", address, "URL", node.line)
