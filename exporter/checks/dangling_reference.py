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

from exporter.model.finding import Finding, Note, Severity
from exporter.model.index import Index
from exporter.model.nearest import did_you_mean

SEVERITY = Severity.ERROR

_NOUNS = {"work": "a work", "agent": "a person or organisation"}
NEEDED = True


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Look up every reference."""
    records = index.by_id()
    for each in index.references:
        found = records.get(each.target)
        if found is None:
            fitting = [name for name, entry in records.items() if {entry.kind, entry.noun} & set(each.wanted)]
            hint = did_you_mean(each.target, fitting) or did_you_mean(each.target, records)
            message = f"there is no record “{each.target}”"
            yield Finding(
                "dangling-reference",
                each.path,
                message,
                hint or "add the record, or take the reference out",
                each.pointer,
            )
        elif found.noun and not {found.kind, found.noun} & set(each.wanted):
            note = Note(found.path, ("kind",), f"its kind is {found.kind}")
            wanted = " or ".join(_NOUNS.get(word, f"a record of kind {word}") for word in each.wanted)
            message = f"“{each.target}” is a record of kind {found.kind}, and here belongs {wanted}"
            yield Finding(
                "dangling-reference", each.path, message, "name a record of the right kind", each.pointer, notes=(note,)
            )
