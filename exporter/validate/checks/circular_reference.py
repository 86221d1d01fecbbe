"""A record that, in the end, refers to itself.

A translation of itself, a part of itself, another than itself: nothing can be, whether it says so directly or by way of
other records. Formats that print the whole of which something is a part would never come to an end.

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
from exporter.validate.index import Index, IndexEntry, Reference

SEVERITY = Severity.ERROR

_CHAINS = {"translation_of.work": "a translation of", "part_of": "a part of"}
_DIRECT = {"language_editions": "an edition of", "distinct_from": "another than"}


def on_record(document: Document, schemas: Schemas) -> Iterator[Finding]:  # noqa: ARG001
    """Look for a source that is cited through itself."""
    citations = document.data.get("citations")
    for place, each in enumerate(citations if isinstance(citations, list) else ()):
        if (
            isinstance(each, dict)
            and isinstance(each.get("source"), str)
            and each["source"] == each.get("through")
        ):
            message = f"“{each['source']}” is said to be cited through itself"
            hint = "name the source that quotes it, or delete the field"
            yield Finding(
                "circular-reference", document.path, message, hint, ("citations", place, "through")
            )


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Follow what leads from one record to the next until it ends or comes back."""
    for entry, (pointer, target, _) in index.self_references():
        if pointer[0] in _DIRECT:
            message = f"“{target}” is said to be {_DIRECT[str(pointer[0])]} itself"
            yield Finding(
                "circular-reference", entry.path, message, "name the other record", pointer
            )
    for field, relation in _CHAINS.items():
        for cycle in index.cycles(field):
            yield _finding(cycle, relation)


def _finding(cycle: list[tuple[IndexEntry, Reference]], relation: str) -> Finding:
    start = min(range(len(cycle)), key=lambda place: cycle[place][0].file)
    (first, (pointer, target, _)), *others = cycle[start:] + cycle[:start]
    notes = tuple(
        Note(each.path, way, f"“{each.id}” is {relation} “{to}”")
        for each, (way, to, _) in others[:10]
    )
    by_others = f" by way of “{target}”" if others else ""
    message = f"“{first.id}” is said to be {relation} itself{by_others}"
    return Finding(
        "circular-reference",
        first.path,
        message,
        "correct one of the records",
        pointer,
        notes=notes,
    )
