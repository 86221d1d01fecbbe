"""Works in Crossref's XML: deposits, and answers in UNIXREF and UNIXSD.

Source: Crossref Metadata Schema 5.3.1. A journal, a book or a conference comes with what appeared in
it; each of these works is an entry, with what the file says of its host. The host itself is an entry
only if nothing in it is described.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path

from exporter.importers.builder import EntryBuilder
from exporter.importers.cited import add_cited_work
from exporter.importers.entry import Broken, Entry, Imported
from exporter.importers.field_table import field_table
from exporter.importers.names import agent, bodies, body_named
from exporter.importers.readings import funder_number
from exporter.importers.registry import ImportContext
from exporter.importers.text import date_of_parts, line, page_range, without_html
from exporter.importers.tree import Handler, SourceNode, TreeReader, from_xml
from exporter.importers.xml_source import elements

TABLE = field_table(Path(__file__).with_name("crossref_xml.tsv"))
_CONTAINERS = ("journal", "book", "conference", "database", "sa_component")
_ALONE = ("dissertation", "report-paper", "posted_content", "standard", "peer_review")
_ITEMS = ("journal_article", "content_item", "conference_paper", "dataset", "component")
_HOSTS = (
    *("journal_metadata", "book_metadata", "book_series_metadata", "book_set_metadata"),
    *("proceedings_metadata", "proceedings_series_metadata", "database_metadata"),
)
_INNER = ("report-paper_metadata", "report-paper_series_metadata", "standard_metadata")
_CITATION = {
    "cYear": "year",
    "doi": "DOI",
    "issn": "ISSN",
    "isbn": "ISBN",
    "edition_number": "edition",
    "unstructured_citation": "unstructured",
}
"""The elements of a citation that the REST API has under other names."""
_ORCID_LENGTH = 19


def read(content: bytes, context: ImportContext) -> Iterator[Imported]:
    """Yield the works of a document."""
    for element in elements(content, {*_CONTAINERS, *_ALONE}):
        if isinstance(element, Broken):
            yield element
            continue
        for type, node in _works(from_xml(element)):
            yield _CrossrefReader(EntryBuilder(context.schemas, node.line), type).read(node)


def _works(found: SourceNode) -> Iterator[tuple[str, SourceNode]]:
    """Yield each work with the name of its element, as a node with `item` and `host` in it."""
    if found.name in _ALONE:
        inner = next((each for each in found.children if each.name in _INNER), found)
        around = [each for each in found.children if each is not inner and inner is not found]
        item = SourceNode("item", inner.line, children=[*inner.children, *around])
        yield found.name, SourceNode("work", found.line, children=[item])
        return
    items = [each for each in found.children if each.name in _ITEMS]
    around = [_renamed_host(each) for each in found.children if each not in items]
    for item in items:
        own = SourceNode("item", item.line, children=item.children)
        yield item.name, SourceNode("work", item.line, children=[own, *copy.deepcopy(around)])
    if not items:
        for each in around:
            if each.name == "host":
                each.name = "item"
        yield found.name, SourceNode("work", found.line, children=around)


def _renamed_host(node: SourceNode) -> SourceNode:
    name = "host" if node.name in _HOSTS else node.name
    return SourceNode(name, node.line, node.text, node.children)


class _CrossrefReader:
    """Reads one work."""

    def __init__(self, builder: EntryBuilder, type: str) -> None:
        self.builder = builder
        self.type = type
        self.issued: list[tuple[str, str]] = []

    def read(self, node: SourceNode) -> Entry:
        """Return the entry."""
        component = node.peek("item", "@component_type")
        self.builder.kind(TABLE.word("type", component) or TABLE.word("type", self.type))
        handlers: dict[str, Handler] = {
            "item/contributors": self._contributors,
            "item/person_name": self._agent,
            "contributors": self._of_host,  # of a conference: the editors of its proceedings
            "host/contributors": self._of_host,
            "item/titles": self._titles,
            "item/pages": self._pages,
            "item/citation_list/citation": self._citation,
            "item/format": self._format,
            "host/@language": self._language,
            "host/isbn": self._isbn,
            "item/abstract": self._abstract,
            "item/program": self._program,
            "item/crossmark/custom_metadata/program": self._program,
            "item/publisher_item": self._publisher_item,
        }
        for path in TABLE.terms("date"):
            handlers[path] = self._date
        TreeReader(self.builder, TABLE, handlers).read(node)
        self._put_dates()
        return self.builder.finish()

    # ---- people

    def _contributors(self, node: SourceNode) -> None:
        for each in node.all("person_name", "organization", "anonymous"):
            self._agent(each)

    def _of_host(self, node: SourceNode) -> None:
        for each in node.all("person_name", "organization"):
            self._agent(each, of_host=True)

    def _agent(self, node: SourceNode, *, of_host: bool = False) -> None:
        """Add a contributor of the work, or of its host (person_name, organization)."""
        role = TABLE.word("role", node.take("@contributor_role") or "author") or "contributor"
        for name in ("@sequence", "@language", "@name-style"):
            node.take(name)
        whole = "" if node.name == "person_name" else without_html(node.read())
        named = agent(
            "organization" if whole else "person",
            whole,
            without_html(node.take("surname")),
            without_html(node.take("given_name")),
            suffix=node.take("suffix"),
        )
        orcid = node.first("ORCID")
        if named is None:
            return
        if orcid is not None:
            orcid.take("@authenticated")
            named.identifiers["orcid"] = orcid.read()[-_ORCID_LENGTH:]
        names = [each.read() for each in node.all("affiliation")]
        for group in node.all("affiliations"):
            for each in group.all("institution"):
                names.append(each.take("institution_name"))
        if of_host:
            self.builder.describe_host(role, named)
        else:
            self.builder.contribute(role, named, affiliation=bodies(names))

    # ---- texts and numbers

    def _titles(self, node: SourceNode) -> None:
        for each in node.all("title"):
            self.builder.add_title(line(without_html(each.read())))
        subtitle = line(without_html(node.take("subtitle")))
        if subtitle:
            self.builder.put("subtitle", subtitle, "subtitle", node.line)
        original = node.first("original_language_title")
        if original is not None:
            group = {"title": line(without_html(original.read()))}
            language = original.take("@language")
            if language:
                group["language"] = language
            self.builder.data.setdefault("translation_of", group)

    def _citation(self, node: SourceNode) -> None:
        """Add a work that this one cites."""
        node.take("@key")
        said = {}
        for each in node.children:
            if not each.name.startswith("@"):
                name = _CITATION.get(each.name, each.name.replace("_", "-"))
                said[name] = each.read()
        add_cited_work(self.builder, said)

    def _pages(self, node: SourceNode) -> None:
        pages = page_range(node.take("first_page"), node.take("last_page"))
        others = node.take("other_pages")
        whole = ", ".join(each for each in (pages, others) if each)
        if whole:
            self.builder.put("pages", whole, "pages", node.line)

    def _isbn(self, node: SourceNode) -> None:
        if "isbn" not in self.builder.data.get("identifiers", {}):
            self.builder.identify("isbn", node.read(), "isbn", node.line)
        else:
            self.builder.note("general", f"ISBN: {node.read()}")
        node.take("@media_type")

    def _abstract(self, node: SourceNode) -> None:
        paragraphs = [line(without_html(leaf.read())) for _, leaf in node.leaves()]
        text = "\n\n".join(each for each in paragraphs if each)
        self.builder.add_abstract(text, "abstract", node.line)

    def _publisher_item(self, node: SourceNode) -> None:
        for each in node.all("item_number"):
            kind, value = each.take("@item_number_type"), line(each.read())
            if kind == "article_number" or "article_number" not in self.builder.data:
                self.builder.data.setdefault("article_number", value)
            else:
                self.builder.identify("local", value, kind, node.line, kind)
        for each in node.all("identifier"):
            kind = each.take("@id_type")
            self.builder.identify("local", each.read(), kind, node.line, kind)

    def _format(self, node: SourceNode) -> None:
        node.take("@mime_type")
        self.builder.put_format(line(node.read()), "medium", node.line)

    def _date(self, node: SourceNode) -> None:
        parts = [node.take(name) for name in ("year", "month", "day")]
        medium = node.take("@media_type")
        date = date_of_parts(*parts)
        target = TABLE.word("datefield", node.name) or "issued"
        if date and target == "issued":
            self.issued.append((medium, date))
        elif date:
            self.builder.data[target] = date

    def _put_dates(self) -> None:
        """Set the date of issue: the most exact one in print, else the one online."""
        online = [date for medium, date in self.issued if medium == "online"]
        others = [date for medium, date in self.issued if medium != "online"]
        for date in others or online:
            self.builder.refine_date("issued", date)
        issued = self.builder.data.get("issued", "")
        if online and not issued.startswith(online[0]) and not online[0].startswith(issued):
            self.builder.data["available"] = online[0]

    def _language(self, node: SourceNode) -> None:
        """Take the language of the host for that of a work of which none is said."""
        self.builder.data.setdefault("language", node.read())

    # ---- programs: funding and licences

    def _program(self, node: SourceNode) -> None:
        """Read groups of funders and awards, and addresses of licences (fundref.xsd, AccessIndicators.xsd)."""
        for each in node.all("license_ref"):
            self.builder.add_licence(each.read(), "license_ref", each.line)
            for name in ("@applies_to", "@start_date"):
                each.take(name)
        node.take("@name")
        for each in node.all("related_item"):
            self._related(each)
        self._funding(node)

    def _related(self, node: SourceNode) -> None:
        """Read a relation to another work, which only has a number and a description (relations.xsd)."""
        target = node.first("inter_work_relation") or node.first("intra_work_relation")
        note = line(node.take("description"))
        if target is None:
            return
        stated, kind = target.take("@relationship-type"), target.take("@identifier-type")
        scheme = TABLE.word("related scheme", kind)
        work = self.builder.numbered_work(scheme, kind, target.read(), "related_item", node.line)
        if note:
            work["note"] = note
        relation = TABLE.word("relation", stated)
        self.builder.relate_as(relation, work, "relationship-type", stated, node.line)

    def _funding(self, node: SourceNode) -> None:
        groups = [each for each in node.all("assertion") if each.peek("@name") == "fundgroup"]
        for group in groups or [node]:
            self._funder(group)

    def _funder(self, node: SourceNode) -> None:
        group: dict[str, object] = {}
        for each in node.all("assertion"):
            name = each.take("@name")
            if name == "funder_name":
                name, number = self._name_and_number(each)
                funder = body_named(line(name))
                if number:
                    funder.identifiers["fundref"] = funder_number(number)
                group["funder"] = funder
            elif name == "award_number":
                group["number"] = line(each.read())
        node.take("@name")
        if group:
            self.builder.add_item("funding", group)

    @staticmethod
    def _name_and_number(node: SourceNode) -> tuple[str, str]:
        """Return the name of a funder, and the number in the assertion inside it."""
        name, _, rest = node.read().partition("<assertion>")
        number, _, after = rest.partition("</assertion>")
        return name + after, number
