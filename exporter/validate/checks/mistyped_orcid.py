"""An ORCID iD that is not valid.

The last digit of an ORCID iD is computed from the others as that of an ISNI is (ISO 27729), so
that a typing error shows.

```yaml wrong
id: josiah-carberry
kind: person
name: Josiah Carberry
identifiers: {orcid: 0000-0002-1825-0079}
```

```yaml right
id: josiah-carberry
kind: person
name: Josiah Carberry
identifiers: {orcid: 0000-0002-1825-0097}
```
"""

from __future__ import annotations

from exporter.model.identifier import fault
from exporter.records.finding import Fault, Severity

SEVERITY = Severity.ERROR
FORMAT = "orcid"


def on_value(value: str) -> Fault | None:
    """Validate one ORCID iD."""
    return fault("orcid", value)
