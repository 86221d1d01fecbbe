"""The record does not say what it is, or says something that no schema describes.

`kind` decides which fields a record may have. The kinds are those that have a schema under `schemas/`.

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
from exporter.validate.violation import said

SEVERITY = Severity.ERROR
REQUIRED = True


def on_kind(document: Document, schemas: Schemas) -> Iterator[Finding]:
    """Make a finding of a kind that is missing or has no schema."""
    if document.kind in schemas.kinds:
        return
    every = f"the kinds are {', '.join(schemas.kinds)}"
    known = {path[0] for kind in schemas.kinds for path in schemas.fields(kind)}
    misspelt = nearest("kind", [key for key in document.data if key not in known])
    if document.data.get("kind", "none") in (None, "", [], {}):
        yield Finding("empty-value", document.path, "“kind” has no value", every, ("kind",))
    elif "kind" in document.data:
        message = f"{said(document.data['kind'])} is no kind of record"
        hint, replacement = suggestion(nearest(document.kind, schemas.kinds), every)
        yield Finding(
            "unknown-kind", document.path, message, hint, ("kind",), replacement=replacement
        )
    elif misspelt:
        message = f"there is no field “{misspelt}” in a record"
        hint, replacement = suggestion("kind")
        yield Finding(
            "unknown-field",
            document.path,
            message,
            hint,
            (misspelt,),
            "key",
            replacement=replacement,
        )
    else:
        hint = f"add kind, with one of {', '.join(schemas.kinds)}"
        yield Finding(
            "unknown-kind", document.path, "the record does not say of what kind it is", hint
        )
