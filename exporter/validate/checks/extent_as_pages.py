"""The number of pages of a whole work, in the field for the pages on which it stands.

A citation style prints `pages: 320 p.` as “p. 320 p.”, as if page 320 were cited. How large a work
is stands under `extent`.

```yaml wrong
id: nine
kind: book
language: en
title: China Nine
pages: 320 p.
```

```yaml right
id: nine
kind: book
language: en
title: China Nine
extent: 320 p.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.validate.checked_record import CheckedRecord, needs

SEVERITY = Severity.WARNING

_NUMBER_OF_PAGES = re.compile(
    r"[0-9ivxlcdmIVXLCDM,\[\] ]+ ?(?:p|pp|pages?|S|Seiten|ff?|leaves|fol|folios?|Bl|v|vols?|頁|ページ)\.?"
)


@needs("pages")
def on_record(record: CheckedRecord) -> Iterator[Finding]:
    """Look for a unit after the number: pages that are cited have none."""
    written = record.data.get("pages")
    if isinstance(written, str) and _NUMBER_OF_PAGES.fullmatch(written.strip()):
        message = f"“{written}” is the number of pages of the whole work"
        hint = f"write extent: {written}; “pages” is for the pages on which a work stands: 12-15"
        yield Finding("extent-as-pages", record.path, message, hint, ("pages",))
