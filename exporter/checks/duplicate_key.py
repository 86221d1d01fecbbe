"""A field stands twice in the same group.

Which of the two counts is not defined (YAML 1.2.2, 3.2.1.1: the keys of a mapping are unique), and many programs
silently take the last. Put several values into one field as a list, or several languages as a map by language tag.
Capitals do not tell language tags apart (RFC 5646, 2.1.1): `ja` and `JA` are one. Nor do characters that look alike,
such as é and an e with an accent after it, or full-width letters (UAX #31, R4: names are compared in form NFKC).

```yaml wrong
id: reuters
kind: organization
language: en
name: Reuters
name: Reuters News
```

```yaml right
id: reuters
kind: organization
language: en
name: Reuters
```
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from exporter.model.document import Document, Pointer
from exporter.model.finding import Finding, Severity
from exporter.model.schema import Schemas

SEVERITY = Severity.ERROR
NEEDED = True


def on_record(document: Document, schemas: Schemas) -> Iterator[Finding]:  # noqa: ARG001
    """Find names that look alike; those that do not differ at all are found by the reader."""
    yield from _inside(document, document.data, ())


def _inside(document: Document, value: object, pointer: Pointer) -> Iterator[Finding]:
    if isinstance(value, dict):
        names = "".join(value)
        if not (names.isascii() and names.islower()):
            yield from _alike(document, value, pointer)
        for name, inner in value.items():
            if isinstance(inner, dict | list):
                yield from _inside(document, inner, (*pointer, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            if isinstance(inner, dict | list):
                yield from _inside(document, inner, (*pointer, place))


def _alike(document: Document, names: dict[str, object], pointer: Pointer) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for name in names:
        other = first.setdefault(unicodedata.normalize("NFKC", name).casefold(), name)
        if other != name:
            how = "capitals" if other.lower() == name.lower() else "characters"
            message = f"“{name}” is “{other}” in other {how}, which stands here already"
            yield Finding("duplicate-key", document.path, message, "keep one of the two", (*pointer, name), "key")
