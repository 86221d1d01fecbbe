"""An id by which no file can be called everywhere.

The id is the name of the record's file and of what is exported of it. Windows cannot have a file with the name of one
of its devices, whatever its suffix: `con`, `prn`, `aux`, `nul`, `com1` to `com9`, `lpt1` to `lpt9`. Whoever keeps a
catalogue there could not even check it out.

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

from exporter.records.document import Document
from exporter.records.finding import Finding, Severity
from exporter.records.schema import Schemas

SEVERITY = Severity.ERROR
REQUIRED = True

_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")
"""Source: Microsoft, Naming Files, Paths, and Namespaces."""
_ANYWHERE = re.compile(r"[a-z][a-z0-9-]{0,99}")


def on_record(document: Document, schemas: Schemas) -> Iterator[Finding]:  # noqa: ARG001
    """Judge the id also where a catalogue's own schema lets it be anything."""
    id = document.data.get("id")
    if not isinstance(id, str) or (_ANYWHERE.fullmatch(id) and not _DEVICE.fullmatch(id)):
        return
    why = (
        "which is that of a device of Windows"
        if _DEVICE.fullmatch(id)
        else "as an exported file needs it"
    )
    message = f"no file can have the name “{id}” everywhere, {why}"
    hint = "take another id, of at most 100 small letters a–z, digits and hyphens, a letter first"
    yield Finding("reserved-id", document.path, message, hint, ("id",))
