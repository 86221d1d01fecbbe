"""A field without a value.

What is not known is left out.

```yaml wrong
id: jane-eyre
kind: book
language: en
title: Jane Eyre
issued:
```

```yaml right
id: jane-eyre
kind: book
language: en
title: Jane Eyre
```
"""

from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.validate.violation import Violation

SEVERITY = Severity.ERROR
REQUIRED = True
KEYWORDS = ("type", "enum", "const", "minItems", "minProperties", "pattern", "required", "anyOf")


def on_violation(violation: Violation) -> Iterator[Finding]:
    """Report nothing, blank text, an empty list and an empty group."""
    blank = isinstance(violation.value, str) and not violation.value.strip()
    if (
        violation.part == "value"
        and violation.pointer
        and (violation.value is None or violation.value in ([], {}) or blank)
    ):
        what = "entry" if isinstance(violation.pointer[-1], int) else "field"
        delete = "" if violation.field and violation.field.required else f", or delete the {what}"
        yield violation.finding(
            "empty-value", f"{violation.label} has no value", f"write the value{delete}"
        )
