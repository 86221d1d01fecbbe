"""A field that a record, or a group in it, must have.

Every record has an `id` and a `kind`; a work has a `title` or, if none is printed, a
`devised_title`; a person or organisation has a `name`.

```yaml wrong
id: reuters
kind: organization
```

```yaml right
id: reuters
kind: organization
name: Reuters
```
"""

from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.validate.field_suggestions import meant_fields
from exporter.validate.violation import Violation

SEVERITY = Severity.ERROR
REQUIRED = True
KEYWORDS = ("required", "anyOf")

_WHEN = {
    "devised_title": " if the work prints none",
    "invalid": " if the number is wrong",
    "name": " if no record is wanted",
    "roles": " for several roles",
}
"""When a field takes the place of another one that is missing."""


def on_violation(violation: Violation) -> Iterator[Finding]:
    """Report each missing field, unless a misspelled one is reported in its place."""
    if violation.pointer and not violation.value:
        return  # reported as empty-value
    named = meant_fields(
        violation.schemas, violation.document.kind, violation.pointer, violation.value
    )
    misspelled = {name for names in named.values() for name in names}
    if violation.keyword == "anyOf":  # one of several fields: each branch requires one
        choices = [name for branch in violation.expected for name in branch.get("required", ())]
        if choices and not misspelled & set(choices):
            first, *others = choices
            hint = f"add “{first}”" + "".join(
                f", or “{each}”{_WHEN.get(each, '')}" for each in others
            )
            yield violation.finding("missing-field", f"{violation.label} has no “{first}”", hint)
        return
    for name in violation.expected:
        if name not in violation.value and name not in misspelled:
            field = violation.schemas.field(violation.document.kind, (*violation.pointer, name))
            examples = [
                each
                for each in (field.keyword("examples", []) if field else [])
                if isinstance(each, str | int)
            ]
            if name == "id":
                examples = [violation.document.path.stem]
            example = f", as in: {name}: {examples[0]}" if examples else ""
            yield violation.finding(
                "missing-field", f"{violation.label} has no “{name}”", f"add “{name}”{example}"
            )
