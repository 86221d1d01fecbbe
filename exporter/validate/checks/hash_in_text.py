"""A text that is cut off at a # after a space, because YAML reads a comment there.

In YAML a space and # begin a comment, which is not part of the value: of `title: Journal #5` only
“Journal” is read. Text with a space and # in it needs quotation marks. A comment has a space after
the # as well.

```yaml wrong
id: annals
kind: book
language: en
title: Annals of the society
series_number: Supplement #5
```

```yaml right
id: annals
kind: book
language: en
title: Annals of the society
series_number: "Supplement #5" # of the new series
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.records.positions import source_map
from exporter.records.schema import Field
from exporter.validate.checked_record import CheckedRecord
from exporter.validate.record_contents import is_text
from exporter.validate.violation import said

SEVERITY = Severity.WARNING

_COMMENT = r"[ \t]+(#[^\s#][^\r\n]*)"
_FIRST_LOOK = r"#(?<=[ \t]#)[^\s#]"
"""It begins with one character, for which a text is searched fastest."""


def on_record(record: CheckedRecord) -> Iterator[Finding]:
    """Find plain scalars with a comment after them that has no space after the #."""
    document = record.document
    # most records have only the # of the comment with which they begin
    if document.text.find("#", 1) < 0 or not re.search(_FIRST_LOOK, document.text):
        return
    for (pointer, part), span in source_map(document).scalars.items():
        comment = re.compile(_COMMENT).match(document.text, span.end)
        if not comment or span.style or part == "key":
            continue
        field = record.schemas.field(document.kind, pointer)
        if field and _can_contain_hash(field):
            message = f"the text ends before {said(comment[1])}, which YAML reads as a comment"
            hint = (
                "put the whole text into quotation marks; if this is a comment, "
                "write a space after the #"
            )
            yield Finding("hash-in-text", document.path, message, hint, pointer)


def _can_contain_hash(field: Field) -> bool:
    return is_text(field) or field.keyword("format") == "web-address"
