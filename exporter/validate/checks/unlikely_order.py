"""Dates that seldom follow each other, such as a translation before its original.

A work is made before it is published, a translation usually follows its original, a page is read
after it was published, and an author is born before the work appears. There are exceptions (a book
that was banned at home, a page that was published again), so this is only a warning. Only what is
certain is compared: `1941~` and `1941?` may be any year near it.

```yaml wrong
id: nine
kind: article
type: webpage
language: en
title: China Nine
issued: 2021-08-15
translation_of: {language: ja, issued: 2021-08-27}
```

```yaml right
id: nine
kind: article
type: webpage
language: en
title: China Nine
issued: 2021-08-27
translation_of: {language: ja, issued: 2021-08-15}
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

_HINT = "compare both with the source; add ~ or ? to a date that is not certain"


class _UnlikelyOrder(NamedTuple):
    """Two dates of a work that usually have this order, and what a message says if not."""

    earlier: tuple[str, ...]
    later: tuple[str, ...]
    message: str


_ORDERS = (
    _UnlikelyOrder(
        ("issued",), ("accessed",), "it was accessed ({later}) before it was published ({earlier})"
    ),
    _UnlikelyOrder(
        ("issued",), ("updated",), "it was changed ({later}) before it was published ({earlier})"
    ),
    _UnlikelyOrder(
        ("issued",), ("printed",), "it was printed ({later}) before it was published ({earlier})"
    ),
    _UnlikelyOrder(
        ("created",), ("issued",), "it was published ({later}) before it was made ({earlier})"
    ),
    _UnlikelyOrder(
        ("collected",),
        ("issued",),
        "it was published ({later}) before the data were collected ({earlier})",
    ),
    _UnlikelyOrder(
        ("original_date",),
        ("issued",),
        "the original ({earlier}) is later than this edition ({later})",
    ),
    _UnlikelyOrder(
        ("translation_of", "issued"),
        ("issued",),
        "the original ({earlier}) is later than this translation ({later})",
    ),
    _UnlikelyOrder(
        ("reprint_of", "issued"),
        ("issued",),
        "the original ({earlier}) is later than this reprint ({later})",
    ),
)
_OTHER_DATES = {way[0] for each in _ORDERS for way in (each.earlier, each.later)} - {"issued"}
_ORIGINALS = {"translation_of": "this translation", "reprint_of": "this reprint"}
"""Relations to a work that is usually older, and what a message calls the work that states them."""
_MAKERS = frozenset({"author", "translator", "editor", "illustrator", "photographer", "composer"})
"""Roles of those who are alive, or have been, when a work appears.

A later owner may not yet be born.
"""


@needs(*_OTHER_DATES)
def on_record(record: CheckedRecord) -> Iterator[Finding]:
    """Compare the dates that the record of a work has itself."""
    data = record.data
    forthcoming = data.get("status") == "forthcoming"
    for order in _ORDERS:
        if order.earlier[0] not in data or order.later[0] not in data:
            continue
        earlier, later = record.root.get(*order.earlier), record.root.get(*order.later)
        first, last = date_of(earlier), date_of(later)
        if not earlier or not later or not first or not last or not last.precedes(first):
            continue
        if forthcoming and order.later == ("accessed",):
            continue
        issued, other = (earlier, later) if order.earlier == ("issued",) else (later, earlier)
        message = order.message.format(earlier=first, later=last)
        note = RelatedPlace(record.path, issued.pointer, "the date of publication")
        yield Finding("unlikely-order", record.path, message, _HINT, other.pointer, notes=(note,))


@needs("issued", "born")
def dates(record: CheckedRecord) -> Mapping[str, str] | None:
    """Return the dates that are compared with those of other records: of publication, of birth."""
    found = {}
    for name, way in (("issued", ("issued",)), ("born", ("born", "date"))):
        date = record.date(*way)
        if date:
            found[name] = str(date)
    return found or None


@needs("contributors")
def makers(record: CheckedRecord) -> list[str] | None:
    """Return the ids of those who made a work, if it has a date of publication."""
    if "issued" not in record.data:
        return None
    return [id for id, roles in record.contributors if _MAKERS & roles] or None


EXTRACTS = (dates, makers)


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Compare the date of each work with those in the records of its original and of its makers."""
    for field, name in _ORIGINALS.items():
        for entry, target in _targets(index, field):
            own, theirs = _date(index, "issued", entry), _date(index, "issued", target)
            if own and theirs and own.precedes(theirs):
                message = f"{name} ({own}) is earlier than its original “{target.id}”"
                note = RelatedPlace(target.path, ("issued",), f"the original: {theirs}")
                yield _finding(entry, message, note)
    birth = cache(partial(_birth, index))
    for entry, ids in index.extracts(makers):
        own = _date(index, "issued", entry)
        for agent, born in filter(None, map(birth, ids)):
            if own and own.precedes(born):
                message = f"it was published ({own}) before “{agent.id}” was born ({born})"
                note = RelatedPlace(agent.path, ("born",), f"the birth: {born}")
                yield _finding(entry, message, note)


def _targets(index: Index, field: str) -> Iterator[tuple[IndexEntry, IndexEntry]]:
    for entry, (_, target, _) in index.relations(field):
        found = index.find(target)
        if found:
            yield entry, found


def _birth(index: Index, id: str) -> tuple[IndexEntry, Date] | None:
    """Return the agent with an id, and when it was born; None if nothing says so."""
    agent = index.find(id)
    born = _date(index, "born", agent) if agent else None
    return (agent, born) if agent and born else None


def _date(index: Index, name: str, entry: IndexEntry) -> Date | None:
    found = index.extract(entry, dates)
    return parse_date(found[name]) if found and name in found else None


def _finding(entry: IndexEntry, message: str, note: RelatedPlace) -> Finding:
    return Finding("unlikely-order", entry.path, message, _HINT, ("issued",), notes=(note,))
