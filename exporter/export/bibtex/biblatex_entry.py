"""One entry of biblatex as it is made.

Source: the biblatex manual, version 3.19, and its default data model (blx-dm.def).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from exporter.export.bibtex.biblatex_dates import readable
from exporter.export.bibtex.biblatex_names import extended
from exporter.export.bibtex.entry import BibEntry
from exporter.export.bibtex.latex import latex, verbatim
from exporter.export.broadcast import heard
from exporter.export.citation.statements import listed
from exporter.export.citation.titles import TitleForm, Titles, subtitle_of, titles
from exporter.export.context import ExportContext
from exporter.export.field_words import type_words
from exporter.export.reference import host_relation, role_pointer
from exporter.model.agent import Agent, Name
from exporter.model.date import Date
from exporter.model.filing import reading_of
from exporter.model.identifiers import Identifier
from exporter.model.node import Node
from exporter.model.text import primary_language
from exporter.model.vocabularies.languages import in_latex
from exporter.model.work import Contribution, Relation, Work
from exporter.records.document import Pointer

_EDITORS = ("editor", "editora", "editorb", "editorc")
"""Fields of editors, each with one kind of them (biblatex manual 2.3.6, editorial roles)."""

_SUBTITLES = {"booktitle": "booksubtitle", "maintitle": "mainsubtitle"}
_NUMBERED = re.compile(r"(\d+)(?:st|nd|rd|th)?\.?(?: (?:ed|edn|edition)\.?)?", re.IGNORECASE)

_REPOSITORIES = {"arxiv": "arxiv", "pmid": "pubmed", "handle": "hdl"}
"""The names of the repositories to which biblatex makes links (manual 3.14.7), by our schemes."""


class Biblatex(BibEntry):
    """An entry of biblatex's default data model."""

    FIELDS = (
        *("author", "authortype", "bookauthor", "editor", "editortype", "editora", "editoratype"),
        *("editorb", "editorbtype", "editorc", "editorctype", "holder", "translator"),
        *("annotator", "commentator", "introduction", "foreword", "afterword", "sortname"),
        *("title", "subtitle", "shorttitle", "sorttitle", "titleaddon", "journaltitle"),
        *("shortjournal", "issuetitle", "booktitle", "booksubtitle", "maintitle", "mainsubtitle"),
        *("howpublished", "institution", "organization", "publisher", "location", "edition"),
        *("version", "series", "volume", "volumes", "number", "issue", "chapter", "eid"),
        *("pages", "pagination", "pagetotal", "date", "eventtitle", "eventdate", "venue"),
        *("pubstate", "type", "entrysubtype", "isan", "isbn", "ismn", "isrn", "issn", "iswc"),
        *("doi", "eprint", "eprinttype", "url", "urldate", "langid", "language", "library"),
        *("origtitle", "origlanguage", "origdate", "origpublisher", "origlocation", "related"),
        *("relatedtype", "keywords", "abstract", "note", "addendum", "annotation", "options"),
    )
    NAMES = frozenset(
        {*_EDITORS, "author", "bookauthor", "holder", "translator", "annotator", "commentator"}
        | {"introduction", "foreword", "afterword", "sortname"}
    )
    LISTS = NAMES | {
        *("institution", "organization", "publisher", "location", "language", "origlanguage"),
        *("origpublisher", "origlocation"),
    }
    ANNOTATION = "annotation"
    NUMBER_OR_VOLUME = False

    def __init__(self, work: Work, context: ExportContext) -> None:
        super().__init__(work, context)
        self.editors: dict[str, str] = {}
        self.useprefix = False
        self.named: dict[str, list[Agent]] = {}

    # -- the type of the entry

    def entry_type(self, entry_type: str, subtype: str) -> tuple[str, str]:
        """Return the type of the entry by what it demands (biblatex manual 2.1.1; blx-dm.def)."""
        if self.is_homeless(entry_type) and entry_type == "article":
            entry_type, subtype = "online", subtype or "journal"
        elif self.is_homeless(entry_type):
            entry_type = "misc"
        has_doi = any(each.scheme == "doi" for each in self.work.identifiers)
        if entry_type == "online" and "url" not in self.work.data and not has_doi:
            entry_type = "misc"
        elif entry_type == "book":
            entry_type = self.sort_of_book()
        elif entry_type == "incollection" and not self.has_role(
            "editor", self.contributors_of_host()
        ):
            entry_type = "inbook"
        elif entry_type == "periodical" and not self.has_role("editor", self.work.contributions):
            entry_type = "misc"
        elif heard(self.work):
            entry_type = "audio"
        return entry_type, subtype

    def sort_of_book(self) -> str:
        """Return the type of a book: of one author or edited, in one volume or several, or of a conference."""
        own = self.work.contributions
        by_author = self.has_role("author", own)
        if not by_author and self.has_role("editor", own):
            sort = "proceedings" if self.work.node.get("event") else "collection"
        else:
            sort = "book"
        has_volumes = self.work.plain("volumes") not in {"", "1"}
        return f"mv{sort}" if has_volumes and not self.work.plain("volume") else sort

    def contributors_of_host(self) -> tuple[Contribution, ...]:
        """Return those who made the book of a chapter."""
        return self.host.contributions if self.host else ()

    def has_role(self, target: str, contributions: Sequence[Contribution]) -> bool:
        """Return whether any of some contributors has a role with this target; a conference is not an author."""
        for each in contributions:
            targets = [self.table.target("role", role) for role in each.roles]
            if target in targets and each.agent.kind != "event":
                return True
        return False

    # -- titles

    def find_titles(self) -> Titles:
        """Return the forms of the title; the subtitle of the printed one has a field of its own."""
        return titles(self.work, self.context, subtitle=self.work.devised)

    def put_titles(self) -> None:
        """Add the title, the subtitle, the other forms of both, and the reading for sorting."""
        super().put_titles()
        printed = self.context.tag(self.work.title)
        reading = reading_of(self.work.title, printed)
        if reading is not None and "sorttitle" not in self.fields:
            self.put("sorttitle", latex(reading))
        subtitle = subtitle_of(self.work, printed)
        if subtitle and not self.work.devised:
            self.put("subtitle", self.protected(subtitle, printed))

    def protected(self, title: str, tag: str) -> str:
        """Return a title with its capitals protected, where a style may take it for English."""
        is_latin = "latn" in tag.lower().split("-")[1:]
        is_foreign = in_latex(tag)[0] and primary_language(tag) != "en" and not is_latin
        return latex(title) if is_foreign else super().protected(title, tag)

    def other_titles(self, others: Sequence[TitleForm]) -> None:
        """Put the title in other languages and scripts beside it, or into the note if a site is named there."""
        if self.places.get("container_title") == "titleaddon" and self.host:
            super().other_titles(others)
        else:
            self.put("titleaddon", listed(latex(each.words) for each in others))

    def put_host_title(self) -> None:
        """Add the title of that in which the work appeared, and its subtitle."""
        place = self.place_of("container_title")
        record = self.host.work if self.host else None
        title = self.host.title if self.host else None
        if place not in _SUBTITLES or not record or title is not record.title:
            super().put_host_title()
            return
        tag = self.context.tag(title)
        self.put(place, latex(title[tag]))
        subtitle = subtitle_of(record, tag)
        if subtitle:
            self.put(_SUBTITLES[place], latex(subtitle))

    def container(self) -> None:
        """Say in what the work appeared, and the abbreviated title of a journal."""
        super().container()
        record = self.host.work if self.host else None
        short = record.text("abbreviated_title") if record else None
        if short and "journaltitle" in self.fields:
            self.put("shortjournal", self.words.text(short))

    # -- names

    def contributors(self) -> None:
        """Put each name into the field of its role; say the role of those who stand as authors and are none."""
        placed = [
            *((role, each) for each in self.work.contributions for role in each.roles),
            *((role, each) for each in self.host_contributions() for role in each.roles),
        ]
        self.choose_editors([self.table.target("role", role) for role, _ in placed])
        self.choose_author_type()
        agents = [each.agent for _, each in placed]
        forms = [form for agent in agents for _, form in agent.names]
        self.useprefix = any(form.non_dropping_particle for form in forms)
        if any(form.dropping_particle and not form.non_dropping_particle for form in forms):
            self.useprefix = False
        self.put("options", "useprefix=true" if self.useprefix else "")
        super().contributors()
        self.put_sort_names()

    def choose_editors(self, targets: Sequence[str]) -> None:
        """Choose a field for each kind of editors (biblatex manual 2.3.6)."""
        kinds = dict.fromkeys(
            target.partition(" ")[2] for target in targets if target.startswith("editor")
        )
        free = [field for field in _EDITORS if field in self.places]
        self.editors = dict(zip(sorted(kinds, key=bool), free, strict=False))

    def choose_author_type(self) -> None:
        """Say in what role the authors made the work, if they all had the same one; else report it."""
        roles = {
            role
            for each in self.work.contributions
            for role in each.roles
            if self.table.target("role", role) == "author"
        }
        if len(roles) == 1 and roles != {"author"}:
            self.put("authortype", latex(roles.pop()))
            return
        for contribution in self.work.contributions:
            for number, role in enumerate(contribution.roles):
                if role in roles - {"author"}:
                    reason = "only as author: an entry has one authortype for all its authors"
                    pointer = role_pointer(contribution, number)
                    self.context.weaken(self.work, pointer, role, reason)

    def field_of_role(self, target: str, role: str) -> str:
        """Return the field of a role; each kind of editors has a field of its own (biblatex manual 2.3.6)."""
        field, _, kind = target.partition(" ")
        if field != "editor":
            return super().field_of_role(target, role)
        chosen = self.editors.get(kind, "")
        if chosen and kind:
            self.fields[f"{chosen}type"] = [kind]
        return chosen or "note"

    def put_name(self, field: str, agent: Agent) -> None:
        """Add a name, and remember it: names are sorted by their readings."""
        before = len(self.fields.get(field, ()))
        super().put_name(field, agent)
        if field in self.NAMES and len(self.fields.get(field, ())) > before:
            self.named.setdefault(field, []).append(agent)

    def put_sort_names(self) -> None:
        """Add the names by which the entry is sorted, if any has a reading."""
        agents = self.named.get("author") or self.named.get("editor", [])
        readings = [self.reading(agent) for agent in agents]
        if any(readings):
            for agent, reading in zip(agents, readings, strict=True):
                name = self.parted(agent, reading) if reading else self.written_name(agent)
                self.put("sortname", name)

    def written_name(self, agent: Agent) -> str:
        """Return a name as biber takes it apart."""
        return self.parted(agent, self.context.name(agent, self.work))

    def parted(self, agent: Agent, name: Name) -> str:
        """Return one of the names of an agent as biber takes it apart."""
        return extended(name, person=agent.is_person, useprefix=self.useprefix)

    def reading(self, agent: Agent) -> Name | None:
        """Return the reading by which the name of a person in Han characters or kana is sorted."""
        if not agent.is_person:
            return None
        return reading_of(agent.names, self.context.name(agent, self.work).tag)

    # -- dates and numbers

    def put_date(self, place: str, date: Date, pointer: Pointer, label: str) -> None:
        """Put a date into a field as far as biblatex reads it, and all of it into the note if that is not all."""
        if place in self.fields:
            self.note(f"{label}: {self.words.date(date)}")
            return
        found = readable(date)
        self.put(place, found)
        if found != str(date):
            self.note(f"{label}: {self.words.date(date)}")
            reason = "biblatex reads no such date; all of it is in the note"
            self.context.weaken(self.work, pointer, date, reason)

    def written_genre(self, genre: str) -> str:
        """Return the sort of work; that of a patent is a key, which styles print in their language."""
        is_key = self.type == "patent" and genre == type_words(self.work)
        return "patent" if is_key else genre

    def put_edition(self, edition: str) -> None:
        """Add the edition, as a number if it is one: styles print an ordinal in their language."""
        numbered = _NUMBERED.fullmatch(edition)
        self.state("edition", numbered[1] if numbered else edition)

    def put_identifier(self, place: str, identifier: Identifier) -> None:
        """Add a number to the field of its scheme; of a repository, to `eprint` (biblatex manual 3.14.7)."""
        if place == "annotation" and self.is_repository(identifier):
            self.put("eprint", verbatim(identifier.number))
            self.put("eprinttype", _REPOSITORIES.get(identifier.scheme, identifier.scheme))
        else:
            super().put_identifier(place, identifier)

    def identifier(self, identifier: Identifier) -> None:
        """Add a number; one is the number in a repository."""
        if identifier is self.number_in_repository():
            self.put_identifier("annotation", identifier)
            if identifier.qualifier:
                words = f"{identifier.number} ({identifier.qualifier})"
                self.state("identifiers", latex(words), latex(identifier.label))
        else:
            super().identifier(identifier)

    def is_repository(self, identifier: Identifier) -> bool:
        """Return whether a number leads to the work in a repository."""
        return self.table.target("scheme", identifier.scheme).startswith("eprint")

    def number_in_repository(self) -> Identifier | None:
        """Return the number for `eprint`, of a repository that biblatex links before any other."""
        numbers = [
            each
            for each in self.work.identifiers
            if self.is_repository(each) and each.scheme not in self.places and not each.invalid
        ]
        for scheme in _REPOSITORIES:
            for each in numbers:
                if each.scheme == scheme:
                    return each
        return numbers[0] if numbers else None

    def first_holding(self, node: Node) -> None:
        """Say where the work is kept: the library and the call number."""
        self.state("holdings", self.words.group(node, self.without_place("holdings", node)))

    # -- other works

    def relations(self) -> None:
        """Name other works, and lead to the entries of the original, or of editions in other languages."""
        super().relations()
        host = host_relation(self.work)
        originals = [each for each in self.work.related("translation_of") if each is not host]
        editions = self.work.related("language_editions")
        related = _ids(originals) or _ids(editions)
        for id in related:
            self.put("related", id)
        if related:
            kind = "translationof" if _ids(originals) else "translationas"
            self.put("relatedtype", kind)

    def report_record_behind_title(self, relation: Relation) -> None:
        """Report the record of another work that has a title here as well, unless the entry leads to it."""
        if relation.type not in {"translation_of", "language_editions"}:
            super().report_record_behind_title(relation)

    def language_of_original(self, type: str, tags: Sequence[str]) -> None:
        """Say from which languages a work was translated, with the keys of biblatex."""
        if not self.has_field("translation_of/language"):
            super().language_of_original(type, tags)
            return
        for tag in tags if type == "translation_of" else ():
            self.state("translation_of/language", self.language_name(tag))


def _ids(relations: Sequence[Relation]) -> list[str]:
    found = [each.work for each in relations if each.work and each.public and not each.inferred]
    return list(dict.fromkeys(found))
