"""A field that records of this kind do not have.

Mostly a misspelt name, or a field in the wrong place. All fields of a kind stand in its schema, which an editor
offers as one types; `exporter explain` and the pages on records list them too.

```yaml wrong
id: nine
kind: book
language: ja
titel: チャイナ・ナイン
```

```yaml right
id: nine
kind: book
language: ja
title: チャイナ・ナイン
```
"""

from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.suggest import Suggestion, nearest, suggestion
from exporter.validate.field_suggestions import MANY, misnomers, term_of
from exporter.validate.violation import Violation, said

SEVERITY = Severity.ERROR
REQUIRED = True
KEYWORDS = ("additionalProperties", "unevaluatedProperties")


def on_violation(violation: Violation) -> Iterator[Finding]:
    """Make a finding of each unknown name in the group at which the rule was broken."""
    document, schemas = violation.document, violation.schemas
    known = schemas.within(document.kind, violation.pointer)
    inside = violation.label if violation.pointer else f"a record of kind {document.kind}"
    every = f"the fields are {', '.join(known)}"
    strange = [key for key in violation.value if key not in known]
    names = misnomers(schemas, document.kind, violation.pointer, violation.value)
    for key in strange:
        found = Suggestion("")
        if len(strange) <= MANY:
            found = _meant(violation, key, known, names.get(key, ()))
        message = f"there is no field {said(key)} in {inside}"
        yield Finding(
            "unknown-field",
            document.path,
            message,
            found.hint or every,
            (*violation.pointer, key),
            "key",
            replacement=found.replacement,
        )


def _meant(
    violation: Violation, key: str, known: tuple[str, ...], meant: tuple[str, ...]
) -> Suggestion:
    """Return what the writer most likely meant: an absent field, one of another group, or one with a similar name."""
    name, colon, value = key.partition(":")
    if colon and name in known:
        return Suggestion(f"write a space after the colon: {name}: {value}")
    if key[:1].isspace():
        return Suggestion(f"indent with ordinary spaces, not with U+{ord(key[0]):04X}")
    if key == "<<":
        return Suggestion("write the fields out; nothing is merged into a record")
    document, schemas = violation.document, violation.schemas
    if way := term_of(schemas, document.kind, violation.pointer, key):
        place = f", inside “{way[0]}”" if len(way) > 1 else ""
        return Suggestion(f"it is a word for “{way[-1]}”: write {way[-1]}: {key}{place}")
    elsewhere = _elsewhere(violation, key)
    if len(meant) == 1 and not elsewhere:
        return suggestion(meant[0])
    return Suggestion(elsewhere) if elsewhere else suggestion(nearest(key, known))


def _elsewhere(violation: Violation, key: str) -> str:
    """Say in which group of the record the field is one, or in the same place of which other kinds."""
    schemas, kind = violation.schemas, violation.document.kind
    for way in schemas.fields(kind) if not violation.pointer else ():
        if way[-1] == key:
            return f"it belongs inside “{[step for step in way[:-1] if step != '*'][-1]}”"
    outer = violation.field.path if violation.field else ()
    kinds = [other for other in schemas.kinds if (*outer, key) in schemas.fields(other)]
    return f"records of kind {', '.join(kinds)} have it" if kinds else ""
