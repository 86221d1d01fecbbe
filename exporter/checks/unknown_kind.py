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
language: en
name: Reuters
```
"""

from collections.abc import Iterator

from exporter.model.document import Document
from exporter.model.finding import Finding, Severity
from exporter.model.nearest import did_you_mean, nearest
from exporter.model.schema import Schemas

SEVERITY = Severity.ERROR


def on_kind(document: Document, schemas: Schemas) -> Iterator[Finding]:
    """Make a finding of a kind that is missing or has no schema."""
    kinds = ", ".join(schemas.kinds)
    if "kind" in document.data:
        if document.kind not in schemas.kinds:
            shown = document.data["kind"]
            hint = did_you_mean(str(shown), schemas.kinds) or f"the kinds are {kinds}"
            yield Finding("unknown-kind", document.path, f"there is no kind of record “{shown}”", hint, ("kind",))
        return
    misspelt = next((key for key in document.data if nearest(key, ["kind"])), "")
    message = "the record does not say of what kind it is"
    hint = f"add the field kind, with one of {kinds}"
    if misspelt:
        yield Finding(
            "unknown-field",
            document.path,
            f"there is no field “{misspelt}” in a record",
            "did you mean “kind”?",
            (misspelt,),
            "key",
        )
    else:
        yield Finding("unknown-kind", document.path, message, hint)
