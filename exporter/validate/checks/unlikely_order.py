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

from collections.abc import Iterator
from pathlib import Path

from exporter.model.date import parse_date
from exporter.model.node import Node
from exporter.records.document import Document, Pointer
from exporter.records.finding import Finding, Note, Severity
from exporter.records.schema import Schemas
from exporter.validate.index import Index, extract, root_node
from exporter.validate.values import date_at

SEVERITY = Severity.WARNING

_HINT = "compare both with the source; add ~ or ? to a date that is not certain"


def on_record(document: Document, schemas: Schemas) -> Iterator[Finding]:
    """Compare the date of a work with those of its access and of its original, as the record has it."""
    if not {"accessed", "translation_of"} & document.data.keys():
        return
    record = root_node(document, schemas)
    published = date_at(record, "issued")
    accessed = date_at(record, "accessed")
    if record.line("status") != "forthcoming" and _precedes(accessed, published):
        message = f"it was accessed ({accessed}) before it was published ({published})"
        yield _finding(document.path, ("accessed",), message)
    for original in record.all("translation_of"):
        date = date_at(original, "issued")
        if _precedes(published, date):
            message = f"the original ({date}) is later than this translation ({published})"
            yield _finding(document.path, (*original.pointer, "issued"), message)


def issued(record: Node, noun: str) -> str | int | None:  # noqa: ARG001
    """Return the date of publication of a record, or None."""
    return date_at(record, "issued")


EXTRACTS = (issued,)


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Compare the date of each translation with that in the record of its original."""
    for field in ("translation_of", "translation_of.work"):
        for entry, (_, target, _) in index.references(field):
            original = index.find(target)
            own = extract(entry, issued)
            date = extract(original, issued) if original else None
            if original and _precedes(own, date):
                message = f"this translation ({own}) is earlier than its original “{target}”"
                note = Note(original.path, ("issued",), f"the original: {date}")
                yield Finding(
                    "unlikely-order", entry.path, message, _HINT, ("issued",), notes=(note,)
                )


def _precedes(one: str | int | None, other: str | int | None) -> bool:
    if one is None or other is None:
        return False
    return parse_date(one).precedes(parse_date(other))


def _finding(path: Path, pointer: Pointer, message: str) -> Finding:
    note = Note(path, ("issued",), "the date of publication")
    return Finding("unlikely-order", path, message, _HINT, pointer, notes=(note,))
