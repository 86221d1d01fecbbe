"""Collects the values of one source entry as the fields of a record, and accounts for each of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from exporter.importers.devised_titles import devise_title
from exporter.importers.entry import Entry, Leftover, NamedAgent
from exporter.importers.field_table import FRAME, FieldTarget
from exporter.importers.grown_lists import GrownLists, key_of
from exporter.importers.languages import work_language
from exporter.importers.names import body_named
from exporter.importers.numbers import numbers_in
from exporter.importers.repository_types import access_right
from exporter.importers.text import RESTATED_YEAR, clean, edtf, line, web_address, without_html
from exporter.model.identifier import fault, plain
from exporter.model.identifiers import stated_number
from exporter.model.node import NO_LANGUAGE
from exporter.records.one_or_more import add_one, one_or_more
from exporter.records.schema import Field, Schemas
from exporter.validate.checks import mistyped_url

MEDIA_TYPE = re.compile(r"[a-z]+/[A-Za-z0-9.+-]+")
_OF_THE_HOST = (
    ("container_title", "title"),
    ("publisher", "publisher"),
    ("place", "place"),
    ("edition", "edition"),
    ("volumes", "volumes"),
)
"""Fields of a part that speak of the book, and their names in a group for the book."""
_UNTITLED = "Untitled work"
_CHECKED = frozenset({"isbn", "issn", "ismn", "doi", "gtin", "iswc", "isan"})
"""The schemes whose numbers have check digits, or a form of their own."""
_KINDS_FIRST = ("article", "part", "book", "report", "film", "recording", "image", "website")
"""Of several kinds that can have a type, the one that comes first here."""


class EntryBuilder:
    """Collects one entry. Every value of the source is carried, or is a leftover with its reason.

    The fields are judged by the schema of the kind `judged_by`: that of books, since all works share
    their fields.
    """

    def __init__(self, schemas: Schemas, line: int, key: str = "") -> None:
        self.schemas = schemas
        self.judged_by = "book"
        self.line, self.key = line, key
        self.data: dict[str, Any] = {}
        self.contributors: list[dict[str, Any]] = []
        self.leftovers: list[Leftover] = []
        self.seen = 0
        self.aliases: list[str] = []
        self._lists = GrownLists()

    # What is not carried

    def leave(self, field: str, value: str, reason: str, at: int = 0) -> None:
        """Note that a value is not carried, and why."""
        self.leftovers.append(Leftover(at or self.line, field, line(value), reason))

    def leave_doi(self, field: str, address: str, at: int = 0) -> None:
        """Note that an address is not carried, since it is the DOI of the work as a link."""
        reason = "it is the DOI once more, as a link"
        self.leftovers.append(Leftover(at or self.line, field, line(address), reason, frame=True))

    def leave_by(self, target: FieldTarget, field: str, value: str, at: int = 0) -> None:
        """Note that a value is not carried, for the reason that the format's table states."""
        found = Leftover(at or self.line, field, line(value), target.source)
        self.leftovers.append(found._replace(frame=target.field == FRAME))

    def leave_unknown(self, field: str, value: str, at: int = 0, *, frame: bool = False) -> None:
        """Note that the format's table has no place for a field."""
        reason = "there is no field for this"
        found = Leftover(at or self.line, field, line(value), reason, unknown=True, frame=frame)
        self.leftovers.append(found)

    def leave_second(self, field: str, value: str, reason: str, at: int = 0) -> None:
        """Note that a field has another value already: there is no place for this one."""
        found = Leftover(at or self.line, field, line(value), reason, unknown=True)
        self.leftovers.append(found)

    def weaken(self, field: str, value: str, reason: str, at: int = 0) -> None:
        """Note that a value is carried, but not as the source means it."""
        self.leftovers.append(Leftover(at or self.line, field, line(value), reason, kept=True))

    # What is carried

    def put(self, target: str, value: str, field: str, at: int = 0) -> None:
        """Set a field of the record, named as in the tables: `title`, `identifiers.isbn`.

        A date, an address, a language or a number that cannot be read is left over.
        """
        target, _, rest = target.partition(".")
        if target == "identifiers":
            self.identify(rest, value, field, at)
        elif target == "notes":
            self.note(rest or "general", value)
        elif target == "holdings":
            self._put_holding(rest, value, field, at)
        elif target == "series":
            self._put_series(rest or "title", value, field, at)
        elif rest:
            group = self.data.setdefault(target, {})
            self._put_inside(group, target, rest, value, field, at)
            if not group:
                del self.data[target]
        else:
            self._put_inside(self.data, "", target, value, field, at)

    @property
    def date_field(self) -> str:
        """The field for a date of which the source does not say what happened: of a manuscript it was made."""
        return "created" if self.data["kind"] == "manuscript" else "issued"

    def refine_date(self, target: str, date: str) -> bool:
        """Set an EDTF date, or a more exact form of the one that is there: `1949-05` in place of `1949`.

        Return whether the record now says it.
        """
        there = str(self.data.get(target, ""))
        if date.startswith(there):
            self.data[target] = date
        return date.startswith(there) or there.startswith(date)

    def add_item(self, field: str, item: Any) -> None:
        """Add an item to a field that is always a list, unless it is there."""
        there = self.data.setdefault(field, [])
        if not self._lists.has(field, there, item):
            there.append(item)

    def put_format(self, text: str, target: str, at: int) -> None:
        """Add a media type to the formats of the files, and put any other words into a field."""
        if MEDIA_TYPE.fullmatch(text):
            self.add_item("file_formats", text)
        elif text:
            self.put(target, text, "format", at)

    def _put_inside(
        self, group: Any, above: str, name: str, value: str, field: str, at: int
    ) -> None:
        """Put a value into a field of `group`, which is the group `above` or the record."""
        if not isinstance(group, dict):
            self.leave_second(field, value, f"“{above}” already has another value", at)
            return
        schema = self.schemas.field(self.judged_by, (above, name) if above else (name,))
        if schema is None:
            raise LookupError(f"no schema has the field “{above}.{name}”")
        read, reason = self._read(schema, name, value)
        if reason:
            self.leave(field, value, reason, at)
        elif name not in group:
            group[name] = [read] if schema.keyword("type") == "array" else read
        elif "array" in schema.keyword("type", ""):
            add_one(group, name, read)
        elif group[name] != read:
            reason = f"the record can have only one “{schema.title}”"
            self.leave_second(field, value, reason, at)

    def _read(self, schema: Field, name: str, value: str) -> tuple[Any, str]:
        """Return a value as the schema wants it, or the reason why it cannot be read."""
        kind = schema.keyword("format", "")
        if kind == "edtf":
            date = edtf(value)
            if date and RESTATED_YEAR.fullmatch(line(value)):
                has_form = self.schemas.field(self.judged_by, (name, "printed"))
                return ({"date": date, "printed": line(value)} if has_form else date), ""
            return (date, "") if date else ("", "this date is not understood")
        if kind == "web-address":
            address = web_address(line(value))
            if not mistyped_url.ADDRESS.fullmatch(address):
                return "", "this is not a web address (http:// or https://)"
            wrong = mistyped_url.on_value(address)
            return ("", wrong.message) if wrong else (address, "")
        if kind == "language-tag":
            tag = work_language(line(value))
            return (tag, "") if tag else ("", "this language is not known")
        text = clean(value) if name == "abstract" else line(value)
        if not text:
            return "", "there is no text in it"
        return text, ""

    def _put_holding(self, part: str, value: str, field: str, at: int) -> None:
        """Set a field of the last copy; a field that it has already begins another one."""
        copies = self.data.setdefault("holdings", [{}])
        if part in copies[-1]:
            copies.append({})
        if part == "repository":
            copies[-1][part] = body_named(line(value))
        else:
            copies[-1][part] = line(value)
        if not line(value):
            self.leave(field, value, "there is no text in it", at)
            del copies[-1][part]
            _drop_empty(copies)

    def _put_series(self, part: str, value: str, field: str, at: int) -> None:
        """Set the title, number or ISSN of the last series; a title begins another one."""
        text = line(value)
        found = self.data.setdefault("series", [])
        if not found or (part == "title" and "title" in found[-1]):
            found.append({})
        if part == "issn":
            text = next(iter(numbers_in("issn", text)), "")
            if not text or fault("issn", text):
                self.leave(field, value, "this is not a valid ISSN", at)
                _drop_empty(found)
                return
        if part in found[-1]:
            self.leave_second(field, value, "the series has another one", at)
        elif text:
            found[-1][part] = text
        _drop_empty(found)

    def add_address(self, url: str, field: str, at: int, **described: str) -> None:
        """Add a web address with what is said of it: `label`, `access`."""
        self.put("url", url, field, at)
        group = {"url": url} | {name: text for name, text in described.items() if text}
        every = one_or_more(self.data.get("url"))
        if len(group) > 1 and every[-1:] == [url]:
            every = every[:-1] if group in every[:-1] else [*every[:-1], group]
            self.data["url"] = every if len(every) > 1 else group

    def add_title(self, title: str) -> None:
        """Set the title; another one is a variant."""
        if title and "title" not in self.data:
            self.data["title"] = title
        elif title:
            self.add_variant_title({"title": title})

    def add_variant_title(self, variant: Mapping[str, Any]) -> None:
        """Add a variant title with what is known of it: `type`, `note`."""
        self.data.setdefault("variant_titles", []).append(variant)

    def add_abstract(self, text: str, field: str, at: int) -> None:
        """Set the abstract; another one is a note."""
        if text and "abstract" not in self.data:
            self.put("abstract", text, field, at)
        elif text:
            self.note("general", text)

    def add_genre(self, text: str, label: str, field: str, at: int) -> None:
        """Set the genre; another one is a note with a label, such as `Type`."""
        if "genre" in self.data:
            self.note("general", f"{label}: {text}")
        else:
            self.put("genre", text, field, at)

    def add_licence(self, address: str, field: str, at: int) -> None:
        """Set the licence by its address; another one is a note on use.

        The address may also be that of a right of access.
        """
        if self._put_access(address, field, at):
            return
        if "licence" not in self.data:
            self.put("licence", address, field, at)
        elif address != self.data["licence"]:
            self.note("use", address)

    def add_rights(self, text: str, field: str, at: int) -> None:
        """Set the statement of rights; another one is a note on use. A right of access is none."""
        if self._put_access(text, field, at):
            return
        if text and "rights" not in self.data:
            self.put("rights", text, field, at)
        elif text:
            self.note("use", text)

    def _put_access(self, text: str, field: str, at: int) -> bool:
        """Set who can read a work, if that is what a text says, and return whether it is."""
        access = access_right(text)
        if access and self.data.get("access", access) == access:
            self.put("access", access, field, at)
            return True
        return False

    def note(self, type: str, value: str, language: str = "") -> None:
        """Add a note of a type, in the language of the catalogue unless it has one of its own."""
        text = without_html(value)
        note = {language: text} if language else text
        notes = self.data.setdefault("notes", {})
        there = notes.setdefault(type, [])
        if text and not self._lists.has(f"notes.{type}", there, note):
            there.append(note)
        if not there:
            del notes[type]
        if not notes:
            del self.data["notes"]

    def identify(
        self, scheme: str, value: str, field: str, at: int = 0, qualifier: str = ""
    ) -> None:
        """Add an identifier. One that is wrong is kept as an invalid one, and the user is told."""
        for number in numbers_in(scheme, line(value)) or [""]:
            if not number:
                self.leave(
                    field, value, f"this is not a valid {scheme.replace('_', ' ').upper()}", at
                )
                continue
            wrong = self._add_identifier(scheme, number, qualifier)
            if wrong:
                self.weaken(field, number, f"{wrong}; it is kept as an invalid number", at)

    def _add_identifier(self, scheme: str, number: str, qualifier: str) -> str:
        """Add one number. Return what is wrong with it, or an empty text."""
        judged = {"issn_l": "issn"}.get(scheme, scheme)
        found = fault(judged, number) if judged in _CHECKED else None
        wrong = found.message if found else ""
        if not wrong and not self._has_form_of(scheme, number):
            wrong = f"this is not a valid {scheme.replace('_', ' ').upper()}"
        value: Any = number
        if wrong or qualifier:
            value = {"invalid" if wrong else "number": number}
            if qualifier:
                value["qualifier"] = qualifier
        identifiers = self.data.setdefault("identifiers", {})
        every = one_or_more(identifiers.get(scheme))

        def compared(each: Any) -> str:
            """Return the form by which a number is compared."""
            written = stated_number(each, invalid=True)
            return plain(judged, written) or written

        key = plain(judged, number) or number
        places = self._lists.places(f"identifiers.{scheme}", every, key, compared)
        if not places:
            every.append(value)
            identifiers[scheme] = every if len(every) > 1 else value
        elif scheme == "isbn" and len(stated_number(every[places[0]], invalid=True)) < len(number):
            every[places[0]] = value  # the ISBN of 13 digits says more than that of 10
            identifiers[scheme] = every if len(every) > 1 else value
        return wrong

    def _has_form_of(self, scheme: str, number: str) -> bool:
        """Return whether a number is written as the schema wants those of its scheme."""
        field = self.schemas.field(self.judged_by, ("identifiers", scheme))
        pattern = field.keyword("pattern", "") if field else ""
        return re.search(pattern, number) is not None

    def contribute(self, role: str, agent: NamedAgent, **stated: Any) -> dict[str, Any]:
        """Add a contributor with what is stated besides: `printed`, `affiliation`; return it.

        Empty values are left out. One who is there with another role gets both.
        """
        more = {name: value for name, value in stated.items() if value}
        each = None if more else self.contributor(agent)
        if each:
            roles = each.get("roles") or [each.pop("role")]
            each["roles"] = roles if role in roles else [*roles, role]
            if len(each["roles"]) == 1:
                each["role"] = each.pop("roles")[0]
            return each
        self.contributors.append({"agent": agent, "role": role, **more})
        return self.contributors[-1]

    def contributor(self, agent: NamedAgent) -> dict[str, Any] | None:
        """Return the contributor with the name of an agent; None if there is none."""
        there = self.contributors
        places = self._lists.places("", there, key_of(agent), lambda each: key_of(each["agent"]))
        found = (there[place] for place in places if there[place]["agent"].forms == agent.forms)
        return next(found, None)

    def name_body(self, target: str, name: str) -> None:
        """Set a field to the body with a name; `translation_of.publisher` is one of a group."""
        text = line(name)
        target, _, inner = target.partition(".")
        if text and inner:
            self.data.setdefault(target, {})[inner] = body_named(text)
        elif text:
            self.add_body(target, body_named(text))

    def add_body(self, target: str, body: NamedAgent) -> None:
        """Set a field that names a body, such as `publisher`; a second one makes a list."""
        every = one_or_more(self.data.get(target))
        places = self._lists.places(target, every, key_of(body))
        if all(every[place].forms != body.forms for place in places):
            every.append(body)
            self.data[target] = every if len(every) > 1 else body

    def relate(self, relation: str, work: dict[str, Any]) -> None:
        """Add a relation to a work that is described, such as `review_of`."""
        there = self.data.setdefault(relation, [])
        if isinstance(there, dict) and not there.keys() & work.keys():
            there |= work  # what one field of the source began to say of the work
            return
        if isinstance(there, dict):
            there = self.data[relation] = [there]
        if work and not self._lists.has(relation, there, work):
            there.append(work)
        if not there:
            del self.data[relation]

    def relate_as(
        self, relation: str, work: dict[str, Any], field: str, value: str, at: int
    ) -> None:
        """Add a relation; one that the format's table does not know, so that it is empty, is weakened."""
        self.relate(relation or "related_works", work)
        if work and value and not relation:
            reason = "this relation is not known; it is kept as a related work"
            self.weaken(field, value, reason, at)

    def numbered_work(
        self, scheme: str, kind: str, number: str, field: str, at: int
    ) -> dict[str, Any]:
        """Return a related work of which the source has only a number; empty if that is none.

        `scheme` is ours for the `kind` that the source states. Without one, the number may be an
        address, or else is a local one.
        """
        number = line(number)
        if scheme:
            inner = EntryBuilder(self.schemas, self.line)
            inner.identify(scheme, number, field, at)
            self.leftovers += inner.leftovers
            return inner.data
        if mistyped_url.ADDRESS.fullmatch(number):
            return {"url": number}
        local = {"number": number, "qualifier": kind} if kind else number
        return {"identifiers": {"local": local}} if number else {}

    def _type(self) -> str:
        """Return the CSL type of the work."""
        own = self.data.get("type") or self.schemas.catalogued(self.data["kind"]).get("type", "")
        return str(own)

    def kind(self, type: str, *, heard: bool = False, read: bool = False) -> None:
        """Set what the work is, as a CSL type; the kind follows from it.

        `heard` says that the source calls it sound: an interview is then a recording and no film. One
        that is `read` is neither.
        """
        kind = kind_of(type, self.schemas, heard=heard)
        self.data["kind"] = "source" if read and kind in {"film", "recording"} else kind
        self.data.pop("type", None)
        if self.schemas.catalogued(self.data["kind"]).get("type") != type:
            self.data["type"] = type

    def describe_host(self, role: str, agent: NamedAgent) -> None:
        """Add a contributor of the work in which this one appeared.

        The record then describes that work in a group of its own, with all that is said of it. Other
        wholes that it was said to be part of are related works.
        """
        host = self.data.get("part_of")
        if not isinstance(host, dict):
            for other in host or ():
                self.relate("related_works", other)
            host = self.data["part_of"] = {}
            for field, inner in _OF_THE_HOST:
                if field in self.data:
                    host[inner] = self.data.pop(field)
            if "title" not in host and "volume_title" in self.data:
                host["title"] = self.data.pop("volume_title")
            self._move_series(host)
            self._move_isbn(host)
            editors = [each for each in self.contributors if each.get("role") == "editor"]
            self.contributors = [each for each in self.contributors if each not in editors]
            if editors:
                host["contributors"] = editors
        host.setdefault("contributors", []).append({"agent": agent, "role": role})

    def _move_series(self, host: dict[str, Any]) -> None:
        for each in self.data.pop("series", [])[:1]:
            if "title" in each:
                host["series"] = each["title"]
            if "number" in each:
                host["series_number"] = each["number"]

    def _move_isbn(self, host: dict[str, Any]) -> None:
        identifiers = self.data.get("identifiers", {})
        for scheme in ("isbn", "issn"):
            if scheme in identifiers:
                host.setdefault("identifiers", {})[scheme] = identifiers.pop(scheme)
        if not identifiers:
            self.data.pop("identifiers", None)

    def finish(self, part_of: str = "") -> Entry:
        """Return the entry, which may be part of another one with the key `part_of`.

        A work without a title gets a devised one, since a record needs one: its uniform title, if
        it has one.
        """
        data = self.data
        if self.contributors:
            data["contributors"] = self.contributors
        if "kind" not in data:
            self.kind("document")
        if isinstance(data.get("language"), list):
            data["language"] = _most_exact(data["language"])
        # PubMed has the titles of articles in brackets that it has translated
        devise_title(data, brackets=self._type() != "article-journal")
        if "title" not in data and "devised_title" not in data:
            made = f"{_UNTITLED} ({self.key})" if self.key else _UNTITLED
            data["devised_title"] = data.get("uniform_title", made)
        data.setdefault("language", "und")
        return Entry(self.line, self.key, data, self.leftovers, self.seen, part_of, self.aliases)


def _most_exact(tags: list[str]) -> Any:
    """Return languages without one that others say more exactly: `en` beside `en-US`, or `mul`."""
    known = [tag for tag in tags if tag not in NO_LANGUAGE] or tags[:1]
    exact = [tag for tag in known if not any(each.startswith(f"{tag}-") for each in known)]
    return exact if len(exact) > 1 else exact[0]


def stated_title(entry: Entry) -> Any:
    """Return the title that the source gives a work, also one that is devised; None if it has none."""
    devised = entry.data.get("devised_title")
    is_made = isinstance(devised, str) and devised.startswith(_UNTITLED)
    return entry.data.get("title", None if is_made else devised)


def kind_of(type: str, schemas: Schemas, *, heard: bool = False) -> str:
    """Return the kind whose works are of a CSL type; `source`, which takes all, if there is none."""
    for kind in schemas.kinds:
        if schemas.catalogued(kind).get("type") == type:
            return "image" if kind == "photo" else kind
    able = []
    for kind in schemas.kinds:
        own = schemas.files[f"{kind}.schema.json"]["properties"].get("type", {})
        if type in own.get("enum", ()) and schemas.noun(kind) == "work":
            able.append(kind)
    if (heard or type == "speech") and "recording" in able:
        return "recording"  # a speech is heard, whether or not it is also seen
    able.sort(key=lambda kind: _KINDS_FIRST.index(kind) if kind in _KINDS_FIRST else 99)
    return able[0] if able else "source"


def _drop_empty(found: list[dict[str, Any]]) -> None:
    if found and not found[-1]:
        found.pop()
