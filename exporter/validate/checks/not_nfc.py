r"""A letter that is decomposed into a base letter and a mark.

“é” can be one character (U+00E9) or two (U+0065 U+0301). They look the same, but are not the same
to search and sorting. Records use the composed form, Unicode's NFC (UAX #15), as XML and the web
do. Decomposed text mostly comes from a PDF or from the name of a file. Compatibility ideographs
(U+FA19) stay as they are: in a name the difference is intended.

```yaml wrong
id: charlotte-bronte
kind: person
name: "Charlotte Bronte\u0308"
```

```yaml right
id: charlotte-bronte
kind: person
name: Charlotte Brontë
```
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.validate.text_fields import TextFields

SEVERITY = Severity.WARNING

_MEANT = re.compile("[\uf900-\ufaff\U0002f800-\U0002fa1f]")
"""Compatibility ideographs, which NFC would replace by another form of the character."""


def on_text_fields(text_fields: TextFields) -> Iterator[Finding]:
    """Find the first character of each text that is not in NFC."""
    if text_fields.joined.isascii() or unicodedata.is_normalized("NFC", text_fields.joined):
        return
    for field in text_fields:
        text = _MEANT.sub("\ue000", field.text)
        composed = unicodedata.normalize("NFC", text)
        if text == composed:
            continue
        place = next(n for n, letter in enumerate(text) if letter != composed[n : n + 1])
        end = place + 1
        while end < len(text) and unicodedata.normalize("NFC", text[place : end + 1]) != (
            unicodedata.normalize("NFC", text[place:end]) + text[end]
        ):
            end += 1
        apart, one = text[place:end], unicodedata.normalize("NFC", text[place:end])
        message = f"“{apart}” is written as {_points(apart)}, not as {_points(one)}"
        hint = f"type “{one}” again; “exporter validate --fix” writes all texts in this form (NFC)"
        yield Finding(
            "not-nfc",
            text_fields.document.path,
            message,
            hint,
            field.pointer,
            replacement=_composed(field.text),
            certain=True,
        )


def _points(text: str) -> str:
    return " ".join(f"U+{ord(letter):04X}" for letter in text)


def _composed(value: str) -> str:
    """Return the text in NFC, but with its compatibility ideographs."""
    parts = re.split(f"({_MEANT.pattern})", value)  # every second one is an ideograph
    return "".join(
        part if number % 2 else unicodedata.normalize("NFC", part)
        for number, part in enumerate(parts)
    )
