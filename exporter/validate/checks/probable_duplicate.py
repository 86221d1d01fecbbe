"""Two records that probably describe the same thing.

Two works with the same title in the same language that share a contributor, a publisher or a
date, or that nothing distinguishes; two persons or organisations with the same name, in whatever
order, width or case it is written. Different dates, editions, volumes, identifiers or names
distinguish them, and manuscripts their shelf marks and boxes. If they are not the same, say so with
`distinct_from`.

```yaml wrong
id: homare-endo
kind: person
name: Homare Endo
# another file
id: endo
kind: person
cataloguing_language: ja
name: {ja: 遠藤誉, en: {family: Endo, given: Homare}}
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
name: Homare Endo
# another file
id: endo
kind: person
cataloguing_language: ja
name: {ja: 遠藤誉, en: {family: Endo, given: Homare}}
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

from exporter.model.east_asian import HAN, HANGUL, HIRAGANA
from exporter.model.identifier import plain
from exporter.model.identifiers import identifiers_of
from exporter.model.text import is_reading, primary_language
from exporter.records.document import Pointer
from exporter.records.finding import Finding, RelatedPlace, Severity
from exporter.validate.checked_record import (
    CheckedRecord,
    agent_names,
    forms_of,
    name_forms,
)
from exporter.validate.index import Index, IndexEntry

SEVERITY = Severity.WARNING

_NEAREST = 10
"""With how many records of the same title or name each is compared: there may be thousands of
“Untitled”."""
_TELLING = 16
"""How many bytes a title has at least that is evidence by itself."""
_NUMBERED = (
    *("edition", "version", "number", "volume", "issue", "pages", "series_number"),
    *("container_title", "part_number", "part_name", "article_number", "printing", "season"),
)
_PLACES = ("shelfmark", "box", "folder", "item")
"""Where a manuscript is kept."""
_LIVES: tuple[tuple[str, ...], ...] = (
    ("issued",),
    ("created",),
    ("born", "date"),
    ("died", "date"),
    ("founded",),
    ("dissolved",),
    ("date",),
)
_MARKS = re.compile("[\u0300-\u036f]+")
_WORDS = re.compile(r"[^\W_]+")
_UNSPACED = f"[{HAN}{HIRAGANA}{HANGUL}]"


@dataclass(slots=True)
class _Ties:
    """The records to which one refers: contributors, publishers, hosts, distinct ones, others."""

    contributors: set[str] = field(default_factory=set)
    publishers: set[str] = field(default_factory=set)
    hosts: set[str] = field(default_factory=set)
    distinct: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)


def titles_and_names(record: CheckedRecord) -> list[str]:
    """Return the forms to compare: titles in the record's own language, or all its names."""
    if record.noun == "work":
        own = primary_language(record.root.languages.work)
        titles = set()
        for tag, form in forms_of(record.root.get("title") or record.root.get("devised_title")):
            if primary_language(tag) == own:
                titles.add(_title(form))
        return [f"work {own} {title}" for title in sorted(titles - {""})]
    if record.noun == "agent":
        names = {name for _, name in _names(record)}
    else:
        names = {_name(form) for _, form in forms_of(record.root.get("name"))}
    return [f"{record.kind} {name}" for name in sorted(names - {""})]


EXTRACTS = (titles_and_names,)


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Compare each record with those of the same title or name to which others refer more."""
    reported: set[str] = set()
    for entries in index.groups(titles_and_names):
        for place, entry in enumerate(entries):
            for other in entries[max(0, place - _NEAREST) : place]:
                reason = "" if entry.file in reported else _reason(entry, other, index)
                if reason:
                    reported.add(entry.file)
                    yield _finding(entry, other, reason, index)


def _finding(entry: IndexEntry, other: IndexEntry, reason: str, index: Index) -> Finding:
    note = RelatedPlace(other.path, _label(index.record(other).data), "the other record")
    hint = f"keep one of the two; if they are not the same, write distinct_from: [{other.id}]"
    message = f"“{entry.id}” is probably the same as “{other.id}”: {reason}"
    pointer = _label(index.record(entry).data)
    return Finding("probable-duplicate", entry.path, message, hint, pointer, notes=(note,))


def _label(data: Mapping[str, Any]) -> Pointer:
    """Return the pointer to the name or title of a record."""
    for name in ("title", "name", "devised_title"):
        if name in data:
            return (name,)
    return ("id",)


def _title(written: str) -> str:
    return "".join(_WORDS.findall(unicodedata.normalize("NFKC", written).casefold()))


def _names(record: CheckedRecord) -> Iterator[tuple[str, str]]:
    """Yield each name with its tag, the same for all orders of its parts.

    Readings in kana are not names.
    """
    for tag, form in record.cached(agent_names):
        name = "" if is_reading(tag) else _comparable_name(form)
        if name:
            yield tag, name


def _comparable_name(form: str | Mapping[str, Any]) -> str:
    parts = [form] if isinstance(form, str) else [form.get("family"), form.get("given")]
    return _name(" ".join(part for part in parts if isinstance(part, str)))


def _name(written: str) -> str:
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", written)).casefold()
    words = _WORDS.findall(unicodedata.normalize("NFC", plain))
    return "".join(words) if re.search(_UNSPACED, written) else " ".join(sorted(words))


def _ties(entry: IndexEntry) -> _Ties:
    ties = _Ties()
    sort = {
        "contributors": ties.contributors,
        "publisher": ties.publishers,
        "part_of": ties.hosts,
        "distinct_from": ties.distinct,
    }
    for pointer, target, _ in entry.references:
        sort.get(str(pointer[0]), ties.others).add(target)
    return ties


def _reason(one: IndexEntry, other: IndexEntry, index: Index) -> str:
    """Return why two records of one title or name are probably the same; empty if they differ."""
    own, theirs = _ties(one), _ties(other)
    if one.id == other.id or _refers(own, other.id) or _refers(theirs, one.id):
        return ""
    if own.hosts and theirs.hosts and not own.hosts & theirs.hosts:
        return ""
    ours, others = index.record(one), index.record(other)
    if _dated_apart(ours, others) or _numbered_apart(ours, others) or _kept_apart(ours, others):
        return ""
    if one.noun == "work":
        return _reason_of_works(ours, others, (own, theirs), index)
    if one.noun == "agent" and _named_apart(ours, others):
        return ""
    return "they have the same name"


def _refers(ties: _Ties, id: str) -> bool:
    return id in ties.distinct | ties.others | ties.hosts


def _reason_of_works(
    one: CheckedRecord, other: CheckedRecord, ties: tuple[_Ties, _Ties], index: Index
) -> str:
    own, theirs = ties
    our_makers = own.contributors | _named_makers(one)
    their_makers = theirs.contributors | _named_makers(other)
    makers, publishers = our_makers & their_makers, own.publishers & theirs.publishers
    if our_makers and their_makers and not makers:
        return ""
    if makers or publishers:
        return f"the same title, and “{min(makers or publishers)}” in both"
    if own.publishers and theirs.publishers:
        return ""
    dates = [record.date("issued") for record in (one, other)]
    if dates[0] and dates[1] and dates[0].written == dates[1].written:
        return "the same title and the same date"
    telling = min(len(_shortest_title(record).encode()) for record in (one, other)) >= _TELLING
    if telling and _type(one, index) == _type(other, index):
        return "the same title, and nothing that tells them apart"
    return ""


def _named_makers(record: CheckedRecord) -> set[str]:
    """Return the names of contributors that have no record, as they are compared."""
    found = set()
    for each in record.root.all("contributors"):
        for _, form in name_forms(each.get("name")):
            found.add(_comparable_name(form))
    return found - {""}


def _shortest_title(record: CheckedRecord) -> str:
    titles = [key.split(" ", 2)[2] for key in titles_and_names(record)]
    return min(titles, key=len, default="")


def _type(record: CheckedRecord, index: Index) -> str:
    usual = index.schemas.catalogued(record.kind).get("type", "")
    return record.root.line("type") or usual


def _dated_apart(one: CheckedRecord, other: CheckedRecord) -> bool:
    for way in _LIVES:
        first, last = (record.date(*way) for record in (one, other))
        if first and last and (first.precedes(last) or last.precedes(first)):
            return True
    return False


def _numbered_apart(one: CheckedRecord, other: CheckedRecord) -> bool:
    """Return whether a volume, an edition or an identifier differs."""
    for name in _NUMBERED:
        if name in one.data and name in other.data and one.data[name] != other.data[name]:
            return True
    ours, theirs = _identifiers(one), _identifiers(other)
    return any(ours[scheme].isdisjoint(theirs[scheme]) for scheme in ours.keys() & theirs.keys())


def _kept_apart(one: CheckedRecord, other: CheckedRecord) -> bool:
    """Return whether two manuscripts, of which there is one copy each, are in different places."""
    if one.kind != "manuscript" or other.kind != "manuscript":
        return False
    ours, theirs = (record.root.all("holdings")[:1] for record in (one, other))
    for mine, yours in zip(ours, theirs, strict=False):
        for name in _PLACES:
            if mine.get(name) and yours.get(name) and mine.line(name) != yours.line(name):
                return True
    return False


def _identifiers(record: CheckedRecord) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for each in identifiers_of(record.root.get("identifiers")):
        if not each.invalid:
            found[each.scheme].add(plain(each.scheme, each.number))
    return found


def _named_apart(one: CheckedRecord, other: CheckedRecord) -> bool:
    """Return whether two agents of one name differ in a language in which both have names."""
    ours, theirs = _names_by_tag(one), _names_by_tag(other)
    return any(not ours[tag] & theirs[tag] for tag in ours if tag in theirs)


def _names_by_tag(record: CheckedRecord) -> Mapping[str, set[str]]:
    names: dict[str, set[str]] = defaultdict(set)
    for tag, name in _names(record):
        names[tag].add(name)
    return names
