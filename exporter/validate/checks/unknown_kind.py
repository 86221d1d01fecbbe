"""A record that does not say what it is, or says something that no schema describes.

`kind` decides which fields a record may have. The kinds are those that have a schema in
`schemas/`.

```yaml wrong
id: reuters
kind: organisation
language: en
name: Reuters
```

```yaml right
id: reuters
kind: organization
name: Reuters
```
"""

from collections.abc import Iterator

from exporter.records.document import Document
from exporter.records.finding import Finding, Severity
from exporter.records.schema import Schemas
from exporter.suggest import nearest, suggestion
from exporter.validate.synonyms import KINDS, TYPES, synonym
from exporter.validate.violation import said

SEVERITY = Severity.ERROR
REQUIRED = True


def on_kind(document: Document, schemas: Schemas) -> Iterator[Finding]:
    """Report a kind that is missing or has no schema."""
    if document.kind in schemas.kinds:
        return
    every = f"the kinds are {', '.join(schemas.kinds)}"
    if document.data.get("kind", "none") in (None, "", [], {}):
        yield Finding("empty-value", document.path, "“kind” has no value", every, ("kind",))
    elif "kind" in document.data:
        message = f"{said(document.data['kind'])} is not a kind of record"
        hint, replacement = suggestion(_meant(document.kind, schemas), every)
        yield Finding(
            "unknown-kind", document.path, message, hint, ("kind",), replacement=replacement
        )
    else:
        yield from _missing(document, schemas)


def _missing(document: Document, schemas: Schemas) -> Iterator[Finding]:
    known = {name for kind in schemas.kinds for name in schemas.within(kind, ())}
    misspelled = nearest("kind", [key for key in document.data if key not in known])
    if misspelled:
        hint, replacement = suggestion("kind")
        yield Finding(
            "unknown-field",
            document.path,
            f"there is no field “{misspelled}” in a record",
            hint,
            (misspelled,),
            "key",
            replacement=replacement,
        )
    else:
        hint = f"add kind, with one of {', '.join(schemas.kinds)}"
        message = "the record does not say of what kind it is"
        yield Finding("unknown-kind", document.path, message, hint)


def _meant(word: str, schemas: Schemas) -> str:
    """Return the kind that a synonym, a misspelling or a type means."""
    found = synonym(word, schemas.kinds, KINDS, TYPES) or nearest(word, schemas.kinds)
    if found:
        return found
    for kind in sorted(schemas.kinds, key=lambda kind: kind == "source"):
        field = schemas.field(kind, ("type",))
        terms = field.keyword("enum", ()) if field else ()
        if word in terms or synonym(word, terms, TYPES):
            return kind
    return ""
