"""An id that cannot be the name of a file on every system.

The id is the name of the record's file and of the files exported from it. On Windows no file can
have the name of a device, whatever its suffix: `con`, `prn`, `aux`, `nul`, `com1` to `com9`,
`lpt1` to `lpt9`. A catalogue with such a record could not even be checked out there.

```yaml wrong
id: con
kind: organization
cataloguing_language: fr
name: Conseil national
```

```yaml right
id: conseil-national
kind: organization
cataloguing_language: fr
name: Conseil national
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.records.document import is_id
from exporter.records.finding import Finding, Severity
from exporter.validate.checked_record import CheckedRecord

SEVERITY = Severity.ERROR
REQUIRED = True

_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")
"""Source: Microsoft, Naming Files, Paths, and Namespaces."""


def on_record(record: CheckedRecord) -> Iterator[Finding]:
    """Check the id, also where a catalogue's own schema allows any."""
    id = record.data.get("id")
    if not isinstance(id, str):
        return
    if _DEVICE.fullmatch(id):
        message = f"on Windows no file can be named “{id}”: it is the name of a device"
    elif not is_id(id):
        message = f"“{id}” cannot be the name of a file on every system"
    else:
        return
    hint = "use an id of small letters a–z, digits and hyphens, a letter first, at most 100 of them"
    yield Finding("reserved-id", record.path, message, hint, ("id",))
