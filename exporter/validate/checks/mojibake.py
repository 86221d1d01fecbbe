"""Letters that were read in the wrong encoding.

“Ã©” is what is left of “é” if UTF-8 was taken for Latin-1 or Windows-1252. “�” (U+FFFD) stands
for a letter that is lost: only the source can tell which one it was. If a source prints it so,
list it under `sic`.

```yaml wrong
id: cafe
kind: book
language: fr
title: Le CafÃ© de la gare
```

```yaml right
id: cafe
kind: book
language: fr
title: Le Café de la gare
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.validate.text_fields import TextFields

SEVERITY = Severity.WARNING

_FURTHER = "\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"
"""The bytes 80 to BF in Latin-1 and Windows-1252: in UTF-8 they follow the first byte of a
character."""
_GARBLED = f"\ufffd|(?:[Â-ß][{_FURTHER}]|[à-ï][{_FURTHER}]{{2}}|[ð-ô][{_FURTHER}]{{3}})+"
_LETTERS = frozenset(map(chr, range(0xC2, 0xF5))) | {"\ufffd"}
_BYTES = {bytes([byte]).decode("cp1252", "replace"): byte for byte in range(0x80, 0xA0)}
_QUOTES = frozenset("–—‘’‚“”„…‹›«»")
_USUAL = _QUOTES | frozenset("•·°§®©¹²³´¨¸ªº\u00a0")
"""What may follow a letter at the end of a word: `Spaß“` is not garbled."""


def on_text_fields(text_fields: TextFields) -> Iterator[Finding]:
    """Find the first garbled letters of each text, unless they are printed so."""
    if _LETTERS.isdisjoint(text_fields.non_ascii) or not re.search(_GARBLED, text_fields.joined):
        return
    for field in text_fields:
        if "\ufffd" in field.text and not text_fields.is_sic("\ufffd"):
            message = "“\ufffd” (U+FFFD) stands for a letter that is lost"
            yield Finding(
                "mojibake",
                text_fields.document.path,
                message,
                "write what the source prints",
                field.pointer,
            )
            continue
        for match in re.finditer(_GARBLED, field.text):
            meant = _repaired(match, field.text)
            if meant and not text_fields.is_sic(match[0]):
                points = " ".join(f"U+{ord(letter):04X}" for letter in match[0][:4])
                message = f"“{match[0]}” ({points}) was read in the wrong encoding"
                hint = (
                    "write what the source prints"
                    if "\ufffd" in meant
                    else f"write “{meant}”, if that is printed"
                )
                yield Finding("mojibake", text_fields.document.path, message, hint, field.pointer)
                break


def _repaired(match: re.Match[str], text: str) -> str:
    """Return the letters as they were before; empty if they may be right as they are."""
    found = match[0]
    meant_so = _QUOTES if found[0] in "ÂÃ" else _USUAL
    if all(letter in meant_so for letter in found[1:]) and not text[match.end() :][:1].isalpha():
        return ""
    try:
        meant = bytes(_BYTES.get(letter, ord(letter) & 0xFF) for letter in found).decode("utf-8")
    except ValueError:
        return ""
    return meant if (meant.isprintable() or meant.isspace()) and all(map(_is_common, meant)) else ""


def _is_common(letter: str) -> bool:
    """Return whether a letter belongs to a script that occurs in catalogues."""
    return (
        letter <= "\u06ff"
        or "\u1e00" <= letter <= "\u30ff"
        or "\u3400" <= letter <= "\u9fff"
        or letter >= "\uac00"
    )
