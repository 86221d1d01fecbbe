"""A language tag with a language, script or region that does not exist.

Languages are named by BCP 47 tags (RFC 5646), whose parts stand in the registry of the IANA: `ja`, `en-GB`, `ja-Latn`.
The two letters of a language are often not those of the country: Japanese is `ja`, the United Kingdom `GB`. `und` is
for a language that is not known, `mul` for several, `zxx` for none.

```yaml wrong
id: nine
kind: book
language: jp
title: チャイナ・ナイン
```

```yaml right
id: nine
kind: book
language: ja
title: チャイナ・ナイン
```
"""

from __future__ import annotations

from exporter.model.vocabularies.languages import fault
from exporter.records.finding import Fault, Severity
from exporter.suggest import suggestion

SEVERITY = Severity.ERROR
FORMAT = "language-tag"

_HINT = "write ja for Japanese, en for English, ja-Latn for Japanese in Latin letters, und if it is not known"


def on_value(value: str) -> Fault | None:
    """Look the parts of the tag up in the registry."""
    said, meant = fault(value)
    if not said:
        return None
    return Fault(f"“{value}” is no language tag: {said}", *suggestion(meant, _HINT))
