"""The letters of scripts, and whether a text is in the letters of its language tag."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from exporter.model.east_asian import HAN, HANGUL, HIRAGANA, KATAKANA
from exporter.model.vocabularies.languages import script

LETTERS = {
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
SAID = {
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
MADE_OF = {
    "Jpan": ("Hira", "Kana", "Hani"),
    "Hrkt": ("Hira", "Kana"),
    "Kore": ("Hang", "Hani"),
    "Hani": ("Hani", "Bopo"),
    "Hans": ("Hani", "Bopo"),
    "Hant": ("Hani", "Bopo"),
    **{name: (name,) for name in LETTERS},
}


@cache  # each is compiled when the first text of a script comes along
def _own(script: str) -> re.Pattern[str]:
    return re.compile(f"[{''.join(LETTERS[part][1] for part in MADE_OF[script])}]")


@cache
def _alien(script: str) -> re.Pattern[str]:
    """Match the letters that no text in a script has.

    Latin and Greek occur in all, in foreign words and symbols.
    """
    others = {*MADE_OF[script], "Latn", "Grek"}
    return re.compile(f"[{''.join(row[1] for part, row in LETTERS.items() if part not in others)}]")


_LATIN = LETTERS["Latn"][1]
_SMALL = "[a-zß-öø-ɏ]"
_BETWEEN_WORDS = re.compile(r"[^\w\s]*\s[^\w\s]*")
_GREEK_WORD = f"[{LETTERS['Grek'][1]}]{{3,}}"
NOT_LATIN = re.compile("[^\u0000-\u036f\u2000-\u2bff]")
"""A quick first look: all letters but Latin ones, beyond the blocks of signs."""


def contradiction(text: str, wanted: str, said: bool) -> str:
    """Return the first letter that contradicts the script; empty if there is none.

    If the tag names the script, no other may be there; otherwise others may, as in a quotation.
    """
    own = _own(wanted).search(text)
    if own and not said:
        return ""
    if NOT_LATIN.search(text) and (alien := _alien(wanted).search(text)):
        return alien[0]
    if own:
        return ""
    if wanted == "Latn":
        greek = re.search(_GREEK_WORD, text)
        return greek[0][0] if greek else ""
    return _latin_words(text)


def script_of(letter: str) -> tuple[str, str]:
    """Return the name of the script of a letter, and the tags of texts that are mostly written in it."""
    name, _, tags = next(row for row in LETTERS.values() if re.match(f"[{row[1]}]", letter))
    return name, tags


def fitting_tag(text: str, tag: str) -> str:
    """Return the tag of a text, or that of the language which is written in its letters.

    If several languages are, it is `…`.
    """
    wanted, said = script(tag)
    if wanted not in MADE_OF or (wanted == "Latn" and not NOT_LATIN.search(text)):
        return tag
    letter = contradiction(text, wanted, said)
    if not letter:
        return tag
    name, tags = script_of(letter)
    if name == "Latin":
        return f"{tag.split('-')[0]}-Latn"
    return "…" if " or " in tags else tags


def is_romanised(text: str, language: str) -> bool:
    """Return whether a text is in Latin words, though its language is written in other letters."""
    wanted, _ = script(language)
    if wanted == "Latn" or wanted not in MADE_OF or _own(wanted).search(text):
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
