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

import math
from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.records.positions import scalar_text
from exporter.records.schema_patterns import pattern_matcher
from exporter.validate.violation import Violation, said

SEVERITY = Severity.ERROR
REQUIRED = True
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
    words = {**_WORDS, "object": "one text for each language"} if "string" in expected else _WORDS
    wanted = "a date" if "integer" in expected else " or ".join(words[word] for word in expected)
    message = f"{violation.label} must be {wanted}, not {_stands(violation.value)}"
    quoted = _number_as_text(violation) if "string" in expected else None
    hint = "put it into quotation marks" if quoted else _hint(violation, expected)
    yield violation.finding("wrong-type", message, hint, quoted, certain=quoted is not None)


def _number_as_text(violation: Violation) -> str | None:
    """Return how a number is written, if the field allows that as text: `1.10`, not `1.1`."""
    value = violation.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    written = scalar_text(violation.document, violation.pointer)
    fits = pattern_matcher(str(violation.schema.get("pattern", "")))(written)
    return written if written and fits and "integer" not in violation.expected else None


def _hint(violation: Violation, expected: list[str]) -> str:
    value, kind, schemas = violation.value, violation.document.kind, violation.schemas
    if "integer" in expected:
        return violation.example
    if "string" in expected and isinstance(value, bool | int | float):
        fits = pattern_matcher(str(violation.schema.get("pattern", "")))(str(value).lower())
        return "put it into quotation marks" if fits else violation.example
    if "string" in expected and isinstance(value, list) and len(value) == 1:
        return "take it out of the list: no “- ” and no brackets"
    if (
        isinstance(value, list)
        and "object" in expected
        and value
        and all(isinstance(each, dict) for each in value)
    ):
        return "take the “- ” before each field away: these are fields of one group, not entries of a list"
    if "string" in expected and isinstance(value, list):
        inside = any(isinstance(step, int) for step in violation.pointer)
        return "write one text, without “- ” and brackets" + (
            "; begin an entry for each further one" if inside else ""
        )
    if "array" in expected:
        entry = schemas.field(kind, (*violation.pointer, 0))
        fields = schemas.within(kind, (*violation.pointer, 0))
        shape = (
            "object"
            if isinstance(value, dict)
            else "string"
            if isinstance(value, str)
            else "neither"
        )
        if entry and shape in entry.keyword("type", ()):
            return "put “- ” before it, on a line of its own" + (
                ", or brackets around it" if shape == "string" else ""
            )
        if fields:
            return f"begin each entry with “- ”, and give it the fields {', '.join(fields)}"
        return (
            "write the id of a record, or a list of them"
            if "string" in expected
            else "write ids, each after “- ”"
        )
    if "string" not in expected and (fields := schemas.within(kind, violation.pointer)):
        return f"write its fields below it, indented: {', '.join(fields)}"
    return violation.example or (
        str(violation.field.keyword("description", "")) if violation.field else ""
    )


def _stands(value: object) -> str:
    if isinstance(value, bool | int | float):
        return f"the truth value {str(value).lower()}" if isinstance(value, bool) else "a number"
    return f"the text {said(value)}" if isinstance(value, str) else said(value)
