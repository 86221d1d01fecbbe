"""A value that occurs twice in a list.

```yaml wrong
id: charlotte-bronte
kind: person
name: Charlotte Brontë
# another file
id: life
kind: book
language: en
title: The Life of Charlotte Brontë
about: [charlotte-bronte, charlotte-bronte]
```

```yaml right
id: charlotte-bronte
kind: person
name: Charlotte Brontë
# another file
id: life
kind: book
language: en
title: The Life of Charlotte Brontë
about: [charlotte-bronte]
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
    """Report each value that is already in the list."""
    seen = set()
    for place, value in enumerate(violation.value):
        # 1 and true are the same to Python, and not to a cataloguer
        form = json.dumps(value, sort_keys=True)
        if form in seen:
            yield Finding(
                "repeated-value",
                violation.document.path,
                f"{said(value)} occurs twice in {violation.label}",
                "delete one of the two",
                (*violation.pointer, place),
            )
        seen.add(form)
