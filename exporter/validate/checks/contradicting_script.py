"""A text in another script than that of its language tag.

`ja` is written in kana and Han characters, `ja-Latn` in Latin letters, `ja-Hira` in hiragana, and
`en` in Latin letters (RFC 5646, 3.1.9: the script need not be given). From the tag a format
decides which title is the original one, which is romanised and which is a reading, so a romanised
title under `ja` is printed as if it were the Japanese one. Digits and punctuation belong to every
script. A Japanese text may contain Latin words, or be a name such as PHP.

```yaml wrong
id: nine
kind: book
language: ja
title: China Nine, the men who move China
```

```yaml right
id: nine
kind: book
language: ja
title:
  ja: チャイナ・ナイン 中国を動かす9人の男たち
  en: China Nine, the men who move China
```
"""

from __future__ import annotations

from collections.abc import Iterator

from exporter.model.vocabularies.languages import script
from exporter.records.finding import Finding, Severity
from exporter.validate.script_letters import (
    LETTERS,
    MADE_OF,
    NOT_LATIN,
    SAID,
    contradiction,
    script_of,
)
from exporter.validate.text_fields import TextFields

SEVERITY = Severity.WARNING


def on_text_fields(text_fields: TextFields) -> Iterator[Finding]:
    """Compare the letters of each text with the script of its tag."""
    if all(script(tag)[0] == "Latn" for tag in text_fields.tags if tag) and not NOT_LATIN.search(
        "".join(text_fields.non_ascii)
    ):
        return
    for pointer, tag, text in text_fields.found:
        wanted, said = script(tag) if tag else ("", False)
        if wanted not in MADE_OF or (wanted == "Latn" and not NOT_LATIN.search(text)):
            continue
        if letter := contradiction(text, wanted, said):
            name, tags = script_of(letter)
            romanised = f"{tag.split('-')[0]}-Latn or " if name == "Latin" else ""
            written = SAID.get(wanted) or f"{LETTERS[wanted][0]} letters"
            fitting = f"{romanised}{tags}"
            if tag in pointer:
                what = f"is tagged {tag}"
                hint = f"use the tag of its language and script, such as {fitting}"
            else:  # plain text is in the language of the work or of the catalogue
                what = f"stands without a tag, so it is taken as {tag}"
                forms = " or ".join(f"{{{each}: …}}" for each in fitting.split(" or "))
                hint = f"write it with the tag of its language and script, such as {forms}"
            yield Finding(
                "contradicting-script",
                text_fields.document.path,
                f"“{_short(text)}” {what}, which is written in {written}, "
                f"but “{letter}” (U+{ord(letter):04X}) is {name}",
                hint,
                pointer,
            )


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
