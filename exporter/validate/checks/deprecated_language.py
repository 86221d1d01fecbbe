"""A language tag that is out of use.

The IANA registry (RFC 5646, 3.1.6) keeps old tags and names the ones that replace them: Hebrew
was `iw` and is now `he`. Programs that compare tags take the two for different languages.

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
    """Look the tag up in the registry."""
    part, new = replacement(value)
    if not part:
        return None
    said = (
        f"“{value}” is out of use"
        if part == value
        else f"“{part}” in the language tag “{value}” is out of use"
    )
    if not new:
        return Fault(said, "the IANA registry names no replacement")
    return Fault(said, f"write “{new}”", new, certain=True)
