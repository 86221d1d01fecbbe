"""The items of CSL 1.0.2 (csl-data.json), as CSL-JSON and CSL-YAML have them.

What has no variable is a sentence of the `note`, or of the annotation (`annote`), which styles do not print. The format
`csl-json` says for its users what stands where, and why.
"""

from __future__ import annotations

import re
from typing import Any

from exporter.export import notes as in_words
from exporter.export.context import ExportContext
from exporter.model.agent import Agent, Name
from exporter.model.date import Date, Point
from exporter.model.text import Text, is_reading
from exporter.model.vocabularies import vocabulary
from exporter.model.work import Relation, Work
from exporter.records.document import Pointer

VARIABLES = (
    *(
        "id",
        "type",
        "language",
        "title",
        "title-short",
        "author",
        "editor",
        "translator",
        "compiler",
        "composer",
    ),
    *(
        "contributor",
        "curator",
        "director",
        "editorial-director",
        "host",
        "illustrator",
        "interviewer",
        "narrator",
    ),
    *(
        "organizer",
        "performer",
        "producer",
        "recipient",
        "container-title",
        "collection-title",
        "collection-number",
    ),
    *(
        "publisher",
        "publisher-place",
        "edition",
        "genre",
        "status",
        "issued",
        "event-date",
        "event-place",
        "volume",
    ),
    *(
        "issue",
        "page",
        "ISBN",
        "ISSN",
        "DOI",
        "URL",
        "accessed",
        "original-title",
        "original-date",
        "abstract",
    ),
    *("keyword", "note", "annote"),
)
"""The variables, in the order in which an item has them."""

TEXTS = (
    *(
        "short_title",
        "container_title",
        "series",
        "place",
        "genre",
        "location",
        "abstract",
        "caption",
    ),
    *("edition", "series_number", "volume", "issue", "pages", "url"),
)
"""Fields of one text that go as they are into the variable that the table names."""

BETWEEN = {"publisher": "; ", "keyword": "; ", "note": " ", "annote": " ", "abstract": " "}
"""What parts the values of a variable that holds several."""

PARTS = ("family", "given", "dropping_particle", "non_dropping_particle", "suffix")

MARKUP = re.compile(r"<(?=/?(?:i|b|sc|sub|sup|span)\b)", re.IGNORECASE)
"""The tags that processors read as rich text (CSL-JSON, "HTML-like formatting tags"; citeproc-js, Citeproc Markup)."""

LONE_NAME = "CSL holds one form of a name"
"""Why the other forms of a name are lost."""

DATA = re.compile(r"[\w.-]+(?: [\w.-]+){0,2}:")
"""How a line begins that Zotero or citeproc-js may take for a variable (citeproc-js, Cheater Syntax; Zotero, Extra)."""


def item(work: Work, context: ExportContext) -> dict[str, Any]:
    """Give one work as an item of CSL, in plain data."""
    return _Item(work, context).made()


class _Item:
    """One item as it is made: what stands in each variable."""

    def __init__(self, work: Work, context: ExportContext) -> None:
        self.work = work
        self.context = context
        self.table = context.crosswalk
        self.values: dict[str, list[str]] = {}
        self.names: dict[str, list[dict[str, str]]] = {}
        self.dates: dict[str, dict[str, Any]] = {}
        self.say("id", work.id)
        self.put("type", self.table.target("type", work.type))
        if work.language != "und":
            self.say("language", work.language)
        self._title()
        self._contributors()
        self._publishers()
        self._texts()
        self._dates()
        self._versions()
        self._subjects()
        self._notes()

    def made(self) -> dict[str, Any]:
        """Give the item as plain data."""
        joined = {
            variable: BETWEEN.get(variable, "; ").join(values)
            for variable, values in self.values.items()
        }
        everything = joined | self.names | self.dates
        return {
            variable: everything[variable] for variable in sorted(everything, key=VARIABLES.index)
        }

    def put(self, variable: str, value: str) -> None:
        """Add a value to a variable; an empty one is no value."""
        if value:
            self.values.setdefault(variable, []).append(value)

    def say(self, term: str, value: str) -> None:
        """Put the value of a field into the variable that the table names."""
        self.put(self.table.target("work", term), value)

    def note(self, *words: str) -> None:
        """Add a sentence to the note, its parts joined by commas."""
        said = in_words.sentence(*words).replace(
            "{:", "{ :"
        )  # citeproc-js reads `{:issued: 2001}` anywhere
        self.put("note", said)

    def annotate(self, words: str) -> None:
        """Add a sentence to the annotation, which styles do not print; no words are none."""
        if words:
            self.put("annote", plain(in_words.sentence(words)))

    def one(self, name: str, text: Text) -> str:
        """Give the form of a text that is printed, and put the others into the annotation."""
        self.annotate(in_words.other_forms(name, text, self.context))
        return plain(self.context.text(text))

    def _name(self, agent: Agent) -> Name:
        return self.context.name(agent, self.work)

    def _title(self) -> None:
        title, devised = self.work.title, self.work.devised
        proper = self.context.tag(title)
        others = []
        for tag, form in title:
            text = plain(f"[{form}]" if devised else form)
            if tag == proper:
                self.say("title", text)
            elif is_reading(tag):
                self.annotate(f"Reading of a title: {form}")
            else:
                others.append(text)
        if others:
            self.note(f"Also titled {'; '.join(others)}")

    def _contributors(self) -> None:
        for place, each in enumerate(self.work.contributions):
            row = self.table.row("role", each.role)
            name = self._name(each.agent)
            if row.match == "broad":
                self.context.weaken(
                    self.work, ("contributors", place, "role"), each.role, f"only as {row.target}"
                )
            if row.target == "note":
                self.note(f"{each.role.capitalize()} {plain(str(name))}")
            elif row.target in BETWEEN:
                self.put(row.target, plain(str(name)))
            else:
                self.names.setdefault(row.target, []).append(
                    parted(name, person=each.agent.is_person)
                )

    def _publishers(self) -> None:
        for agent in self.work.publishers:
            self.say("publisher", plain(str(self._name(agent))))
        for place, statement in enumerate(self.work.disputed):
            bearer, value = statement.agent, statement.value
            name = plain(str(self._name(bearer)) if bearer else self.context.text(value))
            if place == 0:
                self.say("publisher", name)
                continue
            self.note(f"Publisher also printed as {name}")
            for pointer in statement.pointers:
                self.context.weaken(
                    self.work, pointer, name, "CSL holds one publisher; this one is in the note"
                )
        if self.work.type == "article-newspaper" and "container_title" not in self.work.data:
            # the report of a news agency, which styles print only as the container (Zotero: Publication)
            for name in self.values.get("publisher", ()):
                self.put("container-title", name)

    def _texts(self) -> None:
        for field in TEXTS:
            if field in self.work.data:
                text = self.work.text(field)
                self.say(field, self.one(in_words.label(field), text) if text else "")
        if status := self.work.plain("status"):
            self.say("status", self.table.target("status", status))
        for scheme, number in self.work.identifiers.items():
            variable = self.table.target("scheme", scheme)
            if variable == "note":
                self.note(f"{vocabulary('schemes').get(scheme, {}).get('label', scheme)} {number}")
            else:
                self.put(variable, number)

    def _dates(self) -> None:
        for field in ("issued", "created", "accessed"):
            if date := self.work.date(field):
                self._date(self.table.target("work", field), (field,), date)

    def _date(self, variable: str, pointer: Pointer, date: Date) -> None:
        made = dated(date)
        if made:
            self.dates[variable] = made
        else:
            self.note(f"Date {date} (EDTF)")
        if reason := _weakened(date, made):
            self.context.weaken(self.work, pointer, date, reason)

    def _versions(self) -> None:
        if original := self.work.translation_of:
            proper, *others = self._titles(original) or [""]
            self.put("original-title", proper)
            if others:
                self.note(f"Original also titled {'; '.join(others)}")
            if original.language:
                self.note(f"Translated from {_language(original.language)}")
            if original.issued:
                self._date("original-date", ("translation_of", "issued"), original.issued)
        for edition in self.work.language_editions:
            titles = self._titles(edition)
            language = _language(edition.language) if edition.language else "another language"
            self.note(f"Edition in {language}", " = ".join(titles), str(edition.issued or ""))

    def _titles(self, version: Relation) -> list[str]:
        """Give the titles of an original or an edition, the one to be printed first."""
        titles: list[str] = []
        proper = self.context.tag(version.title) if version.title else ""
        for tag, form in sorted(version.title or (), key=lambda each: each[0] != proper):
            if is_reading(tag):
                self.annotate(f"Reading of a title: {form}")
            else:
                titles.append(plain(form))
        if version.work and titles:
            self.annotate(f"{titles[0]} is {in_words.related(version.work, self.context)}")
        elif version.work:
            titles = [plain(self.context.text(self.context.catalogue.works[version.work].title))]
        return titles

    def _subjects(self) -> None:
        for agent in self.work.about:
            self.say("about", plain(str(self._name(agent))))
        for text in self.work.texts("keywords"):
            self.say("keywords", self.one("Keyword", text))

    def _notes(self) -> None:
        if credit := self.work.plain("credit"):
            self.note(f"Credit line “{plain(credit)}”")
        if rights := self.work.text("rights"):
            self.note(f"Rights “{self.one('Rights', rights)}”")
        for note in self.work.texts("notes"):
            said = self.one("Note", note)
            self.note(f"“{said}”" if DATA.match(said) else said)
        for words in in_words.contents(self.work, self.context):
            self.annotate(words)


def plain(text: str) -> str:
    """Give a text on one line that no processor takes for markup."""
    return MARKUP.sub("<\u2060", re.sub(r"[ \t\r\n\f\v]+", " ", text))


def parted(name: Name, *, person: bool) -> dict[str, str]:
    """Give a name in the parts that it has; in one, if it is an organisation's or is not taken apart.

    Source: csl-data.json 1.0.2, name-variable; CSL 1.0.2, Names.
    """
    if not person or name.literal:
        return {"literal": plain(str(name))}
    return {
        part.replace("_", "-"): plain(getattr(name, part)) for part in PARTS if getattr(name, part)
    }


def dated(date: Date) -> dict[str, Any]:
    """Give a date in its parts; empty where no year is known.

    Source: csl-data.json 1.0.2, date-variable; `[0]` for an open end as pandoc and citeproc-js read it. What is no
    date of the calendar and no interval (a set, the year 0) is `literal`. Both ends of an interval are equally exact:
    citeproc-js sets nothing where one of them has a month or a day more (“element mismatch in date range input”),
    and an open end has none.
    """
    first, last = _point(date.start), _point(date.end, last=True)
    if (date.start is None and date.end is None) or [0] in (first[:1], last[:1]):
        return {"literal": date.written}
    if not first and not last:
        return {}
    first, last = first or [0], last or [0]
    exact = min(len(first), len(last))
    first, last = first[:exact], last[:exact]
    made: dict[str, Any] = {"date-parts": [first] if first == last else [first, last]}
    if date.start and date.start.season and not date.interval:
        made["season"] = date.start.season
    if date.approximate or date.uncertain or _is_span(date.start) or _is_span(date.end):
        made["circa"] = True
    return made


def _point(point: Point | None, *, last: bool = False) -> list[int]:
    """Give the known parts of a point; of a span of years (`199X`) its first year, or its last."""
    if point is None or point.year is None:
        return []
    return list(point.calendar) or [
        point.last_year if last and point.last_year is not None else point.year
    ]


def _is_span(point: Point | None) -> bool:
    return bool(point and point.year is not None and not point.calendar)


def _weakened(date: Date, made: dict[str, Any]) -> str:
    """Say what CSL does not say of a date; empty where it says all."""
    if not made:
        return "CSL has no date without a year; it stands in the note"
    if "literal" in made:
        return "CSL prints it as it is and cannot sort by it"
    points = [point for point in (date.start, date.end) if point]
    if any(point.unspecified for point in points):
        return "CSL knows no unspecified digits"
    if any(
        point.month and point.month > 12 and (date.interval or not point.season) for point in points
    ):
        return "CSL knows the four seasons only, and none in an interval"
    if len({len(point.calendar) if point else 1 for point in (date.start, date.end)}) > 1:
        return "an interval has two ends that are equally exact, for citeproc-js sets no other"
    if date.uncertain:
        return "CSL has one mark, circa, for uncertain and approximate"
    if date.interval and not (date.start and date.end) and ".." not in date.written:
        return "CSL does not tell an unknown end from an open one"
    return ""


def _language(tag: str) -> str:
    """Give the English name of a language; with the tag, where that says more."""
    label = vocabulary("languages").get(tag.split("-")[0], {}).get("label", "")
    return label if label and "-" not in tag else f"{label} ({tag})" if label else tag
