"""One entry of biblatex as it is made."""

from __future__ import annotations

from collections.abc import Sequence

from exporter.export import notes as in_words
from exporter.export.bibtex.bib_syntax import Entry, primary
from exporter.export.bibtex.biblatex_dates import readable
from exporter.export.bibtex.biblatex_names import extended
from exporter.export.bibtex.latex import escape, verbatim
from exporter.export.broadcast import heard
from exporter.model.agent import Agent, Name
from exporter.model.date import Date
from exporter.model.text import Text, is_reading, script_of
from exporter.model.vocabularies.languages import in_latex
from exporter.model.work import Relation
from exporter.records.document import Pointer

_EDITORS = ("editor", "editora", "editorb", "editorc")
"""Fields of editors, each with one kind of them (biblatex manual 2.3.6, editorial roles)."""


class Biblatex(Entry):
    """An entry of biblatex's default data model."""

    FIELDS = (
        *(
            "author",
            "authortype",
            "editor",
            "editortype",
            "editora",
            "editoratype",
            "editorb",
            "editorbtype",
        ),
        *(
            "editorc",
            "editorctype",
            "holder",
            "translator",
            "annotator",
            "commentator",
            "introduction",
            "foreword",
        ),
        *(
            "afterword",
            "sortname",
            "title",
            "shorttitle",
            "sorttitle",
            "titleaddon",
            "journaltitle",
            "booktitle",
        ),
        *(
            "howpublished",
            "institution",
            "organization",
            "publisher",
            "location",
            "edition",
            "series",
            "volume",
        ),
        *(
            "number",
            "issue",
            "pages",
            "date",
            "eventdate",
            "venue",
            "pubstate",
            "type",
            "entrysubtype",
            "isbn",
            "issn",
        ),
        *(
            "doi",
            "eprint",
            "eprinttype",
            "url",
            "urldate",
            "langid",
            "language",
            "origtitle",
            "origlanguage",
        ),
        *(
            "origdate",
            "related",
            "relatedtype",
            "keywords",
            "abstract",
            "note",
            "addendum",
            "annotation",
            "options",
        ),
    )
    NAMES = frozenset(
        {
            *_EDITORS,
            "author",
            "holder",
            "translator",
            "annotator",
            "commentator",
            "introduction",
            "foreword",
        }
        | {"afterword", "sortname"}
    )
    LISTS = NAMES | {
        "institution",
        "organization",
        "publisher",
        "location",
        "language",
        "origlanguage",
    }
    ANNOTATION = "annotation"
    LONE_PUBLISHER = (
        "biblatex would take two for publishers who worked together; this one is in the note"
    )

    def kind(self, entry_type: str, subtype: str) -> tuple[str, str]:
        """Give the type of the entry by the facts that it demands (biblatex manual 2.1.1; blx-dm.def, constraints)."""
        roles = {
            self.context.crosswalk.target("role", each.role) for each in self.work.contributions
        }
        if self.is_homeless(entry_type) and entry_type == "article":
            entry_type, subtype = "online", subtype or "journal"
        elif self.is_homeless(entry_type):
            entry_type = "misc"
        if (
            entry_type == "online"
            and "url" not in self.work.data
            and "doi" not in self.work.identifiers
        ):
            entry_type = "misc"
        elif entry_type == "book" and "editor" in roles and "author" not in roles:
            entry_type = "collection"
        elif entry_type == "incollection" and "editor" not in roles:
            entry_type = "inbook"
        elif heard(self.work):
            entry_type = "audio"
        return entry_type, subtype

    def protected(self, title: str, tag: str) -> str:
        """Give a title with its capitals protected, where a style may take it for English."""
        foreign = (
            in_latex(tag)[0] and primary(tag) != "en" and "latn" not in tag.lower().split("-")[1:]
        )
        return escape(title) if foreign else super().protected(title, tag)

    def other_titles(self, titles: Sequence[tuple[str, str]]) -> None:
        """Put the title in other languages and scripts beside it, or into the note if a site is named there."""
        if (
            self.places.get("container_title") == "titleaddon"
            and "container_title" in self.work.data
        ):
            super().other_titles(titles)
        else:
            self.put("titleaddon", "; ".join(escape(form) for _, form in titles))

    def contributors(self) -> None:
        """Put each name where its role has a field; say the role of those who stand as authors and are none."""
        roles = [
            (self.context.crosswalk.target("role", each.role), each.role)
            for each in self.work.contributions
        ]
        kinds = dict.fromkeys(
            target.partition(" ")[2] for target, _ in roles if target.startswith("editor")
        )
        free = [field for field in _EDITORS if field in self.places]
        self.editors = dict(zip(sorted(kinds, key=bool), free, strict=False))
        for kind, field in self.editors.items():
            self.put(f"{field}type", kind)
        authors = {term for target, term in roles if target == "author"}
        if len(authors) == 1 and authors != {"author"}:
            self.put("authortype", escape(authors.pop()))
        forms = [form for each in self.work.contributions for _, form in each.agent.names]
        self.useprefix = any(form.non_dropping_particle for form in forms)
        self.useprefix &= not any(
            form.dropping_particle and not form.non_dropping_particle for form in forms
        )
        self.put("options", "useprefix=true" if self.useprefix else "")
        for place, each in enumerate(self.work.contributions):
            if each.role in authors - {"author"}:
                reason = "only as author: an entry has one authortype for all its authors"
                self.context.weaken(self.work, ("contributors", place, "role"), each.role, reason)
        self.named: dict[str, list[Agent]] = {}
        super().contributors()
        sorted_by = self.named.get("author") or self.named.get("editor", [])
        readings = [self.reading(agent) for agent in sorted_by]
        if any(readings):
            for agent, reading in zip(sorted_by, readings, strict=True):
                self.put(
                    "sortname", self.parted(agent, reading) if reading else self.written(agent)
                )

    def field_of(self, role: str) -> str:
        """Give the field for a role. Each kind of editors has a field of its own (biblatex manual 2.3.6)."""
        field, _, kind = role.partition(" ")
        return self.editors.get(kind, "") if field == "editor" else super().field_of(role)

    def put_names(self, field: str, agents: Sequence[Agent]) -> None:
        """Put names into a field of names, taken apart."""
        self.named[field] = [*agents]
        super().put_names(field, agents)

    def written(self, agent: Agent) -> str:
        """Give a name as biber takes it apart."""
        return self.parted(agent, self.context.name(agent, self.work))

    def parted(self, agent: Agent, name: Name) -> str:
        """Give one of the names of an agent as biber takes it apart."""
        return extended(name, person=agent.is_person, useprefix=self.useprefix)

    def reading(self, agent: Agent) -> Name | None:
        """Give the reading of a name that is printed in Han characters or kana, by which it is sorted."""
        printed = self.context.name(agent, self.work)
        if not agent.is_person or script_of(str(printed)) != "CJK":
            return None
        forms = (
            form
            for tag, form in agent.names
            if is_reading(tag) and primary(tag) == primary(printed.tag)
        )
        return next(forms, None)

    def dates(self) -> None:
        """Put the date of publication into `date`, or else that of making; and what is to come into `pubstate`."""
        if status := self.work.plain("status"):
            self.put("pubstate", self.context.crosswalk.target("status", status))
        created = self.work.date("created")
        if self.work.issued:
            self.date("date", ("issued",), "Date", self.work.issued)
        if created and not self.work.issued:
            self.date("date", ("created",), "Created", created)
        elif created and "created" in self.places:
            self.date(self.places["created"], ("created",), "Created", created)
        elif created:
            self.notes.append(f"Created: {escape(in_words.said(created))}")

    def date(self, field: str, pointer: Pointer, name: str, date: Date) -> None:
        """Put a date into a field as far as biblatex reads it, and all of it into the note where that is not all."""
        written = readable(date)
        self.put(field, written)
        if written != str(date):
            self.notes.append(f"{name}: {escape(in_words.said(date))}")
            self.context.weaken(
                self.work, pointer, date, "biblatex reads no such date; all of it is in the note"
            )

    def accessed(self, date: Date) -> None:
        """Put the date on which the address was visited into `urldate`."""
        self.date("urldate", ("accessed",), "Accessed", date)

    def identifier(self, scheme: str, number: str, label: str) -> None:
        """Put a number into the field of its scheme; the first without one into `eprint` (biblatex manual 3.13.6)."""
        if (
            self.context.crosswalk.target("scheme", scheme) == "eprint"
            and "eprint" not in self.fields
        ):
            self.put("eprint", verbatim(number))
            self.put("eprinttype", scheme)
        else:
            super().identifier(scheme, number, label)

    def versions(self) -> None:
        """Describe the original in the fields for it, and lead to its entry, or to those of editions elsewhere."""
        related = [version.work for version in self.work.language_editions if version.work]
        kind = "translationas"
        if original := self.work.translation_of:
            self.original(original)
            if original.work:
                related, kind = [original.work], "translationof"
        self.say_editions()
        for id in related:
            self.put("related", id)
        if related:
            self.put("relatedtype", kind)

    def original(self, version: Relation) -> None:
        """Describe what the work is a translation of (biblatex manual 2.2.2, origtitle, origlanguage, origdate)."""
        if version.title:
            self.original_title(version.title)
        elif version.work:
            self.put(
                "origtitle",
                escape(self.context.text(self.context.catalogue.works[version.work].title)),
            )
        language = in_latex(version.language)[1] or version.language
        if "original_language" in self.places:
            self.put("origlanguage", escape(language))
        elif language:
            self.notes.append(f"Translated from {escape(language.capitalize())}")
        if version.issued:
            self.date("origdate", ("translation_of", "issued"), "Original", version.issued)

    def original_title(self, title: Text) -> None:
        """Put the title of the original into its field, and its other forms into the note."""
        proper = self.context.tag(title)
        self.put("origtitle", escape(title[proper]))
        for form in (form for tag, form in title if is_reading(tag)):
            self.annotate(f"Reading of a title: {form}")
        if others := [form for tag, form in title if tag != proper and not is_reading(tag)]:
            self.notes.append(f"Original also titled: {escape('; '.join(others))}")
