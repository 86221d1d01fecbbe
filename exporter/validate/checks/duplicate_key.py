"""A field that occurs twice in the same group.

Which of the two counts is undefined (YAML 1.2.2, 3.2.1.1: the keys of a mapping are unique), and
many programs silently take the last one. Write several values as a list, and several languages as
a map by language tag. Upper and lower case do not distinguish language tags (RFC 5646, 2.1.1):
`ja` and `JA` are the same. Nor do characters that look alike, such as é and e with a combining
accent, or full-width letters (UAX #31, R4: names are compared in the form NFKC).

```yaml wrong
id: reuters
kind: organization
name: Reuters
name: Reuters News
```

```yaml right
id: reuters
kind: organization
name: Reuters
```
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from exporter.records.document import Document, Pointer
from exporter.records.finding import Finding, Severity
from exporter.validate.checked_record import CheckedRecord

SEVERITY = Severity.ERROR
REQUIRED = True


def on_record(record: CheckedRecord) -> Iterator[Finding]:
    """Find names that look alike. Names that are equal are reported by the reader."""
    names = record.document.keys
    if names is None or _any_alike(names):
        yield from _inside(record.document, record.data, ())


@lru_cache(maxsize=1_000)
def _any_alike(names: frozenset[str]) -> bool:
    """Return whether two of these names look alike, be it in different groups.

    That is rare, and most records have the same names as another one.
    """
    return len({*map(_form, names)}) < len(names)


def _form(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _inside(document: Document, value: object, pointer: Pointer) -> Iterator[Finding]:
    if isinstance(value, dict):
        first: dict[str, str] = {}
        for name, inner in value.items():
            other = first.setdefault(_form(name), name)
            if other != name:
                how = "letter case" if other.lower() == name.lower() else "characters"
                message = f"“{name}” is the same as “{other}” here, only in other {how}"
                yield Finding(
                    "duplicate-key",
                    document.path,
                    message,
                    "keep one of the two",
                    (*pointer, name),
                    "key",
                )
            yield from _inside(document, inner, (*pointer, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _inside(document, inner, (*pointer, place))
