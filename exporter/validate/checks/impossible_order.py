"""Dates that cannot follow each other, such as a death before the birth.

Nobody dies before birth, or leaves an office before entering it; no organisation ends before it is
founded; nothing is accepted before it is submitted, or withdrawn before it is published. Only what
is certain is compared: `1941~` and `1941?` may be any year near it.

```yaml wrong
id: charlotte-bronte
kind: person
name: Charlotte Brontë
born: {date: 1855}
died: {date: 1816}
```

```yaml right
id: charlotte-bronte
kind: person
name: Charlotte Brontë
born: {date: 1816}
died: {date: 1855}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from exporter.model.node import Node
from exporter.records.finding import Finding, RelatedPlace, Severity
from exporter.validate.checked_record import CheckedRecord, date_of, needs

SEVERITY = Severity.ERROR


class _Order(NamedTuple):
    """Two dates by their fields, and what a message calls them.

    The later one must not precede the earlier one.
    """

    earlier: tuple[str, ...]
    later: tuple[str, ...]
    beginning: str
    end: str


_ORDERS = (
    _Order(("born", "date"), ("died", "date"), "the birth", "the death"),
    _Order(("founded",), ("dissolved",), "the foundation", "the end"),
    _Order(("submitted",), ("accepted",), "the submission", "the acceptance"),
    _Order(("issued",), ("withdrawn",), "the publication", "the withdrawal"),
)
_SPANS = {
    "positions": "the office",
    "other_names": "the use of the name",
    "places": "the time there",
    "related": "the relation",
}
"""Lists of groups that have a `since` and an `until`, and what a message calls the time between."""


@needs(*(order.later[0] for order in _ORDERS), "until")
def on_record(record: CheckedRecord) -> Iterator[Finding]:
    """Compare beginnings with ends."""
    data = record.data
    for order in _ORDERS:
        if order.earlier[0] in data and order.later[0] in data:
            yield from _compare(record, record.root, order)
    for field, what in _SPANS.items():
        for each in record.root.all(field) if field in data else ():
            order = _Order(("since",), ("until",), f"the beginning of {what}", f"the end of {what}")
            yield from _compare(record, each, order)


def _compare(record: CheckedRecord, group: Node, order: _Order) -> Iterator[Finding]:
    earlier, later = group.get(*order.earlier), group.get(*order.later)
    first, last = date_of(earlier), date_of(later)
    if not earlier or not later or not first or not last or not last.precedes(first):
        return
    yield Finding(
        "impossible-order",
        record.path,
        f"{order.end} ({last}) comes before {order.beginning} ({first})",
        "correct one of them, or add ~ or ? to a date that is not certain",
        later.pointer,
        notes=(RelatedPlace(record.path, earlier.pointer, order.beginning),),
    )
