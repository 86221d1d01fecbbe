"""Quotation marks that do not form a pair.

One is opened and never closed, or closed by one of another kind. Often a part of the text was
lost when it was typed or copied. Pairs are “…”, „…“, ‘…’, «…», »…«, 「…」 and 『…』; an apostrophe is
no quotation mark. Text that a mention under `found` prints, and a title that repeats it, stay as
they are.

```yaml wrong
id: jane-eyre
kind: book
language: en
title: “Reader, I married him and other endings
```

```yaml right
id: jane-eyre
kind: book
language: en
title: “Reader, I married him” and other endings
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.validate.text_fields import TextFields

SEVERITY = Severity.WARNING

_CLOSED_BY = {"“": "”", "„": "“”", "«": "»", "»": "«»", "「": "」", "『": "』", "”": "”"}
_MARKS = re.compile("[“”„«»「」『』]")
_LETTERS = frozenset("“”„«»「」『』‘")
_SINGLE = re.compile(r"(?:^|[\s(\[“「])‘\w[^’]*$")
_OPENING = re.compile(r'(?:^|[\s(\[])"(?=\w)')
_CLOSING = re.compile(r'[\w.,!?]"(?=$|[\s.,;:!?)\]])')


def on_text_fields(text_fields: TextFields) -> Iterator[Finding]:
    """Pair the quotation marks of each text that is not a transcription."""
    if _LETTERS.isdisjoint(text_fields.non_ascii):
        return
    for field in text_fields:
        if not field.printed and "\n\n" not in field.text and (found := _unpaired(field.text)):
            yield Finding("mixed-quotes", text_fields.document.path, *found, field.pointer)


def _unpaired(text: str) -> tuple[str, str] | None:
    """Return which mark has no partner, and what to write; None if all have."""
    opened: list[str] = []
    for mark in _MARKS.findall(text):
        if opened and mark in _CLOSED_BY[opened[-1]]:
            opened.pop()
        elif mark in "」』”" and opened:
            return _said(opened[-1], mark)
        elif mark in "」』":
            return _closing_nothing(mark)
        else:
            opened.append(mark)
    if opened:
        mark = opened[0]
        if (len(_OPENING.findall(text)) + len(_CLOSING.findall(text))) % 2:  # straight marks
            return _said(*(('"', mark) if mark in "”»" else (mark, '"')))
        if mark in "”»":
            return _closing_nothing(mark)
        return (
            f"{_named(mark)} is opened and never closed",
            f"write {_CLOSED_BY[mark][0]} where the quotation ends",
        )
    if "‘" in text and _SINGLE.search(text):
        return f"{_named('‘')} is opened and never closed", "write ’ where the quotation ends"
    return None


def _closing_nothing(mark: str) -> tuple[str, str]:
    return f"{_named(mark)} closes nothing", "write the opening mark"


def _said(one: str, other: str) -> tuple[str, str]:
    return (
        f"{_named(one)} is closed by {_named(other)}",
        f"write {_CLOSED_BY.get(one, '“')[0]} instead of {other if one in _CLOSED_BY else one}",
    )


def _named(mark: str) -> str:
    return f"{mark} (U+{ord(mark):04X})"
