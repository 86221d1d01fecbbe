"""A reading in kana and a romanised form of the same name that do not sound alike.

`ja-Hira` and `ja-Latn` are the same name, once in hiragana, by which it is sorted, and once in
Latin letters. If they differ by more than the system of romanisation (Hepburn or Kunrei, long
vowels marked or not), one of them is wrong or belongs to another record.

```yaml wrong
id: nine
kind: book
language: ja
title: {ja: 毛沢東, ja-Hira: もうたくとう, ja-Latn: Shu Kinpei}
```

```yaml right
id: nine
kind: book
language: ja
title: {ja: 毛沢東, ja-Hira: もうたくとう, ja-Latn: Mō Takutō}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from exporter.model.folding import sounds
from exporter.model.text import is_reading
from exporter.model.vocabularies.languages import script
from exporter.records.document import Pointer
from exporter.records.finding import Finding, RelatedPlace, Severity
from exporter.validate.text_fields import TextField, TextFields

SEVERITY = Severity.INFORMATION

_LIKE = 0.6
"""The least similarity of two forms of one name; those of two names seldom reach 0.5."""


def on_text_fields(text_fields: TextFields) -> Iterator[Finding]:
    """Compare the readings of a record with the romanised forms beside them."""
    if not any(map(is_reading, text_fields.tags)):
        return
    forms: dict[Pointer, dict[str, TextField]] = {}
    for each in text_fields:
        if each.tag.lower().startswith("ja-"):
            beside = tuple(step for step in each.pointer if step != each.tag)
            forms.setdefault(beside, {}).setdefault(
                "read" if is_reading(each.tag) else script(each.tag)[0], each
            )
    for both in forms.values():
        if "read" in both and "Latn" in both:
            reading, roman = both["read"], both["Latn"]
            if not alike(reading.text, roman.text):
                yield Finding(
                    "unlike-reading",
                    text_fields.document.path,
                    f"the reading “{reading.text}” does not sound like “{roman.text}”",
                    "compare both with the source",
                    reading.pointer,
                    notes=(
                        RelatedPlace(
                            text_fields.document.path, roman.pointer, "the romanised form"
                        ),
                    ),
                )


def alike(reading: str, roman: str) -> bool:
    """Return whether kana and Latin letters can be one name, in any romanisation."""
    from difflib import SequenceMatcher  # here, since few records have a reading

    one, other = sounds(reading[:300]), sounds(roman[:300])
    return (
        not one or not other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _LIKE
    )
