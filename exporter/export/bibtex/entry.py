"""One entry as it is made: its fields, and the sentences of its note."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import ClassVar

from exporter.export import notes as in_words
from exporter.export.bibtex.latex import escape, verbatim
from exporter.export.bibtex.names import APART, braced, written
from exporter.export.bibtex.titles import known_names, protected
from exporter.export.context import ExportContext
from exporter.model.agent import Agent
from exporter.model.date import Date
from exporter.model.text import Text, is_reading
from exporter.model.vocabularies import vocabulary
from exporter.model.vocabularies.languages import in_latex
from exporter.model.work import Relation, Work


class Entry:
    """What BibTeX and BibLaTeX have alike. A format says which fields there are, and what it writes otherwise."""

    FIELDS: ClassVar[Sequence[str]]
    """All fields, in the order in which an entry has them."""
    LISTS: ClassVar[frozenset[str]]
    """Fields whose values are parted by `and`: names, publishers, places (biblatex manual 2.2.1)."""
    NAMES: ClassVar[frozenset[str]]
    """Those of them that hold names, which are taken apart."""
    ANNOTATION: ClassVar[str]
    """The field of what only styles for annotated bibliographies print."""
    LONE_PUBLISHER: ClassVar[str]
    """Why the second of two publishers who are disputed is lost."""

    def __init__(self, work: Work, context: ExportContext) -> None:
        self.work = work
        self.context = context
        self.fields: dict[str, list[str]] = {}
        self.notes: list[str] = []
        self.annotations: list[str] = []
        self.type, self.subtype = self.kind(
            *context.crosswalk.target("type", work.type).partition("/")[::2]
        )
        self.places = self.placed(self.type)
        self.title()
        self.say_text("container_title", "In")
        self.contributors()
        self.publishers()
        self.dates()
        self.genre()
        self.numbers()
        self.series()
        self.languages()
        self.subjects()
        self.versions()
        self.remarks()

    def __str__(self) -> str:
        """Print the entry, with the end of its last line."""
        self.finish()
        lines = [
            f"  {field} = {self.value(field)},\n" for field in sorted(self.fields, key=self.order)
        ]
        return f"@{self.type}{{{self.work.id},\n{''.join(lines)}}}\n"

    def finish(self) -> None:
        """Put the note and the annotation together."""
        if self.notes:
            self.put("note", " ".join(map(in_words.sentence, self.notes)))
        self.put(self.ANNOTATION, " ".join(self.annotations))

    def value(self, field: str) -> str:
        """Give the values of a field in braces."""
        between = (
            " and " if self.stem(field) in self.LISTS else " " if field == "abstract" else ", "
        )
        return braced(between.join(self.fields[field]))

    def order(self, field: str) -> tuple[int, str]:
        """Give the place of a field in the entry."""
        return self.FIELDS.index(self.stem(field)), field

    def stem(self, field: str) -> str:
        """Give the field in `FIELDS` of which this is a form."""
        return field

    def kind(self, entry_type: str, subtype: str) -> tuple[str, str]:
        """Give the type of the entry and its subtype, where the table says `entry_type`, which may demand too much."""
        return ("misc", "") if self.is_homeless(entry_type) else (entry_type, subtype)

    def is_homeless(self, entry_type: str) -> bool:
        """Tell whether this type demands to say where the work appeared, and nobody knows that.

        So it is with the report of a news agency; `journal` and `booktitle` are required (BibTeXing 3.1).
        """
        demanded = self.placed(entry_type).get("container_title") in {
            "journal",
            "journaltitle",
            "booktitle",
        }
        return demanded and "container_title" not in self.work.data

    def placed(self, entry_type: str) -> Mapping[str, str]:
        """Give the field of each statement in a type of entry; what is not in it has none (the table, rows `entry`)."""
        return _placed(
            *(self.context.crosswalk.target("entry", each) for each in ("*", entry_type))
        )

    def put(self, field: str, value: str) -> None:
        """Add a value to a field; an empty one is no value. In a list, one that has `and` in it is braced."""
        if value:
            item = self.stem(field) in self.LISTS - self.NAMES and APART.search(value)
            self.fields.setdefault(field, []).append(braced(value, item))

    def say(self, term: str, value: str, label: str = "") -> None:
        """Put a value where this type of entry has a field for it, or else into the note, with its name."""
        if term in self.places:
            self.put(self.places[term], value)
        elif value:
            self.notes.append(f"{label or in_words.label(term)}: {value}")

    def say_text(self, term: str, label: str = "") -> None:
        """Put the printed form of a field of the record into its field, or into the note."""
        if text := self.work.text(term):
            self.say(term, self.one(in_words.label(term), text, self.places.get(term, "")), label)

    def annotate(self, words: str) -> None:
        """Add a sentence to the annotation, which the standard styles do not print; no words are none."""
        if words:
            self.annotations.append(escape(in_words.sentence(words)))

    def one(self, name: str, text: Text, field: str = "") -> str:  # noqa: ARG002 - where there is one field a script
        """Give the form of a text that is printed in `field`, and put the others into the annotation."""
        self.annotate(in_words.other_forms(name, text, self.context))
        return escape(self.context.text(text))

    def name(self, agent: Agent) -> str:
        """Give a name in one piece, as a note or a keyword has it."""
        return escape(str(self.context.name(agent, self.work)))

    def title(self) -> None:
        """Put the title that is printed into its field, and its reading beside it."""
        title, devised = self.work.title, self.work.devised
        proper = self.context.tag(title)
        others = []
        for tag, form in title:
            text = f"[{form}]" if devised else form
            if tag == proper:
                self.put("title", self.protected(text, tag))
            elif not is_reading(tag):
                others.append((tag, text))
            elif primary(tag) == primary(proper):
                self.put("sorttitle", escape(form))
            else:
                self.annotate(f"Reading of a title: {form}")
        if others:
            self.other_titles(others)
        self.say_text("short_title")

    def protected(self, title: str, tag: str) -> str:
        """Give a title with its capitals protected."""
        return protected(title, tag, known_names(self.work))

    def other_titles(self, titles: Sequence[tuple[str, str]]) -> None:
        """Put the title in other languages and scripts, each with its tag, into the note."""
        self.notes.append(f"Also titled: {'; '.join(escape(form) for _, form in titles)}")

    def contributors(self) -> None:
        """Put each name where its role has a field, or else into the note with its role."""
        placed: dict[str, list[Agent]] = {}
        unplaced: dict[str, list[str]] = {}
        for place, each in enumerate(self.work.contributions):
            row = self.context.crosswalk.row("role", each.role)
            if row.match == "broad":
                self.context.weaken(
                    self.work, ("contributors", place, "role"), each.role, f"only as {row.target}"
                )
            if row.target == "keywords":
                self.keyword(self.name(each.agent))
            elif row.target == "publisher":
                placed.setdefault("publisher", []).append(each.agent)
            elif field := self.field_of(row.target):
                placed.setdefault(field, []).append(each.agent)
            else:
                unplaced.setdefault(each.role, []).append(self.name(each.agent))
        self.published = placed.pop("publisher", [])
        for field, agents in placed.items():
            self.put_names(field, agents)
        for role, names in unplaced.items():
            self.notes.append(f"{in_words.label(role)}: {'; '.join(names)}")

    def field_of(self, role: str) -> str:
        """Give the field for a role in the words of the table; empty where this entry has none."""
        return role if role in self.places else ""

    def put_names(self, field: str, agents: Sequence[Agent]) -> None:
        """Put names into a field of names, taken apart."""
        for agent in agents:
            self.put(field, self.written(agent))

    def written(self, agent: Agent) -> str:
        """Give a name as a field of names has it."""
        return written(self.context.name(agent, self.work), person=agent.is_person)

    def publishers(self) -> None:
        """Put those who published it together into one list; of publishers who disagree, the first alone."""
        self.say_publishers([*self.published, *self.work.publishers])
        for place, statement in enumerate(self.work.disputed):
            bearer, value = statement.agent, statement.value
            name = self.name(bearer) if bearer else escape(self.context.text(value))
            if place == 0:
                self.say("publisher", name)
                continue
            self.notes.append(f"Publisher also printed as {name}")
            for pointer in statement.pointers:
                self.context.weaken(self.work, pointer, name, self.LONE_PUBLISHER)
        self.say_text("place")
        self.say("edition", escape(self.work.plain("edition")))

    def say_publishers(self, agents: Sequence[Agent]) -> None:
        """Put the names of publishers into their field, or into the note."""
        for agent in agents:
            self.say("publisher", self.name(agent))

    def dates(self) -> None:
        """Put the dates of the work into their fields."""
        raise NotImplementedError

    def genre(self) -> None:
        """Put into `type` what sort of work a misc is, since its entry type does not say it."""
        text, label = self.work.text("genre"), vocabulary("types")[self.work.type]["label"]
        genre = self.one("Genre", text) if text else ""
        if self.type == "misc":
            genre = f"{label} ({genre})" if genre else label
        elif "genre" in self.places:
            genre = genre or label
        self.say("genre", genre)
        self.put("entrysubtype", self.subtype)

    def numbers(self) -> None:
        """Put numbers and addresses into their fields."""
        volume = self.work.plain("volume")
        if volume.isascii() and volume.isdigit():
            self.say("volume", volume)
        elif volume:
            # to biber a volume is a number (biblatex manual 2.2.2, volume), and any other value is dropped
            self.notes.append(f"Volume: {escape(volume)}")
        self.say("issue", escape(self.work.plain("issue")))
        self.say("pages", _pages(escape(self.work.plain("pages"))))
        for scheme, number in self.work.identifiers.items():
            self.identifier(
                scheme, number, vocabulary("schemes").get(scheme, {}).get("label", scheme)
            )
        self.say("url", verbatim(self.work.plain("url")))
        if accessed := self.work.date("accessed"):
            self.accessed(accessed)

    def identifier(self, scheme: str, number: str, label: str) -> None:
        """Put a number into the field of its scheme, or into the note with the name of its scheme."""
        self.say(scheme, verbatim(number) if scheme == "doi" else escape(number), label)

    def accessed(self, date: Date) -> None:
        """Put the date on which the address was visited into its field."""
        if date.exact:
            self.say("accessed", str(date))
        else:
            self.notes.append(f"Accessed: {escape(in_words.said(date))}")

    def series(self) -> None:
        """Put series and number apart, except where the styles allow no number (BibTeXing 3.2, number, series)."""
        text, number = self.work.text("series"), escape(self.work.plain("series_number"))
        if text and number and not self.is_number_apart():
            self.say("series", f"{self.one('Series', text)}, no. {number}")
            return
        self.say_text("series")
        if text:
            self.say("series_number", number)
        elif number:
            self.notes.append(f"Number in the series: {number}")

    def is_number_apart(self) -> bool:
        """Tell whether the number in the series has a field beside the volume."""
        return "series_number" in self.places and "volume" not in self.fields

    def languages(self) -> None:
        """Name the language that the title is hyphenated in, and that of the work, as babel and biblatex name them."""
        printed = self.context.tag(self.work.title)
        if "latn" not in printed.lower().split("-")[1:]:
            self.put("langid", in_latex(printed)[0])
        if self.work.language != "und":
            self.say("language", escape(in_latex(self.work.language)[1] or self.work.language))

    def subjects(self) -> None:
        """Put into the keywords whom and what the work is about, and say what is in it."""
        for agent in self.work.about:
            self.keyword(self.name(agent))
        for text in self.work.texts("keywords"):
            self.keyword(self.one("Keyword", text))
        self.say_text("abstract")
        self.say_text("caption")

    def keyword(self, word: str) -> None:
        """Add a keyword; one that holds a comma is braced, since commas part them (biblatex manual 2.2.3, keywords)."""
        self.put("keywords", braced(word, "," in word))

    def versions(self) -> None:
        """Say of what the work is a translation, and in which other languages it was published."""
        raise NotImplementedError

    def say_editions(self) -> None:
        """Put the editions in other languages into the note."""
        for version in self.work.language_editions:
            titles, language, issued = self.version(version)
            self.note(
                f"Edition in {language or 'another language'}{f': {titles}' if titles else ''}",
                issued,
            )

    def note(self, *words: str) -> None:
        """Add a sentence of several parts to the note."""
        self.notes.append(", ".join(filter(None, words)))

    def version(self, version: Relation) -> tuple[str, str, str]:
        """Give the titles, the language and the date of an original or an edition."""
        titles = []
        for tag, form in version.title or ():
            if is_reading(tag):
                self.annotate(f"Reading of a title: {form}")
            else:
                titles.append(form)
        if version.work and titles:
            self.annotate(f"{titles[0]} is {in_words.related(version.work, self.context)}")
        elif version.work:
            titles = [self.context.text(self.context.catalogue.works[version.work].title)]
        language = in_latex(version.language)[1].capitalize() or escape(version.language)
        issued = escape(in_words.said(version.issued)) if version.issued else ""
        return escape(" = ".join(titles)), language, issued

    def remarks(self) -> None:
        """Put into the note and the annotation what has no field of its own."""
        self.say_text("location")
        self.say("credit", escape(self.work.plain("credit")))
        self.say_text("rights")
        for note in self.work.texts("notes"):
            self.notes.append(self.one("Note", note))
        for words in in_words.contents(self.work, self.context):
            self.annotate(words)


def primary(tag: str) -> str:
    """Give the language of a tag."""
    return tag.lower().split("-")[0]


def _pages(pages: str) -> str:
    """Give a range of pages with the double hyphen of TeX (BibTeXing 3.2, pages)."""
    return re.sub(r"[-–]", "--", pages) if re.fullmatch(r"\w+[-–]\w+", pages) else pages


@cache
def _placed(*rows: str) -> Mapping[str, str]:
    words = " ".join(rows).split()
    return {term: target or term for term, _, target in (word.partition("=") for word in words)}
