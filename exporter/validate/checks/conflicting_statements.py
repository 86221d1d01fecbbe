"""Sources that contradict each other, or the record itself, on a publisher, a series or a date.

Nothing has to be done about it: `found` keeps what each source prints, and every format reports
what it leaves out. The finding shows where to look when you want to settle the question. Titles
are not compared, since they may be printed in several forms.

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
  - {in: tea, at: list of covers, publisher: PHP新書}
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
  - {in: tea, at: biography, publisher: ビジネス社}
  - {in: tea, at: list of covers, publisher: (株)ビジネス社}
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

SEVERITY = Severity.INFORMATION
EXTRACTS = (normalised_names, publishers)

_LABELS = {
    "issued": "the date",
    "created": "the date",
    "born": "the date of birth",
    "died": "the date of death",
    "date": "the date",
    "series": "the series",
}
_HINT = "both are kept; to prefer one, write it into the record, with the reason under inferred"


@needs("found")
def on_record(record: CheckedRecord) -> Iterator[Finding]:
    """Report the conflicts on dates and series."""
    for conflict in record.cached(conflicts):
        yield from _findings(record.path, conflict)


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Report the conflicts on publishers."""
    for entry, conflict in conflicts_on_publishers(index):
        yield from _findings(entry.path, conflict)


def _findings(path: Path, conflict: StatementConflict) -> Iterator[Finding]:
    if conflict.unplaced:
        return  # reported as unexplained-conflict
    other, *further = conflict.others
    own = conflict.first.pointer[0] != "found"
    where = "in the record itself" if own else "in another mention"
    label = _LABELS.get(conflict.field, f"the {conflict.field}")
    message = f"“{other.words}” contradicts “{conflict.first.words}” {where} on {label}"
    notes = tuple(
        RelatedPlace(path, each.pointer, f"“{each.words}”") for each in (conflict.first, *further)
    )
    yield Finding("conflicting-statements", path, message, _HINT, other.pointer, notes=notes)
