"""Finds which entries are in the catalogue already, and by which fact.

An identifier decides first, with guards: another edition, a chapter with the ISBN of its book, an
article with the DOI of its journal, or another title under the same number is not a duplicate. Without
an identifier, everything that is cited has to agree: title, date, contributors, container, volume,
number and pages. In an archive, many files of one series have the same title: there, the place on the
shelf has to agree too, and each description of a finding aid is another one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from exporter.importers.entry import NamedAgent, NameForm, family_and_given
from exporter.importers.text import year_of
from exporter.model.identifier import plain
from exporter.model.identifiers import stated_number
from exporter.model.markup import strip
from exporter.records.one_or_more import one_or_more

_DECISIVE = ("doi", "isbn", "pmid", "pmcid", "arxiv", "lccn", "oclc", "handle", "urn", "issn")
"""Schemes that name one work; `issn` only for serials."""
_PARTS = frozenset({"article", "part"})
_PARTS_OF_NAME = frozenset({"family", "given"})
_ALIKE = 0.6
"""How like two titles under one number have to be. Source: the same DOI with another title is
usually a mistake of copying, while a subtitle or another spelling leaves most of the letters."""

_COMPARED = 20
"""With how many works under its number a work is compared. A number that more works have stands for
none of them: it is a placeholder, or that of a series or of a set of volumes."""


class Duplicate(NamedTuple):
    """The record that an entry repeats, and the fact that says so."""

    id: str
    reason: str


class _Known(NamedTuple):
    id: str
    kind: str
    title: str
    edition: str
    volume: str


class Duplicates:
    """The works of a catalogue, and those that an import adds, by what makes each of them unique."""

    def __init__(self, records: Iterable[Mapping[str, Any]]) -> None:
        self._by_identifier: dict[tuple[str, str], list[_Known]] = defaultdict(list)
        self._by_volume: dict[tuple[tuple[str, str], str, str], _Known] = {}
        """The works under a number that many have, by their titles and volumes as well."""
        self._by_statement: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self.names: dict[str, set[str]] = {}
        """What tells the agents with a record from others, by id."""
        works = []
        for data in records:
            if "name" in data:
                self.names[data["id"]] = _record_keys(data["name"], data.get("identifiers"))
            else:
                works.append(data)
        for data in sorted(works, key=lambda each: (len(str(each["id"])), str(each["id"]))):
            self.add(data)  # letters-2 before letters-10, as the import has made them

    def add(self, data: Mapping[str, Any]) -> None:
        """Add a work with its id."""
        known = _known(data)
        for identifier in _identifiers(data):
            there = self._by_identifier[identifier]
            if len(there) < _COMPARED:
                there.append(known)
            else:
                self._by_volume.setdefault((identifier, known.title, known.volume), known)
        for statement in self._statements(data):
            self._by_statement[statement].append(known.id)

    def find(
        self, data: Mapping[str, Any], met: Counter[tuple[str, ...]] | None = None
    ) -> Duplicate | None:
        """Return the record that says the same of the same work, or None.

        `met` counts what the descriptions of one finding aid say, of which none repeats another:
        the second one that says something can only be the second record that does.
        """
        new = _known(data)
        for scheme, number in _identifiers(data):
            there = list(self._by_identifier.get((scheme, number), ()))
            if len(there) == _COMPARED:
                same = self._by_volume.get(((scheme, number), new.title, new.volume))
                there += [same] if same else []
            for known in there:
                if _same_work(known, new):
                    label = scheme.replace("_", " ").upper()
                    return Duplicate(known.id, f"the same {label}, {number}")
        found: list[str] = []
        for statement in self._statements(data):
            place = 0 if met is None else met[statement]
            found += self._by_statement.get(statement, [])[place : place + 1]
            if met is not None:
                met[statement] += 1
        reason = "the same title, date, contributors and place in its container"
        return Duplicate(found[0], reason) if found else None

    def _statements(self, data: Mapping[str, Any]) -> list[tuple[str, ...]]:
        """Return what is cited of a work in one key, for works that have no number.

        A name may stand in several forms; the key has the first contributor only, with one key for
        each of the forms, and for each identifier. They are compared as those by which a contributor
        is found among the agents: else a work came in again whose author has a record under another
        form of the name.
        """
        title = folded(_title(data)) or _title(data)
        if not title:
            return []
        rest = [str(data.get("kind")), title, _date(data), str(_folded_value(data.get("subtitle")))]
        for field in (
            "container_title",
            "volume",
            "issue",
            "number",
            "pages",
            "edition",
            "version",
        ):
            rest.append(_folded_value(data.get(field)))
        for field in ("article_number", "part_number", "url", "genre"):
            rest.append(_folded_value(data.get(field)))
        rest.append(_folded_value(data.get("extent")).removesuffix(" pages"))
        if "level" in data:
            rest.append(_folded_value(_places_on_shelf(data)))
        host = data.get("part_of")
        rest.append(_folded_value(host.get("title") if isinstance(host, Mapping) else host))
        names = self._first_contributor(data)
        return [(name, *rest) for name in sorted(names)] or [("", *rest)]

    def _first_contributor(self, data: Mapping[str, Any]) -> set[str]:
        for each in data.get("contributors") or ():
            agent = each.get("agent")
            if isinstance(agent, NamedAgent):
                numbers = compared_numbers(agent.identifiers)
                return agent_keys(compared_names(agent.forms), numbers)
            if isinstance(agent, str):
                return self.names.get(agent, set())
            return _record_keys(each.get("name"), None)
        return set()


def _known(data: Mapping[str, Any]) -> _Known:
    return _Known(
        str(data.get("id", "")),
        str(data.get("kind")),
        folded(_title(data)),
        _folded_value(data.get("edition")),
        _folded_value(data.get("volume")) + _folded_value(data.get("part_number")),
    )


def _same_work(known: _Known, new: _Known) -> bool:
    if (known.kind in _PARTS) != (new.kind in _PARTS):
        return False  # the book's number on a chapter, or the journal's on an article
    if known.kind == new.kind == "part" and known.title != new.title:
        return False  # two chapters with the ISBN of their book
    if known.edition and new.edition and known.edition != new.edition:
        return False
    if known.volume and new.volume and known.volume != new.volume:
        return False
    return _alike(known.title, new.title)


def _alike(one: str, other: str) -> bool:
    if one == other or one.startswith(other) or other.startswith(one):
        return True
    matcher = SequenceMatcher(None, one[:200], other[:200], autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def compared_numbers(identifiers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the scheme of each valid number, and the number in the form in which it is compared."""
    for scheme, value in identifiers.items():
        for each in one_or_more(value):
            if number := stated_number(each):
                yield scheme, plain(scheme, number) or number


def _identifiers(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    decisive = {}
    identifiers = data.get("identifiers") or {}
    for scheme in _DECISIVE:
        if scheme == "issn" and data.get("kind") != "serial":
            continue
        if scheme == "isbn" and data.get("kind") == "article":
            continue
        decisive[scheme] = identifiers.get(scheme)
    return list(compared_numbers(decisive))


def _title(data: Mapping[str, Any]) -> str:
    title = data.get("title") or data.get("devised_title") or ""
    if isinstance(title, Mapping):
        title = next(iter(title.values()))
    return strip(str(title))


def _date(data: Mapping[str, Any]) -> str:
    for field in ("issued", "created", "copyright_date"):
        if field in data:
            value = data[field]
            return str(value.get("date") if isinstance(value, Mapping) else value) or year_of(value)
    return ""


def _places_on_shelf(data: Mapping[str, Any]) -> list[Any]:
    """Return where archival material is kept."""
    places = ("shelfmark", "box", "folder", "item")
    return [[each.get(name) for name in places] for each in data.get("holdings") or ()]


def name_keys(name: Any) -> set[str]:
    """Return the forms of a name as they are compared, the parts of each in a fixed order."""
    return {folded(_in_order(form)) for form in recorded_forms(name)}


def _in_order(form: NameForm) -> str:
    if isinstance(form, str):
        return form
    return " ".join(form[part] for part in ("family", "given") if part in form)


def compared_names(forms: Iterable[tuple[str, Any]]) -> set[str]:
    """Return the names in the form in which they are compared: no case, no accents, no stops.

    A name in parts has the key of its parts, and that of the whole in both orders, for sources that
    do not take names apart.
    """
    found = set()
    for _, form in forms:
        if isinstance(form, str):
            found.add(folded(form))
            continue
        family, given = family_and_given(form)
        found.add(folded(f"{given} {family}"))
        found.add(folded(f"{family} {given}"))
        if not any(each.isascii() for each in family):
            found.add(folded(f"{family}{given}"))
    return found - {""}


def agent_keys(names: Iterable[str], numbers: Iterable[tuple[str, str]]) -> set[str]:
    """Return what tells an agent from others: its names as they are compared, and its numbers."""
    return {*names, *(f"{scheme}: {number}" for scheme, number in numbers)}


def _record_keys(name: Any, identifiers: Any) -> set[str]:
    """Return the keys of an agent as a record has its name and its identifiers."""
    forms = (("", form) for form in recorded_forms(name))
    return agent_keys(compared_names(forms), compared_numbers(identifiers or {}))


def recorded_forms(name: Any) -> list[NameForm]:
    """Return the forms of a name as a record has it: one, or one by each language tag.

    What is neither text nor parts of a name, which is an error in the record, is no form.
    """
    if isinstance(name, str):
        return [name]
    if not isinstance(name, Mapping):
        return []
    if _PARTS_OF_NAME & name.keys():
        return [{part: str(words) for part, words in name.items()}]
    return [form for each in name.values() for form in recorded_forms(each)]


def _folded_value(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return " ".join(_folded_value(each) for each in value.values())
    if isinstance(value, list):
        return " ".join(_folded_value(each) for each in value)
    return folded(str(value))


def folded(text: str) -> str:
    """Return the words of a text as they are compared: no case, no accents, no punctuation."""
    text = unicodedata.normalize("NFKD", text.casefold())
    if not text.isascii():
        text = "".join(each for each in text if not unicodedata.combining(each))
    return " ".join(re.sub(r"[\W_]+", " ", text).split())
