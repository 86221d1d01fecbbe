"""BibTeX and BibLaTeX databases, with the habits of JabRef, BibDesk, Mendeley and Zotero."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from exporter.importers.bibtex.inheritance import resolve
from exporter.importers.bibtex.latex import decode
from exporter.importers.bibtex.names import at_top, names, split
from exporter.importers.bibtex.parser import BibParser, RawEntry, RawField
from exporter.importers.bibtex.relations import RELATION_FIELDS, put_relation, sets_of
from exporter.importers.builder import EntryBuilder
from exporter.importers.encoding import decoded
from exporter.importers.entry import Broken, Entry, Imported, NamedAgent
from exporter.importers.field_table import FieldTarget, field_table
from exporter.importers.readings import ADDRESS, put_read
from exporter.importers.registry import ImportContext
from exporter.importers.relators import role_of
from exporter.importers.text import edtf, is_web_address, line
from exporter.importers.title_parts import cut_part_from_title
from exporter.model.markup import strip
from exporter.model.vocabularies import types_by_label

TABLE = field_table(Path(__file__).with_name("bibtex.tsv"))
_NO_WORKS = frozenset({"set", "xdata", "bibnote", "control", "ctrl", "jabref-meta"})
_TYPES_BY_GENRE = frozenset({"misc", "online", "unpublished", "report"})
"""Entry types under which this program writes works of several types."""
_READ_WITH = {
    "authortype": "author",
    "editortype": "editor",
    "editoratype": "editora",
    "editorbtype": "editorb",
    "editorctype": "editorc",
    "eprintclass": "eprint",
    "yomi": "yomi",
}
"""Fields that are read with another one, if the entry has that; readings are always seen to."""
_BIBLATEX = frozenset(
    {"date", "journaltitle", "location", "langid", "hyphenation", "maintitle", "booksubtitle"}
    | {"eventtitle", "eventdate", "origdate", "pagetotal", "editortype"}
)
"""Fields that BibTeX does not have: an entry with one of them is written for biblatex."""
_LCCN = re.compile(r"[a-z]{0,3} ?[0-9]{2,4}-?[0-9]{4,6}(?: ?/.*)?")
"""Source: LoC, LCCN Namespace: up to three letters, the year, a number of six digits."""
_DATE_PARTS = ("year", "month", "day", "endyear", "endmonth", "endday")
_ANGLE = re.compile(r"\{\\text(?:less|greater)\}|\\text(?:less|greater)(?:\{\}| )?")
"""Angle brackets as Zotero writes them in an old DOI of Wiley, though the field is verbatim."""
_FOR_THE = re.compile(r"(?:(?:for|on behalf of)\s+)?(?:the\s+)?", re.IGNORECASE)
_SERIES_NUMBER = re.compile(r"\S+")
_VERBATIM = frozenset(
    {"url", "doi", "file", "eprint", "pdf", "adsurl", "biburl", "urldate", "date"}
)
"""Fields that LaTeX's commands do not change. Source: biblatex manual 2.2.1, uri and verbatim."""


def read(content: bytes, context: ImportContext) -> Iterator[Imported]:
    """Yield the works of a database. Entries that only serve others (`@xdata`, `@set`) are reported."""
    text, remarks = decoded(content, context.encoding)
    yield from remarks
    raw: list[RawEntry] = []
    for each in BibParser(text):
        if isinstance(each, Broken):
            yield each
        else:
            raw.append(each)
    entries, problems = resolve(raw)
    yield from problems
    sets = sets_of(entries)
    for entry in entries:
        if entry.type == "set":
            message = f"@set {entry.key} is not a work; its members come in and name it in a note"
            yield Broken(entry.line, message, whole=False, harmless=True)
        elif entry.type not in _NO_WORKS:
            found = _EntryReader(entry, context).read()
            for key in sets.get(entry.key, ()):
                notes = found.data.setdefault("notes", {})
                notes.setdefault("staff", []).append(f"Cited together with others as {key}")
            yield found


class _EntryReader:
    """Reads one entry into the fields of a record."""

    def __init__(self, entry: RawEntry, context: ImportContext) -> None:
        self.entry = entry
        self.builder = EntryBuilder(context.schemas, entry.line, entry.key)
        self.fields: dict[str, RawField] = {}
        self.is_biblatex = any(each.name in _BIBLATEX for each in entry.fields)
        for each in entry.fields:
            name = each.name.removeprefix("tex.")
            self.builder.seen += bool(each.value.strip())
            before = self.fields.get(name)
            if before is None or not before.value.strip():
                self.fields[name] = each
            elif before.value.strip() != each.value.strip() and each.value.strip():
                self.builder.leave_second(
                    name, each.value, "the entry has this field twice", each.line
                )
        self.host_agents: list[tuple[str, RawField]] = []
        self._readings: dict[str, Callable[[str, str, str, int], None]] = {
            "body": self._bodies,
            "collaboration": self._collaboration,
            "howpublished": self._howpublished,
            "join": self._join,
            "keywords": self._keywords,
            "lccn": self._lccn,
            "places": self._places,
            "status": self._status,
        }

    def read(self) -> Entry:
        """Return the entry."""
        self._type()
        self._date()
        self._eprint()
        self._full_journal()
        for name, field in self.fields.items():
            if field.value.strip() and name not in RELATION_FIELDS:
                self._field(name, field)
        self._yomi()
        for role, field in self.host_agents:
            for agent in names(field.value)[0]:
                self.builder.describe_host(role, agent)
        self._series_number()
        cut_part_from_title(self.builder.data)
        put_relation(self.builder, self.entry)
        return self.builder.finish(self._linked())

    def _full_journal(self) -> None:
        """Take the title of the journal from `fjournal`: `journal` is its abbreviation in MathSciNet."""
        full = self._pop("fjournal")
        if full:
            short = line(self._pop("journal"))
            self.builder.data["container_title"] = line(full)
            if short and short != line(full):
                self.builder.note("general", f"Abbreviated title of the journal: {short}")

    def _linked(self) -> str:
        for name in ("crossref", "xref"):
            if name in self.fields:
                return self.fields[name].value.strip()
        return ""

    def _pop(self, name: str) -> str:
        field = self.fields.pop(name, None)
        return field.value.strip() if field else ""

    def _type(self) -> None:
        type = TABLE.word("type", self.entry.type)
        if not type:
            self.builder.leave_unknown("entry type", f"@{self.entry.type}")
            self.builder.seen += 1
            type = "document"
        subtype = self._pop("entrysubtype")
        if subtype:
            found = TABLE.word("subtype", subtype.lower())
            if found:
                type = found
            else:
                self.builder.put("genre", subtype, "entrysubtype")
        type = self._type_from_genre(type)
        if type == "thesis" and "type" not in self.fields and self.entry.type != "thesis":
            word = "phdthesis" if self.entry.type == "phdthesis" else "mathesis"
            self.builder.put("genre", TABLE.word("thesis", word), "type")
        self.builder.kind(type)

    def _type_from_genre(self, type: str) -> str:
        """Return the CSL type whose label stands in the field `type`, as this program writes it."""
        field = self.fields.get("type")
        if field is None:
            return type
        word = line(field.value)
        localised = TABLE.word("thesis", word.lower())
        if localised:
            self.fields["type"] = field._replace(value=localised)
        if localised or self.entry.type not in _TYPES_BY_GENRE:
            return type
        label, _, rest = word.partition(" (")
        term = types_by_label().get(label.lower(), "")
        if not term or label != label.capitalize() or (rest and not rest.endswith(")")):
            return type
        del self.fields["type"]
        if rest:
            self.fields["type"] = field._replace(value=rest[:-1])
        return term

    def _join_date_parts(self) -> None:
        """Make `origdate`, `eventdate` and `urldate` of the fields for their parts, `origyear` and so on.

        biblatex takes both. Source: its default data model, blx-dm.def, date parts.
        """
        for prefix in ("orig", "event", "url"):
            year = self.fields.get(f"{prefix}year")
            if year is None or not year.value.strip() or f"{prefix}date" in self.fields:
                continue
            parts = {part: self.fields.pop(f"{prefix}{part}", None) for part in _DATE_PARTS}
            written = self._plain_date(year.value)
            date = self._with_month(written, parts["month"], parts["day"]) or written
            end = parts["endyear"]
            if end and end.value.strip():
                last = self._plain_date(end.value)
                last = self._with_month(last, parts["endmonth"], parts["endday"]) or last
                date = f"{date}/{last}"
            self.fields[f"{prefix}date"] = year._replace(name=f"{prefix}date", value=date)

    def _season_of_issue(self) -> None:
        """Take the season or the month of an issue, which has a number besides, into the date.

        Source: biblatex manual 2.3.11: `issue` is for a designation such as Spring, `number` for a number.
        """
        issue, number = self.fields.get("issue"), self.fields.get("number")
        field = self.fields.get("date") or self.fields.get("year")
        if not (issue and number and number.value.strip() and field) or "month" in self.fields:
            return
        date = edtf(f"{self._plain_date(issue.value)} {self._plain_date(field.value)}")
        if date and edtf(field.value).isdigit():
            del self.fields["issue"]
            self.fields[field.name] = field._replace(value=date)

    def _date(self) -> None:
        """Put `date`, or `year` with `month` and `day`, into one date."""
        self._join_date_parts()
        self._season_of_issue()
        builder = self.builder
        field = self.fields.pop("date", None)
        year, month = self.fields.pop("year", None), self.fields.pop("month", None)
        day, end = self.fields.pop("day", None), self.fields.pop("endyear", None)
        target = builder.date_field
        if field and field.value.strip():
            self._put_date(target, field.value, field)
            if month and not year:
                builder.leave("month", month.value, "the entry has a date", month.line)
            elif year and year.value.strip() and year.value.strip() not in field.value:
                builder.leave_second("year", year.value, "the entry has another date", year.line)
            return
        if year is None or not year.value.strip():
            for each in (month, day, end):
                if each and each.value.strip():
                    builder.leave(each.name, each.value, "there is no year", each.line)
            return
        written = self._plain_date(year.value)
        exact = self._with_month(written, month, day)
        if end and end.value.strip():
            exact = f"{exact or written}/{line(end.value)}"
        self._put_date(target, exact or written, year)
        if month and not exact and month.value.strip():
            builder.leave(
                "month", decode(month.value)[0], "this month is not understood", month.line
            )

    def _with_month(self, year: str, month: RawField | None, day: RawField | None) -> str:
        if month is None or not month.value.strip():
            return ""
        text = strip(line(decode(month.value)[0])).replace("–", "-").replace("—", "-")
        number = day.value.strip() if day else ""
        if text.isdigit():
            candidates = [f"{year}-{text.zfill(2)}" + (f"-{number.zfill(2)}" if number else "")]
        else:
            candidates = [f"{number} {text} {year}".strip(), f"{year} {text}", f"{text}, {year}"]
        return next((found for found in map(edtf, candidates) if found), "")

    def _plain_date(self, value: str) -> str:
        """Return a date in LaTeX as plain text; the hyphens of `19--` are no dash."""
        if edtf(value):
            return line(value)
        return strip(line(decode(value)[0])).replace("–", "-").replace("—", "-")

    def _put_date(self, target: str, value: str, field: RawField) -> None:
        text = line(value)
        if field.name != "date":
            text = self._plain_date(value)
        status = TABLE.word(
            "status", text.lower().replace(" ", "").replace("toappear", "forthcoming")
        )
        if status:
            self.builder.data["status"] = status
            return
        self.builder.put(target, text, field.name, field.line)

    def _eprint(self) -> None:
        """Put the number of a preprint server among the identifiers, by the server's name."""
        field = self.fields.pop("eprint", None)
        server = (self._pop("eprinttype") or self._pop("archiveprefix")).lower()
        subject = self.fields.pop("primaryclass", None) or self.fields.pop("eprintclass", None)
        if subject and subject.value.strip():
            self.builder.put("keywords", line(subject.value), subject.name, subject.line)
        if field is None or not field.value.strip():
            return
        value = line(field.value)
        scheme = TABLE.word("eprint", server) if server else "arxiv"
        if is_web_address(value):
            self.builder.put("url", value, "eprint", field.line)
        elif scheme:
            self.builder.identify(scheme, value, "eprint", field.line)
        else:
            self.builder.note("general", f"{server}: {value}")

    def _field(self, name: str, field: RawField) -> None:
        builder = self.builder
        role = TABLE.word("role", name)
        if role:
            self._names(name, self._stated_role(name, role), field)
            return
        if TABLE.word("hostrole", name):
            self.host_agents.append((TABLE.word("hostrole", name), field))
            return
        if _READ_WITH.get(name) in self.fields:
            return
        target = TABLE.field(name, self.entry.type)
        if target is None:
            self._unknown(name, field)
        elif target.reading == "aliases":
            builder.aliases = [key.strip() for key in field.value.split(",") if key.strip()]
        elif target.is_left:
            if name not in {"crossref", "xref", "xdata"}:
                builder.leave_by(target, name, field.value, field.line)
        else:
            text = self._decoded(name, field)
            self._put(target, text, name, field.line)

    def _unknown(self, name: str, field: RawField) -> None:
        self.builder.leave_unknown(name, self._decoded(name, field), field.line)

    def _decoded(self, name: str, field: RawField) -> str:
        if name in _VERBATIM:
            value = _ANGLE.sub(lambda match: "<" if "less" in match[0] else ">", field.value)
            return value.replace("\\_", "_").replace("\\%", "%").replace("\\&", "&").strip()
        text, unknown = decode(field.value)
        for command in unknown:
            self.builder.weaken(
                name, command, "this LaTeX command is not known; it stays as it is", field.line
            )
        return text

    def _put(self, target: FieldTarget, text: str, name: str, at: int) -> None:
        """Set a field from a value in one of the readings that the table names."""
        special = self._readings.get(target.reading)
        if special:
            special(target.field, text, name, at)
        else:
            put_read(self.builder, target, text, name, at)

    def _lccn(self, _target: str, text: str, name: str, at: int) -> None:
        """Add a control number of the Library of Congress, or a call number, which others write there."""
        if _LCCN.fullmatch(text.strip()):
            self.builder.identify("lccn", text, name, at)
        else:
            self.builder.put("holdings.shelfmark", text, name, at)

    def _places(self, target: str, _text: str, name: str, at: int) -> None:
        for each in split(self.fields[name].value):
            self.builder.put(target, decode(each)[0], name, at)

    def _keywords(self, target: str, text: str, name: str, at: int) -> None:
        """Set keywords; a comma or a semicolon in braces parts none (biblatex manual 2.2.3, keywords).

        Web of Science, whose entries have a `unique-id`, has one pair of braces around all keywords, with
        semicolons between them.
        """
        by_semicolon, by_comma = (at_top(self.fields[name].value, mark) for mark in ";,")
        words = by_semicolon if len(by_semicolon) > 1 else by_comma
        if len(words) == 1 and (";" not in text or "unique-id" in self.fields):
            words = text.split(";" if ";" in text else "\n")
        for each in words:
            self.builder.put(target, decode(each)[0], name, at)

    def _status(self, _target: str, text: str, _name: str, _at: int) -> None:
        word = TABLE.word("status", text.lower().replace(" ", ""))
        if word:
            self.builder.data["status"] = word
        else:
            self.builder.note("general", text)

    def _join(self, target: str, text: str, name: str, at: int) -> None:
        """Set a title, or add a subtitle to it: the model has one field for both."""
        there = self.builder.data.get(target)
        if isinstance(there, str) and name.endswith("subtitle"):
            self.builder.data[target] = f"{there}: {line(text)}"
        elif isinstance(there, str) and there != line(text) and target == "container_title":
            self.builder.note("general", text)
        else:
            self.builder.put(target, text, name, at)

    def _howpublished(self, _target: str, text: str, name: str, at: int) -> None:
        found = ADDRESS.search(text)
        if found and found[0] == text.strip() and "url" not in self.fields:
            self.builder.put("url", found[0], name, at)
        else:
            self.builder.note("general", text)

    def _collaboration(self, _target: str, text: str, _name: str, _at: int) -> None:
        """Add a collaboration (INSPIRE, REVTeX) as an author: `ATLAS` is the ATLAS Collaboration."""
        name = _FOR_THE.sub("", strip(line(text)), count=1)
        if name and "collab" not in name.lower():
            name += " Collaboration"
        if name:
            self.builder.contribute("author", NamedAgent("organization", [("", name)]))

    def _bodies(self, target: str, _text: str, name: str, _at: int) -> None:
        """Set bodies whose names are joined by “and”, as biblatex joins those of a list.

        In BibTeX, where there are no such lists, “Taylor and Francis” is one body.
        """
        value = self.fields[name].value
        for each in split(value) if self.is_biblatex else [value]:
            text, _ = decode(each)
            self.builder.name_body(target, strip(line(text)))

    def _stated_role(self, name: str, role: str) -> str:
        """Return the role that `editortype` states for the editors, or `authortype` for the authors.

        biblatex has words for some; others, which its styles leave out, are MARC relator terms.
        """
        stated = self.fields.get(f"{name}type")
        if stated is None:
            return role
        word = line(stated.value).lower()
        found = TABLE.word("role", word) or role_of(word)
        if not found:
            self.builder.leave(f"{name}type", word, "this role is not known", stated.line)
        return found or role

    def _names(self, name: str, role: str, field: RawField) -> None:
        agents, others = names(field.value)
        for agent in agents:
            self.builder.contribute(role, agent)
        if others:
            self.builder.leave(name, "and others", "the source does not name them", field.line)

    def _yomi(self) -> None:
        """Add the readings of Japanese names to the names, if there are as many."""
        field = self.fields.get("yomi")
        if field is None or not field.value.strip():
            return
        readings, _ = names(field.value)
        authors = [
            each["agent"] for each in self.builder.contributors if each.get("role") == "author"
        ]
        if len(readings) != len(authors):
            self.builder.leave("yomi", field.value, "there are more or fewer authors", field.line)
            return
        for author, reading in zip(authors, readings, strict=True):
            form = reading.forms[0][1]
            is_latin = reading.display.isascii()
            author.forms.append(("ja-Latn" if is_latin else "ja-Hira", form))

    def _series_number(self) -> None:
        """Take the number from a title of a series that ends with it: `Tea books, no. 12`.

        So this program writes it where a style prints no number (BibTeXing 3.2, number). The number
        of a work without a series is its own.
        """
        series = self.builder.data.get("series", [])
        for each in series:
            title, mark, number = each.get("title", "").rpartition(", no. ")
            if mark and "number" not in each and _SERIES_NUMBER.fullmatch(number):
                each.update(title=title, number=number)
        if series and all("title" not in each for each in series):
            del self.builder.data["series"]
            number = series[0].get("number")
            if number:
                self.builder.put("number", number, "number")
