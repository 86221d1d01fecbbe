"""A value that is named with & so that * can repeat it.

Whoever changes one place changes the other without noticing. A reader has to look for the value,
and programs that write a record write it without the names. Records are short: write the value
twice.

```yaml wrong
id: reuters
kind: organization
name: &name Reuters
short_name: *name
```

```yaml right
id: reuters
kind: organization
name: Reuters
short_name: Reuters
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.records.document import Document, Pointer
from exporter.records.finding import Finding, Position, RelatedPlace, Severity
from exporter.records.positions import source_map

SEVERITY = Severity.WARNING

_FIRST_LOOK = re.compile(r"(?:^|[:,\[{?-])[ \t]*&[^\s,\[\]{}]", re.MULTILINE)
_SIGN = re.compile(r"([&*])([^\s,\[\]{}]+)")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


def on_text(document: Document) -> Iterator[Finding]:
    """Find each name, and where it is repeated."""
    if "&" not in document.text or not _FIRST_LOOK.search(document.text):
        return
    places = source_map(document)
    lines = _LINE_BREAK.split(document.text)
    named: list[tuple[str, Pointer, Position, list[RelatedPlace]]] = []
    latest: dict[str, list[RelatedPlace]] = {}
    for pointer, place in sorted((*places.values.items(), *places.keys.items()), key=_position):
        sign = _SIGN.match(lines[place.line - 1], place.column - 1)
        if sign and sign[1] == "&" and (not named or named[-1][2] != place):
            latest[sign[2]] = []
            named.append((sign[2], pointer, place, latest[sign[2]]))
        elif sign and sign[1] == "*":
            latest[sign[2]].append(RelatedPlace(document.path, pointer, "repeated here"))
    for name, pointer, place, notes in named:
        message = f"“&{name}” names a value, so that “*{name}” can repeat it"
        hint = (
            "write the value in each place" if notes else f"delete &{name}, which nothing repeats"
        )
        yield Finding(
            "yaml-anchor",
            document.path,
            message,
            hint,
            pointer,
            position=place,
            notes=tuple(notes[:10]),
        )


def _position(placed: tuple[Pointer, Position]) -> tuple[int, int, int]:
    return placed[1].line, placed[1].column, -len(placed[0])
