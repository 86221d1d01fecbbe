"""One work in words for readers: its heading, and a row for each of its statements."""

from __future__ import annotations

from html import escape

from exporter.export.context import ExportContext
from exporter.export.field_words import (
    capital,
    field_texts,
    group_details,
    record_text,
    type_words,
    with_words,
)
from exporter.export.field_words import label as field_label
from exporter.export.html.elements import cell, forms, language_attributes, linked, marked, said
from exporter.export.html.rows import RecordRows, is_group
from exporter.export.html.wording import Wording
from exporter.export.reference import own_contributions
from exporter.export.relation_words import series_text, shown_relations
from exporter.export.titles import full_title, loose_parts
from exporter.model.agent import Agent
from exporter.model.identifiers import address_of
from exporter.model.text import Text
from exporter.model.vocabularies import vocabulary
from exporter.model.work import Citation, ContentsEntry, Relation, Series, Subject, Work

_EVIDENCE = ("found", "inferred", "distinct_from")
_OF_VERSIONS = frozenset({"work", "title", "language", "issued", "public"})
_WRITTEN = frozenset(
    {
        *("id", "kind", "type", "language", "title", "subtitle", "part_number", "part_name"),
        *(
            "devised_title",
            "short_title",
            "contributors",
            "publisher",
            "place",
            "issued",
            "created",
        ),
        *("location", "edition", "container_title", "volume", "issue", "pages", "series", "status"),
        *("series_number", "identifiers", "url", "accessed", "abstract", "caption", "contents"),
        *("about", "subjects", "keywords", "notes", "credit", "rights", "citations", "found"),
        *("inferred", "distinct_from", "genre", "nonfiling"),
        *vocabulary("relations"),
    }
)
"""The fields that have rows of their own."""


class Article(RecordRows):
    """One work as it is read: `rows` has its statements in the order in which they are shown."""

    def __init__(self, work: Work, context: ExportContext, wording: Wording) -> None:
        super().__init__(work, context, wording)
        self.work = work
        self._titles()
        self._contributors()
        self._publication()
        self._container()
        self._numbers()
        self._languages()
        self._content()
        self._plain_fields()
        self._citations()
        self.add_evidence({field: self.label(field) for field in _EVIDENCE})

    @property
    def title(self) -> tuple[str, str]:
        """The title as printed, with the tag of its language."""
        full = full_title(self.work, plain=False)
        return self.context.text(full), self.context.tag(full)

    @property
    def type_line(self) -> str:
        """The type of the work, its genre, and what is to be said of its status, as HTML."""
        term = self.wording.term
        kind = term(type_words(self.work))
        genre = "".join(f", {forms(text, self.context)}" for text in self._texts("genre"))
        devised = f". {term('Title devised by the cataloguer')}" if self.work.devised else ""
        status = self.work.plain("status")
        if status:
            status = f". {term(self.context.crosswalk.target('status', status))}"
        return f"{kind}{genre}{devised}{status}"

    def say(self, field: str) -> None:
        """Add a row with all forms of a field that holds one text or several."""
        self.add_texts(field, self.label(field), self._texts(field))

    def label(self, field: str) -> str:
        """Return the name of a field, as the table has it."""
        return self.context.crosswalk.target("work", field)

    def name_tag(self, agent: Agent) -> str:
        """Return the tag of the form of a name that fits the work."""
        return self.context.name(agent, self.work).tag

    def _say_date(self, field: str) -> None:
        date = self.work.date(field)
        self.add(field, self.label(field), f"<dd>{self.dated(date)}</dd>" if date else "")

    def _say_plain(self, field: str) -> None:
        value = self.work.plain(field)
        self.add(field, self.label(field), f"<dd>{escape(value)}</dd>" if value else "")

    def _texts(self, field: str) -> tuple[Text, ...]:
        if isinstance(self.work.data.get(field), list):
            return self.work.texts(field)
        text = self.work.text(field)
        return (text,) if text else ()

    def _titles(self) -> None:
        printed = self.context.tag(self.work.title)
        others = [(tag, form) for tag, form in full_title(self.work, plain=False) if tag != printed]
        others += [(tag, form) for _, tag, form in loose_parts(self.work)]
        cells = (f"<dd{language_attributes(form, tag)}>{marked(form)}</dd>" for tag, form in others)
        self.add("title", self.label("title"), *cells)
        devised = self.work.text("devised_title")
        if devised and not self.work.devised:
            self.say("devised_title")
        self.say("short_title")

    def _contributors(self) -> None:
        own = own_contributions(self.work)
        for role in dict.fromkeys(role for each in own for role in each.roles):
            agents = [each.agent for each in own if role in each.roles]
            self.add("contributors", capital(role), *self.names(agents))

    def _publication(self) -> None:
        self.add("publisher", self.label("publisher"), *self.names(self.work.publishers))
        disputed = (
            next(self.names([each.agent])) if each.agent else cell(each.value, self.context)
            for each in self.work.disputed
        )
        several = len(self.work.disputed) > 1
        doubt = " (the sources disagree)" if several else ""
        self.add("publisher", self.label("publisher") + doubt, *disputed)
        self.say("place")
        self._say_date("issued")
        self._say_date("created")
        self.say("location")
        self.say("edition")

    def _container(self) -> None:
        """Add what the work appeared in, and its place there."""
        self.say("container_title")
        for field in ("volume", "issue", "pages"):
            self._say_plain(field)
        own = own_contributions(self.work)
        for each in self.work.contributions:
            if each not in own:
                label = f"{capital(each.roles[0])} of the host"
                self.add("contributors", label, *self.names([each.agent]))
        for series in self.work.series:
            self.add("series", self.label("series"), self._series(series))
        self._say_plain("series_number")

    def _series(self, series: Series) -> str:
        """Return a series with the number in it; empty if it has no title."""
        is_plain = isinstance(self.work.data.get("series"), str | dict)
        text = series.title if is_plain else series_text(series, self.context)
        if text is None:
            return ""
        if series.work:
            return f"<dd>{self.wording.link(series.work, forms(text, self.context))}</dd>"
        words = forms(text, self.context)
        return f"<dd>{self.wording.link_heading('series', series.title or text, words)}</dd>"

    def _languages(self) -> None:
        known = [tag for tag in self.work.languages if tag != "und"]
        cells = (f"<dd>{self.language(tag)}</dd>" for tag in known)
        self.add("language", self.label("language"), *cells)
        shown = [each for each in shown_relations(self.work) if each.type != "illustrations"]
        for sort in dict.fromkeys(each.type for each in shown):
            cells = (self._version(each) for each in shown if each.type == sort)
            self.add(sort, self.label(sort), *cells)

    def _numbers(self) -> None:
        self.add_identifiers(self.work.identifiers)
        for node in self.work.node.all("url"):
            url, words = address_of(node), ""
            if isinstance(node.value, dict):
                words = " = ".join(form for _, form in node.text("label") or ())
            self.add("url", self.label("url"), f"<dd>{linked(url, words or url)}</dd>")
        self._say_date("accessed")

    def _content(self) -> None:
        self.say("abstract")
        self.say("caption")
        headings = "".join(f"<li>{self._heading(entry)}</li>" for entry in self.work.contents)
        contents = f"<dd><ol>{headings}</ol></dd>" if headings else ""
        self.add("contents", self.label("contents"), contents)
        self.add("about", self.label("about"), *self.names(self.work.about))
        others = [each for each in self.work.subjects if not isinstance(each.record, Agent)]
        others += [each for each in self.work.subjects if each.text and each not in others]
        self.add("subjects", self.label("subjects"), *map(self._subject, others))
        self.say("keywords")
        for note in self.work.notes:
            if note.public:
                self.add("notes", self._label_of_note(note.type), cell(note.text, self.context))
        self.say("credit")
        self.say("rights")

    def _label_of_note(self, sort: str) -> str:
        known = vocabulary("note_types").get(sort)
        if sort == "general" or known is None:
            return self.label("notes")
        return known["title"]

    def _heading(self, entry: ContentsEntry) -> str:
        """Return a heading of the table of contents with its number, its makers and its pages."""
        words = [
            f"{escape(entry.number)} " if entry.number else "",
            forms(entry.title, self.context),
        ]
        if entry.responsibility:
            words.append(f" / {forms(entry.responsibility, self.context)}")
        words.append(f" ({escape(entry.pages)})" if entry.pages else "")
        return "".join(words)

    def _subject(self, subject: Subject) -> str:
        """Return a heading with its subdivisions, or another record."""
        record = subject.record
        if subject.text is None and isinstance(record, Work):
            return f"<dd>{self.related(record.id)}</dd>"
        text = subject.text or (record_text(record) if record else None)
        if text is None:
            return ""
        parts = [" = ".join(form for _, form in each) for _, each in subject.subdivisions]
        after = "".join(f" – {part}" for part in parts)
        whole = with_words(text, after=after)
        if record:
            return f"<dd>{self.wording.link(record, forms(whole, self.context))}</dd>"
        heading = self.wording.link_heading("subject", text, forms(whole, self.context))
        return f"<dd>{heading}</dd>"

    def _plain_fields(self) -> None:
        """Add a row for each field that has none yet, by the name in the table or the schema."""
        for name in self.work.data:
            row = self.context.crosswalk.field("work", (name,), self.work.node.field)
            node = self.work.node.get(name)
            if node is None or name in _WRITTEN or row.match == "none":
                continue
            label = row.target.replace("{label}", field_label(node))
            cells = [
                self.group(each) if is_group(each) else self.coded(each) for each in node.all()
            ]
            if all(cells):
                self.add(name, label, *(f"<dd>{each}</dd>" for each in cells))
            else:
                self.add_texts(name, label, field_texts(node, self.context))

    def _citations(self) -> None:
        pictures = [each for each in self.work.related("illustrations") if each.public]
        cells = map(self._version, pictures)
        self.add("illustrations", self.label("illustrations"), *cells)
        cells = map(self._citation, self.work.citations)
        self.add("citations", self.label("citations"), *cells)

    def _version(self, version: Relation) -> str:
        """Return an original or an edition by its titles, its language and its date."""
        known = [self.related(version.work)] if version.work else []
        if version.title and not self._is_title_of_record(version):
            known.insert(0, forms(version.title, self.context))
        known += [self.language(tag) for tag in version.languages]
        known += [self.dated(version.issued)] if version.issued else []
        if version.node and version.is_group:
            words = group_details(version.node, _OF_VERSIONS, self.context)
            known += [escape(words)] if words else []
        return f"<dd>{', '.join(known)}</dd>"

    def _is_title_of_record(self, version: Relation) -> bool:
        """Return whether all forms of a title stand in the record that it has a link to."""
        if version.target is None or not version.title:
            return False
        linked = version.target.title
        shown = self.context.tag(linked)
        forms_there = list(linked)
        stated = list(version.title)
        return all(each in forms_there for each in stated) and shown in dict(stated)

    def _citation(self, citation: Citation) -> str:
        """Return what is cited, in what sense and where, and the claims for which it is cited."""
        term = self.wording.term
        source = f"{term(capital(citation.intent))}: {self.related(citation.source)}"
        if citation.through:
            source += f", {term('through')} {self.related(citation.through)}"
        if citation.at:
            source += f", {term('at')} “{said(citation.at, self.work.language)}”"
        claims = "".join(f"<li>{forms(claim, self.context)}</li>" for claim in citation.claims)
        note = f"<p>{forms(citation.note, self.context)}</p>" if citation.note else ""
        return f"<dd><p>{source}</p>{f'<ul>{claims}</ul>' if claims else ''}{note}</dd>"
