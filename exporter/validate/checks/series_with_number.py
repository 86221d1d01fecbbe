"""The number of a work in its series, behind the title of the series as ISBD writes it.

After “ ; ” stands the number in the series (ISBD Consolidated, area 6). In a record it has a field
of its own: with the number in the title, two works of one series seem to be in two, and formats and
citation styles write no number.

```yaml wrong
id: tea
kind: book
language: en
title: The Book of Tea
series: Wisdom of the East ; 12
```

```yaml right
id: tea
kind: book
language: en
title: The Book of Tea
series: Wisdom of the East
series_number: "12"
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.validate.checked_record import CheckedRecord, forms_of, needs

SEVERITY = Severity.WARNING

_NUMBER = re.compile(r"(?P<title>.+?)\s+;\s*(?P<number>(?:[^\W\d_]+\.?\s*)?[0-9][\w./-]*)")
"""A title and a number, perhaps with a word before it: `Bd. 5`, `no. 12`, `第3`."""


@needs("series")
def on_record(record: CheckedRecord) -> Iterator[Finding]:
    """Look at the titles of all series."""
    for node in record.nodes("series"):
        title = node.get("title")
        field = "number" if title else "series_number"
        place = title or node
        for tag, text in forms_of(place):
            match = _NUMBER.fullmatch(text)
            if match:
                pointer = place.pointer if isinstance(place.value, str) else (*place.pointer, tag)
                yield Finding(
                    "series-with-number",
                    record.path,
                    f"“{text}” has the number of the work in the series",
                    f'write {match["title"]}, and {field}: "{match["number"]}"',
                    pointer,
                )
