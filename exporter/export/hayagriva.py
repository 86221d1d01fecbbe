r"""Hayagriva, the YAML bibliographies of Typst: `#bibliography("works.yaml")`.

One mapping of entries, the key is the record's id (hayagriva, docs/file-format.md, version 0.10). What a work appeared
in is its `parent`: the newspaper of an article has the volume, the issue and the ISSN. Which fields belong to an entry
and which to its parent is in the table (the type `article > newspaper` is an article in a newspaper, rows `parent`).

- Every text is quoted, so no YAML reader takes it for a number or a truth value. In texts that Typst sets, `{`, `}`,
  `$` and `\` are escaped: braces would keep capitals and `$` begin mathematics.
- Capitals. Styles change those of English titles. In an English title a word that has a capital after its first letter
  (`NASA`, `McKenzie`) is braced; a title in another language is braced as a whole.
- A name has its parts in fields of their own; an organisation has only a `name`. The particle that stays is a part of
  the name, as hayagriva expects it, the one that is dropped is the `prefix`.
- `date` is an ISO date, with `~` before an approximate one. Of any other date it holds what is certain, and the note
  all of it in words. A field that an entry lacks is taken from its parents by hayagriva; so the original of a
  translation is a parent only where its language and date cannot be taken for those of the translation, else a note.
- `note` is printed by some styles after the entry: there stands what has no field.
- A title in square brackets is the cataloguer's own, for a work that prints none.
- Some styles of notes (`chicago-notes`) leave `misc`, `manuscript` and `post` out of the bibliography: only their notes
  have what was never published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from exporter.export import yaml_block
from exporter.export.citation.lone_names import note_lone_names
from exporter.export.citation.statements import NOTES, listed
from exporter.export.citation.titles import titles
from exporter.export.citation.writer import CitationWriter, separated
from exporter.export.context import ExportContext
from exporter.export.field_words import sentence, type_words
from exporter.export.reference import UNPUBLISHED
from exporter.export.yaml_block import Value
from exporter.model.agent import Agent, Name
from exporter.model.date import Date
from exporter.model.identifiers import Identifier
from exporter.model.markup import strip
from exporter.model.work import Relation, Work
from exporter.records.document import Pointer

SUFFIX = ".yaml"
MEDIA_TYPE = "application/yaml"

FIELDS = (
    *(
        "type",
        "title",
        "author",
        "editor",
        "affiliated",
        "date",
        "genre",
        "edition",
        "volume",
        "issue",
    ),
    *(
        "page-range",
        "page-total",
        "volume-total",
        "runtime",
        "archive",
        "call-number",
        "publisher",
        "organization",
        "location",
        "language",
        "url",
        "serial-number",
        "abstract",
        "note",
    ),
    "parent",
)
"""All fields, in the order in which an entry has them."""

SPECIAL = re.compile(r"[\\{}$]")
"""What a formattable string understands (docs/file-format.md, Formattable String)."""

BREAKS = re.compile(r"[\t\n\r]+")
"""What Typst would set as a line break in the middle of a reference, and the tabulator."""

LANGUAGE = re.compile(
    r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*", re.I
)
"""A Unicode language identifier (UTS 35, 3.2), which is less than a BCP 47 tag may be; another stops Typst."""

PLAIN_FIELDS = frozenset(
    {
        "edition",
        "volume",
        "volume-total",
        "issue",
        "page-range",
        "page-total",
        "serial-number",
        "runtime",
        "language",
    }
)
"""Fields that Typst does not set as formattable strings."""

WORD = re.compile(r"[^\W\d_][\w’'.-]*")


_DURATION = re.compile(r"PT(?:(\d{1,18})H)?(?:(\d{1,18})M)?(?:(\d{1,18})S)?", re.ASCII)

_LONE_NAME = "hayagriva holds one form of a name, and no subjects"
"""Why the other forms of a name are lost."""


def render_work(work: Work, context: ExportContext) -> str:
    """Return one work as an entry of the mapping."""
    entry = HayagrivaEntry(work, context)
    entry.write_statements()
    note_lone_names(work, context, _LONE_NAME, about=False)
    return str(entry)


def render_document(
    works: Sequence[Work],
    entries: Iterable[str],
    context: ExportContext,  # noqa: ARG001
) -> Iterator[str]:
    """Yield the mapping, with a blank line between two entries; without works an empty one."""
    if works:
        yield from separated(entries, "\n")
    else:
        yield "{}\n"


class HayagrivaEntry(CitationWriter):
    """One entry as it is made: its fields, those of what it appeared in, and the sentences of its note."""

    def __init__(self, work: Work, context: ExportContext) -> None:
        super().__init__(work, context, strip)
        self.fields: dict[str, Value] = {}
        self.parent: dict[str, Value] = {}
        self.other_parents: list[Value] = []
        self.sentences: list[str] = []
        self.words_of: dict[tuple[bool, str], list[str]] = {}
        self.people: dict[str, list[Value]] = {}
        target = self.table.target("type", work.type)
        self.type, _, self.parent_type = target.partition(" > ")
        above = self.table.target("parent", self.parent_type) if self.parent_type else ""
        self.above = frozenset(above.split())
        if work.type in UNPUBLISHED:
            self.places = {"holdings/repository": "archive"}
        self._is_above = False

    def __str__(self) -> str:
        """Return the entry with the end of its last line."""
        self._place_people()
        for (is_above, place), words in self.words_of.items():
            self._write(is_above, place, "; ".join(words))
        if self.sentences:
            self.fields["note"] = text(" ".join(self.sentences))
        parents = list(self.other_parents)
        if self.parent or self.parent_type not in {"", self.type}:
            parents.insert(0, {"type": self.parent_type, **_ordered(self.parent)})
        fields: dict[str, Value] = {"type": self.type, **_ordered(self.fields)}
        if parents:
            fields["parent"] = parents if len(parents) > 1 else parents[0]
        return "".join(f"{line}\n" for line in yaml_block.lines({self.work.id: fields}))

    # -- writing

    def state(self, term: str, words: str, label: str = "") -> None:
        """Put words at the place of their term, in the entry or in what it appeared in (rows `parent`)."""
        self._is_above = term in self.above
        super().state(term, words, label)
        self._is_above = False

    def state_at(self, place: str, words: str, label: str) -> None:
        """Put words at a place; a second value of a field that holds one is a sentence of the note."""
        holds_several = place in {"publisher.name", "publisher.location", "organization"}
        key = (self._is_above, place)
        is_unknown = place.partition(".")[0] not in FIELDS and place not in NOTES
        is_full = (key in self.words_of and not holds_several) or (place and is_unknown)
        super().state_at("note" if is_full else place, words, label)

    def put(self, place: str, words: str) -> None:
        """Add words to a field, once: a body may be stated in two roles."""
        said = self.words_of.setdefault((self._is_above, place), [])
        if words not in said:
            said.append(words)

    def _write(self, is_above: bool, place: str, words: str) -> None:
        fields = self.parent if is_above else self.fields
        field, _, part = place.partition(".")
        value = quoted(words) if field in PLAIN_FIELDS else text(words)
        if part:
            value_of_part: Value = {**_mapping(fields.get(field)), part: value}
            fields[field] = value_of_part
        elif field not in fields:
            fields[field] = value

    def note(self, words: str) -> None:
        """Add a sentence to the note."""
        self.sentences.append(sentence(words))

    def put_name(self, field: str, agent: Agent) -> None:
        """Add a name to a list of persons, or to words."""
        whole = self.words.name(agent)
        if field in {"author", "editor"} or ":" in field:
            name = person(self.context.name(agent, self.work))
            names = self.people.setdefault(field, [])
            if name not in names:
                names.append(name)
        else:
            self.put(field, whole)

    def _place_people(self) -> None:
        roles: list[Value] = []
        for field, names in self.people.items():
            outer, _, role = field.partition(":")
            if outer == "affiliated":
                roles.append({"role": role, "names": names})
            elif outer == "parent":
                self._people_of_parent(role, names)
            else:
                self.fields[field] = names
        if roles:
            self.fields["affiliated"] = roles

    def _people_of_parent(self, role: str, names: list[Value]) -> None:
        """Name those who made the whole; its author is named only if that is not the one of the part."""
        if self.parent_type and (role != "author" or names != self.people.get("author")):
            self.parent[role] = names

    def put_date(self, place: str, date: Date, pointer: Pointer, label: str) -> None:  # noqa: ARG002 - the note has all of the date
        """Add what is certain of a date, and all of it to the note if that is not all."""
        written = "" if date.members else calendar(date)
        if place == "url":
            address = self.fields.get("url")
            if isinstance(address, str) and _says(written, date):
                self.fields["url"] = {"value": address, "date": quoted(written)}
                return
            written = ""
        is_full = place in self.fields
        if written and not is_full:
            self.fields[place] = quoted(written)
        if is_full or not _says(written, date):
            self.note(f"{label}: {self.words.date(date)}")

    # -- the statements

    def dates(self) -> None:
        """Add the dates; that of access stands with the web address."""
        self.links()
        super().dates()

    def links(self) -> None:
        """Add the web address, once."""
        if "url" not in self.fields:
            super().links()

    def put_url(self, address: str) -> None:
        """Add the web address of the work."""
        self.fields.setdefault("url", quoted(address))

    def put_titles(self) -> None:
        """Add the title, its short form, and its other forms in the note."""
        found = titles(self.work, self.context)
        written = protected(strip(found.printed.words), found.printed.tag)
        self.fields["title"] = written
        others = [strip(each.words) for each in (*found.others, *found.readings)]
        if others:
            self.note(f"Title (other forms): {listed(others)}")
        short = self.work.text("short_title")
        if short:
            words = self.words.text(short, self.label("short_title"))
            self.fields["title"] = {
                "value": written,
                "short": protected(words, self.context.tag(short)),
            }

    def put_host_title(self) -> None:
        """Add the title of that in which the work appeared."""
        if not self.parent_type:
            super().put_host_title()
            return
        title = self.host.title if self.host else None
        if title:
            self.parent["title"] = text(self.words.text(title, self.label("container_title")))

    def genre(self) -> None:
        """Say of what sort the work is, if the type of the entry says less than ours."""
        found = self.work.text("genre")
        genre = self.words.text(found, self.label("genre")) if found else ""
        if self.table.row("type", self.work.type).match == "broad":
            label = type_words(self.work)
            genre = f"{label} ({genre})" if genre else label
        if genre:
            self.put("genre", genre)

    def field(self, field: str) -> None:
        """Put what one field says where its row says; some numbers are written in a way of their own."""
        if field == "short_title":
            return
        if field == "extent":
            self.put_extent()
        elif field == "duration":
            self.put_duration(self.work.plain("duration"))
        elif field == "caption" and "abstract" in self.work.data:
            self.note_text("caption")
        else:
            super().field(field)

    def note_text(self, field: str) -> None:
        """Put a text into the note."""
        found = self.work.text(field)
        if found:
            self.note(f"{self.label(field)}: {self.words.text(found, self.label(field))}")

    def put_extent(self) -> None:
        """Add the number of pages if it is one number, or the extent in words."""
        for count, words in self.extents():
            if count.isdigit() and (False, "page-total") not in self.words_of:
                self.put("page-total", count)
            else:
                self.note(f"{self.label('extent')}: {words}")

    def put_duration(self, duration: str) -> None:
        """Add the running time, as hours, minutes and seconds (docs/file-format.md, Duration)."""
        match = _DURATION.fullmatch(duration)
        if match:
            hours, minutes, seconds = (int(part or 0) for part in match.groups())
            self.put("runtime", f"{hours:02d}:{minutes:02d}:{seconds:02d}")
        else:
            self.note(f"{self.label('duration')}: {duration}")

    def put_identifier(self, place: str, identifier: Identifier) -> None:  # noqa: ARG002 - all numbers have one place
        """Add a number with the name of its scheme; a second one of a scheme is a sentence of the note."""
        fields = self.parent if identifier.scheme in self.above else self.fields
        numbers = _mapping(fields.get("serial-number"))
        if identifier.scheme in numbers:
            self.note(f"{identifier.label}: {identifier.number}")
        else:
            fields["serial-number"] = {**numbers, identifier.scheme: quoted(identifier.number)}

    def languages(self) -> None:
        """Add the language of the work; what is not a Unicode language identifier goes into the note."""
        for number, tag in enumerate(self.work.languages):
            if number == 0 and LANGUAGE.fullmatch(tag) and tag != "und":
                self.put("language", tag)
            elif tag != "und":
                self.note(f"Language: {self.words.language(tag)}")

    def put_series(self, name: str, number: str) -> None:
        """Return the series as the parent of the book, be that the entry or what it appeared in."""
        if not name:
            if number:
                self.note(f"{self.label('series_number')}: {number}")
            return
        whole: dict[str, Value] = {"type": self.parent_type or self.type, "title": text(name)}
        if number:
            whole["volume"] = quoted(number)
        if self.parent_type:
            self.parent["parent"] = whole
        else:
            self.other_parents.append(whole)

    def relation(self, relation: Relation) -> None:
        """Name another work: the original of a translation as a parent, if nothing of it can be mistaken."""
        original = self.original(relation) if relation.type == "translation_of" else None
        if original is None:
            super().relation(relation)
        else:
            self.other_parents.append(original)
            self.report_record_behind_title(relation)

    def original(self, relation: Relation) -> Mapping[str, Value] | None:
        """Return the original of a translation as a parent; None where the note says it better.

        What an entry does not say itself, hayagriva takes from its parents (src/lib.rs, `Entry::map`, `date_any`).
        """
        said = set(relation.node.value) if relation.node and relation.is_group else set()
        if said - {"work", "title", "language", "issued"} or (
            not relation.title and not relation.target
        ):
            return None
        issued = relation.issued
        written = calendar(issued) if issued and not issued.members else ""
        unsaid = self.work.language == "und" or (issued and "date" not in self.fields)
        if unsaid or (issued and not _says(written, issued)):
            return None
        title = relation.title or (relation.target.title if relation.target else None)
        if title is None:
            return None
        if relation.title:
            self.words.text(title, "Original title")
        tag = self.context.tag(title)
        made: dict[str, Value] = {"type": "original", "title": protected(strip(title[tag]), tag)}
        if written:
            made["date"] = quoted(written)
        if LANGUAGE.fullmatch(relation.language):
            made["language"] = quoted(relation.language)
        elif relation.language:
            self.note(f"Translated from {self.words.language(relation.language)}")
        return made


def person(name: Name) -> Mapping[str, Value]:
    """Return a name by its parts (docs/file-format.md, Person); one that is not taken apart has only a `name`.

    Source for the particles: src/types/persons.rs, `name_particle`.
    """
    parts = {
        "name": name.literal or name.family_with_particle,
        "given-name": name.given,
        "prefix": name.dropping_particle,
        "suffix": " ".join(filter(None, (name.numeration, name.suffix))),
    }
    return {part: quoted(value) for part, value in parts.items() if value}


def calendar(date: Date) -> str:
    """Return what is certain of a date: `2021-08`, `~1906`, `-0044`; empty where the year is none of four digits."""
    parts = date.start.calendar if date.start and not date.members else ()
    if not parts or abs(parts[0]) > 9999:
        return ""
    year = f"{'-' if parts[0] < 0 else ''}{abs(parts[0]):04d}"
    return ("~" if date.approximate else "") + "-".join(
        [year, *(f"{part:02d}" for part in parts[1:])]
    )


def _says(written: str, date: Date) -> bool:
    """Return whether a date of hayagriva says all that the record says."""
    return bool(written) and str(date) == (
        f"{written[1:]}~" if written.startswith("~") else written
    )


def protected(title: str, tag: str) -> str:
    """Return a title so that no style changes the capitals of a name: `{NASA} at noon`; all of one not in English."""
    escaped = escape(title)
    if tag.lower().split("-")[0] != "en":
        return quoted(f"{{{escaped}}}" if title.lower() != title.upper() else escaped)
    return quoted(WORD.sub(lambda word: _kept(word[0]), escaped))


def _kept(word: str) -> str:
    return f"{{{word}}}" if any(each.isupper() for each in word[1:]) else word


def escape(words: str) -> str:
    r"""Return a text as a formattable string: `{` becomes `\{`."""
    return SPECIAL.sub(r"\\\g<0>", words)


def text(words: str) -> str:
    """Return a text that Typst sets."""
    return quoted(escape(words))


def quoted(words: str) -> str:
    """Return a text as a scalar that every YAML reader takes for text, on one line.

    Blanks at its ends go: hayagriva panics at a number that begins with an ideographic one.
    """
    return yaml_block.quoted(BREAKS.sub(" ", words).strip())


def _mapping(value: Value | None) -> Mapping[str, Value]:
    return value if isinstance(value, Mapping) else {}


def _ordered(fields: Mapping[str, Value]) -> dict[str, Value]:
    return {field: fields[field] for field in sorted(fields, key=FIELDS.index)}
