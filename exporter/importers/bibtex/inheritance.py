"""What an entry has from the entries that it names: `crossref` and `xdata`.

Data from `@xdata` come in as they are, those of all its fields or of one that a value names
(`xdata=key-field-2`). From a `crossref`, the entry takes the date and, in a part of
a book, the author, in a volume of a work in several, also the editor; what else is said of the book
stays in the record of the book, to which the part refers. If the book is not in the file, that is
reported. Source: biblatex manual 2.4.1, 3.14.6, appendix B (default inheritance); chains of both are
followed, and a chain that comes back to itself is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from exporter.importers.bibtex.names import split
from exporter.importers.bibtex.parser import RawEntry, RawField
from exporter.importers.entry import Broken

_FROM_ANY = ("date", "year", "month", "day", "langid", "language")
_AUTHORED_PARTS = frozenset({"inbook", "bookinbook", "suppbook"})
_LONGEST_CHAIN = 20
_GRANULAR = re.compile(r"xdata\s*=\s*(\S+)-([A-Za-z]+)(?:-([0-9]{1,6}))?")
"""A value, or a part of a list, that stands in a field of another entry: its key, the field, the part
of the list there."""


def resolve(entries: Iterable[RawEntry]) -> tuple[list[RawEntry], list[Broken]]:
    """Return the entries with the fields that they inherit, and what is wrong with their chains."""
    entries = list(entries)
    by_key: dict[str, RawEntry] = {}
    problems: list[Broken] = []
    for entry in entries:
        key = entry.key.lower()
        if key and key in by_key:
            message = f"the key {entry.key} is also that of an entry before; both come in"
            problems.append(Broken(entry.line, message, whole=False, harmless=True))
        by_key.setdefault(key, entry)
    for entry in entries:
        for alias in _keys(entry, "ids"):
            by_key.setdefault(alias.lower(), entry)
    for entry in entries:
        _take_xdata(entry, by_key, problems)
    for entry in entries:
        _take_granular(entry, by_key, problems)
    for entry in entries:
        _take_crossref(entry, by_key, problems)
    return entries, problems


def _value(entry: RawEntry, name: str) -> str:
    return next((each.value.strip() for each in entry.fields if each.name == name), "")


def _add(entry: RawEntry, fields: Iterable[RawField]) -> None:
    there = {each.name for each in entry.fields}
    dated = bool(there & {"date", "year"})
    for each in fields:
        if each.name in there or (dated and each.name in {"date", "year", "month", "day"}):
            continue
        entry.fields.append(each._replace(line=entry.line))


def _take_xdata(entry: RawEntry, by_key: dict[str, RawEntry], problems: list[Broken]) -> None:
    seen = {entry.key.lower()}
    waiting = _keys(entry, "xdata")
    while waiting:
        key = waiting.pop(0)
        source = by_key.get(key.lower())
        if source is None:
            message = f"{entry.key} names the data of {key}, which is not in this file"
            problems.append(Broken(entry.line, message, whole=False, harmless=True))
        elif key.lower() in seen:
            message = f"{entry.key} and {key} take their data from each other; the chain is cut"
            problems.append(Broken(entry.line, message, whole=False, harmless=True))
        else:
            seen.add(key.lower())
            _add(entry, [each for each in source.fields if each.name not in {"xdata", "ids"}])
            waiting += _keys(source, "xdata")
        if len(seen) > _LONGEST_CHAIN:
            message = f"{entry.key} has its data from a chain of more than {_LONGEST_CHAIN} entries"
            problems.append(Broken(entry.line, message, whole=False, harmless=True))
            return


def _take_granular(entry: RawEntry, by_key: dict[str, RawEntry], problems: list[Broken]) -> None:
    """Put into the fields what stands in a field of other entries that they name."""
    for number, each in enumerate(entry.fields):
        if "xdata" not in each.value or each.name == "xdata":
            continue
        parts = []
        for part in split(each.value):
            found = _named_part(part, by_key)
            parts.append(found or "")
            if found is None:
                message = f"{entry.key} names {part}, which is not in this file"
                problems.append(Broken(each.line, message, whole=False, harmless=True))
        entry.fields[number] = each._replace(value=" and ".join(filter(None, parts)))


def _named_part(written: str, by_key: dict[str, RawEntry]) -> str | None:
    """Return what a part of a value stands for; None if the entry that it names has no such field."""
    for _ in range(_LONGEST_CHAIN):
        match = _GRANULAR.fullmatch(written)
        if match is None:
            return written
        key, field, place = match.groups()
        source = by_key.get(key.lower())
        found = _value(source, field.lower()) if source else ""
        parts = split(found) if place else [found]
        number = int(place or 1)
        if not found or not 1 <= number <= len(parts):
            return None
        written = parts[number - 1]
    return None


def _keys(entry: RawEntry, name: str) -> list[str]:
    return [key.strip() for key in _value(entry, name).split(",") if key.strip()]


def _wanted(entry: RawEntry, source: RawEntry) -> tuple[str, ...]:
    """Return the names of the fields that an entry takes from that of its book."""
    if entry.type in _AUTHORED_PARTS:
        return (*_FROM_ANY, "author")
    if source.type == f"mv{entry.type}":  # a volume of it
        return (*_FROM_ANY, "author", "editor")
    return _FROM_ANY


def _take_crossref(entry: RawEntry, by_key: dict[str, RawEntry], problems: list[Broken]) -> None:
    names = ("crossref",) if _value(entry, "crossref") else ("xref",)
    here, seen = entry, {entry.key.lower()}
    while True:
        key = _value(here, names[0])
        if not key:
            return
        source = by_key.get(key.lower())
        wrong = ""
        if source is None:
            wrong = f"{here.key} refers to {key}, which is not in this file"
        elif key.lower() in seen or len(seen) > _LONGEST_CHAIN:
            wrong = f"{entry.key} and {key} refer to each other; the reference is left out"
        if wrong or source is None:
            problems.append(Broken(here.line, wrong, whole=False, harmless=True))
            if here is entry:
                _remove(entry, names[0], key)
            return
        if here is entry:
            _name_exactly(entry, names[0], source.key)
        if names[0] == "crossref":
            _add(entry, [each for each in source.fields if each.name in _wanted(entry, source)])
        seen.add(key.lower())
        here = source


def _remove(entry: RawEntry, name: str, key: str) -> None:
    """Leave the key of an entry that is not there in a note, where people can find it."""
    entry.fields = [
        RawField("note", f"In: {key}", each.line) if each.name == name else each
        for each in entry.fields
    ]


def _name_exactly(entry: RawEntry, name: str, key: str) -> None:
    """Write the key in the case of the entry that it names; BibTeX does not tell them apart."""
    entry.fields = [
        each._replace(value=key) if each.name == name else each for each in entry.fields
    ]
