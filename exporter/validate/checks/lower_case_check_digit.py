"""A check digit x in lower case.

The check digit X of an ISBN, an ISSN, an ISNI or an ORCID iD stands for ten, and is a capital
letter; with a small letter, the address of the number is another one.

```yaml wrong
id: review
kind: serial
title: Tea Review
identifiers: {issn: 2434-561x}
```

```yaml right
id: review
kind: serial
title: Tea Review
identifiers: {issn: 2434-561X}
```
"""

from __future__ import annotations

from exporter.model.identifier import fault
from exporter.records.finding import Fault, Severity

SEVERITY = Severity.INFORMATION
FORMAT = ("isbn", "issn", "isni", "orcid")


def on_value(value: str, format: str) -> Fault | None:
    """Look at the last character of a number that is right otherwise."""
    if not value.endswith("x") or fault(format, value):
        return None
    capital = f"{value[:-1]}X"
    message = "the check digit x stands in lower case"
    return Fault(message, f"write {capital}", capital, certain=True)
