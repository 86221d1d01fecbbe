"""A record that refers to itself, directly or through other records.

Nothing is a translation of itself, a part of itself, or another thing than itself. A format that
prints the whole to which something belongs would never end. What both sides of a relation state is
looked at together: a volume that is `part_of` a set and at the same time `has_part` that set is a
part of itself.

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

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from exporter.model.vocabularies import vocabulary
from exporter.records.document import Pointer
from exporter.records.finding import Finding, RelatedPlace, Severity
from exporter.validate.checked_record import CheckedRecord, needs
from exporter.validate.index import Index, IndexEntry, field_of, is_allowed

SEVERITY = Severity.ERROR

_PHRASES = {
    "part_of": "a part of",
    "illustrates": "an illustration of",
    "translation_of": "a translation of",
    "version_of": "a version of",
    "reproduction_of": "a reproduction of",
    "reprint_of": "a reprint of",
    "supplement_to": "a supplement to",
    "preprint_of": "a preprint of",
    "review_of": "a review of",
    "corrects": "a correction of",
    "retracts": "a retraction of",
    "continues": "a continuation of",
    "supersedes": "a replacement of",
    "absorbs": "the serial that absorbed",
    "split_from": "a serial split from",
    "merged_from": "a union of",
    "based_on": "an adaptation of",
    "data_source": "a work that rests on the data of",
    "language_editions": "an edition of",
    "other_editions": "an edition of",
    "distinct_from": "another thing than",
    "broader": "a narrower concept than",
}
"""What a message calls a relation. Any other one is “related to”."""
_OTHER_CHAINS = {"broader": ("broader", False), "narrower": ("broader", True)}
"""Relations of concepts: the chain to which they belong, and whether they state it from the other
side."""
_MAY_NAME_ITSELF = frozenset({"found"})
"""A mention may be in the work itself, as on its cover."""


class _Edge(NamedTuple):
    """A step of a chain from one record to another, and where either of them states it."""

    source: str
    target: str
    entry: IndexEntry
    pointer: Pointer


@needs("citations")
def on_record(record: CheckedRecord) -> Iterator[Finding]:
    """Look for a work that is cited through itself."""
    for each in record.root.all("citations"):
        source, through = each.get("source"), each.get("through")
        if source and through and isinstance(source.value, str) and source.value == through.value:
            message = f"“{source.value}” is cited through itself"
            hint = "name the work that quotes it, or delete the field"
            yield Finding("circular-reference", record.path, message, hint, through.pointer)


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Follow references from record to record until they end or come back."""
    for entry, (pointer, target, allowed) in index.self_references():
        field = str(pointer[0])
        if field in _chains() or field in _MAY_NAME_ITSELF or not is_allowed(entry, allowed):
            continue
        message = f"“{field}” names the record itself"
        if field in _PHRASES:
            message = f"“{target}” is given as {_PHRASES[field]} itself"
        yield Finding("circular-reference", entry.path, message, "name the other record", pointer)
    for chain, edges in _edges(index).items():
        for cycle in _cycles(edges):
            yield _finding(cycle, _PHRASES[chain])


@cache
def _chains() -> Mapping[str, tuple[str, bool]]:
    """Return, by field, the chain to which it belongs, and whether it is an inverse relation."""
    found = dict(_OTHER_CHAINS)
    for term, row in vocabulary("relations").items():
        if row["acyclic"]:
            found[term] = (term, False)
            found[row["inverse"]] = (term, True)
    return found


def _edges(index: Index) -> Mapping[str, Mapping[str, list[_Edge]]]:
    """Return the steps of each chain, by the record from which they lead."""
    chains = _chains()
    found: dict[str, dict[str, list[_Edge]]] = {}
    for entry in index.entries:
        for pointer, target, _ in entry.references:
            field = str(pointer[0])
            if field not in chains or field_of(pointer) not in {field, f"{field}.work"}:
                continue
            chain, inverted = chains[field]
            source, end = (target, entry.id) if inverted else (entry.id, target)
            steps = found.setdefault(chain, {}).setdefault(source, [])
            steps.append(_Edge(source, end, entry, pointer))
    return found


def _cycles(edges: Mapping[str, Sequence[_Edge]]) -> Iterator[list[_Edge]]:
    """Yield chains that return to their first record, at least one of each connected group."""
    free = _free_of_cycles(edges)
    steps: dict[str, _Edge] = {}
    for id, those in edges.items():
        inside = [each for each in those if each.target not in free]
        if id not in free and inside:
            steps[id] = inside[0]
    done: set[str] = set()
    for start in steps:
        id = start
        chain: list[str] = []
        while id in steps and id not in done:
            done.add(id)
            chain.append(id)
            id = steps[id].target
        if id in chain:
            yield [steps[each] for each in chain[chain.index(id) :]]


def _free_of_cycles(edges: Mapping[str, Sequence[_Edge]]) -> set[str]:
    """Return the records from which no chain leads into a cycle."""
    sorter = TopologicalSorter({id: [each.target for each in those] for id, those in edges.items()})
    free: set[str] = set()
    with contextlib.suppress(CycleError):  # what does not depend on a cycle still becomes ready
        sorter.prepare()
    ready = sorter.get_ready()
    while ready:
        free.update(ready)
        sorter.done(*ready)
        ready = sorter.get_ready()
    return free


def _finding(cycle: list[_Edge], relation: str) -> Finding:
    start = min(range(len(cycle)), key=lambda place: cycle[place].entry.file)
    first, *others = cycle[start:] + cycle[:start]
    notes = tuple(
        RelatedPlace(
            each.entry.path, each.pointer, f"“{each.source}” is {relation} “{each.target}”"
        )
        for each in others[:10]
    )
    message, hint = f"“{first.source}” is given as {relation} itself", "name the other record"
    if others:
        message, hint = f"{message}, through “{first.target}”", "correct one of the records"
    return Finding(
        "circular-reference", first.entry.path, message, hint, first.pointer, notes=notes
    )
