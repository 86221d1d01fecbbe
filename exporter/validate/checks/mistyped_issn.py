"""An ISSN that is not valid.

The last digit of an ISSN is computed from the others (ISO 3297), so that a typing error shows.

```yaml wrong
id: nine
kind: article
type: article-journal
language: en
title: China Nine
identifiers: {issn: 0378-5956}
```

```yaml right
id: nine
kind: article
type: article-journal
language: en
title: China Nine
identifiers: {issn: 0378-5955}
```
"""

from __future__ import annotations

from exporter.model.identifier import fault
from exporter.records.finding import Fault, Severity

SEVERITY = Severity.ERROR
FORMAT = "issn"


def on_value(value: str) -> Fault | None:
    """Validate one ISSN."""
    return fault("issn", value)
