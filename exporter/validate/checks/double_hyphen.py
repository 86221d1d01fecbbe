"""Two hyphens between pages, as BibTeX writes a range.

Only LaTeX makes a dash of them. In every other format the pages are not a range, but two hyphens.

```yaml wrong
id: tea
kind: article
type: article-journal
language: en
title: Tea
pages: 12--15
```

```yaml right
id: tea
kind: article
type: article-journal
language: en
title: Tea
pages: 12-15
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.suggest import suggestion
from exporter.validate.checked_record import CheckedRecord, needs

SEVERITY = Severity.WARNING

_RANGE = re.compile(r"([^\s-])-{2,3}([^\s-])")


@needs("pages")
def on_record(record: CheckedRecord) -> Iterator[Finding]:
    """Look for the dash of LaTeX in the pages of a work."""
    written = record.data.get("pages")
    if not isinstance(written, str) or not _RANGE.search(written):
        return
    hint, replacement = suggestion(_RANGE.sub(r"\1-\2", written))
    message = f"“{written}” has two hyphens between the pages"
    yield Finding(
        "double-hyphen",
        record.path,
        message,
        hint,
        ("pages",),
        replacement=replacement,
        certain=True,
    )
