"""Dates that cannot follow each other, such as a death before the birth.

Nobody dies before birth, or leaves an office before entering it, and no organisation ends before
it is founded. Only what is certain is compared: `1941~` and `1941?` may be any year near it.

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

from exporter.model.date import parse_date
from exporter.records.document import Document, Pointer
from exporter.records.finding import Finding, Note, Severity
from exporter.records.schema import Schemas
from exporter.validate.index import root_node
from exporter.validate.values import date_at

SEVERITY = Severity.ERROR

_LIVES: tuple[tuple[Pointer, Pointer, str, str], ...] = (
    (("born", "date"), ("died", "date"), "death", "birth"),
    (("founded",), ("dissolved",), "end", "foundation"),
)


def on_record(document: Document, schemas: Schemas) -> Iterator[Finding]:
    """Compare beginnings with ends."""
    pairs = [each for each in _LIVES if each[1][0] in document.data]
    offices = document.data.get("positions")
    if not pairs and not offices:
        return
    for place in range(len(offices) if isinstance(offices, list) else 0):
        since, until = ("positions", place, "since"), ("positions", place, "until")
        pairs.append((since, until, "end of the office", "beginning"))
    record = root_node(document, schemas)
    for earlier, later, end, beginning in pairs:
        first, last = date_at(record, *earlier), date_at(record, *later)
        if first is not None and last is not None and parse_date(last).precedes(parse_date(first)):
            yield Finding(
                "impossible-order",
                document.path,
                f"the {end} ({last}) comes before the {beginning} ({first})",
                "correct one of them, or add ~ or ? to a date that is not certain",
                later,
                notes=(Note(document.path, earlier, f"the {beginning}"),),
            )
