"""Latin letters or digits in the full-width form of Japanese typography.

“ＷＡＲ” and “WAR” are the same word to a reader and two words to a search (UAX #11). Libraries write
the narrow form. Text that a mention under `found` prints, and a title that repeats it, stay as
they are.

```yaml wrong
id: nine
kind: book
language: ja
title: 米中新産業ＷＡＲ
```

```yaml right
id: nine
kind: book
language: ja
title: 米中新産業WAR
```
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.validate.text_fields import TextFields

SEVERITY = Severity.WARNING

_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]+")
_LETTERS = frozenset(chr(ord(letter) + 0xFEE0) for letter in string.ascii_letters + string.digits)


def on_text_fields(text_fields: TextFields) -> Iterator[Finding]:
    """Find the first wide letters of each text that is not a transcription."""
    if _LETTERS.isdisjoint(text_fields.non_ascii):
        return
    for field in text_fields:
        if not field.printed and (match := _WIDE.search(field.text)):
            wide, narrow = match[0], unicodedata.normalize("NFKC", match[0])
            message = f"“{wide}” is written in full-width characters (U+{ord(wide[0]):04X} …)"
            hint = f"write “{narrow}”; keep the wide form only under found, if a source prints it"
            yield Finding(
                "full-width-latin", text_fields.document.path, message, hint, field.pointer
            )
