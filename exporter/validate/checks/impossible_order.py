"""Dates that cannot follow each other: someone died before being born.

Death does not come before birth, the end of an organisation not before its foundation, and nobody leaves an office
before entering it. Only what is certain is compared: `1941~` and `1941?` may lie anywhere.

```yaml wrong
id: homare-endo
kind: person
name: Homare Endo
born: {date: 1941}
died: {date: 1914}
```

```yaml right
id: homare-endo
kind: person
name: Homare Endo
born: {date: 1914}
died: {date: 1941}
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
    """Compare what begins with what ends it."""
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
                "correct one of the two; add ~ or ? to a date that is not certain",
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
