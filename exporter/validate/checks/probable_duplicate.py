"""Two records of what is probably one thing.

Two works with the same title in the same language that share a contributor, a publisher or a date, or in which nothing
tells them apart; two persons or organisations with the same name, in whatever order, width or case it is written.
Dates, editions, volumes, identifiers or names that differ tell them apart. If they are not the same, `distinct_from`
says so.

```yaml wrong
id: homare-endo
kind: person
language: en
name: Homare Endo
# another file
id: endo
kind: person
language: ja
name: {ja: 遠藤誉, en: "Endo, Homare"}
# another file
id: nine
kind: book
language: en
title: China Nine
contributors:
  - {agent: homare-endo, role: author}
about: [endo]
```

```yaml right
id: homare-endo
kind: person
language: en
name: Homare Endo
# another file
id: endo
kind: person
language: ja
name: {ja: 遠藤誉, en: "Endo, Homare"}
distinct_from: [homare-endo]
# another file
id: nine
kind: book
language: en
title: China Nine
contributors:
  - {agent: homare-endo, role: author}
about: [endo]
```
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from exporter.model.date import parse_date
from exporter.model.identifier import plain
from exporter.model.text import is_reading
from exporter.records.document import Pointer
from exporter.records.finding import Finding, Note, Severity
from exporter.validate.index import Entry, Index

SEVERITY = Severity.WARNING

_NEAREST = 10
"""With how many records of the same title or name each is compared, so that a thousand untitled ones cost no more."""
_SAYING = 16
"""How many bytes a title has at least that says something without further evidence."""
_NUMBERED = ("edition", "volume", "issue", "pages", "series_number", "container_title")
_LIVES: tuple[Pointer, ...] = (
    ("issued",),
    ("born", "date"),
    ("died", "date"),
    ("founded",),
    ("dissolved",),
)
_MARKS = re.compile("[\u0300-\u036f]+")
_WORDS = re.compile(r"[^\W_]+")
_UNSPACED = re.compile("[\u3400-\u9fff々\U00020000-\U000323af가-힣]")


@dataclass(slots=True)
class _Ties:
    """The records to which one refers: as made by, as published by, as another one, and in any other way."""

    contributors: set[str] = field(default_factory=set)
    publishers: set[str] = field(default_factory=set)
    distinct: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Compare each record with those of the same title or name that are used more."""
    reported: set[str] = set()
    for entries in index.groups("probable-duplicate"):
        for place, entry in enumerate(entries):
            for other in entries[max(0, place - _NEAREST) : place]:
                reason = "" if entry.file in reported else _reason(entry, other, index)
                if reason:
                    reported.add(entry.file)
                    yield _finding(entry, other, reason)


def _finding(entry: Entry, other: Entry, reason: str) -> Finding:
    note = Note(other.path, _named(other), "the other record")
    hint = f"keep one of the two; if they are not the same, write distinct_from: [{other.id}]"
    message = f"“{entry.id}” is probably the same as “{other.id}”: {reason}"
    return Finding("probable-duplicate", entry.path, message, hint, _named(entry), notes=(note,))


def _named(entry: Entry) -> Pointer:
    return next(
        ((name,) for name in ("title", "name", "devised_title") if name in entry.fields), ("id",)
    )


def keys(entry: Entry) -> Iterator[tuple[str, ...]]:
    """Give the forms under which a record may stand twice: its titles in its own language, or all its names."""
    fields = entry.fields
    language = str(fields.get("language", ""))
    if entry.noun == "work":
        title = fields.get("title", fields.get("devised_title"))
        own = language.split("-")[0].lower()
        for form in sorted(
            {
                _title(form)
                for tag, form in _forms(title, language)
                if tag.split("-")[0].lower() == own
            }
        ):
            if form:
                yield "work", own, form
    elif entry.noun == "agent":
        for form in sorted({form for _, form in _names(entry)}):
            yield entry.kind, form


def _forms(written: Any, language: str) -> Iterator[tuple[str, Any]]:
    """Give each form of a text or name with its tag; of a record that breaks its schema, what can be one."""
    if isinstance(written, dict):
        yield from ((str(tag), form) for tag, form in written.items())
    else:
        yield language, written


def _title(written: Any) -> str:
    return (
        "".join(_WORDS.findall(unicodedata.normalize("NFKC", written).casefold()))
        if isinstance(written, str)
        else ""
    )


def _names(entry: Entry) -> Iterator[tuple[str, str]]:
    """Give each name with its tag, the same for all orders of its parts; readings in kana are no names."""
    language = str(entry.fields.get("language", ""))
    others = entry.fields.get("other_names")
    for written in (entry.fields.get("name"), *(others if isinstance(others, list) else ())):
        for tag, form in _forms(written, language):
            parts = [form.get("family"), form.get("given")] if isinstance(form, dict) else [form]
            name = " ".join(part for part in parts if isinstance(part, str))
            if name and not is_reading(tag) and (form := _name(name)):
                yield tag, form


def _name(written: str) -> str:
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", written)).casefold()
    words = _WORDS.findall(unicodedata.normalize("NFC", plain))
    return "".join(words) if _UNSPACED.search(written) else " ".join(sorted(words))


def _ties(entry: Entry) -> _Ties:
    ties = _Ties()
    sort = {
        "contributors": ties.contributors,
        "publisher": ties.publishers,
        "distinct_from": ties.distinct,
    }
    for pointer, target, _ in entry.references:
        sort.get(str(pointer[0]), ties.others).add(target)
    return ties


def _reason(one: Entry, other: Entry, index: Index) -> str:
    """Say why two records with the same title or name are probably one; empty where something tells them apart."""
    own, theirs = _ties(one), _ties(other)
    if (
        one.id == other.id
        or other.id in own.distinct | own.others
        or one.id in theirs.distinct | theirs.others
    ):
        return ""
    if _dated_apart(one, other) or _numbered_apart(one, other):
        return ""
    if one.noun == "agent":
        return "" if _named_apart(one, other) else "they bear the same name"
    makers, publishers = own.contributors & theirs.contributors, own.publishers & theirs.publishers
    if own.contributors and theirs.contributors and not makers:
        return ""
    if makers or publishers:
        return f"the same title, and “{min(makers or publishers)}” in both"
    if own.publishers and theirs.publishers:
        return ""
    if one.fields.get("issued") and one.fields.get("issued") == other.fields.get("issued"):
        return "the same title and the same date"
    saying = min(len(form.encode()) for *_, form in keys(one)) >= _SAYING
    if saying and _type(one, index) == _type(other, index):
        return "the same title, and nothing that tells them apart"
    return ""


def _dated_apart(one: Entry, other: Entry) -> bool:
    for pointer in _LIVES:
        dates = [_inside(entry.fields, pointer) for entry in (one, other)]
        first, last = (parse_date(date) if isinstance(date, str | int) else None for date in dates)
        if first and last and (first.precedes(last) or last.precedes(first)):
            return True
    return False


def _inside(value: Any, pointer: Pointer) -> Any:
    for step in pointer:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _numbered_apart(one: Entry, other: Entry) -> bool:
    """Tell whether a volume, an edition or an identifier differs."""
    if any(
        name in one.fields and name in other.fields and one.fields[name] != other.fields[name]
        for name in _NUMBERED
    ):
        return True
    numbers = [entry.fields.get("identifiers") for entry in (one, other)]
    ours, theirs = (each if isinstance(each, Mapping) else {} for each in numbers)
    return any(
        plain(scheme, str(ours[scheme])) != plain(scheme, str(theirs[scheme]))
        for scheme in ours
        if scheme in theirs
    )


def _named_apart(one: Entry, other: Entry) -> bool:
    """Tell whether two agents of one name have different names in a language in which both have any."""
    ours, theirs = _names_by_tag(one), _names_by_tag(other)
    return any(not ours[tag] & theirs[tag] for tag in ours if tag in theirs)


def _names_by_tag(entry: Entry) -> Mapping[str, set[str]]:
    names: dict[str, set[str]] = defaultdict(set)
    for tag, form in _names(entry):
        names[tag].add(form)
    return names


def _type(entry: Entry, index: Index) -> Any:
    return entry.fields.get("type") or index.schemas.catalogued(entry.kind).get("type")
