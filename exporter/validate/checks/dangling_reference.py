"""A reference to a record that does not exist, or that is of another kind than the field wants.

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
  - {agent: homare-endoo, role: author}
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

from collections.abc import Iterator

from exporter.records.finding import Finding, Note, Severity
from exporter.suggest import suggestion
from exporter.validate.index import Index
from exporter.validate.name_lookup import NameLookup, record_names

SEVERITY = Severity.ERROR
REQUIRED = True

EXTRACTS = (record_names,)

_NOUNS = {"work": "a work", "agent": "a person or organisation"}


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Look up every reference."""
    for entry, (pointer, target, wanted), found in index.broken_references():
        if found is None:
            meant = index.cached(NameLookup).guess(entry.path, target, wanted)
            message = f"there is no record “{target}”"
            hint, replacement = suggestion(meant, "add the record, or take the reference out")
            yield Finding(
                "dangling-reference", entry.path, message, hint, pointer, replacement=replacement
            )
        else:
            note = Note(found.path, ("kind",), f"its kind is {found.kind}")
            right = " or ".join(_NOUNS.get(word, f"a record of kind {word}") for word in wanted)
            message = f"“{target}” is a record of kind {found.kind}, and here belongs {right}"
            hint = "name a record of the right kind"
            yield Finding("dangling-reference", entry.path, message, hint, pointer, notes=(note,))
