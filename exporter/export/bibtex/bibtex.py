"""BibTeX, for LaTeX (bibtex and biber), pandoc, Zotero, JabRef and all others that read `.bib` files.

The entries are those of the standard styles (O. Patashnik, BibTeXing, 1988), in UTF-8. Fields that only biblatex knows
(`day`, `endyear`, `langid`, `urldate`, `entrysubtype`, `sorttitle`) stand beside them where they say more: older
readers pass over them. Which fields an entry type has is in the table (rows `entry`); what has no field is a sentence
of the `note`, which styles print, or of the annotation (`annote`), which only styles for annotated bibliographies do:
headings, citations, the other forms of a text in several languages.

- The key is the record's id.
- Capitals. Many styles and pandoc set English titles in small letters. In an English title a word is braced that has a
  capital after its first letter (`NASA`, `McKenzie`), or whose capital is that of a name: it stands inside a title
  that is otherwise in small letters, or the record writes it with a capital inside a sentence, or it is part of the
  name of someone who made or published the work or whom it is about. A title in another language that has capitals
  at all is braced as a whole, since no style knows its rules (BibTeXing, section 4; what pandoc writes).
- A name is `von Family, Jr, Given`, in every script. An organisation, and a person whose name is not taken apart, is
  `{{A and B}}`: one name, never two. Publishers are kept apart in the same way.
- `year`, `month` and `day` hold plain dates. Of a date that is more or less than that (`1906~`, `199X`, `1995/..`)
  they hold what is certain, and the note says all of it.
- A title in square brackets is the cataloguer's own, for a work that prints none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from exporter.export import notes as in_words
from exporter.export.bibtex.bib_syntax import Entry
from exporter.export.bibtex.latex import escape
from exporter.export.context import ExportContext
from exporter.model.date import Date
from exporter.model.work import Work

SUFFIX = ".bib"
MEDIA_TYPE = "application/x-bibtex"

MACROS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The months as macros of every standard style (BibTeXing 3.2, month)."""


def render_work(work: Work, context: ExportContext) -> str:
    """Give one work as an entry, with the end of its last line."""
    return str(_Entry(work, context))


def render_document(
    works: Sequence[Work], entries: Iterable[str], context: ExportContext
) -> Iterator[str]:
    """Give the entries with a blank line between two of them."""
    blank = ""
    for each in entries:
        yield blank + each
        blank = "\n"
    in_words.lose_names(works, context, "BibTeX holds one form of a name")


class _Entry(Entry):
    """An entry of the standard styles."""

    FIELDS = (
        *(
            "author",
            "editor",
            "translator",
            "title",
            "shorttitle",
            "sorttitle",
            "journal",
            "booktitle",
            "howpublished",
        ),
        *(
            "institution",
            "school",
            "publisher",
            "address",
            "edition",
            "series",
            "volume",
            "number",
            "pages",
        ),
        *(
            "year",
            "month",
            "day",
            "endyear",
            "endmonth",
            "endday",
            "type",
            "entrysubtype",
            "isbn",
            "issn",
            "doi",
        ),
        *("url", "urldate", "langid", "language", "keywords", "abstract", "note", "annote", "key"),
    )
    NAMES = frozenset({"author", "editor", "translator"})
    LISTS = NAMES | {"publisher", "institution", "school", "address"}
    ANNOTATION = "annote"
    LONE_PUBLISHER = "BibTeX holds one publisher; this one is in the note"

    def finish(self) -> None:
        """Say what the styles sort by where there is no name (BibTeXing 3.2, key)."""
        super().finish()
        if "author" not in self.fields and not (self.type == "book" and "editor" in self.fields):
            self.put("key", self.work.id)

    def value(self, field: str) -> str:
        """Give the values of a field in braces; a month is a macro."""
        return self.fields[field][0] if field == "month" else super().value(field)

    def field_of(self, role: str) -> str:
        """Give the field for a role. A book has an author or an editor, not both (BibTeXing 3.1, book)."""
        roles = (
            self.context.crosswalk.target("role", each.role) for each in self.work.contributions
        )
        return (
            ""
            if self.type == "book" and role == "editor" and "author" in roles
            else super().field_of(role)
        )

    def dates(self) -> None:
        """Put the date of publication, or else of making, into year, month and day (BibTeXing 3.2, year)."""
        if status := self.work.plain("status"):
            self.notes.append(self.context.crosswalk.target("status", status))
        dates = [("Date", self.work.issued), ("Created", self.work.date("created"))]
        known = [(label, date) for label, date in dates if date]
        for place, (label, date) in enumerate(known):
            if place == 0:
                self._calendar(date)
            if place > 0 or not date.exact or "year" not in self.fields:
                self.notes.append(f"{label}: {escape(in_words.said(date))}")

    def _calendar(self, date: Date) -> None:
        for point, before in ((date.start, ""), (date.end if date.interval else None, "end")):
            year, month, day = (*(point.calendar if point else ()), 0, 0, 0)[:3]
            if year <= 0 or (before and "year" not in self.fields):
                continue
            self.put(f"{before}year", str(year))
            self.put(
                f"{before}month", (str(month) if before else MACROS[month - 1]) if month else ""
            )
            self.put(f"{before}day", str(day) if day else "")

    def versions(self) -> None:
        """Say of what the work is a translation, and in which other languages it was published."""
        if self.work.translation_of:
            titles, language, issued = self.version(self.work.translation_of)
            self.note(
                f"Translation of {titles or 'a work'}", f"in {language}" if language else "", issued
            )
        self.say_editions()
