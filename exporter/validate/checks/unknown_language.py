"""A language tag with a language, script or region that does not exist.

Languages are named by BCP 47 tags (RFC 5646), whose parts are in the IANA registry: `ja`,
`en-GB`, `ja-Latn`. The code of a language is often not that of the country: Japanese is `ja`, the
United Kingdom `GB`. `und` is for a language that is not known, `mul` for several, `zxx` for none.

```yaml wrong
id: jane-eyre
kind: book
language: english
title: Jane Eyre
```

```yaml right
id: jane-eyre
kind: book
language: en
title: Jane Eyre
```
"""

from __future__ import annotations

from exporter.model.vocabularies.languages import fault
from exporter.records.finding import Fault, Severity
from exporter.suggest import suggestion

SEVERITY = Severity.ERROR
FORMAT = "language-tag"

_HINT = (
    "write en for English, de for German, ja-Latn for Japanese in Latin letters, "
    "und if it is not known"
)


def on_value(value: str) -> Fault | None:
    """Look up the parts of the tag in the registry."""
    said, meant = fault(value)
    if not said:
        return None
    return Fault(f"“{value}” is not a language tag: {said}", *suggestion(meant, _HINT, value))
