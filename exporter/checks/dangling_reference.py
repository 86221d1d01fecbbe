"""A reference to a record that does not exist, or that is of another kind than the field wants.

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
contributors:
  - {agent: homare-endoo, role: author}
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

from collections.abc import Iterator

from exporter.model.appellation import Bearers
from exporter.model.finding import Finding, Note, Severity
from exporter.model.index import Index

SEVERITY = Severity.ERROR

_NOUNS = {"work": "a work", "agent": "a person or organisation"}
NEEDED = True


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Look up every reference."""
    records, bearers = index.by_id(), Bearers(index)
    for each in index.references:
        found = records.get(each.target)
        if found is None:
            meant = bearers.meant(each.target, each.wanted)
            message = f"there is no record “{each.target}”"
            yield Finding(
                "dangling-reference",
                each.path,
                message,
                f"did you mean “{meant}”?" if meant else "add the record, or take the reference out",
                each.pointer,
            )
        elif found.noun and not {found.kind, found.noun} & set(each.wanted):
            note = Note(found.path, ("kind",), f"its kind is {found.kind}")
            wanted = " or ".join(_NOUNS.get(word, f"a record of kind {word}") for word in each.wanted)
            message = f"“{each.target}” is a record of kind {found.kind}, and here belongs {wanted}"
            yield Finding(
                "dangling-reference", each.path, message, "name a record of the right kind", each.pointer, notes=(note,)
            )
