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
from exporter.validate.index import Index, IndexEntry, Reference

SEVERITY = Severity.ERROR

_CHAINS = {"translation_of.work": "a translation of", "part_of": "a part of"}
_DIRECT = {"language_editions": "an edition of", "distinct_from": "another thing than"}


def on_record(document: Document, schemas: Schemas) -> Iterator[Finding]:  # noqa: ARG001
    """Look for a work that is cited through itself."""
    citations = document.data.get("citations")
    for place, each in enumerate(citations if isinstance(citations, list) else ()):
        if (
            isinstance(each, dict)
            and isinstance(each.get("source"), str)
            and each["source"] == each.get("through")
        ):
            message = f"“{each['source']}” is cited through itself"
            hint = "name the work that quotes it, or delete the field"
            yield Finding(
                "circular-reference", document.path, message, hint, ("citations", place, "through")
            )


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Follow references from record to record until they end or come back."""
    for entry, (pointer, target, _) in index.self_references():
        if pointer[0] in _DIRECT:
            message = f"“{target}” is given as {_DIRECT[str(pointer[0])]} itself"
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
    by_others = f", through “{target}”" if others else ""
    message = f"“{first.id}” is given as {relation} itself{by_others}"
    return Finding(
        "circular-reference",
        first.path,
        message,
        "correct one of the records",
        pointer,
        notes=notes,
    )
