r"""A character in a text that cannot be seen.

Zero-width spaces, soft hyphens, direction marks and byte order marks come along with text that is
copied from the web. Then two titles that look the same are not. Where a script needs them they
stay: the joiners of Persian and of Indic scripts, the direction marks beside Hebrew and Arabic,
the joiner in an emoji. A no-break space is not such a character.

```yaml wrong
id: nine
kind: book
language: en
title: "China\u200B Nine"
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
import unicodedata
from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.validate.text_fields import TextFields

SEVERITY = Severity.WARNING

_RANGES = (
    *(
        (0xAD, 0xAD),
        (0x34F, 0x34F),
        (0x61C, 0x61C),
        (0x115F, 0x1160),
        (0x17B4, 0x17B5),
        (0x180E, 0x180E),
    ),
    *(
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x206F),
        (0x2800, 0x2800),
        (0x3164, 0x3164),
        (0xFEFF, 0xFEFF),
    ),
    *((0xFFA0, 0xFFA0), (0xFFF9, 0xFFFB), (0x1D173, 0x1D17A), (0xE0001, 0xE007F)),
)
_LETTERS = frozenset(chr(point) for first, last in _RANGES for point in range(first, last + 1))
_INVISIBLE = f"[{''.join(sorted(_LETTERS))}]"
_SOFT_HYPHEN = "\u00ad"
_MARKS = "[\u200e\u200f\u061c]"
_RIGHT_TO_LEFT = "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_JOINERS = "[\u200c\u200d]"
_JOINED = (
    "[\u0600-\u0dff\u0e80-\u109f\u1780-\u18af\u1a20-\u1cff\u203c-\u3299\ufe0f\U0001f000-\U0001faff]"
)


def on_text_fields(text_fields: TextFields) -> Iterator[Finding]:
    """Find the first character of each text that cannot be seen and that no script needs."""
    if _LETTERS.isdisjoint(text_fields.non_ascii):
        return
    for field in text_fields:
        right_to_left = bool(re.search(_RIGHT_TO_LEFT, field.text))
        for match in re.finditer(_INVISIBLE, field.text):
            if not _needed(match, field.text, right_to_left=right_to_left):
                name = unicodedata.name(match[0], "a character without a name").lower()
                place = _place(match, field.text)
                message = f"there is an invisible character{place}: {name} (U+{ord(match[0]):04X})"
                hint = "delete it; if your editor does not show it, type the words around it again"
                yield Finding(
                    "invisible-character", text_fields.document.path, message, hint, field.pointer
                )
                break


def _place(match: re.Match[str], text: str) -> str:
    before, after = text[: match.start()][-10:], text[match.end() :][:10]
    if before:
        return f" after “{before}”"
    return f" before “{after}”" if after else ""


def _needed(match: re.Match[str], text: str, *, right_to_left: bool) -> bool:
    if match[0] == _SOFT_HYPHEN:  # after a Latin-1 character it is mojibake, another check's
        return bool(re.search("[\u0080-\u00ff]$", text[: match.start()]))
    around = text[max(0, match.start() - 1) : match.end() + 1]
    if re.match(_JOINERS, match[0]):
        return bool(re.search(_JOINED, around))
    return bool(re.match(_MARKS, match[0])) and right_to_left
