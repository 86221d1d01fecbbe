"""Dublin Core in XML, alone, in the answers of OAI-PMH, or of the resources of RDF/XML.

Sources: Dublin Core 1.1; DCMI Metadata Terms; OAI-PMH 2.0, oai_dc; RDF 1.1 XML Syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs

from exporter.importers.builder import EntryBuilder
from exporter.importers.entry import Broken, Entry, Imported
from exporter.importers.field_table import field_table
from exporter.importers.headings import dates_of_life, without_dates
from exporter.importers.languages import tag_of
from exporter.importers.marc.punctuation import without_punctuation
from exporter.importers.names import agent, inverted
from exporter.importers.readings import ADDRESS
from exporter.importers.registry import ImportContext
from exporter.importers.repository_types import access_right, end_of_embargo, repository_type
from exporter.importers.text import ISSN, edtf, line, without_html
from exporter.importers.tree import Handler, SourceNode, TreeReader, from_xml
from exporter.importers.xml import Element
from exporter.importers.xml_source import children, elements, line_of, local_name, text_of
from exporter.model.vocabularies import types_by_label
from exporter.plural import counted

TABLE = field_table(Path(__file__).with_name("dc.tsv"))
_RECORDS = frozenset({"dc", "qualifieddc", "qdc", "dcterms", "simpleDc", "record", "error", "RDF"})
"""The elements around a description: of OAI-PMH, DSpace, DataONE (`simpleDc`) and RDF/XML."""
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_OF_WORKS = frozenset(
    f"{{http://purl.org/dc/{each}/}}{name}"
    for each in ("elements/1.1", "terms")
    for name in ("title", "creator")
)
_NAMED = frozenset({"creator", "contributor", "publisher", "subject", "rightsHolder"})
"""The elements whose values are names, not addresses."""
_SCHEMES = frozenset({"lcsh", "mesh"})
"""The encoding schemes of DCMI Terms for subjects whose terms are words."""
_DOI = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)
_ISBN = re.compile(r"(?:urn:)?isbn[:\s]*([0-9Xx -]{10,17})", re.IGNORECASE)
_ISSN = re.compile(rf"(?:urn:)?issn[:\s]*({ISSN.pattern})", re.IGNORECASE)
_ARXIV = re.compile(r"(?:https?://arxiv\.org/abs/|arxiv:)(\S+)", re.IGNORECASE)
_URN = re.compile(r"urn:[A-Za-z0-9][A-Za-z0-9-]+:\S+")
_TITLE_MARK, _PUBLISHER_MARK = re.compile(r"\s+[/:;=,]$"), re.compile(r"\s*[,:;/]$")
"""Marks of ISBD at the end of what libraries have taken from MARC (MARC to Dublin Core Crosswalk)."""
_JOURNAL = re.compile(
    r"(?P<journal>.+?)\s*;\s*(?P<issue>[^;]*?[0-9][^;:]*)(?::\s*(?P<title>[^;]*?))?\s*"
    r"(?:;\s*(?P<pages>[A-Za-z]?[0-9]+(?:\s*[-–]\s*[A-Za-z]?[0-9]+)?))?"
)
_VOLUME = re.compile(
    r"\b(?:volume|volumen|vol|v|band|bd|jg|tome|tomo|t|том|т|cilt|årg)\b\.?\s*([0-9]+)",
    re.IGNORECASE,
)
_ISSUE = re.compile(
    r"(?:\b(?:number|numero|número|núm|num|no|nr|n|issue|iss|heft|h|sayı|вып)\b[.º°]*|№|nº|n°)"
    r"\s*([0-9]+(?:\s*[-–/]\s*[0-9]+)?)",
    re.IGNORECASE,
)
"""How Open Journal Systems writes where an article is: `Tea; Vol. 5 No. 2 (2010): Cups; 15-30`."""


def read(content: bytes, context: ImportContext) -> Iterator[Imported]:
    """Yield the records of a document; those that an OAI-PMH server has deleted are reported."""
    for element in elements(content, _RECORDS):
        if isinstance(element, Broken):
            yield element
        elif local_name(element) == "RDF":
            yield from _resources(element, context)
        elif local_name(element) == "error":
            reason = element.get("code") or line(element.text or "")
            yield Broken(line_of(element), f"the server answered with an error: {reason}")
        elif local_name(element) == "record":
            header = children(element, "header")
            if header and header[0].get("status") == "deleted":
                message = "the server has deleted this record"
                yield Broken(line_of(element), message, harmless=True)
            elif children(element, "title", "creator", "identifier"):
                yield _DcReader(from_xml(element), context).read()
        elif len(element):
            yield _DcReader(from_xml(element), context).read()


def _resources(rdf: Element, context: ImportContext) -> Iterator[Imported]:
    """Yield the works of a document in RDF/XML: what has a title or a creator in Dublin Core."""
    resources = [each for each in rdf if local_name(each)]
    labels = {}
    for each in resources:
        named = children(each, "prefLabel", "name", "label")
        if named:
            labels[each.get(f"{_RDF}about", "")] = text_of(named[0])
    others: dict[str, list[int]] = {}
    for each in resources:
        if any(str(child.tag) in _OF_WORKS for child in each):
            yield _DcReader(_resource(each, labels), context).read()
        else:
            others.setdefault(local_name(each), []).append(line_of(each))
    for name, lines in others.items():
        message = (
            f"{counted(len(lines), 'resource')} “{name}” without a title or a creator: left out"
        )
        yield Broken(lines[0], message, whole=False, harmless=True)


def _resource(element: Element, labels: Mapping[str, str]) -> SourceNode:
    """Return a resource in which each reference to another one is its label or its address.

    Nobody is named by an address: makers and subjects without a label are left for the report.
    """
    node = from_xml(element)
    about = element.get(f"{_RDF}about", "")
    node.children = [each for each in node.children if each.name != "@about"]
    if ADDRESS.fullmatch(about):
        node.children.append(SourceNode("identifier", node.line, about))
    for child in node.children:
        address = child.peek("@resource")
        text = labels.get(address, "" if child.name in _NAMED else address)
        if text and not child.text:
            child.text = text
            child.children = [each for each in child.children if each.name != "@resource"]
    return node


_IN_JOURNALS = frozenset({"article-journal", "review"})
_DCMI_TYPES = frozenset(
    {"collection", "dataset", "event", "image", "interactiveresource", "movingimage"}
    | {"physicalobject", "service", "software", "sound", "stillimage", "text"}
)
"""The DCMI Type Vocabulary: few words for all works."""


def _said(text: str) -> str:
    """Return the CSL type that a type states in small letters: in words in use, as an address, or by its name."""
    of_repository = repository_type(text)
    if of_repository:
        return of_repository.type
    return TABLE.word("type", text) or types_by_label().get(text, "")


_OPEN_URL = "ctx_ver=Z39.88-2004"
_OF_CITATION = {
    "jtitle": "container_title",
    "btitle": "container_title",
    "volume": "volume",
    "issue": "issue",
    "pages": "pages",
    "artnum": "article_number",
    "place": "place",
    "edition": "edition",
    "issn": "identifiers.issn",
    "isbn": "identifiers.isbn",
}
"""The fields of an OpenURL beside those that Dublin Core has elements for."""
_HANDLE = re.compile(r"(?:info:hdl/|hdl:\s*)(\S+/\S+)", re.IGNORECASE)


class _DcReader:
    """Reads one record."""

    def __init__(self, node: SourceNode, context: ImportContext) -> None:
        self.node = node
        self.builder = EntryBuilder(context.schemas, node.line)

    def read(self) -> Entry:
        """Return the entry."""
        types = [line(each.text).lower() for each in self.node.all("type")]
        types.sort(key=lambda each: each.replace(" ", "") in _DCMI_TYPES)  # others are more exact
        self.type = next((said for each in types if (said := _said(each))), "document")
        numbers = [line(each.text) for each in self.node.all("identifier")]
        if self.type == "book" and any(_ARXIV.fullmatch(each) for each in numbers):
            self.type = "article"  # arXiv says of all that it has that it is a text
        self.builder.kind(self.type, heard="sound" in types)
        handlers: dict[str, Handler] = {
            "creator": partial(self._name, "author"),
            "contributor": partial(self._name, "contributor"),
            "publisher": self._publisher,
            "subject": self._subject,
            "identifier": self._identifier,
            "type": self._type,
            "description": self._description,
            "date": self._date,
            "title": self._title,
            "alternative": self._alternative,
            "source": self._source,
            "relation": partial(self._note, "Relation"),
            "coverage": self._coverage,
            "temporal": self._temporal,
            "format": self._format,
            "rights": self._rights,
        }
        TreeReader(self.builder, TABLE, handlers).read(self.node)
        return self.builder.finish()

    def _name(self, role: str, node: SourceNode) -> None:
        text, dates = without_dates(line(node.read()))
        text = without_punctuation(text, "")
        named = agent("person", text, *inverted(text))
        if named:
            named.facts.update(dates_of_life(dates))
            self.builder.contribute(role, named)

    def _publisher(self, node: SourceNode) -> None:
        self.builder.name_body("publisher", _PUBLISHER_MARK.sub("", line(node.read())))

    def _source(self, node: SourceNode) -> None:
        """Read the journal of an article, with volume, issue and pages, and its ISSN; else a note."""
        text = without_html(line(node.read()))
        if self.type not in _IN_JOURNALS:
            self._note_text("Source", text)
            return
        if ISSN.fullmatch(text):
            self.builder.identify("issn", text, "source", node.line)
            return
        match = _JOURNAL.fullmatch(text)
        volume, issue = (
            pattern.search(match["issue"]) if match else None for pattern in (_VOLUME, _ISSUE)
        )
        if not match or not (volume or issue) or "container_title" in self.builder.data:
            self._note_text("Source", text)
            return
        self.builder.put("container_title", match["journal"], "source", node.line)
        for field, value in (
            ("volume", volume and volume[1]),
            ("issue", issue and issue[1]),
            ("pages", match["pages"]),
        ):
            if value:
                self.builder.put(field, re.sub(r"\s*–\s*", "-", value), "source", node.line)
        self._note_text("Issue", match["title"] or "")

    def _coverage(self, node: SourceNode) -> None:
        self.builder.note("coverage", node.read())

    def _title(self, node: SourceNode) -> None:
        tag = tag_of(node.peek("@lang"))
        text = _TITLE_MARK.sub("", without_html(node.read()))
        if text and "title" in self.builder.data:
            self._variant(text, tag)
        elif text:
            self.builder.put("title", text, "title", node.line)

    def _alternative(self, node: SourceNode) -> None:
        tag = tag_of(node.peek("@lang"))
        text = without_html(node.read())
        if text:
            self._variant(text, tag)

    def _variant(self, text: str, tag: str = "") -> None:
        """Add another title; one of which the record says in which language it is, is in that."""
        spoken = tag_of(line(self.node.peek("language"))) if self.node.peek("language") else ""
        title = {tag: line(text)} if tag and tag != spoken else line(text)
        self.builder.add_variant_title({"title": title})

    def _temporal(self, node: SourceNode) -> None:
        """Read a period: W3CDTF, or the scheme of DCMI (`start=1949; end=1951`)."""
        text = line(node.read())
        parts = dict(part.strip().partition("=")[::2] for part in text.split(";"))
        date = edtf("/".join(filter(None, (parts.get("start"), parts.get("end"))))) or edtf(text)
        if date and "temporal_coverage" not in self.builder.data:
            self.builder.put("temporal_coverage", date, "temporal", node.line)
        elif text:
            self.builder.note("coverage", text)

    def _subject(self, node: SourceNode) -> None:
        scheme = node.peek("@type").rpartition(":")[2].lower()
        if scheme in _SCHEMES:
            heading = {"topic": without_html(line(node.read())), "scheme": scheme}
            self.builder.add_item("subjects", heading)
            return
        for word in re.split(r"\s*;\s*", node.read()):
            if word:
                self.builder.put("keywords", without_html(word), "subject", node.line)

    def _identifier(self, node: SourceNode) -> None:
        value = line(node.read())
        if _OPEN_URL in value:
            self._citation(value, node)
            return
        for pattern, scheme in ((_DOI, "doi"), (_ISBN, "isbn"), (_ISSN, "issn"), (_URN, "urn")):
            match = pattern.fullmatch(value)
            if match:
                number = value if scheme == "doi" else match[match.lastindex or 0]
                self.builder.identify(scheme, number, "identifier", node.line)
                return
        handle = _HANDLE.fullmatch(value)
        if handle:
            self.builder.identify("handle", handle[1], "identifier", node.line)
            return
        arxiv = _ARXIV.fullmatch(value)
        if arxiv:
            self.builder.identify("arxiv", arxiv[1], "identifier", node.line)
        elif ADDRESS.fullmatch(value):
            self.builder.put("url", value, "identifier", node.line)
        elif value:
            self.builder.identify("local", value, "identifier", node.line)

    def _citation(self, written: str, node: SourceNode) -> None:
        """Read the place in a journal or a book, which a ContextObject of OpenURL states.

        Source: DCMI, Guidelines for Encoding Bibliographic Citation Information in Dublin Core
        Metadata, 2.3; ANSI/NISO Z39.88, matrices journal and book.
        """
        values = {key: line(each) for key, (each, *_) in parse_qs(written.strip("&?")).items()}
        if "rft.atitle" not in values:
            values.pop("rft.btitle", None)  # the book is the work itself
        ends = (values.get("rft.spage", ""), values.get("rft.epage", ""))
        values.setdefault("rft.pages", "-".join(dict.fromkeys(filter(None, ends))))
        for key, field in _OF_CITATION.items():
            value = values.get(f"rft.{key}", "")
            if value and field not in self.builder.data:
                self.builder.put(field, value, "identifier", node.line)

    def _type(self, node: SourceNode) -> None:
        text = line(node.read())
        if not text or TABLE.word("type", text.lower()):
            return
        of_repository = repository_type(text)
        if of_repository:
            text = of_repository.genre
            if text:
                self.builder.add_genre(text, "Type", "type", node.line)
            return
        is_general = text.lower().replace(" ", "") in _DCMI_TYPES and self.type != "document"
        if is_general or types_by_label().get(text.lower()) == self.type:
            return
        self.builder.add_genre(text, "Type", "type", node.line)

    def _description(self, node: SourceNode) -> None:
        self.builder.add_abstract(without_html(node.read()), "description", node.line)

    def _date(self, node: SourceNode) -> None:
        text = node.read()
        embargo = end_of_embargo(text)
        date = edtf(embargo or text)
        target = "embargo" if embargo else self.builder.date_field
        if not date:
            self.builder.leave("date", text, "this date is not understood", node.line)
        elif not self.builder.refine_date(target, date):
            self.builder.note("general", f"Date: {date}")

    def _format(self, node: SourceNode) -> None:
        self.builder.put_format(line(node.read()), "extent", node.line)

    def _rights(self, node: SourceNode) -> None:
        text = without_html(node.read())
        if access_right(text) and "access" not in self.builder.data:
            self.builder.add_rights(text, "rights", node.line)
            return
        is_address = ADDRESS.fullmatch(text) is not None
        if is_address and "licence" not in self.builder.data:
            self.builder.put("licence", text, "rights", node.line)
        elif text and "rights" not in self.builder.data:
            self.builder.put("rights", text, "rights", node.line)
        elif text:
            self._note_text("Rights", text)

    def _note(self, label: str, node: SourceNode) -> None:
        self._note_text(label, without_html(node.read()))

    def _note_text(self, label: str, text: str) -> None:
        if text:
            self.builder.note("general", f"{label}: {text}")
