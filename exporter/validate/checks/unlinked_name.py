"""A name without a record that is the name, or the id, of a record.

A contributor, a publisher or a holder can be written as a name alone. If there is a record of that
person or organisation, name it by its id: then all works are found together, and the identifiers
and the other names of the agent are delivered with each of them.

```yaml wrong
id: homare-endo
kind: person
name: Homare Endo
# another file
id: nine
kind: book
language: en
title: China Nine
contributors:
  - {name: Homare Endo, role: author}
```

```yaml right
id: homare-endo
kind: person
name: Homare Endo
# another file
id: nine
kind: book
language: en
title: China Nine
contributors:
  - {agent: homare-endo, role: author}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exporter.records.document import Pointer
from exporter.records.finding import Finding, RelatedPlace, Severity
from exporter.validate.checked_record import CheckedRecord, needs
from exporter.validate.index import Index, IndexEntry
from exporter.validate.name_lookup import NameLookup, record_names

SEVERITY = Severity.INFORMATION

_MOST = 100
"""How many names of one record are looked up: one record can have many thousands."""


@needs("name")
def unlinked_names(record: CheckedRecord) -> list[tuple[Pointer, list[str]]] | None:
    """Return the names of agents without a record, each with its pointer.

    The result is None if there are none.
    """
    found = []
    for pointer, name in record.contents.unlinked_names[:_MOST]:
        forms = name.values() if isinstance(name, Mapping) else [name]
        names = [form for form in forms if isinstance(form, str)]
        if names:
            found.append((pointer, names))
    return found or None


EXTRACTS = (record_names, unlinked_names)


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Look each name up among the names of the agents, and among the ids."""
    for entry, found in index.extracts(unlinked_names):
        lookup = index.cached(NameLookup)
        for pointer, names in found:
            for name in names:
                agent = lookup.named(name, ("agent",))
                if agent:
                    yield _finding(entry, tuple(pointer), name, agent)
                    break


def _finding(entry: IndexEntry, pointer: Pointer, name: str, agent: IndexEntry) -> Finding:
    return Finding(
        "unlinked-name",
        entry.path,
        f"“{name}” has a record of its own",
        f"name it by its id, {agent.id}, if it is the same; else leave the name as it is",
        pointer,
        notes=(RelatedPlace(agent.path, ("name",), f"the record “{agent.id}”"),),
    )
