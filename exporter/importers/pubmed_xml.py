"""PubMed's XML of articles and books. Source: PubMed DTD of 2025."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from exporter.importers.builder import EntryBuilder
from exporter.importers.cited import add_cited_work
from exporter.importers.entry import Entry, Imported
from exporter.importers.field_table import field_table
from exporter.importers.names import agent, bodies, body_named
from exporter.importers.readings import put_pii
from exporter.importers.registry import ImportContext
from exporter.importers.text import edtf, line, page_range, without_html
from exporter.importers.tree import Handler, SourceNode, TreeReader
from exporter.importers.tree_formats import read_xml

TABLE = field_table(Path(__file__).with_name("pubmed_xml.tsv"))
_ARTICLE = "MedlineCitation/Article"
_TYPES = {"Journal Article": "article-journal", "Preprint": "article", "Dataset": "dataset"}
_ORCID = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")
_CITED_NUMBERS = {"doi": "DOI", "pubmed": "PMID", "pmc": "PMCID"}


def read(content: bytes, context: ImportContext) -> Iterator[Imported]:
    """Yield the articles and books of a document."""
    names = {"PubmedArticle", "PubmedBookArticle"}
    if not any(f"<{name}>".encode() in content for name in names):
        names = {"MedlineCitation"}
    yield from read_xml(content, context, names, _entry)


def _entry(node: SourceNode, context: ImportContext) -> Entry:
    if node.name == "MedlineCitation":
        node = SourceNode("PubmedArticle", node.line, children=[node])
    reader = _PubmedReader(EntryBuilder(context.schemas, node.line))
    return reader.read(node)


class _PubmedReader:
    """Reads one article or book."""

    def __init__(self, builder: EntryBuilder) -> None:
        self.builder = builder

    def read(self, node: SourceNode) -> Entry:
        """Return the entry."""
        type = "article-journal"
        if node.first("BookDocument") is not None:
            type = "chapter" if node.peek("BookDocument", "ArticleTitle") else "book"
        self.builder.kind(type)
        handlers: dict[str, Handler] = {
            f"{_ARTICLE}/Journal/JournalIssue/PubDate": partial(self._date, "issued"),
            f"{_ARTICLE}/ArticleDate": partial(self._date, "available"),
            "BookDocument/Book/PubDate": partial(self._date, "issued"),
            f"{_ARTICLE}/ArticleTitle": partial(self._title, "title"),
            f"{_ARTICLE}/VernacularTitle": partial(self._title, "variant_titles"),
            f"{_ARTICLE}/ELocationID": self._number,
            "MedlineCitation/Article/PublicationTypeList/PublicationType": self._genre,
            "MedlineCitation/MeshHeadingList/MeshHeading": self._heading,
            f"{_ARTICLE}/GrantList/Grant": self._grant,
            f"{_ARTICLE}/Pagination": self._pages,
            "PubmedData/ArticleIdList/ArticleId": self._number,
            "PubmedBookData/ArticleIdList/ArticleId": self._number,
            "BookDocument/ArticleIdList/ArticleId": self._number,
            "BookDocument/PublicationType": self._genre,
            "BookDocument/Book/BookTitle": self._book_title,
            "MedlineCitation/InvestigatorList/Investigator": partial(self._person, "researcher"),
            "BookDocument/Sections/Section": self._section,
            "PubmedData/ReferenceList": self._references,
            "MedlineCitation/CommentsCorrectionsList/CommentsCorrections": self._comment,
            "PubmedData/History/PubMedPubDate": self._moment,
            "PubmedBookData/History/PubMedPubDate": self._moment,
            "BookDocument/Book/ELocationID": self._number,
            "MedlineCitation/PersonalNameSubjectList/PersonalNameSubject": self._person_as_subject,
        }
        for prefix in (_ARTICLE, "BookDocument", "BookDocument/Book"):
            handlers[f"{prefix}/AuthorList"] = self._authors
            handlers[f"{prefix}/Abstract/AbstractText"] = self._abstract
        TreeReader(self.builder, TABLE, handlers).read(node)
        return self.builder.finish()

    def _authors(self, node: SourceNode) -> None:
        role = "editor" if node.peek("@Type") == "editors" else "author"
        for each in node.all("Author"):
            self._person(role, each)

    def _person(self, role: str, node: SourceNode) -> None:
        group = node.take("CollectiveName")
        initials = node.take("Initials")
        given = node.take("ForeName", "FirstName") or initials
        named = agent(
            "organization" if group else "person",
            without_html(group),
            without_html(node.take("LastName")),
            given,
            suffix=node.take("Suffix"),
        )
        if named is None:
            return
        names = [each.take("Affiliation") for each in (*node.all("AffiliationInfo"), node)]
        for each in node.all("Identifier"):
            orcid = _ORCID.search(each.text)
            if orcid:
                each.read()
                each.take("@Source")
                named.identifiers["orcid"] = orcid[0]
        self.builder.contribute(role, named, affiliation=bodies(names))

    def _references(self, node: SourceNode) -> None:
        """Add the works that this one cites; a list may have lists in it."""
        for each in node.all("ReferenceList"):
            self._references(each)
        for each in node.all("Reference"):
            said = {"unstructured": each.take("Citation")}
            for group in each.all("ArticleIdList"):
                for number in group.all("ArticleId"):
                    name = _CITED_NUMBERS.get(number.take("@IdType").lower(), "number")
                    said[name] = number.read()
            add_cited_work(self.builder, said)

    def _comment(self, node: SourceNode) -> None:
        """Add a comment, an erratum, a retraction or another related article."""
        kind = node.take("@RefType")
        source, number = line(without_html(node.take("RefSource"))), line(node.take("PMID"))
        for each in node.all("PMID"):
            each.take("@VersionID")
        work: dict[str, Any] = {"note": source} if source else {}
        if number:
            work["identifiers"] = {"pmid": number}
        relation = TABLE.word("relation", kind)
        self.builder.relate_as(relation, work, "CommentsCorrections", kind, node.line)

    def _moment(self, node: SourceNode) -> None:
        """Read when the manuscript was received, revised and accepted; the rest is PubMed's own."""
        target = TABLE.word("moment", node.peek("@PubStatus"))
        if target and target not in self.builder.data:
            self._date(target, node)
            node.take("@PubStatus")
            node.take("Hour"), node.take("Minute")

    def _person_as_subject(self, node: SourceNode) -> None:
        family, given = line(node.take("LastName")), line(node.take("ForeName"))
        initials = line(node.take("Initials"))
        name = ", ".join(each for each in (family, given or initials) if each)
        if name:
            self.builder.put("keywords", name, "PersonalNameSubject", node.line)

    def _date(self, target: str, node: SourceNode) -> None:
        parts = [node.peek(name) for name in ("Year", "Month", "Day", "Season", "MedlineDate")]
        year, month, day, season, words = parts
        numeric = "-".join(part.zfill(2) for part in (year, month, day) if part)
        candidates = (
            numeric,
            f"{day} {month} {year}",
            f"{month} {year}",
            f"{season} {year}",
            words,
        )
        written = next((date for each in candidates if (date := edtf(each.strip()))), "")
        if written and target not in self.builder.data:
            self.builder.data[target] = written
            node.take("Year")
            for name in ("Month", "Day", "Season", "MedlineDate"):
                node.take(name)

    def _abstract(self, node: SourceNode) -> None:
        label = node.take("@Label")
        node.take("@NlmCategory")
        text = without_html(node.read())
        text = f"{label}: {text}" if label and text else text
        there = self.builder.data.get("abstract")
        if text:
            self.builder.data["abstract"] = f"{there}\n\n{text}" if there else text

    def _title(self, target: str, node: SourceNode) -> None:
        """Read a title without the stop that PubMed puts behind each (PubMed DTD 2025, ArticleTitle)."""
        text = without_html(node.read())
        text = text if text.endswith("..") else text.removesuffix(".")
        if target == "title":
            self.builder.put(target, text, node.name, node.line)
        elif text:
            self.builder.add_variant_title({"title": line(text)})

    def _number(self, node: SourceNode) -> None:
        kind = (node.take("@EIdType") or node.take("@IdType")).lower()
        schemes = {"doi": "doi", "pubmed": "pmid", "pmc": "pmcid"}
        value = node.read()
        if kind in schemes:
            self.builder.identify(schemes[kind], value, kind, node.line)
        elif kind == "pii" and value:
            put_pii(self.builder, line(value), kind, node.line)
        elif value:
            self.builder.identify("local", value, kind, node.line, kind)

    def _genre(self, node: SourceNode) -> None:
        value = line(node.read())
        if value in _TYPES:
            if value != "Journal Article":
                self.builder.kind(_TYPES[value])
        else:
            self.builder.add_genre(value, "Publication type", "PublicationType", node.line)

    def _heading(self, node: SourceNode) -> None:
        topic = node.first("DescriptorName")
        if topic is None:
            return
        primary = "Y" in {each.peek("@MajorTopicYN") for each in node.children}
        heading: dict[str, object] = {"topic": line(topic.read()), "scheme": "mesh"}
        subdivisions = [{"topic": line(each.read())} for each in node.all("QualifierName")]
        if subdivisions:
            heading["subdivisions"] = subdivisions
        if primary:
            heading["primary"] = True
        self.builder.add_item("subjects", heading)

    def _grant(self, node: SourceNode) -> None:
        number, agency = node.take("GrantID"), node.take("Agency")
        group: dict[str, object] = {}
        if number:
            group["number"] = line(number)
        if agency:
            group["funder"] = body_named(line(agency))
        if group:
            self.builder.add_item("funding", group)

    def _pages(self, node: SourceNode) -> None:
        whole = node.take("MedlinePgn")
        pages = page_range(node.take("StartPage"), node.take("EndPage"))
        pages = whole or pages
        if pages:
            self.builder.put("pages", pages, "Pagination", node.line)

    def _section(self, node: SourceNode) -> None:
        """Add the title of a section, and of those inside it, to the table of contents."""
        title, number = without_html(node.take("SectionTitle")), node.take("LocationLabel")
        if title:
            entry = {"title": line(title), "number": line(number)} if number else line(title)
            self.builder.data.setdefault("contents", []).append(entry)
        for each in node.all("Section"):
            self._section(each)

    def _book_title(self, node: SourceNode) -> None:
        target = "container_title" if "type" in self.builder.data else "title"
        if self.builder.data["kind"] == "part":
            target = "container_title"
        self.builder.put(target, without_html(node.read()), "BookTitle", node.line)
