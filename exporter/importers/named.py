"""Entries that are persons, bodies, families, events, places or concepts, and not works.

They come from authority files and from lists of persons, bodies and places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from exporter.importers.builder import EntryBuilder
from exporter.importers.duplicates import Duplicate, compared_numbers, name_keys
from exporter.importers.entry import Entry, NamedAgent, NameForm
from exporter.importers.references import has_reference
from exporter.importers.text import line
from exporter.model.identifiers import stated_number
from exporter.records.document import former_ids
from exporter.records.one_or_more import one_or_more
from exporter.records.schema import Schemas

_MADE_BY_IMPORT = frozenset({"id", "former_ids"})


class OtherName(NamedTuple):
    """In the data of an entry: another name, with what it is, such as `pseudonym`."""

    form: NamedAgent
    type: str


class NamedBuilder(EntryBuilder):
    """Collects an entry that is not a work, with the forms of its name in the order of the source."""

    def __init__(self, schemas: Schemas, kind: str, line: int, key: str = "") -> None:
        super().__init__(schemas, line, key)
        self.judged_by = kind
        self.data["kind"] = kind

    def name(self, form: NameForm, language: str = "", type: str = "") -> None:
        """Add a form of the name in a language, which may be empty.

        The first is the name. One without a type in another language or script is the same name in
        that language; all others are other names.
        """
        name: list[tuple[str, NameForm]] = self.data.setdefault("name", [])
        tags = [tag for tag, _ in name]
        if not form or (language, form) in name:
            return
        if not name or (not type and language and "" not in tags and language not in tags):
            name.append((language, form))
            return
        entry = OtherName(NamedAgent(self.judged_by, [(language, form)]), type)
        others = self.data.setdefault("other_names", [])
        if not self._lists.has("other_names", others, entry):
            others.append(entry)

    def put(self, target: str, value: str, field: str, at: int = 0) -> None:
        """Set a field; a value for which this kind of record has no field goes into a note."""
        path = tuple(target.split("."))
        if self.schemas.field(self.judged_by, path) or path[0] in {"notes", "identifiers"}:
            super().put(target, value, field, at)
        elif line(value):
            self.note("general", f"{path[0].replace('_', ' ').capitalize()}: {line(value)}")

    def put_date(self, field: str, date: str) -> None:
        """Set the date of `born` or `died`, which are groups, or of another field."""
        if not date:
            return
        if not self.schemas.field(self.judged_by, (field,)):
            self.note("general", f"{field.capitalize()}: {date}")
        elif field in {"born", "died"}:
            self.data.setdefault(field, {}).setdefault("date", date)
        else:
            self.data.setdefault(field, date)

    def finish(self, part_of: str = "") -> Entry:
        """Return the entry."""
        return Entry(
            self.line, self.key, self.data, self.leftovers, self.seen, part_of, self.aliases
        )


def named_agent(data: Mapping[str, Any]) -> NamedAgent:
    """Return the name of an entry with what tells it from others of that name."""
    facts = {word: data[word] for word in ("born", "died") if word in data}
    return NamedAgent(data["kind"], list(data["name"]), dict(data.get("identifiers", {})), facts)


def with_names(data: Mapping[str, Any], record_name: Callable[[NamedAgent], Any]) -> dict[str, Any]:
    """Return the data of an entry with its names as a record has them, which `record_name` says."""
    found = {**data, "name": record_name(named_agent(data))}
    others: list[Any] = []
    for each in data.get("other_names", ()):
        name = record_name(each.form)
        if each.type or not isinstance(name, str):
            others.append({"name": name, **({"type": each.type} if each.type else {})})
        else:
            others.append(name)
    if others:
        found["other_names"] = others
    return found


class NamedDuplicates:
    """The records of a catalogue that are not works, by what tells each from the others."""

    def __init__(self, records: Iterable[Mapping[str, Any]]) -> None:
        self._by_identifier: dict[tuple[str, str], Mapping[str, Any]] = {}
        self._by_name: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
        for data in records:
            if "name" in data:
                self.add(data)

    def add(self, data: Mapping[str, Any]) -> None:
        """Add a record."""
        for identifier in _identifiers(data):
            self._by_identifier.setdefault(identifier, data)
        for name in name_keys(data["name"]):
            self._by_name[str(data["kind"]), name].append(data)

    def find(self, data: Mapping[str, Any], key: str) -> Duplicate | None:
        """Return the record of the same person, body, place or concept, or None.

        An identifier says so, or a name and a second fact: the key in the source, or a date of
        life; or both say the same. `data` has its name as a dict or text, as a record does.
        """
        for scheme, number in _identifiers(data):
            known = self._by_identifier.get((scheme, number))
            if known and known["kind"] == data["kind"]:
                return Duplicate(str(known["id"]), f"the same {scheme.upper()}, {number}")
        for name in sorted(name_keys(data["name"])):
            for known in self._by_name.get((str(data["kind"]), name), ()):
                if key and key in _keys(known):
                    return Duplicate(str(known["id"]), f"the same name and key, {key}")
                if _dates(known) & _dates(data):
                    return Duplicate(str(known["id"]), "the same name and date")
                if _says_the_same(known, data):
                    return Duplicate(str(known["id"]), "it says the same")
        return None


def _identifiers(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = compared_numbers(data.get("identifiers") or {})
    return [each for each in found if each[0] != "local"]


def _keys(data: Mapping[str, Any]) -> set[str]:
    keys = {str(data["id"]), *former_ids(data)}
    local = one_or_more((data.get("identifiers") or {}).get("local"))
    return keys.union(map(stated_number, local))


def _dates(data: Mapping[str, Any]) -> set[tuple[str, str]]:
    found = set()
    for word in ("born", "died"):
        value = data.get(word)
        date = value.get("date") if isinstance(value, Mapping) else None
        if date and not isinstance(date, Mapping):
            found.add((word, str(date)))
    return found


def _says_the_same(known: Mapping[str, Any], data: Mapping[str, Any]) -> bool:
    """Return whether a record has the fields of an entry with the same values, and no others."""
    fields = [name for name in data if name not in _MADE_BY_IMPORT]
    if set(fields) != {name for name in known if name not in _MADE_BY_IMPORT}:
        return False
    return all(has_reference(data[name]) or known[name] == data[name] for name in fields)
