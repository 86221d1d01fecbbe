"""Two records that probably describe the same thing.

Two works with the same title in the same language that share a contributor, a publisher or a
date, or that nothing distinguishes; two persons or organisations with the same name, in whatever
order, width or case it is written. Different dates, editions, volumes, identifiers or names
distinguish them. If they are not the same, say so with `distinct_from`.

```yaml wrong
id: homare-endo
kind: person
name: Homare Endo
# another file
id: endo
kind: person
cataloguing_language: ja
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
name: Homare Endo
# another file
id: endo
kind: person
cataloguing_language: ja
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
from exporter.records.document import Document, Pointer
from exporter.records.finding import Finding, Note, Severity
from exporter.records.schema import Schemas
from exporter.validate.index import Index, IndexEntry, extract

SEVERITY = Severity.WARNING

_NEAREST = 10
"""With how many records of the same title or name each is compared: there may be thousands of “Untitled”."""
_TELLING = 16
"""How many bytes a title has at least that is evidence by itself."""
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
    """The records to which one refers: contributors, publishers, distinct ones, and all others."""

    contributors: set[str] = field(default_factory=set)
    publishers: set[str] = field(default_factory=set)
    distinct: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)


def titles_and_names(document: Document, schemas: Schemas) -> list[str]:
    """Return the forms under which a record may be there twice: titles in its own language, or all its names."""
    data = document.data
    language = str(data.get("language", ""))
    noun = schemas.noun(document.kind)
    if noun == "work":
        own = language.split("-")[0].lower()
        titles = set()
        for tag, form in _forms(data.get("title", data.get("devised_title")), language):
            if tag.split("-")[0].lower() == own:
                titles.add(_title(form))
        return [f"work {own} {title}" for title in sorted(titles - {""})]
    if noun == "agent":
        names = {name for _, name in _names(data)}
        return [f"{document.kind} {name}" for name in sorted(names)]
    return []


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
    note = Note(other.path, _label(index.data(other)), "the other record")
    hint = f"keep one of the two; if they are not the same, write distinct_from: [{other.id}]"
    message = f"“{entry.id}” is probably the same as “{other.id}”: {reason}"
    pointer = _label(index.data(entry))
    return Finding("probable-duplicate", entry.path, message, hint, pointer, notes=(note,))


def _label(data: Mapping[str, Any]) -> Pointer:
    """Return the pointer to the name or title of a record."""
    for name in ("title", "name", "devised_title"):
        if name in data:
            return (name,)
    return ("id",)


def _forms(written: Any, language: str) -> Iterator[tuple[str, Any]]:
    """Yield each form of a text or name with its tag; in a record that breaks its schema, what can be one."""
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


def _names(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each name with its tag, the same for all orders of its parts; readings in kana are no names."""
    language = str(data.get("language", ""))
    others = data.get("other_names")
    for written in (data.get("name"), *(others if isinstance(others, list) else ())):
        for tag, form in _forms(written, language):
            parts = [form.get("family"), form.get("given")] if isinstance(form, dict) else [form]
            name = " ".join(part for part in parts if isinstance(part, str))
            if name and not is_reading(tag) and (form := _name(name)):
                yield tag, form


def _name(written: str) -> str:
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", written)).casefold()
    words = _WORDS.findall(unicodedata.normalize("NFC", plain))
    return "".join(words) if _UNSPACED.search(written) else " ".join(sorted(words))


def _ties(entry: IndexEntry) -> _Ties:
    ties = _Ties()
    sort = {
        "contributors": ties.contributors,
        "publisher": ties.publishers,
        "distinct_from": ties.distinct,
    }
    for pointer, target, _ in entry.references:
        sort.get(str(pointer[0]), ties.others).add(target)
    return ties


def _reason(one: IndexEntry, other: IndexEntry, index: Index) -> str:
    """Return why two records of one title or name are probably the same; empty if something differs."""
    own, theirs = _ties(one), _ties(other)
    if (
        one.id == other.id
        or other.id in own.distinct | own.others
        or one.id in theirs.distinct | theirs.others
    ):
        return ""
    makers, publishers = own.contributors & theirs.contributors, own.publishers & theirs.publishers
    if own.contributors and theirs.contributors and not makers:
        return ""
    ours, others = index.data(one), index.data(other)
    if _dated_apart(ours, others) or _numbered_apart(ours, others):
        return ""
    if one.noun == "agent":
        return "" if _named_apart(ours, others) else "they bear the same name"
    if makers or publishers:
        return f"the same title, and “{min(makers or publishers)}” in both"
    if own.publishers and theirs.publishers:
        return ""
    if ours.get("issued") and ours.get("issued") == others.get("issued"):
        return "the same title and the same date"
    titles = [key.split(" ", 2)[2] for key in extract(one, titles_and_names)]
    telling = min(len(title.encode()) for title in titles) >= _TELLING
    usual = [index.schemas.catalogued(entry.kind).get("type") for entry in (one, other)]
    if telling and ours.get("type", usual[0]) == others.get("type", usual[1]):
        return "the same title, and nothing that tells them apart"
    return ""


def _dated_apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    for pointer in _LIVES:
        dates = [_inside(data, pointer) for data in (one, other)]
        first, last = (parse_date(date) if isinstance(date, str | int) else None for date in dates)
        if first and last and (first.precedes(last) or last.precedes(first)):
            return True
    return False


def _inside(value: Any, pointer: Pointer) -> Any:
    for step in pointer:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _numbered_apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether a volume, an edition or an identifier differs."""
    for name in _NUMBERED:
        if name in one and name in other and one[name] != other[name]:
            return True
    ours, theirs = one.get("identifiers"), other.get("identifiers")
    if not isinstance(ours, Mapping) or not isinstance(theirs, Mapping):
        return False
    return any(
        plain(scheme, str(ours[scheme])) != plain(scheme, str(theirs[scheme]))
        for scheme in ours
        if scheme in theirs
    )


def _named_apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two agents of one name have different names in a language in which both have any."""
    ours, theirs = _names_by_tag(one), _names_by_tag(other)
    return any(not ours[tag] & theirs[tag] for tag in ours if tag in theirs)


def _names_by_tag(data: Mapping[str, Any]) -> Mapping[str, set[str]]:
    names: dict[str, set[str]] = defaultdict(set)
    for tag, name in _names(data):
        names[tag].add(name)
    return names
