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
  plain one they hold what is certain, and a note all of it, in EDTF.
- A title in square brackets is the cataloguer's own, for a work that prints none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from exporter.export import notes as in_words
from exporter.export.context import ExportContext
from exporter.model.agent import Name
from exporter.model.date import Date
from exporter.model.vocabularies import schemes, vocabulary
from exporter.model.work import Work

SUFFIX = ".ris"
MEDIA_TYPE = "application/x-research-info-systems"

TAGS = (
    *(
        "TY",
        "ID",
        "TI",
        "ST",
        "AU",
        "A2",
        "A3",
        "A4",
        "T2",
        "T3",
        "C3",
        "PY",
        "DA",
        "ET",
        "C1",
        "CY",
        "PB",
    ),
    *("VL", "IS", "SP", "EP", "M1", "M3", "SN", "DO", "UR", "Y2", "LA", "AB", "KW", "N1", "ER"),
)
"""All tags, in the order in which a record has them."""

NOTE = "N1"
STARLESS = frozenset({"AU", "A2", "A3", "A4", "T2", "T3", "KW"})
"""Where no asterisk may stand (Specifications 2001: authors, periodical names, keywords)."""

BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
"""All that some reader takes for the end of a line, and the tabulator."""

PAGES = re.compile(r"(\w+)[-–](\w+)")
SEASONS = ("spring", "summer", "autumn", "winter")


def render_work(work: Work, context: ExportContext) -> str:
    """Give one work as a record, from `TY` to `ER`."""
    return str(_Record(work, context))


def render_document(
    works: Sequence[Work], entries: Iterable[str], context: ExportContext
) -> Iterator[str]:
    """Give the records with a blank line between two of them."""
    blank = ""
    for each in entries:
        yield blank + each
        blank = "\r\n"
    in_words.lose_names(works, context, "RIS holds one form of a name")


class _Record:
    """One record as it is made: its values by tag."""

    def __init__(self, work: Work, context: ExportContext) -> None:
        self.work = work
        self.context = context
        self.values: dict[str, list[str]] = {}
        self.type = context.crosswalk.target("type", work.type)
        self.tags = _tags(self.type, context)
        self._titles()
        self._contributors()
        self._publishers()
        self._dates()
        self._numbers()
        self._subjects()
        self._remarks()

    def __str__(self) -> str:
        """Print the record."""
        values = {"TY": [self.type], "ID": [self.work.id], **self.values, "ER": [""]}
        lines = (
            f"{tag}  - {value}\r\n"
            for tag in sorted(values, key=TAGS.index)
            for value in values[tag]
        )
        return "".join(lines)

    def put(self, tag: str, value: str) -> None:
        """Add a line; an empty value is none."""
        one_line = BREAKS.sub(" ", value).strip()
        if one_line:
            self.values.setdefault(tag, []).append(
                one_line.replace("*", "∗") if tag in STARLESS else one_line
            )

    def note(self, words: str) -> None:
        """Add a note of our own, as a sentence; no words are no note."""
        if words:
            self.put(NOTE, in_words.sentence(words))

    def say(self, term: str, value: str, name: str = "") -> None:
        """Put a value where this type of record has a tag for it, or else into a note, with its name."""
        tag = self.tags.get(term, NOTE)
        if tag != NOTE:
            self.put(tag, value)
        elif value:
            self.note(f"{name or in_words.label(term)}: {value}")

    def text(self, term: str, name: str = "") -> None:
        """Put the printed form of a text where it belongs, and the others into a note."""
        if text := self.work.text(term):
            self.say(term, self.context.text(text), name)
            self.note(in_words.other_forms(in_words.label(term), text, self.context))

    def _titles(self) -> None:
        title = self.context.text(self.work.title)
        self.put("TI", f"[{title}]" if self.work.devised else title)
        self.note(in_words.other_forms("Title", self.work.title, self.context))
        self.text("short_title")
        self.text("container_title", "In")

    def _contributors(self) -> None:
        unplaced: dict[str, list[str]] = {}
        for place, each in enumerate(self.work.contributions):
            row = self.context.crosswalk.row("role", each.role)
            tag = self.tags.get(each.role) or self.tags.get(row.target, row.target)
            name = self.context.name(each.agent, self.work)
            if row.match == "broad":
                self.context.weaken(
                    self.work, ("contributors", place, "role"), each.role, f"only as {row.target}"
                )
            if tag == NOTE:
                unplaced.setdefault(each.role, []).append(str(name))
            elif tag in {"PB", "KW"}:
                self.put(tag, str(name))
            else:
                self.put(tag, parted(name))
                if "," in str(name):
                    self.note(f"Name in full: {name}")
        for role, names in unplaced.items():
            self.note(f"{in_words.label(role)}: {'; '.join(names)}")

    def _publishers(self) -> None:
        """Put those who published it together into one value, of those who are disputed the first."""
        named = self.values.pop("PB", [])  # a broadcaster
        named += [str(self.context.name(agent, self.work)) for agent in self.work.publishers]
        self.say("publisher", "; ".join(named))
        for place, statement in enumerate(self.work.disputed):
            bearer, value = statement.agent, statement.value
            name = str(self.context.name(bearer, self.work)) if bearer else self.context.text(value)
            if place == 0 and not named:
                self.say("publisher", name)
                continue
            self.note(f"Publisher also printed as {name}")
            for pointer in statement.pointers:
                self.context.weaken(
                    self.work, pointer, name, "RIS holds one publisher; this one is in a note"
                )
        self.text("place")
        self.say("edition", self.work.plain("edition"))

    def _dates(self) -> None:
        """Put the date of publication, or else of making, into PY and DA."""
        if status := self.work.plain("status"):
            self.note(self.context.crosswalk.target("status", status))
        dates = [("Date", self.work.issued), ("Created", self.work.date("created"))]
        known = [(name, date) for name, date in dates if date]
        for place, (name, date) in enumerate(known):
            written = calendar(date) if place == 0 else ""
            self.put("PY", written[:4])
            self.put("DA", written)
            if not (written and date.exact):
                self.note(in_words.edtf(name, date))
        if accessed := self.work.date("accessed"):
            if accessed.exact:
                self.say("accessed", calendar(accessed))
            else:
                self.note(in_words.edtf("Accessed", accessed))

    def _numbers(self) -> None:
        self.text("series")
        self.say("series_number", self.work.plain("series_number"), "Number in the series")
        self.say("volume", self.work.plain("volume"))
        self.say("issue", self.work.plain("issue"))
        pages = self.work.plain("pages")
        between = PAGES.fullmatch(pages) if self.tags["pages"] != NOTE else None
        self.say("pages", between[1] if between else pages)
        self.put("EP", between[2] if between else "")
        for scheme, number in self.work.identifiers.items():
            self.say(scheme, number, schemes.label(scheme))
        self.say("url", self.work.plain("url"))
        self.text("genre")
        if self.context.crosswalk.row("type", self.work.type).match == "broad":
            self.note(f"Type: {vocabulary('types')[self.work.type]['label']}")
        if self.work.language != "und":
            self.say("language", self.work.language)

    def _subjects(self) -> None:
        self.text("abstract")
        for agent in self.work.about:
            self.put("KW", str(self.context.name(agent, self.work)))
        for text in self.work.texts("keywords"):
            for _, form in text:
                self.put("KW", form)

    def _remarks(self) -> None:
        for term in ("location", "caption", "credit", "rights"):
            self.text(term)
        for words in (
            *in_words.versions(self.work, self.context),
            *in_words.contents(self.work, self.context),
        ):
            self.note(words)
        for note in self.work.texts("notes"):
            for _, form in note:
                self.put(NOTE, form)


def _tags(record_type: str, context: ExportContext) -> Mapping[str, str]:
    """Give the tag of each statement in a type of record, as the rows `tag` say."""
    words = " ".join(context.crosswalk.target("tag", each) for each in ("*", record_type))
    return {term: target for term, _, target in (word.partition("=") for word in words.split())}


def parted(name: Name) -> str:
    """Give a name as RIS parts it: `van Gogh, Vincent Willem, Jr.`; an organisation has no comma.

    Source: RIS Format Specifications 2001, authors: `Lastname, Firstname, Suffix`.
    """
    family = " ".join(
        filter(None, (name.dropping_particle, name.non_dropping_particle, name.family))
    )
    parts = [name.literal or family, name.given, name.suffix]
    if name.suffix and not name.given:
        parts = [f"{family} {name.suffix}"]
    return ", ".join(filter(None, (re.sub(" *, *", " ", part).strip() for part in parts)))


def calendar(date: Date) -> str:
    """Give what is certain of a date as `YYYY/MM/DD/other`, all slashes kept; empty where the year is not known.

    Source: RIS Format Specifications 2001, PY and Y2; 2012, DA.
    """
    point = date.start
    year, month, day = (*(point.calendar if point else ()), 0, 0, 0)[:3]
    if point is None or not 0 < year <= 9999:
        return ""
    other = SEASONS[point.season - 1] if point.season else "circa" if date.approximate else ""
    return f"{year:04d}/{f'{month:02d}' if month else ''}/{f'{day:02d}' if day else ''}/{other}"
