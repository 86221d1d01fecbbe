"""An ISBN that is not valid.

The last digit of an ISBN is computed from the others (ISO 2108), so that a typing error shows. A
wrong ISBN that is printed in a book goes into `notes`: `identifiers` contains only what finds the
book.

```yaml wrong
id: nine
kind: book
language: en
title: China Nine
identifiers: {isbn: 978-3-16-148410-1}
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

from exporter.model.identifier import fault
from exporter.records.finding import Fault, Severity

SEVERITY = Severity.ERROR
FORMAT = "isbn"


def on_value(value: str) -> Fault | None:
    """Validate one ISBN."""
    return fault("isbn", value)
