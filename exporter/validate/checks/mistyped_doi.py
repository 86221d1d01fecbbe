"""A DOI that is not written as one.

A DOI is `10.`, the number of its registrant, a slash and a name (ISO 26324). Write the DOI
itself: formats that need its address make it.

```yaml wrong
id: nine
kind: article
type: article-journal
language: en
title: China Nine
identifiers: {doi: "https://doi.org/10.1000/182"}
```

```yaml right
id: nine
kind: article
type: article-journal
language: en
title: China Nine
identifiers: {doi: 10.1000/182}
```
"""

from __future__ import annotations

from exporter.model.identifier import fault
from exporter.records.finding import Fault, Severity

SEVERITY = Severity.ERROR
FORMAT = "doi"


def on_value(value: str) -> Fault | None:
    """Validate one DOI."""
    return fault("doi", value)
