"""An ISBN without hyphens, or with hyphens in the wrong places.

The hyphens separate the country or language, the publisher and the book (ISO 2108, 4.1). Books
print them, and they show whose ISBN it is. Their places are those of the agency's list of ranges;
an ISBN outside of these ranges stays as it is.

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
    """Compare an ISBN with its hyphenated form."""
    printed = _hyphenated(value)
    if printed == value:
        return None
    return Fault(
        "this ISBN is not hyphenated as it is printed", f"write {printed}", printed, certain=True
    )


@lru_cache(maxsize=10_000)
def _hyphenated(value: str) -> str:
    """Return an ISBN with its hyphens; as it is if it is not valid, or in no known range."""
    from stdnum import isbn  # here, since it is needed only where there is an ISBN

    if not isbn.is_valid(value):
        return value
    parts = isbn.split(value)
    return "-".join(part for part in parts if part) if all(parts[1:]) else value
