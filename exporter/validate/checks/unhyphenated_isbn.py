"""An ISBN without its hyphens, or with hyphens in other places.

The hyphens part the country or language, the publisher and the book (ISO 2108, 4.1); with them an ISBN is printed, and
one can see whose it is. Where they stand says the agency's list of ranges; an ISBN outside it stays as it is.

```yaml wrong
id: nine
kind: book
language: en
title: China Nine
identifiers: {isbn: "9783161484100"}
```

```yaml right
id: nine
kind: book
language: en
title: China Nine
identifiers: {isbn: 978-3-16-148410-0}
```
"""

from __future__ import annotations

from functools import lru_cache

from exporter.records.finding import Fault, Severity

SEVERITY = Severity.INFORMATION
FORMAT = "isbn"


def on_value(value: str) -> Fault | None:
    """Compare one ISBN with how it is printed."""
    printed = _hyphenated(value)
    if printed == value:
        return None
    return Fault(
        "this ISBN is not hyphened as it is printed", f"write {printed}", printed, certain=True
    )


@lru_cache(maxsize=10_000)
def _hyphenated(value: str) -> str:
    """Put the hyphens where they belong; what is no ISBN, or one of no known range, stays."""
    from stdnum import isbn  # here, since it is needed only where there is an ISBN

    if not isbn.is_valid(value):
        return value
    parts = isbn.split(value)
    return "-".join(part for part in parts if part) if all(parts[1:]) else value
