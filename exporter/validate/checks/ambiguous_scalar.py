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
from exporter.validate.text_fields import TextFields

SEVERITY = Severity.WARNING

_READ = {
    "as false": "n|N|no|No|NO|off|Off|OFF",
    "as true": "y|Y|yes|Yes|YES|on|On|ON",
    "as a number to the base 60": r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?",
    "as a number to the base 8": "[-+]?0[0-7_]+",
    "as a number": r"[-+]?(?:0b[01_]+|[0-9]+_[0-9_.]*|[0-9]+\.[0-9]*_[0-9_]*)"
    r"|[-+]0x[0-9a-fA-F_]+|0x[0-9a-fA-F]+_\w*",
    "as text": "0o[0-7]+",
    "as a special character": "=|<<",
}
"""As what YAML 1.1 reads a value that YAML 1.2 reads as something else, and how it is written."""
_DATE = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}\S*"
)
_TEXT = re.compile(f"{_DATE}|{'|'.join(_READ.values())}", re.ASCII)
_FIRST = frozenset("nNyYoO+-0123456789=<")
_LONGEST = 40
"""The longest text that is looked at: a date with the time to the fraction of a second."""
_WORD = r"(?:[nN][oO]?|[yY](?:[eE][sS])?|[oO](?:[fF]{2}|[nN])|0[0-7o_]+)[ \t]*(?:[\n\r,\]}#]|:\s)"
_AFTER_SIGN = re.compile(rf"[\n,\[{{]{_WORD}", re.ASCII)
_AFTER_SPACE = re.compile(rf"[\s:,\[{{-][ \t]{_WORD}", re.ASCII)
"""Ambiguous values in fields that are not text: an id, a language, a tag before a text, a year.

Two patterns that each begin with a set of characters are searched five times as fast as one.
"""


def on_text_fields(text_fields: TextFields) -> Iterator[Finding]:
    """Look at the values without quotation marks, if one of them may be ambiguous."""
    document = text_fields.document
    doubtful = [text for text in text_fields.texts if text[:1] in _FIRST and len(text) <= _LONGEST]
    if not any(map(_TEXT.fullmatch, doubtful)) and not _has_word(f"\n{document.text}"):
        return
    texts = {each.pointer for each in text_fields}
    for (pointer, part), scalar in source_map(document).scalars.items():
        written = re.sub(r"^&\S+\s+", "", document.text[scalar.start : scalar.end])
        read = (
            "as a date"
            if part == "value" and pointer in texts and re.fullmatch(_DATE, written, re.ASCII)
            else _read(written)
        )
        if read:
            message = f"some programs read “{written}” {read}: it has no quotation marks"
            yield Finding(
                "ambiguous-scalar", document.path, message, f'write "{written}"', pointer, part
            )


def _has_word(text: str) -> bool:
    return bool(_AFTER_SIGN.search(text) or _AFTER_SPACE.search(text))


def _read(written: str) -> str:
    """Return as what YAML 1.1 reads a value; empty if both versions agree, as on 07."""
    read = next(
        (read for read, writing in _READ.items() if re.fullmatch(writing, written, re.ASCII)), ""
    )
    return "" if read.endswith("base 8") and re.fullmatch("[-+]?0+[0-7]?", written) else read
