"""The name of a person with a comma in it, but not in parts.

Formats that need the family name apart, such as BibTeX, RIS and MARC, cannot tell it from a comma:
what follows may be a given name, a suffix or a title. In parts, each format and each citation style
writes the name in its own order.

```yaml wrong
id: charlotte-bronte
kind: person
name: Brontë, Charlotte
```

```yaml right
id: charlotte-bronte
kind: person
name: {en: {family: Brontë, given: Charlotte}}
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.model.node import Node
from exporter.records.document import Pointer
from exporter.records.finding import Finding, Severity
from exporter.validate.checked_record import CheckedRecord, forms_of, needs
from exporter.validate.script_letters import fitting_tag

SEVERITY = Severity.INFORMATION
_ROMAN = re.compile(r"[IVXL]+")


@needs("name")
def on_record(record: CheckedRecord) -> Iterator[Finding]:
    """Look at the name of a person, and at the names of contributors without a record."""
    for node in _names(record):
        for tag, form in forms_of(node):
            family, comma, given = form.partition(", ")
            if not comma:
                continue
            pointer: Pointer = node.pointer
            if not isinstance(node.value, str):
                pointer = (*pointer, tag)
            message = f"“{form}” is not divided into its parts"
            parts = f"{{{fitting_tag(form, tag)}: {{{_parts(family, given)}}}}}"
            hint = f"write {parts} if that is what the comma means"
            hint += "; there are suffix and title, too"
            yield Finding("undivided-name", record.path, message, hint, pointer)


def _parts(before: str, after: str) -> str:
    """Return a name in parts: what follows that of a ruler or a pope is a title."""
    first, _, number = before.rpartition(" ")
    if first and _ROMAN.fullmatch(number):
        return f"given: {first}, numeration: {number}, title: {after}"
    return f"family: {before}, given: {after}"


def _names(record: CheckedRecord) -> Iterator[Node]:
    if record.kind == "person":
        name = record.root.get("name")
        if name:
            yield name
    for each in record.nodes("contributors"):
        name = each.get("name")
        if name and (each.line("kind") or "person") == "person":
            yield name
