"""A record that refers to itself, directly or through other records.

Nothing is a translation of itself, a part of itself, or another thing than itself. A format that
prints the whole to which something belongs would never end.

```yaml wrong
id: academy
kind: organization
name: Academy
part_of: institute
# another file
id: institute
kind: organization
name: Institute
part_of: academy
```

```yaml right
id: academy
kind: organization
name: Academy
# another file
id: institute
kind: organization
name: Institute
part_of: academy
```
"""

from __future__ import annotations

from collections.abc import Iterator

from exporter.records.document import Document
from exporter.records.finding import Finding, Note, Severity
from exporter.records.schema import Schemas
from exporter.validate.index import Index, IndexEntry, Reference, is_allowed

SEVERITY = Severity.ERROR

_CHAINS = (
    "part_of",
    "has_part",
    "broader",
    "translation_of",
    "translations",
    "version_of",
    "versions",
    "reproduction_of",
    "reprint_of",
    "preprint_of",
    "based_on",
    "continues",
    "continued_by",
    "supersedes",
    "superseded_by",
    "absorbs",
    "split_from",
    "merged_from",
    "supplement_to",
    "corrects",
    "retracts",
)
"""The relations that lead to a whole, an original or an earlier record, or from one: they cannot come back."""


def on_record(document: Document, schemas: Schemas) -> Iterator[Finding]:  # noqa: ARG001
    """Look for a work that is cited through itself."""
    citations = document.data.get("citations")
    for place, each in enumerate(citations if isinstance(citations, list) else ()):
        source = each.get("source") if isinstance(each, dict) else None
        if isinstance(source, str) and source == each.get("through"):
            message = f"“{source}” is cited through itself"
            hint = "name the work that quotes it, or delete the field"
            pointer = ("citations", place, "through")
            yield Finding("circular-reference", document.path, message, hint, pointer)


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Report references of a record to itself, and chains of references that come back.

    A mention may be in the work itself, as on its cover.
    """
    for entry, (pointer, _, allowed) in index.self_references():
        if pointer[0] != "found" and is_allowed(entry, allowed):
            message = f"“{pointer[0]}” names the record itself"
            hint = "name the other record"
            yield Finding("circular-reference", entry.path, message, hint, pointer)
    for field in _CHAINS:
        for cycle in index.cycles(field, f"{field}.work"):
            if len(cycle) > 1:
                yield _finding(cycle, field)


def _finding(cycle: list[tuple[IndexEntry, Reference]], field: str) -> Finding:
    start = min(range(len(cycle)), key=lambda place: cycle[place][0].file)
    (first, (pointer, target, _)), *others = cycle[start:] + cycle[:start]
    notes = []
    for entry, (way, other, _) in others[:10]:
        notes.append(Note(entry.path, way, f"from “{entry.id}” to “{other}”"))
    message = f"“{field}” leads from “{first.id}” back to itself, through “{target}”"
    hint = "correct one of the records"
    return Finding("circular-reference", first.path, message, hint, pointer, notes=tuple(notes))
