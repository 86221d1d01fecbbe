"""A mention that contradicts another statement and does not say where it is printed.

To find out which of two statements is right, somebody has to look at both. `at` says where: a
heading, a page, a part.

```yaml wrong
id: tea
kind: article
type: webpage
language: en
title: On Tea
# another file
id: takyokuka
kind: book
language: ja
title: 習近平が狙う「米一極から多極化へ」
found:
  - {in: tea, at: biography, publisher: ビジネス社}
  - {in: tea, publisher: PHP新書}
```

```yaml right
id: tea
kind: article
type: webpage
language: en
title: On Tea
# another file
id: takyokuka
kind: book
language: ja
title: 習近平が狙う「米一極から多極化へ」
found:
  - {in: tea, at: biography, publisher: PHP新書}
  - {in: tea, publisher: PHP新書}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from exporter.records.finding import Finding, RelatedPlace, Severity
from exporter.validate.checked_record import CheckedRecord, needs
from exporter.validate.conflict import (
    StatementConflict,
    conflicts,
    conflicts_on_publishers,
    normalised_names,
    publishers,
)
from exporter.validate.index import Index

SEVERITY = Severity.WARNING
EXTRACTS = (normalised_names, publishers)


@needs("found")
def on_record(record: CheckedRecord) -> Iterator[Finding]:
    """Report the mentions that disagree on dates and series."""
    for conflict in record.cached(conflicts):
        yield from _findings(record.path, conflict)


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Report the mentions that disagree on publishers."""
    for entry, conflict in conflicts_on_publishers(index):
        yield from _findings(entry.path, conflict)


def _findings(path: Path, conflict: StatementConflict) -> Iterator[Finding]:
    said = (conflict.first, *conflict.others)
    for each in conflict.unplaced:
        message = (
            f"“{each.words}” contradicts another statement, but does not say where it is printed"
        )
        hint = "add at: the heading, the page or the part where it is printed"
        notes = tuple(
            RelatedPlace(path, other.pointer, f"“{other.words}”")
            for other in said
            if other is not each
        )
        yield Finding("unexplained-conflict", path, message, hint, each.pointer, notes=notes)
