"""An ISNI that cannot be one.

The last digit of an ISNI follows from the others (ISO 27729), so that a slip in typing shows.

```yaml wrong
id: homare-endo
kind: person
name: Homare Endo
identifiers: {isni: 0000 0001 2281 9559}
```

```yaml right
id: homare-endo
kind: person
name: Homare Endo
identifiers: {isni: 0000 0001 2281 955X}
```
"""

from __future__ import annotations

from exporter.model.identifier import fault
from exporter.records.finding import Fault, Severity

SEVERITY = Severity.ERROR
FORMAT = "isni"


def on_value(value: str) -> Fault | None:
    """Judge one ISNI."""
    return fault("isni", value)
