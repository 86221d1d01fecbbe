"""The pages of records, and the files of each work in other formats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from typing import Any

from markupsafe import Markup

from exporter.export.field_words import capital
from exporter.export.html.agent_rows import AgentRows
from exporter.export.html.article import Article
from exporter.export.html.elements import language_attributes, marked
from exporter.export.html.rows import Row
from exporter.export.reference import main_date
from exporter.export.schema_org import schema_org
from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.markup import strip
from exporter.model.observed import Observer
from exporter.model.work import Work
from exporter.review.rights import credit
from exporter.site.addresses import HOME, relative
from exporter.site.entry import HEADINGS, REFERRED, SOURCE_OF
from exporter.site.files import WorkFiles
from exporter.site.items import Items
from exporter.site.known_agents import KnownAgents
from exporter.site.linked_data import page_linked_data
from exporter.site.page_wording import PageWording
from exporter.site.renderer import LISTS, Renderer
from exporter.site.site import Site
from exporter.site.view import Change, Citation, File, Group, Link, Section
from exporter.site.work_pieces import NO_PIECES, PieceMaker, WorkPieces

SHOWN = 50
"""How many records a section of a page has; if there are more, they have pages of their own."""
HISTORY = "history"
"""The word for questions for the history of a record."""
_OTHER_WORKS = 5
_MAKERS = 2
_LIST_OF_NOUN = {"work": "titles", "agent": "names", "subject": "subjects"}
"""The list in which a record stands."""
_LAST_SECTIONS = frozenset({REFERRED, SOURCE_OF})
_EVIDENCE = frozenset({"found", "inferred", "distinct_from"})


def section_heading(section: str) -> str:
    """Return the heading of a section; that of the works in which an agent had a role is the role."""
    return HEADINGS.get(section, section)


def section_page(id: str, section: str) -> str:
    """Return the name of a page with all records of a section."""
    return f"{id}/{_anchor(section)}"


def _anchor(section: str) -> str:
    return section.lower().replace(" ", "-")


class RecordPages:
    """Makes the page of a record in each language of the site."""

    def __init__(self, site: Site, renderer: Renderer) -> None:
        self.site = site
        self.renderer = renderer
        self.files = WorkFiles(site)
        self.pieces = PieceMaker(site, self.files)

    def documents(self, id: str) -> Iterator[tuple[str, bytes]]:
        """Yield the files of a record: in each format that can hold it, and its pages."""
        record = self.site.context.catalogue.record(id)
        assert record is not None  # noqa: S101 - the ids are those of the catalogue
        pieces = self._pieces(record)
        yield from self.all_files(id, pieces, self.pages(record, pieces))

    def all_files(
        self, id: str, pieces: WorkPieces, pages: Sequence[str]
    ) -> Iterator[tuple[str, bytes]]:
        """Yield the files of a record, which has these pieces and pages."""
        for name, contents in pieces.files.items():
            if name in self.site.settings.site.formats:
                yield self.files.file(id, name), contents.encode()
        for language, page in zip(self.site.languages, pages, strict=True):
            yield self.site.addresses.record(id, language), page.encode()

    def observed(self, observer: Observer) -> RecordPages:
        """Return what makes the same pages, and of which an observer notes what it asks."""
        site = replace(
            self.site,
            context=replace(self.site.context, catalogue=observer.catalogue),
            index=self.site.index.observed(observer),
            history=observer.observed(self.site.history, HISTORY),
        )
        return RecordPages(site, self.renderer)

    def pages(self, record: Work | Agent | Authority, pieces: WorkPieces) -> list[str]:
        """Return the page of a record in each language of the site."""
        document = self._linked_data(record, pieces)
        pages = []
        for language in self.site.languages:
            page = f"{record.id}/{HOME}"
            file = self.site.addresses.file(page, language)
            values = self._values(record, file, language)
            values["files"] = self._files(record.id, pieces, file)
            values["citations"] = self._all_citations(pieces, language)
            values["metadata"] = Markup(pieces.tags)  # noqa: S704 - it is escaped there
            values["linked_data"] = self._on_page(document, file, values["citations"])
            pages.append(self.renderer.page("record.html", page, language, values))
        return pages

    def _pieces(self, record: Work | Agent | Authority) -> WorkPieces:
        if isinstance(record, Work):
            return self.pieces.make(record, self.site.context)
        return NO_PIECES

    def _linked_data(self, record: Work | Agent | Authority, pieces: WorkPieces) -> str:
        """Return a record in schema.org; empty for a place or a concept, which it does not have."""
        if "schema-org" in pieces.files:
            return pieces.files["schema-org"]
        if not isinstance(record, Agent):
            return ""
        # what is known of other agents was not asked for this one
        context = replace(self.site.contexts["schema-org"], results=KnownAgents())
        entry = schema_org.render_agent(record, context)
        return "".join(schema_org.render_document([], [entry], context))

    def _on_page(self, document: str, file: str, citations: Sequence[Citation]) -> Markup:
        """Return a document of schema.org for a page, which has these citations."""
        if not document:
            return Markup("")
        citation = next((each.words.striptags() for each in citations if not each.code), "")
        address = self.site.addresses.absolute(file)
        made = page_linked_data(document, address, citation)
        return Markup(made)  # noqa: S704 - no element can end in it

    def _files(self, id: str, pieces: WorkPieces, page: str) -> list[File]:
        found = []
        for name in pieces.files:
            if name in self.site.settings.site.formats:
                href = relative(self.files.file(id, name), page)
                found.append(File(href, self.files.title(name), self.files.media_type(name)))
        return found

    def _all_citations(self, pieces: WorkPieces, language: str) -> list[Citation]:
        found = []
        for style, words in pieces.citations.get(language, ()):
            found.append(Citation(style, Markup(words)))  # noqa: S704 - its writer escapes texts
        for name in ("bibtex", "ris"):
            if name in pieces.files:
                code = Markup(escape(pieces.files[name]))  # noqa: S704 - it is escaped
                found.append(Citation(self.files.title(name), code, True))
        return found

    def _values(self, record: Work | Agent | Authority, file: str, language: str) -> dict[str, Any]:
        """Return the values for the template of the page of a record."""
        site = self.site
        words = site.words[language]
        items = Items(site, file, language)
        wording = PageWording(file, words, site.addresses, site.index, site.context)
        if isinstance(record, Work):
            article = Article(record, site.context, wording)
            title, tag = article.title
            rows, type_line = article.rows, article.type_line
            if main_date(record)[0] is None:
                rows = _without_times(rows)
        else:
            label = site.index.label(record.id, language)
            title, tag = label.text, label.tag
            rows = AgentRows(record, site.context, wording, tag).rows
            type_line = words.html(site.kind(record.kind))
        return {
            "id": record.id,
            "title": Markup(marked(title)),  # noqa: S704 - it is escaped there
            "title_text": site.index.entries[record.id].labels[0].text,
            "title_attributes": Markup(language_attributes(title, tag)),  # noqa: S704
            "type_line": Markup(type_line),  # noqa: S704 - it is HTML
            "rows": _as_markup(row for row in rows if row.field not in _EVIDENCE),
            "evidence": _as_markup(row for row in rows if row.field in _EVIDENCE),
            "credit": self._credit(record, rows),
            "breadcrumbs": self._breadcrumbs(record, items),
            "sections": self._sections(record, items),
            "history": self._history(record.id, language),
            "permalink": site.addresses.permalink(record.id),
            "description": self._description(record, items),
        }

    def _credit(self, record: Work | Agent | Authority, rows: Sequence[Row]) -> str:
        """Return the credit line that a holder asks for, unless a row has it already."""
        if not isinstance(record, Work):
            return ""
        found = credit(record, self.site.settings.credits)
        if found is None or any(row.field == "credit" for row in rows):
            return ""
        return found.line

    def _description(self, record: Work | Agent | Authority, items: Items) -> str:
        """Return one line for search engines: of a work its abstract, if it has one.

        Zotero takes the description of a page for the abstract of the work.
        """
        if isinstance(record, Work):
            abstract = record.text("abstract")
            return strip(self.site.context.text(abstract)) if abstract else ""
        item = items.work(record.id)
        parts = [item.makers.striptags(), item.date, item.kind.striptags()]
        return ". ".join(filter(None, parts))

    def _breadcrumbs(self, record: Work | Agent | Authority, items: Items) -> list[Link]:
        page = _LIST_OF_NOUN[self.site.index.entries[record.id].noun]
        file = self.site.addresses.file(page, items.language)
        found = [Link(relative(file, items.file), items.words.markup(LISTS[page]))]
        if isinstance(record, Work):
            hosts = [each.work for each in record.related("part_of") if each.public]
            hosts += [series.work.id for series in record.series if series.work]
            known = [id for id in hosts if id in self.site.index.entries]
            found += [Link(items.href(id), items.title(id)) for id in known[:1]]
        return found

    def _sections(self, record: Work | Agent | Authority, items: Items) -> list[Section]:
        """Return what refers to a record, by role first, and what patrons seldom need last."""
        found = self.site.index.uses.get(record.id, {})
        roles = sorted(found.keys() - HEADINGS.keys(), key=lambda role: (-len(found[role]), role))
        sections = []
        if roles:
            groups = [self._group(record.id, role, found[role], items) for role in roles]
            heading = items.words.markup("Works")
            sections.append(Section(heading, "works", groups, heading))
        by_name = {
            section: self._section(record.id, section, found[section], items)
            for section in HEADINGS
            if section in found
        }
        sections += [made for section, made in by_name.items() if section not in _LAST_SECTIONS]
        sections += self._other_works(record, items)
        sections += [made for section, made in by_name.items() if section in _LAST_SECTIONS]
        return sections

    def _section(self, id: str, section: str, ids: Sequence[str], items: Items) -> Section:
        """Return a section that has one group, whose heading is its own."""
        group = self._group(id, section, ids, items)
        groups = [group._replace(heading=Markup(""))]
        return Section(group.heading, group.anchor, groups, group.heading)

    def _group(self, id: str, section: str, ids: Sequence[str], items: Items) -> Group:
        """Return the first records of a section, and a link to all if there are more."""
        index, words = self.site.index, items.words
        ordered = index.in_section(section, ids, items.language)
        heading = words.markup(section_heading(section))
        anchor = _anchor(section)
        shown = items.works(ordered[:SHOWN])
        if len(ids) <= SHOWN:
            return Group(heading, anchor, shown)
        file = self.site.addresses.file(section_page(id, section), items.language)
        more = words.phrase("All {}", words.number(len(ids)))
        return Group(heading, anchor, shown, relative(file, items.file), Markup(escape(more)))  # noqa: S704

    def _other_works(self, record: Work | Agent | Authority, items: Items) -> Iterator[Section]:
        """Yield the other works of the first makers of a work."""
        if not isinstance(record, Work):
            return
        index = self.site.index
        makers = dict.fromkeys(each.agent.id for each in record.contributions)
        for id in [id for id in makers if id in index.entries][:_MAKERS]:
            works = index.works_by.get(id, ())
            others = [each for each in works[: _OTHER_WORKS + 2] if each != record.id]
            if not others:
                continue
            shown = items.works(others[:_OTHER_WORKS])
            words = items.words.html("Other works by {}")
            short = words.replace("{}", items.title(id))
            linked = f'<a href="{items.href(id)}">{items.title(id)}</a>'
            heading = words.replace("{}", linked)
            group = Group(Markup(""), "", shown)
            if len(others) > _OTHER_WORKS:
                more = items.words.phrase("All {}", items.words.number(len(works)))
                group = group._replace(more_href=items.href(id), more=Markup(escape(more)))  # noqa: S704
            yield Section(Markup(heading), f"by-{id}", [group], Markup(short))  # noqa: S704

    def _history(self, id: str, language: str) -> list[Change]:
        words = self.site.words[language]
        return [
            Change(
                words.written_date(each.day),
                each.date,
                words.markup(capital(each.sort)),
                ", ".join(each.authors),
                each.summary,
            )
            for each in self.site.history.get(id, ())
        ]


def _without_times(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of a work without a date with no element `time`.

    Zotero would take the first one, such as the day of access, for the date of the work.
    """
    found = []
    for row in rows:
        cells = (cell.replace("<time datetime=", "<data value=") for cell in row.cells)
        found.append(
            row._replace(cells=tuple(cell.replace("</time>", "</data>") for cell in cells))
        )
    return found


def _as_markup(rows: Iterator[Row]) -> list[Row]:
    """Return rows whose labels and values are printed as the HTML that they are.

    Neighbours with the same label, such as several notes, are one row.
    """
    found: list[Row] = []
    for row in rows:
        cells = tuple(Markup(cell) for cell in row.cells)  # noqa: S704 - it is HTML
        if found and found[-1].label == row.label:
            found[-1] = found[-1]._replace(cells=(*found[-1].cells, *cells))
        else:
            found.append(Row(row.field, Markup(row.label), cells))  # noqa: S704 - it is HTML
    return found
