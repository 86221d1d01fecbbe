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

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from exporter.mappings import in_words
from exporter.model.agent import Name
from exporter.model.date import Date, parse_date
from exporter.model.delivery import Delivery
from exporter.model.text import Text, is_reading
from exporter.model.work import Version, Work
from exporter.syntax.latex import escape, verbatim
from exporter.vocabularies import vocabulary

SUFFIX = ".bib"
MEDIA_TYPE = "application/x-bibtex"

FIELDS = (
    *("author", "editor", "translator", "title", "shorttitle", "sorttitle", "journal", "booktitle", "howpublished"),
    *("institution", "school", "publisher", "address", "edition", "series", "volume", "number", "pages"),
    *("year", "month", "day", "endyear", "endmonth", "endday", "type", "entrysubtype", "isbn", "issn", "doi"),
    *("url", "urldate", "langid", "language", "keywords", "abstract", "note", "annote", "key"),
)
"""All fields, in the order in which an entry has them."""

NAMES = frozenset({"author", "editor", "translator"})
LISTS = frozenset({"publisher", "institution", "school", "address"})
"""Fields that biblatex takes apart at `and` (biblatex manual 2.2.1, name lists and literal lists)."""

MACROS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The months as macros of every standard style (BibTeXing 3.2, month)."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SEASONS = ("spring", "summer", "autumn", "winter")

MOST_COMMAS = 2

APART = re.compile(r"(?i)\band\b|\bothers\b")
"""The words that part names from each other, and that stand for those who are left out (BibTeXing, section 4)."""

PARTING = re.compile(APART.pattern + "|,")

PLAIN_FAMILY = re.compile(r"[^\sa-z,]\S*|[A-Z]\S*( [A-Z]\S*)+")
"""A family name that BibTeX takes as one without braces. Of several words it takes those before the last small-lettered
one as a particle, and calls a word small by the first letter of a–z or A–Z in it (BibTeXing, section 4, von)."""

WORD = re.compile(r"([^\W_](?:[\w.’'-]*\w)?(?:(?<=\.\w)\.)?)")
LONG = 4
"""From how many letters on a word shows whether a title is in small letters: shorter ones are mostly particles."""


def entry(work: Work, delivery: Delivery) -> str:
    """Give one work as an entry, with the end of its last line."""
    return str(_Entry(work, delivery))


def frame(works: Sequence[Work], entries: Iterable[str], delivery: Delivery) -> Iterator[str]:
    """Give the entries with a blank line between two of them."""
    blank = ""
    for each in entries:
        yield blank + each
        blank = "\n"
    in_words.lose_names(works, delivery, "BibTeX holds one form of a name")


class _Entry:
    """One entry as it is made: its fields, and the sentences of its note."""

    def __init__(self, work: Work, delivery: Delivery) -> None:
        self.work = work
        self.delivery = delivery
        self.fields: dict[str, list[str]] = {}
        self.notes: list[str] = []
        self.annotations: list[str] = []
        self.type, _, self.subtype = delivery.crosswalk.theirs("type", work.type).partition("/")
        self.places = _places(self.type, delivery)
        if self.places.get("container_title") in {"journal", "booktitle"} and "container_title" not in work.data:
            # these fields are required there (BibTeXing 3.1): an article of which nobody says where it appeared, as
            # the report of a news agency, is a misc
            self.type, self.subtype = "misc", ""
            self.places = _places(self.type, delivery)
        self._title()
        self.say("container_title", self.text("container_title"), "In")
        self._contributors()
        self._publishers()
        self._dates()
        self._genre()
        self._numbers()
        self._series()
        self._languages()
        self._subjects()
        self._versions()
        self._remarks()

    def __str__(self) -> str:
        """Print the entry."""
        if self.notes:
            self.put("note", " ".join(map(in_words.sentence, self.notes)))
        self.put("annote", " ".join(self.annotations))
        if "author" not in self.fields and not (self.type == "book" and "editor" in self.fields):
            # what the styles then sort by (BibTeXing 3.2, key)
            self.put("key", self.work.id)
        lines = []
        for field in sorted(self.fields, key=FIELDS.index):
            between = " and " if field in NAMES | LISTS else " " if field == "abstract" else ", "
            value = between.join(self.fields[field])
            lines.append(f"  {field} = {value if field == 'month' else f'{{{value}}}'},\n")
        return f"@{self.type}{{{self.work.id},\n{''.join(lines)}}}\n"

    def put(self, field: str, value: str) -> None:
        """Add a value to a field; an empty one is no value. In a list, one that has `and` in it is braced."""
        if value:
            self.fields.setdefault(field, []).append(_braced(value, field in LISTS and APART.search(value)))

    def say(self, ours: str, value: str, label: str = "") -> None:
        """Put a value where this type of entry has a field for it, or else into the note, with its name."""
        if ours in self.places:
            self.put(self.places[ours], value)
        elif value:
            self.notes.append(f"{label or in_words.label(ours)}: {value}")

    def annotate(self, words: str) -> None:
        """Add a sentence to the annotation, which the standard styles do not print; no words are none."""
        if words:
            self.annotations.append(escape(in_words.sentence(words)))

    def one(self, name: str, text: Text) -> str:
        """Give the form of a text that is printed, and put the others into the annotation."""
        self.annotate(in_words.other_forms(name, text, self.delivery))
        return escape(self.delivery.text(text))

    def text(self, field: str) -> str:
        """Give the printed form of a field of the record; empty where the record has none."""
        text = self.work.text(field)
        return self.one(in_words.label(field), text) if text else ""

    def _title(self) -> None:
        title, devised = self.work.title, self.work.devised
        proper = self.delivery.tag(title)
        others = []
        for tag, form in title:
            text = f"[{form}]" if devised else form
            if tag == proper:
                self.put("title", protected(text, tag, _known_names(self.work)))
            elif not is_reading(tag):
                others.append(escape(text))
            elif _primary(tag) == _primary(proper):
                self.put("sorttitle", escape(form))
            else:
                self.annotate(f"Reading of a title: {form}")
        if others:
            self.notes.append(f"Also titled: {'; '.join(others)}")
        self.say("short_title", self.text("short_title"))

    def _contributors(self) -> None:
        unplaced: dict[str, list[str]] = {}
        for place, each in enumerate(self.work.contributions):
            row = self.delivery.crosswalk.row("role", each.role)
            name = self.delivery.name(each.agent, self.work)
            if row.match == "broad":
                self.delivery.lose(self.work, ("contributors", place, "role"), each.role, f"only as {row.theirs}")
            if row.theirs == "keywords":
                self._keyword(escape(str(name)))
            elif row.theirs == "publisher":
                self.say("publisher", escape(str(name)))
            elif row.theirs in self.places and not self._is_second(row.theirs):
                self.put(row.theirs, written(name, person=each.agent.is_person))
            else:
                unplaced.setdefault(each.role, []).append(escape(str(name)))
        for role, names in unplaced.items():
            self.notes.append(f"{in_words.label(role)}: {'; '.join(names)}")

    def _is_second(self, field: str) -> bool:
        """Tell whether an editor has no place: a book has an author or an editor, not both (BibTeXing 3.1, book)."""
        roles = (self.delivery.crosswalk.theirs("role", each.role) for each in self.work.contributions)
        return self.type == "book" and field == "editor" and "author" in roles

    def _publishers(self) -> None:
        for agent in self.work.publishers:
            self.say("publisher", escape(str(self.delivery.name(agent, self.work))))
        for place, statement in enumerate(self.work.disputed):
            bearer, value = statement.agent, statement.value
            name = str(self.delivery.name(bearer, self.work)) if bearer else self.delivery.text(value)
            if place == 0:
                self.say("publisher", escape(name))
                continue
            self.notes.append(f"Publisher also printed as {escape(name)}")
            for pointer in statement.pointers:
                self.delivery.lose(self.work, pointer, name, "BibTeX holds one publisher; this one is in the note")
        self.say("place", self.text("place"))
        self.say("edition", escape(self.work.plain("edition")))

    def _dates(self) -> None:
        """Put the date of publication, or else of making, into year, month and day (BibTeXing 3.2, year)."""
        if status := self.work.plain("status"):
            self.notes.append(self.delivery.crosswalk.theirs("status", status))
        dates = [("Date", self.work.issued), ("Created", self.work.date("created"))]
        known = [(label, date) for label, date in dates if date]
        for place, (label, date) in enumerate(known):
            if place == 0:
                self._calendar(date)
            if place > 0 or not date.exact:
                self.notes.append(f"{label}: {escape(said(date))}")

    def _calendar(self, date: Date) -> None:
        for point, before in ((date.start, ""), (date.end if date.interval else None, "end")):
            year, month, day = (*(point.calendar if point else ()), 0, 0, 0)[:3]
            if year <= 0 or (before and "year" not in self.fields):
                continue
            self.put(f"{before}year", str(year))
            self.put(f"{before}month", (str(month) if before else MACROS[month - 1]) if month else "")
            self.put(f"{before}day", str(day) if day else "")

    def _genre(self) -> None:
        """Put into `type` what sort of work a misc is, since its entry type does not say it."""
        genre, label = self.text("genre"), vocabulary("types")[self.work.type]["label"]
        if self.type == "misc":
            genre = f"{label} ({genre})" if genre else label
        elif "genre" in self.places:
            genre = genre or label
        self.say("genre", genre)
        self.put("entrysubtype", self.subtype)

    def _series(self) -> None:
        """Put series and number apart, except where the styles allow no number (BibTeXing 3.2, number, series)."""
        series, number = self.text("series"), escape(self.work.plain("series_number"))
        if series and number and ("series_number" not in self.places or "volume" in self.fields):
            series, number = f"{series}, no. {number}", ""
        self.say("series", series)
        if series:
            self.say("series_number", number)
        elif number:
            self.notes.append(f"Number in the series: {number}")

    def _numbers(self) -> None:
        volume = self.work.plain("volume")
        if volume.isascii() and volume.isdigit():
            self.say("volume", volume)
        elif volume:
            # to biber a volume is a number (biblatex manual 2.2.2, volume), and any other value is dropped
            self.notes.append(f"Volume: {escape(volume)}")
        self.say("issue", escape(self.work.plain("issue")))
        self.say("pages", _pages(escape(self.work.plain("pages"))))
        for scheme, number in self.work.identifiers.items():
            literal = verbatim(number) if scheme == "doi" else escape(number)
            self.say(scheme, literal, vocabulary("schemes").get(scheme, {}).get("label", ""))
        self.say("url", verbatim(self.work.plain("url")))
        if accessed := self.work.date("accessed"):
            if accessed.exact:
                self.say("accessed", str(accessed))
            else:
                self.notes.append(f"Accessed: {escape(said(accessed))}")

    def _languages(self) -> None:
        """Name the language that the title is hyphenated in, and that of the work, as babel and biblatex name them."""
        printed = self.delivery.tag(self.work.title)
        if "latn" not in printed.lower().split("-")[1:]:
            self.put("langid", self._language(printed)[0])
        if self.work.language != "und":
            self.put("language", escape(self._language(self.work.language)[1] or self.work.language))

    def _language(self, tag: str) -> tuple[str, str]:
        """Give the names of a language for hyphenation and in print, those of the nearest tag that the table has."""
        parts = tag.split("-")
        for length in range(len(parts), 0, -1):
            row = self.delivery.crosswalk.row("language", "-".join(parts[:length]))
            if row.theirs:
                names = row.theirs.split()
                return names[0], names[-1]
        return "", ""

    def _subjects(self) -> None:
        for agent in self.work.about:
            self._keyword(escape(str(self.delivery.name(agent, self.work))))
        for text in self.work.texts("keywords"):
            self._keyword(self.one("Keyword", text))
        self.say("abstract", self.text("abstract"))
        self.say("caption", self.text("caption"))

    def _keyword(self, word: str) -> None:
        """Add a keyword; one that holds a comma is braced, since commas part them (biblatex manual 2.2.3, keywords)."""
        self.put("keywords", _braced(word, "," in word))

    def _versions(self) -> None:
        if self.work.translation_of:
            titles, language, issued = self._version(self.work.translation_of)
            self._list(f"Translation of {titles or 'a work'}", f"in {language}" if language else "", issued)
        for version in self.work.language_editions:
            titles, language, issued = self._version(version)
            self._list(f"Edition in {language or 'another language'}{f': {titles}' if titles else ''}", issued)

    def _list(self, *words: str) -> None:
        self.notes.append(", ".join(filter(None, words)))

    def _version(self, version: Version) -> tuple[str, str, str]:
        """Give the titles, the language and the date of an original or an edition."""
        titles = []
        for tag, form in version.title or ():
            if is_reading(tag):
                self.annotate(f"Reading of a title: {form}")
            else:
                titles.append(form)
        if version.work and titles:
            self.annotate(f"{titles[0]} is {in_words.related(version.work, self.delivery)}")
        elif version.work:
            titles = [self.delivery.text(self.delivery.catalogue.works[version.work].title)]
        language = self._language(version.language)[1].capitalize() or escape(version.language)
        return escape(" = ".join(titles)), language, escape(said(version.issued)) if version.issued else ""

    def _remarks(self) -> None:
        self.say("location", self.text("location"))
        self.say("credit", escape(self.work.plain("credit")))
        self.say("rights", self.text("rights"))
        for note in self.work.texts("notes"):
            self.notes.append(self.one("Note", note))
        if headings := self.work.texts("sections"):
            self.annotate(f"Sections: {'; '.join(map(self.delivery.text, headings))}")
        for heading in headings:
            self.annotate(in_words.other_forms("Section", heading, self.delivery))
        for citation in in_words.citations(self.work, self.delivery):
            self.annotate(citation)


def _places(entry_type: str, delivery: Delivery) -> Mapping[str, str]:
    """Give the field of each statement in a type of entry; what is not in it has none. Source: the rows `entry`."""
    words = " ".join(delivery.crosswalk.theirs("entry", each) for each in ("*", entry_type))
    return {ours: theirs or ours for ours, _, theirs in (word.partition("=") for word in words.split())}


def _pages(pages: str) -> str:
    """Give a range of pages with the double hyphen of TeX (BibTeXing 3.2, pages)."""
    return re.sub(r"[-–]", "--", pages) if re.fullmatch(r"\w+[-–]\w+", pages) else pages


def _braced(text: str, needed: object = True) -> str:
    return f"{{{text}}}" if needed else text


def written(name: Name, *, person: bool) -> str:
    """Give a name so that BibTeX takes it apart as the record does: `van Gogh, Jr., Vincent`, `{A and B}`.

    Source: BibTeXing, section 4, names; a name without parts is one in braces (biblatex manual 2.3.3).
    """
    if not person or name.literal:
        return _literal(name)
    particle = " ".join(filter(None, (name.dropping_particle, name.non_dropping_particle)))
    if particle and not particle.endswith(("'", "’", "-")):
        particle += " "
    if not name.given:
        whole = f"{particle}{name.family} {name.suffix}".strip()
        plain = PLAIN_FAMILY.fullmatch(whole) and not PARTING.search(whole) and " " not in whole
        return _name(whole) if plain else _literal(name)
    family = name.family
    if not re.match("[a-z]", particle):
        # only a small-lettered particle is one to BibTeX
        particle, family = "", particle + family
    plain = PLAIN_FAMILY.fullmatch(family) and not PARTING.search(family)
    parts = [_name(particle) + _braced(_name(family), not plain)]
    parts += [_braced(_name(part), PARTING.search(part)) for part in (name.suffix, name.given) if part]
    parted = ", ".join(parts)
    # biber refuses a name with more commas than two, even inside braces
    return parted if parted.count(",") <= MOST_COMMAS else _literal(name)


def _literal(name: Name) -> str:
    return _braced(_name(str(name)))


def _name(part: str) -> str:
    """Give a part of a name; `family=` in it would begin biber's own form of names (biblatex manual 3.4)."""
    return escape(part).replace("=", "{=}")


def _primary(tag: str) -> str:
    return tag.lower().split("-")[0]


def protected(title: str, tag: str, names: frozenset[str]) -> str:
    """Give a title with braces around the capitals that a style must not make small.

    `names` are words whose capital is known to be that of a name. Source: BibTeXing, section 4, on `change.case$`; it
    leaves alone only the very first character, and the first after a colon.
    """
    if _primary(tag) != "en":
        return _braced(escape(title), any(each.isupper() for each in title))
    pieces = WORD.split(title)  # words stand at odd places
    words = pieces[1::2]
    long = [word for word in words[1:] if len(word) >= LONG and word[1:].islower()]
    small = sum(word.islower() for word in long) * 2 > len(long)
    first = title[:1]
    for place in range(1, len(pieces), 2):
        word = pieces[place]
        initial = word[:1].isupper() and not (place == 1 and first == word[:1])
        name = small or place == 1 or word.removesuffix("'s").removesuffix("’s") in names
        always = (len(word) == 1 and word.isupper() and word != "A") or any(each.isupper() for each in word[1:])
        pieces[place] = _braced(escape(word), always or (initial and name))
        pieces[place - 1] = escape(pieces[place - 1])
    return "".join(pieces[:-1]) + escape(pieces[-1])


def _known_names(work: Work) -> frozenset[str]:
    """Give words that this record writes with a capital because they are names, as its English texts show."""
    agents = (*(each.agent for each in work.contributions), *work.publishers, *work.about)
    names = {word for agent in agents for _, form in agent.names for word in WORD.findall(str(form))}
    texts = [work.text("abstract"), work.text("caption"), *work.texts("keywords"), *work.texts("notes")]
    for text in filter(None, texts):
        for tag, form in text:
            if _primary(tag) == "en":
                names.update(re.findall(r"(?<=[a-z,;] )[A-Z]\w+", form))
    return frozenset(names)


def said(date: Date) -> str:
    """Give a date for readers: `ca. 1906`, `August 2021?`, `1995–`; what has no plain words stays EDTF (`199X`)."""
    return "–".join(_said(part) for part in date.written.split("/"))


def _said(part: str) -> str:
    point = parse_date(part).start
    words = part.strip("?~%").removeprefix("..")
    if point and point.season and point.year is not None:
        words = f"{SEASONS[point.season - 1]} {point.year}"
    elif point and point.month and 1 <= point.month <= len(MONTHS) and point.day is None and not point.unspecified:
        words = f"{MONTHS[point.month - 1]} {point.year}"
    elif point and point.year is None and point.month and point.month <= len(MONTHS):
        words = f"{point.day or ''} {MONTHS[point.month - 1]}".strip()
    before = "ca. " if {"~", "%"} & set(part) else ""
    return before + words + ("?" if {"?", "%"} & set(part) else "")
