"""The same value stands twice in a list.

```yaml wrong
id: homare
kind: person
language: en
name: Homare Endo
# another file
id: nine
kind: book
language: en
title: China Nine
about: [homare, homare]
```

```yaml right
id: homare
kind: person
language: en
name: Homare Endo
# another file
id: nine
kind: book
language: en
title: China Nine
about: [homare]
```
"""

from collections.abc import Iterator

from exporter.model.finding import Finding, Severity
from exporter.model.violation import Violation

SEVERITY = Severity.ERROR
KEYWORDS = ("uniqueItems",)


def on_violation(violation: Violation) -> Iterator[Finding]:
    """Make a finding of each value that stood in the list before."""
    for place, value in enumerate(violation.value):
        if value in violation.value[:place]:
            yield Finding(
                "repeated-value",
                violation.document.path,
                f"“{value}” stands twice in {violation.label}",
                "delete one of the two",
                (*violation.pointer, place),
            )
