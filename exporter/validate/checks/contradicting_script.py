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

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from exporter.model.east_asian import HAN, HANGUL, HIRAGANA, KATAKANA
from exporter.model.vocabularies.languages import script
from exporter.records.finding import Finding, Severity
from exporter.validate.text_fields import TextFields

SEVERITY = Severity.WARNING

_LETTERS = {
    "Latn": ("Latin", "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿＡ-Ｚａ-ｚ", "en"),
    "Grek": ("Greek", "Ͱ-ͳͶ-ͽΆ-Ͽἀ-ῼ", "el"),
    "Cyrl": ("Cyrillic", "Ѐ-ԯ", "ru"),
    "Hira": ("hiragana", HIRAGANA, "ja or ja-Hira"),
    "Kana": ("katakana", KATAKANA, "ja or ja-Kana"),
    "Hani": ("Han", HAN, "ja or zh"),
    "Bopo": ("bopomofo", "ㄅ-ㄯ", "zh-Bopo"),
    "Hang": ("Hangul", HANGUL, "ko"),
    "Arab": ("Arabic", "ؠ-يٮ-ۓ", "ar or fa"),
    "Hebr": ("Hebrew", "א-ת", "he"),
    "Armn": ("Armenian", "Ա-և", "hy"),
    "Deva": ("Devanagari", "ऄ-ह", "hi"),
    "Thai": ("Thai", "ก-ฮ", "th"),
}
"""By the code of a script (ISO 15924): its name, its letters, and tags of texts that are mostly
written in it."""
_SAID = {
    "Jpan": "kana and Han characters",
    "Kore": "Hangul",
    "Hrkt": "kana",
    "Hang": "Hangul",
    "Hira": "hiragana",
    "Kana": "katakana",
    "Hani": "Han characters",
    "Hans": "Han characters",
    "Hant": "Han characters",
}
_MADE_OF = {
    "Jpan": ("Hira", "Kana", "Hani"),
    "Hrkt": ("Hira", "Kana"),
    "Kore": ("Hang", "Hani"),
    "Hani": ("Hani", "Bopo"),
    "Hans": ("Hani", "Bopo"),
    "Hant": ("Hani", "Bopo"),
    **{name: (name,) for name in _LETTERS},
}


@cache  # each is compiled when the first text of a script comes along
def _own(script: str) -> re.Pattern[str]:
    return re.compile(f"[{''.join(_LETTERS[part][1] for part in _MADE_OF[script])}]")


@cache
def _alien(script: str) -> re.Pattern[str]:
    """Match the letters that no text in a script has.

    Latin and Greek occur in all, in foreign words and symbols.
    """
    others = {*_MADE_OF[script], "Latn", "Grek"}
    return re.compile(
        f"[{''.join(row[1] for part, row in _LETTERS.items() if part not in others)}]"
    )


_LATIN = _LETTERS["Latn"][1]
_SMALL = "[a-zß-öø-ɏ]"
_BETWEEN_WORDS = re.compile(r"[^\w\s]*\s[^\w\s]*")
_GREEK_WORD = f"[{_LETTERS['Grek'][1]}]{{3,}}"
_NOT_LATIN = re.compile("[^\u0000-\u036f\u2000-\u2bff]")
"""A quick first look: all letters but Latin ones, beyond the blocks of signs."""


def on_text_fields(text_fields: TextFields) -> Iterator[Finding]:
    """Compare the letters of each text with the script of its tag."""
    if all(script(tag)[0] == "Latn" for tag in text_fields.tags if tag) and not _NOT_LATIN.search(
        "".join(text_fields.non_ascii)
    ):
        return
    for pointer, tag, text in text_fields.found:
        wanted, said = script(tag) if tag else ("", False)
        if wanted not in _MADE_OF or (wanted == "Latn" and not _NOT_LATIN.search(text)):
            continue
        if letter := _contradiction(text, wanted, said):
            name, _, tags = next(
                row for row in _LETTERS.values() if re.match(f"[{row[1]}]", letter)
            )
            romanised = f"{tag.split('-')[0]}-Latn or " if name == "Latin" else ""
            written = _SAID.get(wanted) or f"{_LETTERS[wanted][0]} letters"
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


def _contradiction(text: str, wanted: str, said: bool) -> str:
    """Return the first letter that contradicts the script; empty if there is none.

    If the tag names the script, no other may be there; otherwise others may, as in a quotation.
    """
    own = _own(wanted).search(text)
    if own and not said:
        return ""
    if _NOT_LATIN.search(text) and (alien := _alien(wanted).search(text)):
        return alien[0]
    if own:
        return ""
    if wanted == "Latn":
        greek = re.search(_GREEK_WORD, text)
        return greek[0][0] if greek else ""
    return _latin_words(text)


def is_romanised(text: str, language: str) -> bool:
    """Return whether a text is in Latin words, though its language is written in other letters."""
    wanted, _ = script(language)
    if wanted == "Latn" or wanted not in _MADE_OF or _own(wanted).search(text):
        return False
    return not _alien(wanted).search(text) and bool(_latin_words(text))


def _latin_words(text: str) -> str:
    """Return the first letter of two Latin words that are not abbreviations.

    The result is empty if there are none. A single one may be a name that every language prints so.
    """
    for one, other in pairwise(re.finditer(f"[{_LATIN}]+", text)):
        between = text[one.end() : other.start()]
        is_word = re.match(_SMALL, one[0][-1]) and re.search(f"{_SMALL}{{2}}", other[0])
        if is_word and _BETWEEN_WORDS.fullmatch(between):
            return one[0][0]
    return ""


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
