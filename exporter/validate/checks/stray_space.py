"""A space, or several, where none belongs.

With a trailing space one value becomes two, and no list shows the difference. Begin a text of
several lines with `>-`, which joins the lines and adds no line break at the end; `>` and `|` do.
Text that a mention under `found` prints stays as it is.

```yaml wrong
id: nine
kind: book
language: en
title: "China Nine "
```

```yaml right
id: nine
kind: book
language: en
title: China Nine
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.validate.text_fields import TextFields

SEVERITY = Severity.WARNING

_SPACES = frozenset(
    "\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""The spaces beyond ASCII (Unicode, `White_Space`)."""
_TWO = ("  ", "\t", " \n", "\n ", "\n\n")
_DOUBLE = re.compile(r"\S[^\S\n]{2,}(?=\S)")


def on_text_fields(text_fields: TextFields) -> Iterator[Finding]:
    """Look at both ends of each text that is not a transcription, then inside it."""
    lines = f"\n{text_fields.joined}\n"
    if not any(map(lines.__contains__, _TWO)) and _SPACES.isdisjoint(text_fields.non_ascii):
        return
    for field in text_fields:
        if not field.printed and (found := _stray(field.text)):
            yield Finding(
                "stray-space",
                text_fields.document.path,
                *found,
                field.pointer,
                replacement=_single_spaced(field.text),
                certain=True,
            )


def _stray(text: str) -> tuple[str, str] | None:
    if not text.strip():
        return None  # an empty value
    if text.endswith("\n"):
        return (
            "the text ends with a line break",
            "begin a text of several lines with >- instead of > or |",
        )
    if text != text.rstrip():
        return f"there is a space at the end{_point(text[-1])}", "delete it"
    if text != text.lstrip():
        return f"there is a space at the beginning{_point(text[0])}", "delete it"
    if match := _DOUBLE.search(text):
        before = text[: match.start() + 1][-15:]
        return (
            f"there are two spaces after “{before}”{_point(match[0][1])}",
            "delete one of them",
        )
    return None


def _point(space: str) -> str:
    return "" if space == " " else f" (U+{ord(space):04X})"


def _single_spaced(value: str) -> str:
    """Return the text without spaces at its ends, and with one of several equal ones inside."""
    return re.sub(r"(\S)([^\S\n])\2+(?=\S)", r"\1\2", value.strip())
