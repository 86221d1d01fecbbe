"""A value that is not written as the field wants it: an id with capitals, an address without https://.

```yaml wrong
id: reuters
kind: organization
language: en
name: Reuters
url: reuters
```

```yaml right
id: reuters
kind: organization
language: en
name: Reuters
url: https://example.org/reuters
```
"""

from collections.abc import Iterator

from exporter.model.finding import Finding, Severity
from exporter.model.violation import Violation

SEVERITY = Severity.ERROR
KEYWORDS = ("pattern", "maxLength", "minimum", "maximum")


def on_violation(violation: Violation) -> Iterator[Finding]:
    """Say how the field is written, in the words of its description and examples."""
    if isinstance(violation.value, str) and not violation.value.strip():
        return  # reported as empty-value
    field = violation.field
    if violation.part == "key":
        yield violation.finding(
            "malformed-value",
            f"{violation.label} is no name that can stand here",
            "write a language tag, such as ja, ja-Latn or en",
        )
        return
    title = field.title.lower() if field else "value"
    long = f"{str(violation.value)[:60]}…" if len(str(violation.value)) > 60 else violation.value
    described = str(field.keyword("description", "")) if field else ""
    hint = violation.example or described
    yield violation.finding("malformed-value", f"“{long}” is not written as a {title} is", hint)
