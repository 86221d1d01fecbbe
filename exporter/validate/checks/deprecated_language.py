"""A language tag that is out of use.

The registry of the IANA (RFC 5646, 3.1.6) keeps old tags and says what is written today: Hebrew was `iw` and is `he`.
Programs that compare tags take the two for different languages.

```yaml wrong
id: nine
kind: book
language: iw
title: מדריך
```

```yaml right
id: nine
kind: book
language: he
title: מדריך
```
"""

from __future__ import annotations

from exporter.model.vocabularies.languages import replacement
from exporter.records.finding import Fault, Severity

SEVERITY = Severity.WARNING
FORMAT = "language-tag"


def on_value(value: str) -> Fault | None:
    """Ask the registry for what is written today."""
    part, new = replacement(value)
    if not part:
        return None
    said = (
        f"“{value}” is out of use"
        if part == value
        else f"“{part}” in the language tag “{value}” is out of use"
    )
    if not new:
        return Fault(said, "the registry of the IANA names nothing in its place")
    return Fault(said, f"write “{new}”", new, certain=True)
