"""A reference to a record that does not exist, or that is of a wrong kind for this field.

```yaml wrong
id: charlotte-bronte
kind: person
name: Charlotte Brontë
# another file
id: jane-eyre
kind: book
language: en
title: Jane Eyre
contributors:
  - {agent: charlotte-bronti, role: author}
```

```yaml right
id: charlotte-bronte
kind: person
name: Charlotte Brontë
# another file
id: jane-eyre
kind: book
language: en
title: Jane Eyre
contributors:
  - {agent: charlotte-bronte, role: author}
```
"""

from collections.abc import Iterator

from exporter.model.vocabularies.languages import fault
from exporter.records.document import Pointer
from exporter.records.finding import Finding, RelatedPlace, Severity
from exporter.records.schema import Schemas
from exporter.suggest import suggestion
from exporter.validate.index import Index
from exporter.validate.name_lookup import NameLookup, record_names

SEVERITY = Severity.ERROR
REQUIRED = True

EXTRACTS = (record_names,)

_FEW = 4
"""Up to so many kinds of a noun are named in a message."""


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Look up every reference."""
    for entry, (pointer, target, wanted), found in index.broken_references():
        if found is None:
            meant = index.cached(NameLookup).guess(entry.path, target, wanted)
            message = f"there is no record “{target}”"
            otherwise = _hint(target, entry.kind, pointer, index.schemas)
            hint, replacement = suggestion(meant, otherwise, target)
            yield Finding(
                "dangling-reference", entry.path, message, hint, pointer, replacement=replacement
            )
        else:
            note = RelatedPlace(found.path, ("kind",), f"its kind is {found.kind}")
            right = " or ".join(_described(word, index.schemas) for word in wanted)
            message = f"“{target}” is a record of kind {found.kind}, but this must be {right}"
            hint = "name a record of the right kind"
            yield Finding("dangling-reference", entry.path, message, hint, pointer, notes=(note,))


def _hint(target: str, kind: str, pointer: Pointer, schemas: Schemas) -> str:
    """Return what to do about a reference: it may be the language of a work, or need no record."""
    field = schemas.field(kind, pointer)
    if field and "language" in field.children and not fault(target)[0]:
        return f"if the language is meant, write {{language: {target}}}"
    group = schemas.field(kind, pointer[:-1]) if len(pointer) > 1 else None
    if pointer[-1] == "agent" and group and "name" in group.children:
        return "add the record, or write name: … in place of agent if none is wanted"
    if field and "name" in field.children:
        return "add the record, or write {name: …} if none is wanted"
    return "add the record, or remove the reference"


def _described(word: str, schemas: Schemas) -> str:
    """Return a kind in words; of a noun that stands for a few kinds (`agent`), all of these."""
    kinds = [kind for kind in schemas.kinds if schemas.noun(kind) == word]
    if len(kinds) > _FEW:
        return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
    *first, last = kinds or [word]
    return f"a record of kind {', '.join(first)} or {last}" if first else f"a record of kind {last}"
