"""The word or the abbreviation for pages, before or after the pages on which a work stands.

Citation styles and formats write it themselves, each in its own way and language: “pp. 12–34” or
“S. 12–34”. With one in the record they would print “pp. pp. 12–34”.

```yaml wrong
id: dust
kind: article
type: article-journal
language: en
title: On Dust
pages: pp. 12-34
```

```yaml right
id: dust
kind: article
type: article-journal
language: en
title: On Dust
pages: 12-34
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.validate.checked_record import CheckedRecord, needs

SEVERITY = Severity.WARNING

_WORD = r"[Pp]ages?|[Ss]eiten?|[Pp]áginas?|[Pp]agine"
_SHORT = r"[Pp]{1,2}|[Pp]gs?|S|[Ss]s|[Pp]ágs?|[Сс]"
_BEFORE = rf"(?:(?:{_WORD})\s+|(?:{_SHORT})(?:\.\s*|\s+))"
_AFTER = r"\s*(?:[Pp]{1,2}\.?|S\.|頁|ページ|[Сс]\.)"
_PAGES = r"(?:[0-9]|[ivxlc]+\b).*"
_WITH_WORD = re.compile(
    rf"{_BEFORE}(?P<before>{_PAGES})|(?P<after>[0-9ivxlc]+\s*[-–—]\s*[0-9ivxlc]+){_AFTER}"
)
"""Pages after such a word, and first and last page before one.

A letter that touches its number is part of it: S12 is a page of a supplement.
"""


@needs("pages")
def on_record(record: CheckedRecord) -> Iterator[Finding]:
    """Look at both ends of the field."""
    written = record.data.get("pages")
    match = _WITH_WORD.fullmatch(written.strip()) if isinstance(written, str) else None
    if not match:
        return
    pages = match["before"] or match["after"]
    if _WITH_WORD.fullmatch(pages):
        return
    yield Finding(
        "abbreviation-in-pages",
        record.path,
        f"“{written}” has a word for pages, which formats and citation styles write themselves",
        f"write {pages}",
        ("pages",),
        replacement=pages,
        certain=True,
    )
