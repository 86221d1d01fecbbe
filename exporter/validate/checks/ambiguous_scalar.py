"""A value without quotation marks that some programs do not read as text.

Records are YAML 1.2, in which `no` is a word. Many programs still read YAML 1.1
(https://yaml.org/type/), in which `no` and `off` are false, `1:30` is the number 90, `0123` is
83, `1_000` is 1000, and `2021-08-27` is a date. In quotation marks all of them are text
everywhere. Dates in the fields for dates need no quotation marks.

```yaml wrong
id: vinje
kind: book
language: no
title: Ferdaminni
```

```yaml right
id: vinje
kind: book
language: "no"
title: Ferdaminni
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.records.positions import source_map
from exporter.records.yaml_1_1 import DATE, read_as
from exporter.validate.text_fields import TextFields

SEVERITY = Severity.WARNING

_LONGEST = 40
"""The longest text that is looked at: a date with the time to the fraction of a second."""


def on_text_fields(text_fields: TextFields) -> Iterator[Finding]:
    """Look at the values without quotation marks, if one of them may be ambiguous."""
    document = text_fields.document
    if not document.text:
        return
    if document.unambiguous and not any(map(_is_date, text_fields.texts)):
        return
    texts = {each.pointer for each in text_fields}
    for (pointer, part), scalar in source_map(document).scalars.items():
        written = re.sub(r"^&\S+\s+", "", document.text[scalar.start : scalar.end])
        is_date = part == "value" and pointer in texts and DATE.fullmatch(written)
        read = "as a date" if is_date else read_as(written)
        if read:
            message = f"some programs read “{written}” {read}: it has no quotation marks"
            yield Finding(
                "ambiguous-scalar", document.path, message, f'write "{written}"', pointer, part
            )


def _is_date(text: str) -> bool:
    return text[:1].isdigit() and len(text) <= _LONGEST and DATE.fullmatch(text) is not None
