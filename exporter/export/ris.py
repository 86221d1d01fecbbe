"""RIS, for Zotero, EndNote, Mendeley, JabRef and all others that read `.ris` files.

Each line is a tag of two characters, two spaces, a hyphen, a space and a value, and ends with carriage return and line
feed; a record runs from `TY` to `ER` (RIS Format Specifications, Research Information Systems, 2001 and 2012). The text
is UTF-8 without a byte order mark, which would hide the first `TY` from most readers.

- What a tag means depends on the type of the record: `T2` is the newspaper of a `NEWS` and the series of a `BOOK`, `SN`
  an ISBN, an ISSN or the number of a report. Which statement stands where is in the table (rows `tag`); what has no tag
  of its own is a note, `N1`, with its name before it. So are the other forms of a text in several languages.
- A value is one line: line breaks become spaces. Nothing in it can begin a new field.
- A name is `Family, Given, Suffix`, the particle before the family name. Any comma parts a name, so one inside a part,
  or in the name of an organisation, is left out, and a note gives the name in full. An asterisk is forbidden in names,
  keywords and the titles of periodicals (Specifications 2001); the sign ∗ stands for it.
- `PY` is the year alone and `DA` is `YYYY/MM/DD/other` with all its slashes. Of a date that is more or less than a
  plain one they hold what is certain, and a note all of it in words.
- RIS has no markup: italic words and superscripts are plain.
- A title in square brackets is the cataloguer's own, for a work that prints none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from exporter.export.broadcast import heard
from exporter.export.citation.lone_names import note_lone_names
from exporter.export.citation.places import places
from exporter.export.citation.statements import listed
from exporter.export.citation.titles import titles
from exporter.export.citation.writer import CitationWriter, separated
from exporter.export.context import ExportContext
from exporter.export.date_words import SEASONS
from exporter.export.field_words import sentence, type_words
from exporter.export.reference import PAGE_RANGE
from exporter.model.agent import Agent, Name, join_particle
from exporter.model.date import Date
from exporter.model.markup import strip
from exporter.model.text import Text
from exporter.model.work import Work
from exporter.records.document import Pointer

SUFFIX = ".ris"
MEDIA_TYPE = "application/x-research-info-systems"

TAGS = (
    *("TY", "ID", "TI", "ST", "AU", "A2", "A3", "A4", "AD", "T2", "J2", "T3", "C3", "PY", "DA"),
    *("ET", "C1", "CY", "PB", "VL", "NV", "IS", "SE", "C7", "SP", "EP", "M1", "SV", "M3", "SN"),
    *("DO", "UR", "Y2", "LA", "DB", "AN", "CN", "RI", "CA", "AB", "KW", "N1", "ER"),
)
"""All tags, in the order in which a record has them."""

NOTE = "N1"
NAME_TAGS = frozenset({"AU", "A2", "A3", "A4"})
_REPEATED = frozenset({*NAME_TAGS, "AD", "KW", NOTE})
"""Tags that a record may have several times."""

STARLESS = frozenset({*NAME_TAGS, "T2", "T3", "J2", "KW"})
"""Where no asterisk may stand (Specifications 2001: authors, periodical names, keywords)."""

BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
"""All that some reader takes for the end of a line, and the tabulator."""

_LAST_YEAR = 9999

_LONE_NAME = "RIS holds one form of a name"
"""Why the other forms of a name are lost."""


def render_work(work: Work, context: ExportContext) -> str:
    """Return one work as a record, from `TY` to `ER`."""
    record = RisRecord(work, context)
    record.write_statements()
    note_lone_names(work, context, _LONE_NAME)
    return str(record)


def render_document(
    works: Sequence[Work],  # noqa: ARG001
    entries: Iterable[str],
    context: ExportContext,  # noqa: ARG001
) -> Iterator[str]:
    """Yield the records with a blank line between two of them."""
    yield from separated(entries, "\r\n")


class RisRecord(CitationWriter):
    """One record as it is made: its values by tag."""

    def __init__(self, work: Work, context: ExportContext) -> None:
        super().__init__(work, context, strip)
        self.values: dict[str, list[str]] = {}
        self._keywords: set[str] = set()
        self.type = self.table.target("type", work.type)
        if heard(work) and self.type == "ADVS":
            self.type = "SOUND"
        self.places = dict(places(self.table, "tag", ("*", self.type)))
        if self.type == "ART" and not work.text("medium"):
            self.places["genre"] = "M3"
        if work.text("authority") and self.places.get("authority") in {"PB", "A2"}:
            self.places["publisher"] = (
                "N1"  # readers take the first value for the court, or the office
            )

    def __str__(self) -> str:
        """Return the record with the end of its last line."""
        values = {"TY": [self.type], "ID": [self.work.id], **self.values, "ER": [""]}
        lines = []
        for tag in TAGS:
            lines += [f"{tag}  - {value}\r\n" for value in values.get(tag, ())]
        return "".join(lines)

    def put(self, place: str, words: str) -> None:
        """Add a line; an empty value is none, and publishers are one value."""
        line = BREAKS.sub(" ", words).strip()
        if not line:
            return
        if place in STARLESS:
            line = line.replace("*", "∗")
        if place == "KW":
            if line in self._keywords:
                return  # a term may be of several vocabularies
            self._keywords.add(line)
        values = self.values.setdefault(place, [])
        if values and place not in _REPEATED:
            values[0] = f"{values[0]}; {line}"
        else:
            values.append(line)

    def state_at(self, place: str, words: str, label: str) -> None:
        """Put words at a place; a second value of a tag that a record has once is a note."""
        is_full = place in self.values and place not in {*_REPEATED, "PB"}
        is_full = is_full or bool(place and place not in TAGS)
        super().state_at(NOTE if is_full else place, words, label)

    def note(self, words: str) -> None:
        """Add a note, as a sentence."""
        self.put(NOTE, sentence(words))

    def put_name(self, field: str, agent: Agent) -> None:
        """Add a name; if a comma had to be left out of it, a note has it in full."""
        whole = self.words.name(agent)
        if field not in NAME_TAGS:
            self.put(field, whole)
            return
        self.put(field, ris_name(self.context.name(agent, self.work)))
        if "," in whole:
            self.note(f"Name in full: {whole}")

    def put_date(self, place: str, date: Date, pointer: Pointer, label: str) -> None:  # noqa: ARG002 - a note has all of the date
        """Add what is certain of a date, and all of it to a note if that is not all."""
        written = "" if place in self.values else ris_date(date)
        self.put(place, written[:4] if place == "PY" else written)
        if place == "PY":
            self.put("DA", written)
        if not (written and date.exact):
            self.note(f"{label}: {self.words.date(date)}")

    def put_titles(self) -> None:
        """Add the title, and its other forms in a note."""
        found = titles(self.work, self.context)
        self.put("TI", strip(found.printed.words))
        others = [strip(each.words) for each in (*found.others, *found.readings)]
        if others:
            self.note(f"Title (other forms): {listed(others)}")

    def container(self) -> None:
        """Say in what the work appeared, and the abbreviated title of that."""
        super().container()
        host = self.host.work if self.host else None
        short = host.text("abbreviated_title") if host else None
        if short and self.has_field("container_title"):
            self.put("J2", self.words.text(short))

    def genre(self) -> None:
        """Say of what sort the work is, and of what type if the type of the record says less."""
        super().genre()
        if self.table.row("type", self.work.type).match == "broad":
            self.note(f"Type: {type_words(self.work)}")

    def field(self, field: str) -> None:
        """Put what one field says where its row says; pages are taken apart, and an extent in pages is a number."""
        if field == "pages":
            self.put_pages(self.work.plain("pages"))
        elif field == "extent":
            self.put_extent()
        else:
            super().field(field)

    def put_pages(self, pages: str) -> None:
        """Add the first and the last page."""
        between = PAGE_RANGE.fullmatch(pages)
        if between and self.has_field("pages"):
            self.put("SP", between[1])
            self.put("EP", between[2])
        else:
            self.state("pages", pages)

    def put_extent(self) -> None:
        """Add the number of pages, or the extent in words."""
        for count, words in self.extents():
            if count and self.has_field("extent"):
                self.state("extent", count)
            else:
                self.note(f"{self.label('extent')}: {words}")

    def languages(self) -> None:
        """Add the language of the work, as a tag; other languages are named in the note."""
        for number, tag in enumerate(self.work.languages):
            if number > 0:
                self.note(f"Also in {self.words.language(tag)}")
            elif tag != "und":
                self.state("language", tag)

    def keyword(self, text: Text) -> None:
        """Add a keyword in all its forms."""
        for _, form in text:
            self.put("KW", strip(form))


def ris_name(name: Name) -> str:
    """Return a name as RIS parts it: `van Gogh, Vincent Willem, Jr.`; an organisation has no comma.

    Source: RIS Format Specifications 2001, authors: `Lastname, Firstname, Suffix`.
    """
    family = join_particle(name.dropping_particle, name.family_with_particle)
    suffix = " ".join(filter(None, (name.numeration, name.suffix)))
    parts = [name.literal or family, name.given, suffix]
    if suffix and not name.given:
        parts = [f"{family} {suffix}"]
    return ", ".join(filter(None, (re.sub(" *, *", " ", part).strip() for part in parts)))


def ris_date(date: Date) -> str:
    """Return what is certain of a date as `YYYY/MM/DD/other`, all slashes kept; empty if the year is not known.

    Source: RIS Format Specifications 2001, PY and Y2; 2012, DA.
    """
    point = None if date.members else date.start
    year, month, day = (*(point.calendar if point else ()), 0, 0, 0)[:3]
    if point is None or not 0 < year <= _LAST_YEAR:
        return ""
    other = "circa" if date.approximate else ""
    if point.season:
        other = SEASONS[point.season - 1]
    months = f"{month:02d}" if month else ""
    days = f"{day:02d}" if day else ""
    return f"{year:04d}/{months}/{days}/{other}"
