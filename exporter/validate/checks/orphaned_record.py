"""A person, organisation, photo or source that no other record names.

Articles and books stand in a catalogue for their own sake. The others are there because a work names, shows or cites
them: one that nothing refers to is left over, or the reference to it was forgotten. That two records are to be kept
apart (`distinct_from`) is no use of either.

```yaml wrong
id: homare-endo
kind: person
language: en
name: Homare Endo
# another file
id: nine
kind: book
language: en
title: China Nine
```

```yaml right
id: homare-endo
kind: person
language: en
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

from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.validate.index import Index
from exporter.validate.name_lookup import Bearers

SEVERITY = Severity.WARNING

_FOR_OTHERS = {
    "agent": "name it in the work that it belongs to, under contributors, publisher or about",
    "photo": "name it under illustrations in the article that it illustrates",
    "source": "cite it under citations in the article that uses it",
}
"""What is catalogued only for the sake of others, by noun or kind, and how these refer to it."""


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Look for each record among the references of the others, unless a record that may name it cannot be read.

    A slip in another record is that record's fault: a reference that is mistyped or stands in a misspelt field counts.
    """
    if index.unknown():
        return
    lost = [
        (entry.path, target, wanted)
        for entry, (_, target, wanted), found in index.astray()
        if found is None
    ]
    meant = [index.once(Bearers).of(*each) for each in lost]
    for entry in index.unreferred(_FOR_OTHERS, but="distinct_from", strays=meant):
        hint = _FOR_OTHERS.get(entry.kind) or _FOR_OTHERS[entry.noun]
        message = f"no other record refers to “{entry.id}”"
        yield Finding(
            "orphaned-record", entry.path, message, f"{hint}, or delete the record", ("id",)
        )
