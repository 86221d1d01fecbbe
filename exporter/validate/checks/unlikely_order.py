"""Dates that seldom follow each other, such as a translation before its original.

A translation usually follows its original, and a page is read after it was published. There are
exceptions (a book that was banned at home, a page that was published again), so this is only a
warning. Only what is certain is compared: `1941~` and `1941?` may be any year near it.

```yaml wrong
id: nine
kind: article
type: webpage
language: en
title: China Nine
issued: 2021-08-15
translation_of: {language: ja, issued: 2021-08-27}
```

```yaml right
id: nine
kind: article
type: webpage
language: en
title: China Nine
issued: 2021-08-27
translation_of: {language: ja, issued: 2021-08-15}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from exporter.model.date import parse_date
from exporter.records.document import Document
from exporter.records.finding import Finding, Note, Severity
from exporter.records.schema import Schemas
from exporter.validate.index import Index, extract

SEVERITY = Severity.WARNING

_HINT = "compare both with the source; add ~ or ? to a date that is not certain"


def on_record(document: Document, schemas: Schemas) -> Iterator[Finding]:  # noqa: ARG001 - as every check is called
    """Compare the date of a work with those of its access and of its original, as the record has it."""
    data = document.data
    published = data.get("issued")
    if published is None or not {"accessed", "translation_of"} & data.keys():
        return
    if (
        "accessed" in data
        and data.get("status") != "forthcoming"
        and _precedes(data["accessed"], published)
    ):
        yield _finding(
            document.path,
            ("accessed",),
            f"it was accessed ({data['accessed']}) before it was published ({published})",
        )
    original = data.get("translation_of")
    if isinstance(original, Mapping) and _precedes(published, original.get("issued")):
        message = (
            f"the original ({original['issued']}) is later than this translation ({published})"
        )
        yield _finding(document.path, ("translation_of", "issued"), message)


def issued(document: Document, schemas: Schemas) -> Any:  # noqa: ARG001
    """Return the date of publication of a record, or None."""
    return document.data.get("issued")


EXTRACTS = (issued,)


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Compare the date of each translation with that in the record of its original."""
    for entry, (_, target, _) in index.references("translation_of.work"):
        original = index.find(target)
        if original is None:
            continue
        own, theirs = extract(entry, issued), extract(original, issued)
        if _precedes(own, theirs):
            message = f"this translation ({own}) is earlier than its original “{original.id}”"
            note = Note(original.path, ("issued",), f"the original: {theirs}")
            yield Finding("unlikely-order", entry.path, message, _HINT, ("issued",), notes=(note,))


def _precedes(one: Any, other: Any) -> bool:
    dates = [
        value
        for value in (one, other)
        if isinstance(value, str | int) and not isinstance(value, bool)
    ]
    return len(dates) == 2 and parse_date(dates[0]).precedes(parse_date(dates[1]))


def _finding(path: Path, pointer: tuple[str, ...], message: str) -> Finding:
    note = Note(path, ("issued",), "the date of publication")
    return Finding("unlikely-order", path, message, _HINT, pointer, notes=(note,))
