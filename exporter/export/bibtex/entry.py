"""One entry of a `.bib` file as it is made: its fields, and the sentences of its note.

BibTeX and BibLaTeX write the same syntax. Each of them has its own types, its own fields and its own table, of which
the rows `entry` say which statements have a field in a type of entry; what has none is a sentence of the `note`, or of
the annotation, which only styles for annotated bibliographies print.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from exporter.export.bibtex.latex import escape, latex, verbatim
from exporter.export.bibtex.names import APART, braced, written
from exporter.export.bibtex.titles import known_names, needs_names, protected
from exporter.export.citation.places import Places, places
from exporter.export.citation.statements import ANNOTATIONS, NOTES, listed
from exporter.export.citation.titles import TitleForm, Titles, titles
from exporter.export.citation.writer import CitationWriter, separated
from exporter.export.context import ExportContext
from exporter.export.crosswalk import SCHEMA_OF_CATALOGUE
from exporter.export.field_words import sentence, type_words
from exporter.model.agent import Agent
from exporter.model.identifiers import Identifier
from exporter.model.text import Text
from exporter.model.vocabularies.languages import in_latex, meaning
from exporter.model.work import Work

_SEVERAL = {"keywords": ", ", "abstract": " ", "note": " "}
"""What separates the values of a field that holds several words, beside those that are lists."""

FIELDS_OF_ALL = frozenset({"keywords", "url"})
"""Fields that an entry of any type has."""

_PAGE = r"\w*\d\w*|[ivxlcdm]+|[IVXLCDM]+"
_PAGE_RANGE = re.compile(rf"\b({_PAGE})[-–]({_PAGE})\b")


def render_document(
    works: Sequence[Work],  # noqa: ARG001
    entries: Iterable[str],
    context: ExportContext,  # noqa: ARG001
) -> Iterator[str]:
    """Yield the entries with a blank line between two of them."""
    yield from separated(entries, "\n")


class BibEntry(CitationWriter):
    """What BibTeX and BibLaTeX have alike. A format says which fields there are, and what it writes otherwise."""

    FIELDS: ClassVar[Sequence[str]]
    """All fields, in the order in which an entry has them."""
    LISTS: ClassVar[frozenset[str]]
    """Fields whose values are separated by `and`: names, publishers, places (biblatex manual 2.2.1)."""
    NAMES: ClassVar[frozenset[str]]
    """Those of them that hold names, which are taken apart."""
    ANNOTATION: ClassVar[str]
    """The field that only styles for annotated bibliographies print."""
    NUMBER_OR_VOLUME: ClassVar[bool]
    """Whether the styles print the number in the series only of a work that has no volume."""
    VERBATIM: ClassVar[frozenset[str]] = frozenset({"url", "doi", "eprint"})
    """Fields in which nothing is escaped (biblatex manual 2.2.1)."""

    def __init__(self, work: Work, context: ExportContext) -> None:
        super().__init__(work, context, latex)
        self.fields: dict[str, list[str]] = {}
        self._keywords: set[tuple[str, str]] = set()
        self.sentences: list[str] = []
        self.annotations: list[str] = []
        target = self.table.target("type", work.type)
        self.type, self.subtype = self.entry_type(*target.partition("/")[::2])
        self.places = self.places_of(self.type)

    def __str__(self) -> str:
        """Return the entry with the end of its last line."""
        self.finish()
        names = sorted(self.fields, key=self.order)
        lines = [f"  {name} = {self.value(name)},\n" for name in names]
        return f"@{self.type}{{{self.work.id},\n{''.join(lines)}}}\n"

    def finish(self) -> None:
        """Put the note and the annotation together."""
        self.put("entrysubtype", self.subtype)
        self.put("note", " ".join(self.sentences))
        self.put(self.ANNOTATION, " ".join(self.annotations))

    def value(self, field: str) -> str:
        """Return the values of a field in braces."""
        stem = self.stem(field)
        between = " and " if stem in self.LISTS else _SEVERAL.get(stem, ", ")
        return braced(between.join(self.fields[field]))

    def order(self, field: str) -> tuple[int, str]:
        """Return the place of a field in the entry."""
        stem = self.stem(field)
        known = stem in self.FIELDS
        return self.FIELDS.index(stem if known else "note"), field

    def stem(self, field: str) -> str:
        """Return the field in `FIELDS` of which this is a form."""
        return field

    # -- the type of the entry

    def entry_type(self, entry_type: str, subtype: str) -> tuple[str, str]:
        """Return the type of the entry and its subtype; the table says `entry_type`, which may demand too much."""
        return ("misc", "") if self.is_homeless(entry_type) else (entry_type, subtype)

    def is_homeless(self, entry_type: str) -> bool:
        """Return whether this type demands to say where the work appeared, and the record does not say it.

        So it is with the report of a news agency; `journal` and `booktitle` are required (BibTeXing 3.1).
        """
        place = self.places_of(entry_type).get("container_title")
        demanded = place in {"journal", "journaltitle", "booktitle"}
        return demanded and (self.host is None or self.host.title is None)

    def places_of(self, entry_type: str) -> Places:
        """Return the field of each statement in a type of entry (the table, rows `entry`)."""
        return dict(places(self.table, "entry", ("*", entry_type)))

    # -- writing

    def put(self, place: str, words: str) -> None:
        """Add a value to a field; an empty one is not a value. In a list, one that has `and` in it is braced.

        So is a keyword that holds a comma, since commas part them (biblatex manual 2.2.3, keywords), or
        a semicolon, at which many readers part them.
        """
        if words:
            stem = self.stem(place)
            is_item = stem in self.LISTS - self.NAMES and APART.search(words)
            item = braced(words, is_item)
            if stem == "keywords":
                item = braced(words, "," in words or ";" in words)
                if (place, item) in self._keywords:
                    return  # a term may be of several vocabularies
                self._keywords.add((place, item))
            self.fields.setdefault(place, []).append(item)

    def state_at(self, place: str, words: str, label: str) -> None:
        """Put words at a place; a second value of a field that holds one is a sentence of the note."""
        stem = self.stem(place)
        holds_several = stem in self.LISTS or stem in _SEVERAL or stem in {"howpublished", "type"}
        is_full = place in self.fields and not holds_several
        super().state_at("note" if is_full else place, words, label)

    def note(self, words: str) -> None:
        """Add a sentence to the note."""
        self.sentences.append(sentence(words))

    def annotate(self, words: str) -> None:
        """Add a sentence to the annotation, which the standard styles do not print."""
        self.annotations.append(sentence(words))

    def place_of(self, term: str) -> str:
        """Return the field of a statement in this entry; any other goes to the note or the annotation."""
        place = super().place_of(term)
        known = {*self.places.values(), *NOTES, *ANNOTATIONS, *FIELDS_OF_ALL}
        if not place or place in known or self.row(term).source == SCHEMA_OF_CATALOGUE:
            return place
        return "note"

    def field_of_role(self, target: str, role: str) -> str:
        """Return the field of a role in this entry; the note if this type of entry has none."""
        if target == "publisher":
            return self.place_of("publisher")
        if target == "keywords" or target in self.places:
            return super().field_of_role(target, role)
        return "note"

    def put_name(self, field: str, agent: Agent) -> None:
        """Add a name to a field of names, taken apart, or to words."""
        if field in self.NAMES:
            self.words.name(agent)  # the forms that are not printed
            name = self.written_name(agent)
            if name not in self.fields.get(field, ()):
                self.put(field, name)
        else:
            self.put(field, self.words.name(agent))

    def written_name(self, agent: Agent) -> str:
        """Return a name as a field of names has it."""
        return written(self.context.name(agent, self.work), person=agent.is_person)

    # -- titles

    def find_titles(self) -> Titles:
        """Return the forms of the title."""
        return titles(self.work, self.context)

    def put_titles(self) -> None:
        """Add the title that is printed, and its reading beside it."""
        found = self.find_titles()
        self.put("title", self.protected(found.printed.words, found.printed.tag))
        for reading in found.readings:
            if reading.words == found.own_reading:
                self.put("sorttitle", latex(reading.words))
            else:
                self.annotate(f"Reading of the title: {latex(reading.words)}")
        if found.others:
            self.other_titles(found.others)

    def protected(self, title: str, tag: str) -> str:
        """Return a title with its capitals protected."""
        names = known_names(self.work) if needs_names(title, tag) else frozenset()
        return protected(title, tag, names)

    def other_titles(self, others: Sequence[TitleForm]) -> None:
        """Put the title in other languages and scripts into the note."""
        self.note(f"Also titled: {listed(latex(each.words) for each in others)}")

    # -- what the work is

    def thesis(self) -> None:
        """Say for which degree a thesis was written, and where: `Ph. D. thesis`, unless its genre says what it is."""
        is_sort = self.work.type == "thesis" and not self.work.text("genre")
        if is_sort and self.has_field("genre"):
            self.places = {**self.places, "degree": "type"}
        super().thesis()
        if "type" in self.fields:
            degree = self.written_degree(self.fields["type"][0])
            self.fields["type"] = [f"{degree} thesis" if degree.isascii() else degree]

    def written_degree(self, degree: str) -> str:
        """Return a degree as the field `type` has it."""
        return degree

    def genre(self) -> None:
        """Put into `type` what sort of work a misc is, since its entry type does not say it."""
        text, label = self.work.text("genre"), type_words(self.work)
        genre = self.words.text(text, self.label("genre")) if text else ""
        if self.type == "misc":
            genre = f"{label} ({genre})" if genre else label
        elif not genre and self.has_field("genre") and "type" not in self.fields:
            genre = label
        self.state("genre", self.written_genre(genre))

    def written_genre(self, genre: str) -> str:
        """Return the sort of work as the field `type` has it."""
        return genre

    # -- numbers

    def field(self, field: str) -> None:
        """Put what one field says where its row says; some numbers are written in a way of their own."""
        value = self.work.plain(field)
        if field == "volume":
            self.put_volume(value)
        elif field == "pages":
            self.state("pages", _PAGE_RANGE.sub(r"\1--\2", escape(value)))
        elif field == "edition":
            text = self.work.text("edition")
            self.put_edition(self.words.text(text, self.label("edition")) if text else "")
        elif field == "extent":
            self.put_extent()
        else:
            super().field(field)

    def put_volume(self, volume: str) -> None:
        """Add the volume; to biber it is a number (biblatex manual 2.2.2, volume), and any other value is dropped."""
        if volume.isascii() and volume.isdigit():
            self.state("volume", volume)
        elif volume:
            self.note(f"{self.label('volume')}: {escape(volume)}")

    def put_edition(self, edition: str) -> None:
        """Add the edition statement."""
        self.state("edition", edition)

    def put_extent(self) -> None:
        """Add the number of pages, or the extent in words."""
        for count, words in self.extents():
            if count and self.has_field("extent"):
                self.state("extent", count)
            else:
                self.annotate(f"{self.label('extent')}: {words}")

    def put_identifier(self, place: str, identifier: Identifier) -> None:
        """Add a number to the field of its scheme, or to the note if this type of entry has no such field.

        A field holds one number (biber checks that it is an ISBN or an ISSN); styles print no other.
        """
        label, words = latex(identifier.label), latex(identifier.number)
        if place in self.fields:
            if not identifier.qualifier:  # with one, it is said in words anyway
                self.state("identifiers", words, label)
        elif place in self.VERBATIM:
            self.state_at(place, verbatim(identifier.number), label)
        else:
            self.state_at(place if place in self.places.values() else "note", words, label)

    def put_url(self, address: str) -> None:
        """Add the web address of the work."""
        self.state("url", verbatim(address))

    def put_series(self, name: str, number: str) -> None:
        """Put series and number apart, unless the styles allow no number (BibTeXing 3.2, number, series)."""
        is_barred = self.NUMBER_OR_VOLUME and "volume" in self.fields
        apart = self.has_field("series/number") and not is_barred and "number" not in self.fields
        if name and number and not apart:
            self.state("series/title", f"{name}, no. {number}", self.label("series"))
        else:
            super().put_series(name, number if name else "")
            if number and not name:
                self.note(f"{self.label('series_number')}: {number}")

    # -- languages and keywords

    def languages(self) -> None:
        """Name the language that the title is hyphenated in, and those of the work, as babel and biblatex name them."""
        printed = self.context.tag(self.work.title)
        if "latn" not in printed.lower().split("-")[1:]:
            self.put("langid", in_latex(printed)[0])
        for tag in self.work.languages:
            if tag == "und":
                continue
            if self.has_field("language"):
                self.state("language", self.language_name(tag))
            else:  # no reader wants it printed in a reference
                self.annotate(f"{self.label('language')}: {escape(meaning(tag))}")

    def language_name(self, tag: str) -> str:
        """Return the key of biblatex for a language, or its English name."""
        return escape(in_latex(tag)[1] or meaning(tag))

    def keyword(self, text: Text) -> None:
        """Add a keyword."""
        self.put("keywords", self.words.text(text, "Keyword"))
