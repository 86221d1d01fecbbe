"""Two fields that cannot both be true of one record.

A `devised_title` is your own title for a work that prints none, so a work with a `title` has no
`devised_title`. A short form of the title is a `short_title`; anything else goes into `notes`.

```yaml wrong
id: nine
kind: book
language: en
title: China Nine
devised_title: Book on nine men
```

```yaml right
id: nine
kind: book
language: en
title: China Nine
short_title: Nine
```
"""

from collections.abc import Iterator, Mapping

from exporter.records.finding import Finding, Severity
from exporter.validate.violation import Violation

SEVERITY = Severity.ERROR
REQUIRED = True
KEYWORDS = ("not",)


def on_violation(violation: Violation) -> Iterator[Finding]:
    """Report the last of the fields that exclude each other, and say what it is for."""
    if not isinstance(violation.value, Mapping) or not isinstance(violation.expected, Mapping):
        return  # what is not a group at all is reported as wrong-type
    names = violation.expected.get("required", ())
    if not names or not all(violation.value.get(name) for name in names):
        return  # an empty one is reported as empty-value
    *others, last = names
    field = violation.schemas.field(violation.document.kind, (*violation.pointer, last))
    purpose = str(field.keyword("description", "")).rstrip(".") if field else ""
    told = f": “{last}” is for {purpose[:1].lower()}{purpose[1:]}" if purpose else ""
    yield Finding(
        "contradicting-fields",
        violation.document.path,
        f"“{last}” cannot be used together with {' and '.join(f'“{each}”' for each in others)}",
        f"delete the one that is wrong{told}",
        (*violation.pointer, last),
        "key",
    )
