"""An ORCID iD that cannot be one.

The last digit of an ORCID iD follows from the others as that of an ISNI does (ISO 27729), so that a slip in typing
shows.

```yaml wrong
id: homare-endo
kind: person
name: Homare Endo
identifiers: {orcid: 0000-0002-1825-0079}
```

```yaml right
id: homare-endo
kind: person
name: Homare Endo
identifiers: {orcid: 0000-0002-1825-0097}
```
"""

from __future__ import annotations

from exporter.model.identifier import fault
from exporter.records.finding import Fault, Severity

SEVERITY = Severity.ERROR
FORMAT = "orcid"


def on_value(value: str) -> Fault | None:
    """Judge one ORCID iD."""
    return fault("orcid", value)
