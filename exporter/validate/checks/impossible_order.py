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

from collections.abc import Iterator, Mapping
from typing import Any

from exporter.model.date import parse_date
from exporter.records.document import Document, Pointer
from exporter.records.finding import Finding, Note, Severity
from exporter.records.schema import Schemas

SEVERITY = Severity.ERROR

_LIVES: tuple[tuple[Pointer, Pointer, str, str], ...] = (
    (("born", "date"), ("died", "date"), "death", "birth"),
    (("founded",), ("dissolved",), "end", "foundation"),
)


def on_record(document: Document, schemas: Schemas) -> Iterator[Finding]:  # noqa: ARG001 - as every check is called
    """Compare beginnings with ends."""
    data = document.data
    pairs = [each for each in _LIVES if each[1][0] in data]
    offices = data.get("positions")
    if not pairs and not offices:
        return
    for place in range(len(offices) if isinstance(offices, list) else 0):
        pairs.append(
            (
                ("positions", place, "since"),
                ("positions", place, "until"),
                "end of the office",
                "beginning",
            )
        )
    for earlier, later, end, beginning in pairs:
        first, last = _date(data, earlier), _date(data, later)
        if first is not None and last is not None and parse_date(last).precedes(parse_date(first)):
            yield Finding(
                "impossible-order",
                document.path,
                f"the {end} ({last}) comes before the {beginning} ({first})",
                "correct one of them, or add ~ or ? to a date that is not certain",
                later,
                notes=(Note(document.path, earlier, f"the {beginning}"),),
            )


def _date(data: Mapping[str, Any], pointer: Pointer) -> str | int | None:
    value: Any = data
    for step in pointer:
        value = (
            value[step]
            if isinstance(step, int) or (isinstance(value, Mapping) and step in value)
            else None
        )
    return value if isinstance(value, str | int) and not isinstance(value, bool) else None
