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

import re

from exporter.model.vocabularies.languages import fault
from exporter.records.finding import Fault, Severity
from exporter.suggest import suggestion

SEVERITY = Severity.ERROR
FORMAT = "language-tag"

_HINT = (
    "write en for English, de for German, ja-Latn for Japanese in Latin letters, "
    "und if it is not known"
)
_BETWEEN = re.compile(r"[,;/&+、，]|(?<=\s)(?:and|und|et|y|e|en|i|и|og|och)(?=\s)|と")
"""What people write between two languages."""


def on_value(value: str) -> Fault | None:
    """Look up the parts of the tag in the registry."""
    said, meant = fault(value)
    if not said:
        return None
    several = "" if meant else _several(value)
    hint = f"if it has several languages, write them as a list: [{several}]" if several else _HINT
    return Fault(f"“{value}” is not a language tag: {said}", *suggestion(meant, hint, value))


def _several(value: str) -> str:
    """Return the tags for a text of several tags or names of languages: `de, fr` and `German/Latin`.

    The result is empty if one of them is not known.
    """
    tags = []
    for part in map(str.strip, _BETWEEN.split(value.strip("[] "))):
        said, meant = fault(part)
        if said and not meant:
            return ""
        tags.append(meant or part)
    return ", ".join(tags) if len(tags) > 1 else ""
