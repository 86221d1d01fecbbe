"""BibTeX, for LaTeX (bibtex and biber), pandoc, Zotero, JabRef and all others that read `.bib` files.

The entries are those of the standard styles (O. Patashnik, BibTeXing, 1988), in UTF-8. Fields that only biblatex knows
(`day`, `endyear`, `langid`, `urldate`, `entrysubtype`, `sorttitle`) stand beside them where they say more: older
readers pass over them. Which fields an entry type has is in the table (rows `entry`); what has no field is a sentence
of the `note`, which styles print, or of the annotation (`annote`), which only styles for annotated bibliographies do:
headings, citations, the other forms of a text in several languages.

- The key is the record's id.
- Capitals. Many styles and pandoc set English titles in small letters. In an English title each word with a capital is
  braced, since cataloguers write titles in small letters but for names. Only if three words or more have a capital,
  and none but articles and prepositions has none (Nineteen Eighty-Four), are the capitals left to the style; those of
  names (`NASA`, `McKenzie`, and what the record names as persons and bodies) are braced even then. A title in another
  language that has capitals at all is braced as a whole, since no style knows its rules (BibTeXing, section 4).
- `edition` is an ordinal (`Second`), to which styles add the word; any other statement is in the note.
- A name is `von Family, Jr, Given`, in every script. An organisation, and a person whose name is not taken apart, is
  `{{A and B}}`: one name, never two. Publishers are kept apart in the same way.
- `year`, `month` and `day` hold plain dates. Of a date that is more or less than that (`1906~`, `199X`, `1995/..`)
  they hold what is certain, and the note says all of it.
- A title in square brackets is the cataloguer's own, for a work that prints none.
"""

from __future__ import annotations

import re

from exporter.export.bibtex.entry import BibEntry, render_document
from exporter.export.bibtex.titles import with_capitals
from exporter.export.citation.lone_names import note_lone_names
from exporter.export.context import ExportContext
from exporter.model.date import Date
from exporter.model.identifiers import Identifier
from exporter.model.markup import strip
from exporter.model.work import Work
from exporter.records.document import Pointer

SUFFIX = ".bib"
MEDIA_TYPE = "application/x-bibtex"
__all__ = ["MEDIA_TYPE", "SUFFIX", "render_document", "render_work"]

MACROS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The months as macros of every standard style (BibTeXing 3.2, month)."""

_ORDINALS = (
    *("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth"),
    *("Tenth", "Eleventh", "Twelfth"),
)
_NUMBERED = re.compile(r"(\d{1,18})(?:st|nd|rd|th)?\.?(?: (?:ed|edn|edition)\.?)?", re.IGNORECASE)
_ADJECTIVE = re.compile(r"([A-Z][a-z]+(?:,? [a-z]+)*?)(?: (?:ed|edn|edition)\.?)", re.ASCII)
_MASTERS = re.compile(
    r"\bmaster|\bM\. ?(A|Sc|Phil)\b|\bM(A|Sc|Phil)\b|magister|修士|硕士|碩士", re.IGNORECASE
)

_LONE_NAME = "BibTeX holds one form of a name"
"""Why the other forms of a name are lost."""


def render_work(work: Work, context: ExportContext) -> str:
    """Return one work as an entry, with the end of its last line."""
    entry = Bibtex(work, context)
    entry.write_statements()
    note_lone_names(work, context, _LONE_NAME)
    return str(entry)


class Bibtex(BibEntry):
    """An entry of the standard styles of BibTeX."""

    FIELDS = (
        *("author", "editor", "translator", "title", "shorttitle", "sorttitle", "journal"),
        *("booktitle", "howpublished", "institution", "school", "publisher", "address"),
        *("edition", "series", "volume", "number", "chapter", "pages", "year", "month", "day"),
        *("endyear", "endmonth", "endday", "type", "entrysubtype", "isbn", "issn", "doi"),
        *("eprint", "archiveprefix", "url", "urldate", "langid", "language", "keywords"),
        *("abstract", "note", "annote", "key"),
    )
    NAMES = frozenset({"author", "editor", "translator"})
    LISTS = NAMES | {"publisher", "institution", "school", "address"}
    ANNOTATION = "annote"
    NUMBER_OR_VOLUME = True

    def entry_type(self, entry_type: str, subtype: str) -> tuple[str, str]:
        """Return the type of the entry; a thesis is by its degree, and a conference publishes proceedings."""
        words = [*self.work.texts("degree"), *self.work.texts("genre")]
        if entry_type == "phdthesis" and any(
            _MASTERS.search(form) for text in words for _, form in text
        ):
            entry_type = "mastersthesis"
        if entry_type == "book" and self.work.node.get("event") and not self.by_author():
            entry_type = "proceedings"
        return super().entry_type(entry_type, subtype)

    def by_author(self) -> bool:
        """Return whether the work has an author, other than a conference."""
        for each in self.work.contributions:
            targets = [self.table.target("role", role) for role in each.roles]
            if "author" in targets and each.agent.kind != "event":
                return True
        return False

    def finish(self) -> None:
        """Say what the styles sort by if there is no name (BibTeXing 3.2, key)."""
        super().finish()
        by_editor = self.type in {"book", "proceedings"} and "editor" in self.fields
        if "author" not in self.fields and not by_editor:
            self.put("key", self.work.id)

    def value(self, field: str) -> str:
        """Return the values of a field in braces; a month is a macro."""
        return self.fields[field][0] if field == "month" else super().value(field)

    def put_edition(self, edition: str) -> None:
        """Add an edition as an ordinal with a capital, to which styles add the word (BibTeXing 3.2, edition)."""
        numbered, adjective = _NUMBERED.fullmatch(edition), _ADJECTIVE.fullmatch(edition)
        if numbered:
            self.state("edition", _ordinal(int(numbered[1])))
        elif adjective:
            self.state("edition", adjective[1])
        elif edition:
            self.note(f"{self.label('edition')}: {edition}")

    def written_genre(self, genre: str) -> str:
        """Return the sort of work with its capitals protected: the styles keep the first one only."""
        text = self.work.text("genre")
        if text is None or self.type == "misc":
            return genre
        return with_capitals(strip(self.context.text(text)))

    def written_degree(self, degree: str) -> str:
        """Return the degree with its capitals protected: the styles keep the first one only."""
        text = self.work.text("degree")
        return with_capitals(strip(self.context.text(text))) if text else degree

    def put_date(self, place: str, date: Date, pointer: Pointer, label: str) -> None:  # noqa: ARG002 - the note has all of the date
        """Add a date to its fields as far as it is a plain one, and all of it to the note if that is not all."""
        is_full = place in self.fields
        if place == "year" and not is_full:
            self.put_calendar(date)
        elif date.exact and not is_full:
            self.put(place, str(date))
        if is_full or not date.exact or (place == "year" and "year" not in self.fields):
            self.note(f"{label}: {self.words.date(date)}")

    def put_calendar(self, date: Date) -> None:
        """Add the year, month and day, and those of the end of an interval (biblatex manual 4.5.4)."""
        if date.members:
            return
        for point, before in ((date.start, ""), (date.end if date.interval else None, "end")):
            year, month, day = (*(point.calendar if point else ()), 0, 0, 0)[:3]
            if year <= 0 or (before and "year" not in self.fields):
                continue
            self.put(f"{before}year", str(year))
            if month:
                self.put(f"{before}month", str(month) if before else MACROS[month - 1])
            if day:
                self.put(f"{before}day", str(day))

    def identifier(self, identifier: Identifier) -> None:
        """Add a number; that of arXiv has a field with the name of the archive beside it."""
        super().identifier(identifier)
        if identifier.scheme == "arxiv" and not identifier.invalid:
            self.fields["archiveprefix"] = ["arXiv"]


def _ordinal(number: int) -> str:
    """Return an ordinal number: `Second`, `21st`."""
    if 0 < number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    is_teen = 11 <= number % 100 <= 13
    return f"{number}{'th' if is_teen else ending}"
