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
  all of it, in EDTF. A field that an entry lacks is taken from its parents by hayagriva; so the original of a
  translation is a parent only where its language and date cannot be taken for those of the translation, else a note.
- `note` is printed by some styles after the entry: there stands what has no field.
- A title in square brackets is the cataloguer's own, for a work that prints none.
- Some styles of notes (`chicago-notes`) leave `misc`, `manuscript` and `post` out of the bibliography: only their notes
  have what was never published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from exporter.export import notes as in_words
from exporter.export import yaml_block
from exporter.export.context import ExportContext
from exporter.export.yaml_block import Value
from exporter.model.agent import Name
from exporter.model.date import Date
from exporter.model.text import Text
from exporter.model.vocabularies import vocabulary
from exporter.model.work import Relation, Work

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

WORD = re.compile(r"[^\W\d_][\w’'.-]*")


def render_work(work: Work, context: ExportContext) -> str:
    """Give one work as an entry of the mapping."""
    return str(_Entry(work, context))


def render_document(
    works: Sequence[Work], entries: Iterable[str], context: ExportContext
) -> Iterator[str]:
    """Give the mapping, with a blank line between two entries; without works an empty one."""
    blank = ""
    for each in entries:
        yield blank + each
        blank = "\n"
    if not blank:
        yield "{}\n"
    in_words.lose_names(
        works, context, "hayagriva holds one form of a name, and no subjects", about=False
    )


class _Entry:
    """One entry as it is made: its fields, those of what it appeared in, and the sentences of its note."""

    def __init__(self, work: Work, context: ExportContext) -> None:
        self.work = work
        self.context = context
        self.fields: dict[str, Value] = {}
        self.parent: dict[str, Value] = {}
        self.others: list[Value] = []
        self.notes: list[str] = []
        self.type, _, self.parent_type = context.crosswalk.target("type", work.type).partition(
            " > "
        )
        self.above = (
            context.crosswalk.target("parent", self.parent_type).split() if self.parent_type else []
        )
        self._titles()
        self._contributors()
        self._publishers()
        self._dates()
        self._numbers()
        self._genre()
        self._series()
        self._versions()
        self._remarks()

    def __str__(self) -> str:
        """Print the entry."""
        if notes := " ".join(map(in_words.sentence, filter(None, self.notes))):
            self.fields["note"] = text(notes)
        parents = list(self.others)
        if self.parent or self.parent_type not in {"", self.type}:
            parents.insert(0, {"type": self.parent_type, **_ordered(self.parent)})
        fields = {"type": self.type, **_ordered(self.fields)}
        if parents:
            fields["parent"] = parents if len(parents) > 1 else parents[0]
        return "".join(f"{line}\n" for line in yaml_block.lines({self.work.id: fields}))

    def put(self, term: str, value: Value) -> None:
        """Put a value into its field, which is one of the entry or of its parent (rows `work` and `parent`)."""
        fields = self.parent if term in self.above else self.fields
        field, _, part = (
            self.context.crosswalk.target("work", term).partition(",")[0].partition(".")
        )
        fields[field] = {**_mapping(fields.get(field)), part: value} if part else value

    def one(self, term: str) -> str:
        """Give the printed form of a field of the record, and say the others in the note; empty where it has none."""
        found = self.work.text(term)
        if found:
            self.notes.append(in_words.other_forms(in_words.label(term), found, self.context))
        return self.context.text(found) if found else ""

    def say(self, term: str) -> None:
        """Put the printed form of a field into its own field."""
        if value := self.one(term):
            self.put(term, text(value))

    def _titles(self) -> None:
        title, tag = self.context.text(self.work.title), self.context.tag(self.work.title)
        written = protected(f"[{title}]" if self.work.devised else title, tag)
        self.notes.append(in_words.other_forms("Title", self.work.title, self.context))
        short = self.one("short_title")
        self.fields["title"] = (
            {"value": written, "short": protected(short, tag)} if short else written
        )
        if container := self.one("container_title"):
            if self.parent_type:
                self.parent["title"] = text(container)
            else:
                self.notes.append(f"In: {container}")

    def _contributors(self) -> None:
        placed: dict[str, list[Value]] = {}
        organizations: list[str] = []
        unplaced: dict[str, list[str]] = {}
        for place, each in enumerate(self.work.contributions):
            row = self.context.crosswalk.row("role", each.role)
            name = self.context.name(each.agent, self.work)
            if row.match == "broad":
                self.context.weaken(
                    self.work, ("contributors", place, "role"), each.role, f"only as {row.target}"
                )
            if row.target == "organization":
                organizations.append(str(name))
            elif row.target == "note":
                unplaced.setdefault(each.role, []).append(str(name))
            elif row.target != "publisher":
                placed.setdefault(row.target, []).append(person(name))
        for field in ("author", "editor"):
            if field in placed:
                self.fields[field] = placed.pop(field)
        if placed:
            # what is left are roles, as in `affiliated: translator`
            roles = {target.rpartition(" ")[2]: names for target, names in placed.items()}
            self.fields["affiliated"] = [
                {"role": role, "names": names} for role, names in roles.items()
            ]
        if organizations:
            self.fields["organization"] = text("; ".join(organizations))
        self.notes += [
            f"{in_words.label(role)}: {'; '.join(names)}" for role, names in unplaced.items()
        ]

    def _publishers(self) -> None:
        """Put those who published it together into one name, of those who are disputed the first."""
        roles = (
            (self.context.crosswalk.target("role", each.role), each.agent)
            for each in self.work.contributions
        )
        agents = [agent for role, agent in roles if role == "publisher"] + list(
            self.work.publishers
        )
        names = [str(self.context.name(agent, self.work)) for agent in agents]
        for statement in self.work.disputed:
            bearer, value = statement.agent, statement.value
            name = str(self.context.name(bearer, self.work)) if bearer else self.context.text(value)
            if not names:
                names = [name]
                continue
            self.notes.append(f"Publisher also printed as {name}")
            for pointer in statement.pointers:
                self.context.weaken(
                    self.work,
                    pointer,
                    name,
                    "hayagriva holds one publisher; this one is in the note",
                )
        if names:
            self.put("publisher", text("; ".join(names)))
        self.say("place")

    def _dates(self) -> None:
        """Put the date of publication, or else of making, into `date`."""
        if status := self.work.plain("status"):
            self.notes.append(self.context.crosswalk.target("status", status))
        dates = [("Date", self.work.issued), ("Created", self.work.date("created"))]
        for name, date in dates:
            written = calendar(date) if date and "date" not in self.fields else ""
            if written:
                self.fields["date"] = quoted(written)
            if date and not _says(written, date):
                self.notes.append(in_words.edtf(name, date))
        if url := self.work.plain("url"):
            self.fields["url"] = quoted(url)
        if accessed := self.work.date("accessed"):
            if url and _says(calendar(accessed), accessed):
                self.fields["url"] = {"value": quoted(url), "date": quoted(calendar(accessed))}
            else:
                self.notes.append(in_words.edtf("Accessed", accessed))

    def _numbers(self) -> None:
        for term in ("edition", "volume", "issue", "pages"):
            if number := self.work.plain(term):
                self.put(term, quoted(number))
        for scheme, number in self.work.identifiers.items():
            fields = self.parent if scheme in self.above else self.fields
            fields["serial-number"] = {
                **_mapping(fields.get("serial-number")),
                scheme: quoted(number),
            }
        language = self.work.language
        if LANGUAGE.fullmatch(language) and language != "und":
            self.fields["language"] = quoted(language)
        elif language != "und":
            self.notes.append(f"Language: {language}")

    def _genre(self) -> None:
        """Say in `genre` what sort of work it is, where the type of the entry says less than ours."""
        genre, label = self.one("genre"), vocabulary("types")[self.work.type]["label"]
        if self.context.crosswalk.row("type", self.work.type).match == "broad":
            genre = f"{label} ({genre})" if genre else label
        if genre:
            self.fields["genre"] = text(genre)

    def _series(self) -> None:
        """Write each series as a parent of the book, be that the entry or what it appeared in."""
        for series in self.work.series:
            if series.title:
                self._add_series(series.title, series.number)
            elif series.number:
                self.notes.append(f"Number in the series: {series.number}")
        number = self.work.plain("series_number")
        if number and not self.work.series:
            self.notes.append(f"Number in the series: {number}")

    def _add_series(self, title: Text, number: str) -> None:
        self.notes.append(in_words.other_forms(in_words.label("series"), title, self.context))
        printed = text(self.context.text(title))
        series: dict[str, Value] = {"type": self.parent_type or self.type, "title": printed}
        if number:
            series["volume"] = quoted(number)
        if self.parent_type and "parent" not in self.parent:
            self.parent["parent"] = series
        else:
            self.others.append(series)

    def _versions(self) -> None:
        words = list(in_words.versions(self.work, self.context))
        if self.work.translation_of and (original := self._original(self.work.translation_of)):
            self.others.append(original)
            words = words[1:]
        self.notes += words

    def _original(self, version: Relation) -> Mapping[str, Value] | None:
        """Give the original of a translation as a parent; None where it is better told in the note.

        What an entry does not say itself, hayagriva takes from its parents (src/lib.rs, `Entry::map`, `date_any`).
        """
        title = version.title or (
            self.context.catalogue.works[version.work].title if version.work else None
        )
        issued = calendar(version.issued) if version.issued else ""
        unsaid = "language" not in self.fields or (version.issued and "date" not in self.fields)
        if not title or unsaid or (version.issued and not _says(issued, version.issued)):
            return None
        self.notes.append(in_words.other_forms("Original title", title, self.context))
        made: dict[str, Value] = {
            "type": "original",
            "title": protected(self.context.text(title), self.context.tag(title)),
        }
        if version.title and version.work:
            self.notes.append(f"Original: {in_words.related(version.work, self.context)}")
        if issued:
            made["date"] = quoted(issued)
        if LANGUAGE.fullmatch(version.language):
            made["language"] = quoted(version.language)
        return made

    def _remarks(self) -> None:
        for term in ("location", "abstract"):
            self.say(term)
        if caption := self.one("caption"):
            if "abstract" in self.fields:
                self.notes.append(f"Caption: {caption}")
            else:
                self.fields["abstract"] = text(caption)
        for term in ("credit", "rights"):
            if value := self.one(term):
                self.notes.append(f"{in_words.label(term)}: {value}")
        for note in self.work.notes:
            if note.public:
                self.notes.append(" = ".join(form for _, form in note.text))


def person(name: Name) -> Mapping[str, Value]:
    """Give a name by its parts (docs/file-format.md, Person); one that is not taken apart has only a `name`.

    Source for the particles: src/types/persons.rs, `name_particle`.
    """
    family = " ".join(filter(None, (name.non_dropping_particle, name.family)))
    parts = {
        "name": name.literal or family,
        "given-name": name.given,
        "prefix": name.dropping_particle,
        "suffix": name.suffix,
    }
    return {part: quoted(value) for part, value in parts.items() if value}


def calendar(date: Date) -> str:
    """Give what is certain of a date: `2021-08`, `~1906`, `-0044`; empty where the year is none of four digits."""
    parts = date.start.calendar if date.start else ()
    if not parts or abs(parts[0]) > 9999:
        return ""
    year = f"{'-' if parts[0] < 0 else ''}{abs(parts[0]):04d}"
    return ("~" if date.approximate else "") + "-".join(
        [year, *(f"{part:02d}" for part in parts[1:])]
    )


def _says(written: str, date: Date) -> bool:
    """Tell whether a date of hayagriva says all that the record says."""
    return bool(written) and str(date) == (
        f"{written[1:]}~" if written.startswith("~") else written
    )


def protected(title: str, tag: str) -> str:
    """Give a title so that no style changes the capitals of a name: `{NASA} at noon`; all of one not in English."""
    escaped = escape(title)
    if tag.lower().split("-")[0] != "en":
        return quoted(f"{{{escaped}}}" if title.lower() != title.upper() else escaped)
    return quoted(WORD.sub(lambda word: _kept(word[0]), escaped))


def _kept(word: str) -> str:
    return f"{{{word}}}" if any(each.isupper() for each in word[1:]) else word


def escape(words: str) -> str:
    r"""Give a text as a formattable string: `{` becomes `\{`."""
    return SPECIAL.sub(r"\\\g<0>", words)


def text(words: str) -> str:
    """Give a text that Typst sets."""
    return quoted(escape(words))


def quoted(words: str) -> str:
    """Give a text as a scalar that every YAML reader takes for text, on one line.

    Blanks at its ends go: hayagriva panics at a number that begins with an ideographic one.
    """
    return yaml_block.quoted(BREAKS.sub(" ", words).strip())


def _mapping(value: Value | None) -> Mapping[str, Value]:
    return value if isinstance(value, Mapping) else {}


def _ordered(fields: Mapping[str, Value]) -> dict[str, Value]:
    return {field: fields[field] for field in sorted(fields, key=FIELDS.index)}
