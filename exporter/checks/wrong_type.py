"""A value of another sort than the field takes: a list where text is meant, a number where a group is meant.

```yaml wrong
id: nine
kind: book
language: ja
title: [チャイナ・ナイン]
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
from exporter.model.violation import Violation

SEVERITY = Severity.ERROR
KEYWORDS = ("type",)

_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "object": "a group of fields",
    "array": "a list",
    "boolean": "true or false",
    "null": "nothing",
}


def on_violation(violation: Violation) -> Iterator[Finding]:
    """Say what stands there and what the field takes."""
    if violation.value is None:
        return  # reported as empty-value
    expected = [violation.expected] if isinstance(violation.expected, str) else violation.expected
    wanted = " or ".join(_WORDS[word] for word in expected)
    hint = violation.example
    if "string" in expected and isinstance(violation.value, bool | int | float):
        hint = "put it into quotation marks"
    elif expected == ["array"] and isinstance(violation.value, str | dict):
        hint = "put “- ” before it, on a line of its own"
    yield violation.finding(
        "wrong-type", f"{violation.label} takes {wanted}, and here stands {_said(violation.value)}", hint
    )


def _said(value: object) -> str:
    if isinstance(value, bool):
        return f"the truth value {str(value).lower()}"
    if isinstance(value, int | float):
        return f"the number {value}"
    return (
        "a list"
        if isinstance(value, list)
        else "a group of fields"
        if isinstance(value, dict)
        else f"the text “{value}”"
    )
