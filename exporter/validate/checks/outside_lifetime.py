"""A work or an office that lies outside the life of the person.

A photo is not taken by somebody who is dead, a manuscript is not submitted by one, and nobody
publishes at the age of two. A publication after the death of its author is usual, and not
reported; `unlikely-order` reports one before the birth. Only what is certain is compared: `1941~`
and `1941?` may be any year near it.

```yaml wrong
id: atget
kind: person
name: {fr: {family: Atget, given: Eugène}}
born: {date: 1857}
died: {date: 1927}
# another file
id: shop
kind: photo
language: fr
devised_title: A shop window
contributors:
  - {agent: atget, role: photographer}
created: 1938
```

```yaml right
id: atget
kind: person
name: {fr: {family: Atget, given: Eugène}}
born: {date: 1857}
died: {date: 1927}
# another file
id: shop
kind: photo
language: fr
devised_title: A shop window
contributors:
  - {agent: atget, role: photographer}
created: 1925
issued: 1938
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import NamedTuple

from exporter.model.date import Date, parse_date
from exporter.records.finding import Finding, RelatedPlace, Severity
from exporter.validate.checked_record import CheckedRecord, date_of, needs
from exporter.validate.index import Index, IndexEntry

SEVERITY = Severity.WARNING

_MAKERS = frozenset({"author", "artist", "photographer", "illustrator", "translator", "composer"})
_MADE = {"created": "made", "submitted": "submitted"}
"""Dates at which a maker is alive, and what a message says of them."""
_CHILD = 5
"""Nobody is known to have published at a younger age."""
_HINT = "compare both with the source; add ~ or ? to a date that is not certain"


@needs("born", "died")
def life(record: CheckedRecord) -> Mapping[str, str] | None:
    """Return the dates of birth and of death of a person."""
    if record.kind != "person":
        return None
    found = {}
    for name in ("born", "died"):
        date = record.date(name, "date")
        if date:
            found[name] = str(date)
    return found or None


@needs("contributors")
def making(record: CheckedRecord) -> Mapping[str, object] | None:
    """Return the dates of a work, and the ids of its makers."""
    if record.noun != "work":
        return None
    dates = {}
    for name in (*_MADE, "issued"):
        date = record.date(name)
        if date:
            dates[name] = str(date)
    makers = [id for id, roles in record.contributors if _MAKERS & roles]
    return {"dates": dates, "makers": makers} if dates and makers else None


EXTRACTS = (life, making)


@needs("positions")
def on_record(record: CheckedRecord) -> Iterator[Finding]:
    """Compare the offices of a person with its life."""
    if record.kind != "person":
        return
    born, died = record.date("born", "date"), record.date("died", "date")
    for each in record.root.all("positions"):
        since, until = each.get("since"), each.get("until")
        begun, ended = date_of(since), date_of(until)
        if since and begun and died and died.precedes(begun):
            pointer = since.pointer
            message = f"the office begins ({begun}) after the death ({died})"
        elif until and ended and born and ended.precedes(born):
            pointer = until.pointer
            message = f"the office ends ({ended}) before the birth ({born})"
        else:
            continue
        yield Finding("outside-lifetime", record.path, message, _HINT, pointer)


class _Life(NamedTuple):
    """The dates of birth and of death of a person."""

    person: IndexEntry
    born: Date | None
    died: Date | None


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Compare the dates of each work with the lives of its makers."""
    life_of = cache(partial(_life_of, index))
    for entry, said in index.extracts(making):
        for id in said["makers"]:
            found = life_of(id)
            if found:
                yield from _compare(entry, said["dates"], found)


def _life_of(index: Index, id: str) -> _Life | None:
    person = index.find(id)
    dates = index.extract(person, life) if person else None
    if not person or not dates:
        return None
    born, died = (parse_date(dates[name]) if name in dates else None for name in ("born", "died"))
    return _Life(person, born, died)


def _compare(entry: IndexEntry, work: Mapping[str, str], found: _Life) -> Iterator[Finding]:
    person, born, died = found
    for field, verb in _MADE.items():
        if field not in work:
            continue
        when = parse_date(work[field])
        if died and died.precedes(when):
            message = f"it was {verb} ({when}) after “{person.id}” had died ({died})"
            yield _finding(entry, person, message, (field, "died"))
        elif born and when.precedes(born):
            message = f"it was {verb} ({when}) before “{person.id}” was born ({born})"
            yield _finding(entry, person, message, (field, "born"))
    issued = parse_date(work["issued"]) if "issued" in work else None
    if issued and born and _is_child(born, issued):
        message = (
            f"“{person.id}”, born in {born}, was a small child when it was published ({issued})"
        )
        yield _finding(entry, person, message, ("issued", "born"))


def _is_child(born: Date, issued: Date) -> bool:
    """Return whether somebody was born less than five years before, and not after."""
    if born.approximate or born.uncertain or issued.approximate or issued.uncertain:
        return False
    first, last = born.start, issued.end
    if not first or not last or first.year is None or last.last_year is None:
        return False
    return 0 <= last.last_year - first.year < _CHILD


def _finding(
    entry: IndexEntry, person: IndexEntry, message: str, fields: tuple[str, str]
) -> Finding:
    """Return the finding at a field of the work, with a note at one of the person."""
    note = RelatedPlace(person.path, (fields[1],), f"the dates of “{person.id}”")
    return Finding("outside-lifetime", entry.path, message, _HINT, (fields[0],), notes=(note,))
