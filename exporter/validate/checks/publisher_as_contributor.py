"""A publisher among the contributors.

The publisher has a field of its own, which every format prints in its place: the imprint, the
statement of publication. A contributor with the role of a publisher is delivered as one more name.

```yaml wrong
id: smith
kind: organization
name: Smith, Elder & Co.
# another file
id: jane-eyre
kind: book
language: en
title: Jane Eyre
contributors:
  - {agent: smith, role: publisher}
```

```yaml right
id: smith
kind: organization
name: Smith, Elder & Co.
# another file
id: jane-eyre
kind: book
language: en
title: Jane Eyre
publisher: smith
```
"""

from __future__ import annotations

from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.validate.checked_record import CheckedRecord, needs

SEVERITY = Severity.INFORMATION


@needs("contributors")
def on_record(record: CheckedRecord) -> Iterator[Finding]:
    """Look for the role in a record that names no publisher."""
    if "publisher" in record.data:
        return
    for each in record.nodes("contributors"):
        for role in (*each.all("role"), *each.all("roles")):
            if role.value == "publisher":
                message = "the publisher stands among the contributors"
                hint = "write it under publisher"
                yield Finding("publisher-as-contributor", record.path, message, hint, role.pointer)
