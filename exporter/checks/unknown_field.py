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

from exporter.model.finding import Finding, Severity
from exporter.model.nearest import did_you_mean
from exporter.model.violation import Violation

SEVERITY = Severity.ERROR
KEYWORDS = ("additionalProperties", "unevaluatedProperties")


def on_violation(violation: Violation) -> Iterator[Finding]:
    """Make a finding of each unknown name in the group at which the rule was broken."""
    document, schemas = violation.document, violation.schemas
    known = schemas.within(document.kind, violation.pointer)
    for key in violation.value:
        if key not in known:
            inside = f"in {violation.label}" if violation.pointer else f"in a record of kind {document.kind}"
            absent = [name for name in known if name not in violation.value]
            hint = did_you_mean(key, absent) or did_you_mean(key, known) or _elsewhere(violation, key) or _list(known)
            yield Finding(
                "unknown-field",
                document.path,
                f"there is no field “{key}” {inside}",
                hint,
                (*violation.pointer, key),
                "key",
            )


def _elsewhere(violation: Violation, key: str) -> str:
    """Say of which kinds or in which groups the field is one."""
    ways = [way for way in violation.schemas.fields(violation.document.kind) if way[-1] == key]
    if ways:
        return (
            f"it belongs into “{'/'.join(step for step in ways[0][:-1] if step != '*')}”"
            if len(ways[0]) > 1
            else "it belongs to the record itself"
        )
    kinds = [kind for kind in violation.schemas.kinds if (key,) in violation.schemas.fields(kind)]
    return f"records of kind {', '.join(kinds)} have it" if kinds else ""


def _list(known: tuple[str, ...]) -> str:
    return f"the fields are {', '.join(known)}" if known else ""
