"""An ISNI that is not valid.

The last digit of an ISNI is computed from the others (ISO 27729), so that a typing error shows.

```yaml wrong
id: charlotte-bronte
kind: person
name: Charlotte Brontë
identifiers: {isni: 0000 0001 2281 9559}
```

```yaml right
id: charlotte-bronte
kind: person
name: Charlotte Brontë
identifiers: {isni: 0000 0001 2281 955X}
```
"""

from __future__ import annotations

from exporter.model.identifier import fault
from exporter.records.finding import Fault, Severity

SEVERITY = Severity.ERROR
FORMAT = "isni"


def on_value(value: str) -> Fault | None:
    """Validate one ISNI."""
    return fault("isni", value)
