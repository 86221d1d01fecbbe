"""A record that, in the end, refers to itself.

A translation of itself, a part of itself, another than itself: nothing can be, whether it says so directly or by way of
other records. Formats that print the whole of which something is a part would never come to an end.

```yaml wrong
id: academy
kind: organization
language: en
name: Academy
part_of: institute
# another file
id: institute
kind: organization
language: en
name: Institute
part_of: academy
```

```yaml right
id: academy
kind: organization
language: en
name: Academy
# another file
id: institute
kind: organization
language: en
name: Institute
part_of: academy
```
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from exporter.model.document import Document, Pointer
from exporter.model.finding import Finding, Note, Severity
from exporter.model.index import Index
from exporter.model.schema import Schemas

SEVERITY = Severity.ERROR

_CHAINS: dict[Pointer, str] = {("translation_of", "work"): "a translation of", ("part_of",): "a part of"}
_DIRECT = {"language_editions": "an edition of", "distinct_from": "another than"}


class _Step(NamedTuple):
    path: Path
    pointer: Pointer
    target: str


def on_record(document: Document, schemas: Schemas) -> Iterator[Finding]:  # noqa: ARG001
    """Look for a source that is cited through itself."""
    citations = document.data.get("citations")
    for place, each in enumerate(citations if isinstance(citations, list) else ()):
        if isinstance(each, dict) and isinstance(each.get("source"), str) and each["source"] == each.get("through"):
            message = f"“{each['source']}” is said to be cited through itself"
            hint = "name the source that quotes it, or delete the field"
            yield Finding("circular-reference", document.path, message, hint, ("citations", place, "through"))


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Follow what leads from one record to the next until it ends or comes back."""
    chains: dict[Pointer, dict[str, _Step]] = {pointer: {} for pointer in _CHAINS}
    for entry, (pointer, target, _) in index.references():
        if pointer in chains:
            chains[pointer].setdefault(entry.id, _Step(entry.path, pointer, target))
        elif target == entry.id and pointer[0] in _DIRECT:
            message = f"“{target}” is said to be {_DIRECT[str(pointer[0])]} itself"
            yield Finding("circular-reference", entry.path, message, "name the other record", pointer)
    for pointer, steps in chains.items():
        for circle in _circles(steps):
            yield _finding(circle, _CHAINS[pointer])


def _circles(steps: dict[str, _Step]) -> Iterator[list[tuple[str, _Step]]]:
    """Give each circle once. A record has one step at most, so a way that meets itself has closed one."""
    done: set[str] = set()
    for start in steps:
        way: list[str] = []
        met: dict[str, int] = {}
        here = start
        while here in steps and here not in done and here not in met:
            met[here] = len(way)
            way.append(here)
            here = steps[here].target
        if here in met:
            yield [(id, steps[id]) for id in way[met[here] :]]
        done.update(way)


def _finding(circle: list[tuple[str, _Step]], relation: str) -> Finding:
    start = min(range(len(circle)), key=lambda place: str(circle[place][1].path))
    (first, step), *others = circle[start:] + circle[:start]
    notes = tuple(Note(each.path, each.pointer, f"“{id}” is {relation} “{each.target}”") for id, each in others[:10])
    by_others = f" by way of “{step.target}”" if others else ""
    message = f"“{first}” is said to be {relation} itself{by_others}"
    return Finding("circular-reference", step.path, message, "correct one of the records", step.pointer, notes=notes)
