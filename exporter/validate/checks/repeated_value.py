"""The same value stands twice in a list.

```yaml wrong
id: homare
kind: person
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
name: Homare Endo
# another file
id: nine
kind: book
language: en
title: China Nine
about: [homare]
```
"""

import json
from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.validate.violation import Violation, said

SEVERITY = Severity.ERROR
REQUIRED = True
KEYWORDS = ("uniqueItems",)


def on_violation(violation: Violation) -> Iterator[Finding]:
    """Make a finding of each value that stood in the list before."""
    seen = set()
    for place, value in enumerate(violation.value):
        form = json.dumps(
            value, sort_keys=True
        )  # 1 and true are the same to Python, and not to a cataloguer
        if form in seen:
            yield Finding(
                "repeated-value",
                violation.document.path,
                f"{said(value)} stands a second time in {violation.label}",
                "delete one of the two",
                (*violation.pointer, place),
            )
        seen.add(form)
