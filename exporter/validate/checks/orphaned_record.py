"""A person or organisation that no other record names.

It may be about to be used, or the reference to it was forgotten. Nothing is wrong with the record
itself. Works are not reported: they are in a catalogue for their own sake. That two records are not
the same (`distinct_from`) does not count as a reference.

```yaml wrong
id: mary-beard
kind: person
name: Mary Beard
# another file
id: spqr
kind: book
language: en
title: SPQR
```

```yaml right
id: mary-beard
kind: person
name: Mary Beard
# another file
id: spqr
kind: book
language: en
title: SPQR
contributors:
  - {agent: mary-beard, role: author}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.validate.index import Index
from exporter.validate.name_lookup import NameLookup, record_names

SEVERITY = Severity.INFORMATION
EXTRACTS = (record_names,)

_HINT = "name it in the works that it belongs to, under contributors, publisher or about"


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Look for agents that no record names, unless a record that may name them cannot be read.

    A mistake in another record is reported there: a reference counts that is mistyped or in a
    misspelled field.
    """
    if index.has_unknown():
        return
    meant = []
    for entry, (_, target, allowed), found in index.broken_references():
        if found is None:
            lookup = index.cached(NameLookup)
            meant.append(lookup.guess(entry.path, target, allowed))
    for entry in index.unreferenced_agents(meant):
        message = f"no other record refers to “{entry.id}”"
        yield Finding("orphaned-record", entry.path, message, _HINT, ("id",))
