"""The Citation File Format: the software or dataset that a file describes.

The works under `references` and `preferred-citation` are others; they come in as works of their own,
the software refers to them. Source: Citation File Format 1.2.0; 1.0.3 and 1.1.0 have other names for
some fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from exporter.importers.builder import EntryBuilder
from exporter.importers.encoding import decoded
from exporter.importers.entry import Broken, Entry, Imported
from exporter.importers.field_table import field_table
from exporter.importers.names import agent, bodies
from exporter.importers.registry import ImportContext
from exporter.importers.text import edtf, is_web_address, line, page_range
from exporter.importers.tree import Handler, SourceNode, TreeReader, from_data
from exporter.importers.yaml_source import read_group

TABLE = field_table(Path(__file__).with_name("cff.tsv"))
_TYPES = {
    "article": "article-journal",
    "magazine-article": "article-magazine",
    "newspaper-article": "article-newspaper",
    "book": "book",
    "edited-work": "book",
    "proceedings": "book",
    "conference-paper": "paper-conference",
    "thesis": "thesis",
    "report": "report",
    "website": "webpage",
    "blog": "post-weblog",
    "manual": "report",
    "pamphlet": "pamphlet",
    "patent": "patent",
    "standard": "standard",
    "map": "map",
    "art": "graphic",
    "film-broadcast": "motion_picture",
    "video": "motion_picture",
    "music": "song",
    "sound-recording": "song",
    "encyclopedia": "entry-encyclopedia",
    "dictionary": "entry-dictionary",
    "unpublished": "manuscript",
    "personal-communication": "personal_communication",
}
_ROLES = {
    "authors": "author",
    "editors": "editor",
    "editors-series": "series editor",
    "translators": "translator",
    "recipients": "addressee",
    "senders": "author",
    "contributors": "contributor",
    "contact": "metadata contact",
}


def read(content: bytes, context: ImportContext) -> Iterator[Imported]:
    """Yield the work that a file describes, then those that it refers to."""
    text, remarks = decoded(content, context.encoding)
    yield from remarks
    tree = read_group(text, "this is not a citation file")
    if isinstance(tree, Broken):
        yield tree
        return
    node = from_data("", tree.data, tree.line)[0]
    others = [*node.all("preferred-citation"), *node.all("references")]
    node.children = [each for each in node.children if each not in others]
    yield _CffReader(node, context, "software").read()
    for each in others:
        yield _CffReader(each, context, "document").read()


class _CffReader:
    """Reads one work."""

    def __init__(self, node: SourceNode, context: ImportContext, type: str) -> None:
        self.node = node
        self.usual = type
        self.builder = EntryBuilder(context.schemas, node.line)

    def read(self) -> Entry:
        """Return the entry."""
        stated = line(self.node.peek("type"))
        self.builder.kind(_TYPES.get(stated) or TABLE.word("type", stated) or self.usual)
        if stated and (stated in _TYPES or TABLE.word("type", stated)):
            self.builder.seen += 1
            self.node.take("type")
        handlers: dict[str, Handler] = {
            "year": self._year,
            "month": self._later,
            "start": self._pages,
            "end": self._later,
            "identifiers": self._identifier,
            "conference/date-start": self._conference_date,
            "repository-code": self._repository,
            "repository": self._repository,
            "repository-artifact": self._repository,
        }
        for name, role in _ROLES.items():
            handlers[name] = partial(self._name, role)
        TreeReader(self.builder, TABLE, handlers).read(self.node)
        return self.builder.finish()

    def _name(self, role: str, node: SourceNode) -> None:
        whole = node.take("name")
        named = agent(
            "organization" if whole else "person",
            whole or node.take("alias"),
            node.take("family-names"),
            node.take("given-names"),
            non_dropping_particle=node.take("name-particle"),
            suffix=node.take("name-suffix"),
        )
        orcid = node.take("orcid")
        if named is None:
            return
        if orcid:
            named.identifiers["orcid"] = orcid.rpartition("/")[2]
        website = node.take("website")
        if is_web_address(website):
            named.facts["url"] = website
        self.builder.contribute(role, named, affiliation=bodies([node.take("affiliation")]))

    def _year(self, node: SourceNode) -> None:
        month = self.node.take("month")
        date = edtf(f"{node.text}-{month.zfill(2)}" if month.isdigit() else node.text)
        issued = str(self.builder.data.get("issued", ""))
        if date and (not issued or issued.startswith(date)):
            node.read()
            self.builder.data["issued"] = issued or date

    def _later(self, _node: SourceNode) -> None:
        """Pass over the month and the last page, which are read with the year and the first one."""

    def _pages(self, node: SourceNode) -> None:
        pages = page_range(node.read(), self.node.take("end"))
        self.builder.put("pages", pages, "start", node.line)

    def _conference_date(self, node: SourceNode) -> None:
        conference = next(each for each in self.node.children if node in each.children)
        first, last = line(node.read()), line(conference.take("date-end"))
        date = first if last in {"", first} else f"{first}/{last}"
        self.builder.put("event.date", date, "conference/date-start", node.line)

    def _identifier(self, node: SourceNode) -> None:
        kind, value = node.take("type"), line(node.take("value"))
        about = node.take("description")
        if kind in {"doi", "swh"} and value:
            self.builder.identify(kind, value, "identifiers", node.line)
        elif kind == "url" and value:
            self.builder.put("url", value, "identifiers", node.line)
        elif value:
            self.builder.identify("local", value, "identifiers", node.line, kind)
        if about:
            self.builder.note("general", f"{value}: {about}")

    def _repository(self, node: SourceNode) -> None:
        address = node.read()
        if is_web_address(address):
            self.builder.put("url", address, node.name, node.line)
        else:
            self.builder.leave(node.name, address, "this is not a web address", node.line)
