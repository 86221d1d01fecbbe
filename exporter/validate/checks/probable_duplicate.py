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

from exporter.model.date import parse_date
from exporter.model.identifier import plain
from exporter.model.node import Node
from exporter.model.text import is_reading
from exporter.records.document import Pointer
from exporter.records.finding import Finding, Note, Severity
from exporter.validate.index import Index, IndexEntry, extract
from exporter.validate.values import date_at, names_at, names_of_agent, numbers_of, texts_at

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

    def to_others(self) -> set[str]:
        """Return the records that are known not to be the same: the distinct ones, and those otherwise referred to."""
        return self.distinct | self.others


def titles_and_names(record: Node, noun: str) -> list[str]:
    """Return the forms under which a record may be there twice: titles in its own language, or all its names."""
    if noun == "work":
        own = record.languages.work.split("-")[0].lower()
        titles = set()
        for tag, form in texts_at(record.get("title") or record.get("devised_title")):
            if tag.split("-")[0].lower() == own:
                titles.add(_title(form))
        return [f"work {own} {title}" for title in sorted(titles - {""})]
    if noun == "agent":
        names = {name for _, name in _names(record)}
        return [f"{record.line('kind')} {name}" for name in sorted(names)]
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
    note = Note(other.path, _label(index.record(other)), "the other record")
    hint = f"keep one of the two; if they are not the same, write distinct_from: [{other.id}]"
    message = f"“{entry.id}” is probably the same as “{other.id}”: {reason}"
    pointer = _label(index.record(entry))
    return Finding("probable-duplicate", entry.path, message, hint, pointer, notes=(note,))


def _label(record: Node) -> Pointer:
    """Return the pointer to the name or title of a record."""
    for name in ("title", "name", "devised_title"):
        if record.get(name):
            return (name,)
    return ("id",)


def _title(written: str) -> str:
    return "".join(_WORDS.findall(unicodedata.normalize("NFKC", written).casefold()))


def _names(record: Node) -> Iterator[tuple[str, str]]:
    """Yield each name with its tag, the same for all orders of its parts; readings in kana are no names."""
    for tag, form in names_of_agent(record):
        name = "" if is_reading(tag) else _normalised_name(form)
        if name:
            yield tag, name


def _makers_without_record(record: Node) -> set[str]:
    """Return the names of the contributors of a work that have no record."""
    names = set()
    for contributor in record.all("contributors"):
        for _, form in names_at(contributor.get("name")):
            names.add(_normalised_name(form))
    return names


def _normalised_name(form: str | Mapping[str, str]) -> str:
    if isinstance(form, str):
        return _name(form)
    return _name(f"{form.get('family', '')} {form.get('given', '')}")


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
    if one.id == other.id or other.id in own.to_others() or one.id in theirs.to_others():
        return ""
    if own.contributors and theirs.contributors and not own.contributors & theirs.contributors:
        return ""
    ours, others = index.record(one), index.record(other)
    if _dated_apart(ours, others) or _numbered_apart(ours, others):
        return ""
    if one.noun == "agent":
        return "" if _named_apart(ours, others) else "they bear the same name"
    shared = (own.contributors & theirs.contributors) or (own.publishers & theirs.publishers)
    if shared:
        return f"the same title, and “{min(shared)}” in both"
    if own.publishers and theirs.publishers:
        return ""
    names, other_names = _makers_without_record(ours), _makers_without_record(others)
    if names and other_names:
        return "the same title and contributor" if names & other_names else ""
    if date_at(ours, "issued") and date_at(ours, "issued") == date_at(others, "issued"):
        return "the same title and the same date"
    titles = [key.split(" ", 2)[2] for key in extract(one, titles_and_names)]
    telling = min(len(title.encode()) for title in titles) >= _TELLING
    if telling and _type(one, ours, index) == _type(other, others, index):
        return "the same title, and nothing that tells them apart"
    return ""


def _type(entry: IndexEntry, record: Node, index: Index) -> str:
    return record.line("type") or index.schemas.catalogued(entry.kind).get("type", "")


def _dated_apart(one: Node, other: Node) -> bool:
    for pointer in _LIVES:
        dates = [date_at(record, *pointer) for record in (one, other)]
        first, last = (None if date is None else parse_date(date) for date in dates)
        if first and last and (first.precedes(last) or last.precedes(first)):
            return True
    return False


def _numbered_apart(one: Node, other: Node) -> bool:
    """Return whether a volume, an edition or an identifier differs."""
    for name in _NUMBERED:
        ours, theirs = one.get(name), other.get(name)
        if ours and theirs and ours.value != theirs.value:
            return True
    own, others = _numbers(one), _numbers(other)
    return any(not own[scheme] & others[scheme] for scheme in own if scheme in others)


def _numbers(record: Node) -> Mapping[str, set[str]]:
    """Return the valid numbers of a record as they are compared, by scheme."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in numbers_of(record):
        found[each.scheme].add(plain(each.scheme, each.number))
    return found


def _named_apart(one: Node, other: Node) -> bool:
    """Return whether two agents of one name have different names in a language in which both have any."""
    ours, theirs = _names_by_tag(one), _names_by_tag(other)
    return any(not ours[tag] & theirs[tag] for tag in ours if tag in theirs)


def _names_by_tag(record: Node) -> Mapping[str, set[str]]:
    names: dict[str, set[str]] = defaultdict(set)
    for tag, name in _names(record):
        names[tag].add(name)
    return names
