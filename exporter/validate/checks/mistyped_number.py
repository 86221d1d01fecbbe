"""A number whose check digits do not fit: an ISMN, a GTIN, an ISWC, an ISAN or a ROR ID.

The last digits of these numbers are computed from the others (ISO 10957, GS1, ISO 15707, ISO 15706,
ISO/IEC 7064), so that a typing error shows. A number that the piece itself prints wrongly is kept
as `invalid`.

```yaml wrong
id: sonata
kind: score
title: Sonata
identifiers: {ismn: 979-0-2306-7118-8}
```

```yaml right
id: sonata
kind: score
title: Sonata
identifiers: {ismn: 979-0-2306-7118-7}
```
"""

from __future__ import annotations

from exporter.model.identifier import fault
from exporter.records.finding import Fault, Severity

SEVERITY = Severity.ERROR
FORMAT = ("ismn", "gtin", "iswc", "isan", "ror")


def on_value(value: str, format: str) -> Fault | None:
    """Validate one number of the scheme `format`."""
    return fault(format, value)
