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
from exporter.validate.kind_suggestions import suggested_kind
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
        hint, replacement = suggested_kind(document.kind, schemas)
        yield Finding(
            "unknown-kind",
            document.path,
            message,
            hint or every,
            ("kind",),
            replacement=replacement,
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
