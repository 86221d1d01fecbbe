"""The items of CSL 1.0.2 (csl-data.json), as CSL-JSON and CSL-YAML have them.

What has no variable is a sentence of the `note`, or of the annotation (`annote`), which styles do not print. The format
`csl-json` says for its users what stands where, and why.
"""

from __future__ import annotations

from typing import Any

from exporter.export.citation.places import places
from exporter.export.citation.titles import titles
from exporter.export.citation.writer import CitationWriter
from exporter.export.context import ExportContext
from exporter.export.csl.dates import csl_date, weakening
from exporter.export.csl.markup import csl_note, csl_text
from exporter.export.csl.names import csl_name
from exporter.export.field_words import sentence
from exporter.model.agent import Agent
from exporter.model.date import Date
from exporter.model.work import Work
from exporter.records.document import Pointer

NAME_VARIABLES = (
    *("author", "chair", "editor", "translator", "compiler", "composer", "container-author"),
    *("contributor", "collection-editor", "curator", "director", "editorial-director"),
    *("executive-producer", "guest", "host", "illustrator", "interviewer", "narrator"),
    *("organizer", "original-author", "performer", "producer", "recipient", "reviewed-author"),
    *("script-writer", "series-creator"),
)
"""The name variables (CSL 1.0.2, Appendix IV)."""

VARIABLES = (
    *("id", "type", "language", "title", "title-short", "part", "part-title", *NAME_VARIABLES),
    *("container-title", "container-title-short", "volume-title", "collection-title"),
    *("collection-number", "publisher", "publisher-place", "edition", "version", "printing"),
    *("genre", "medium", "dimensions", "scale", "status", "issued", "available-date"),
    *("submitted", "event-title", "event-date", "event-place", "authority", "jurisdiction"),
    *("division", "section", "volume", "number-of-volumes", "issue", "supplement", "number"),
    *("chapter-number", "page", "number-of-pages", "ISBN", "ISSN", "DOI", "PMID", "PMCID"),
    *("URL", "accessed", "source", "archive", "archive_collection", "archive_location"),
    *("archive-place", "call-number", "original-title", "original-date", "original-publisher"),
    *("original-publisher-place", "reviewed-title", "reviewed-genre", "references"),
    *("abstract", "keyword", "note", "annote"),
)
"""The variables, in the order in which an item has them."""

BETWEEN = {
    "publisher": "; ",
    "publisher-place": "; ",
    "keyword": "; ",
    "genre": "; ",
    "dimensions": ", ",
    "archive_location": ", ",
    "abstract": " ",
    "annote": " ",
    "ISBN": " ",
    "ISSN": " ",
    "original-publisher": "; ",
    "original-publisher-place": "; ",
}
"""What separates the values of a variable that holds several; all others hold one."""

LONE_NAME = "CSL holds one form of a name"
"""Why the other forms of a name are lost."""


def item(work: Work, context: ExportContext) -> dict[str, Any]:
    """Return one work as an item of CSL, in plain data, its variables in the order of `VARIABLES`."""
    writer = CslItem(work, context)
    writer.write_statements()
    return writer.as_data()


class CslItem(CitationWriter):
    """One item as it is made."""

    def __init__(self, work: Work, context: ExportContext) -> None:
        super().__init__(work, context, csl_text)
        self.places = dict(places(self.table, "item", (work.type,)))
        if work.node.get("event"):
            self.places["location"] = "note"
        if not work.text("genre"):
            self.places["degree"] = "genre"
        self.values: dict[str, list[str]] = {
            "id": [work.id],
            "type": [self.table.target("type", work.type)],
        }
        self.name_lists: dict[str, list[dict[str, str]]] = {}
        self.date_variables: dict[str, dict[str, Any]] = {}
        self.sentences: list[str] = []
        self._said_once: set[tuple[str, str]] = set()

    def as_data(self) -> dict[str, Any]:
        """Return the item as plain data."""
        data: dict[str, Any] = {**self.name_lists, **self.date_variables}
        for variable, values in self.values.items():
            data[variable] = BETWEEN.get(variable, "; ").join(values)
        if self.sentences:
            data["note"] = csl_note(self.sentences)
        return {variable: data[variable] for variable in VARIABLES if variable in data}

    def put(self, place: str, words: str) -> None:
        """Add a value to a variable; an empty one is not a value."""
        if not words:
            return
        # a heading may be in several vocabularies, a body in several roles
        if place in {"publisher", "authority", "keyword"}:
            if (place, words) in self._said_once:
                return
            self._said_once.add((place, words))
        self.values.setdefault(place, []).append(words)

    def state_at(self, place: str, words: str, label: str) -> None:
        """Put words at a place; a second value of a variable that holds one is a sentence of the note."""
        is_full = place in self.values and place not in BETWEEN
        is_full = is_full or bool(place and place not in VARIABLES)
        if place == "authority" and (place, words) in self._said_once:
            return
        super().state_at("note" if is_full else place, words, label)

    def note(self, words: str) -> None:
        """Add a sentence to the note."""
        self.sentences.append(sentence(words))

    def annotate(self, words: str) -> None:
        """Add a sentence to the annotation, which styles do not print."""
        self.put("annote", sentence(words))

    def put_name(self, field: str, agent: Agent) -> None:
        """Add a name to a name variable, or to the words of another one."""
        if field not in NAME_VARIABLES:
            self.put(field, self.words.name(agent))
            return
        self.words.name(agent)  # the forms that are not printed
        name = csl_name(self.context.name(agent, self.work), person=agent.is_person)
        if field == "container-author" and name in self.name_lists.get("author", ()):
            return
        names = self.name_lists.setdefault(field, [])
        if name not in names:
            names.append(name)

    def put_date(self, place: str, date: Date, pointer: Pointer, label: str) -> None:
        """Add a date to a date variable."""
        made = csl_date(date)
        if made and place not in self.date_variables:
            self.date_variables[place] = made
        else:
            self.note(f"{label}: {self.words.date(date)}")
        if reason := weakening(date, made):
            self.context.weaken(self.work, pointer, date, reason)

    def put_titles(self) -> None:
        """Add the title, its other forms and its part; most styles print a part only within the title."""
        found = titles(self.work, self.context)
        self.put("title", csl_text(found.printed.words))
        if found.others:
            self.note(f"Also titled {'; '.join(csl_text(each.words) for each in found.others)}")
        for reading in found.readings:
            self.annotate(f"Reading of the title: {csl_text(reading.words)}")
        for field, variable in (("part_number", "part"), ("part_name", "part-title")):
            text = self.work.text(field)
            if text:
                self.put(variable, csl_text(self.context.text(text)))

    def container(self) -> None:
        """Say in what the work appeared, and the abbreviated title of that."""
        super().container()
        host = self.host.work if self.host else None
        short = host.text("abbreviated_title") if host else None
        if short:
            self.put("container-title-short", self.words.text(short))

    def publishers(self) -> None:
        """Add those who published it.

        The report of a news agency, which styles print only as the container, has its publisher there as well
        (Zotero: Publication).
        """
        super().publishers()
        if self.work.type == "article-newspaper" and "container-title" not in self.values:
            for name in self.values.get("publisher", ()):
                self.values.setdefault("container-title", []).append(name)

    def thesis(self) -> None:
        """Say for which degree a thesis was written: `Ph. D. thesis`, unless its genre says what it is."""
        super().thesis()
        degree = "".join(self.values.get("genre", ()))
        if degree and degree.isascii():
            self.values["genre"] = [f"{degree} thesis"]

    def field(self, field: str) -> None:
        """Put what one field says where its row says; an extent in pages has a variable of its own."""
        if field != "extent":
            super().field(field)
            return
        for count, words in self.extents():
            if count and "number-of-pages" not in self.values:
                self.put("number-of-pages", count)
            else:
                self.annotate(f"{self.label('extent')}: {words}")

    def languages(self) -> None:
        """Put the language of the work into its variable, as a tag; other languages are named in the note."""
        for number, tag in enumerate(self.work.languages):
            if number > 0:
                self.annotate(f"Also in {self.words.language(tag)}")
            elif tag != "und":
                self.put("language", tag)
