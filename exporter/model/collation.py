"""Text in the order of a language (Unicode Collation Algorithm, Unicode Technical Standard 10).

With ICU (extra `collation`), the order is that of the language in CLDR (UTS 35, part 5): Swedish å
after z, Chinese by pinyin. Without it, pyuca has the order that all languages share (DUCET); kana
and Han characters in Japanese are then ordered here. Kana, Latin and Cyrillic letters have the same
order either way, unless the language has an order of its own for some of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from exporter.model.east_asian import HAN
from exporter.model.text import primary_language

_PUNCTUATION = re.compile(r"[^\w\s]|_")
_HAN = re.compile(f"([{HAN}]+)")
_VOWELS = {"A": "あ", "I": "い", "U": "う", "E": "え", "O": "お"}
_ITERATION_MARKS = frozenset("ゝヽ")


@lru_cache(maxsize=8)
def collator(tag: str) -> Callable[[str], str]:
    """Return the function that makes the sort key of a text, in the order of a language.

    `tag` is a BCP 47 tag. Keys compare as strings. Punctuation, width, case and accents do
    not count (primary strength): texts that differ in nothing else are told apart by what is sorted by next.
    A text without letters and digits has an empty key.
    """
    try:
        import icu
    except ImportError:
        return _pyuca_collator(japanese=primary_language(tag) == "ja")
    collator = icu.Collator.createInstance(icu.Locale.forLanguageTag(tag))
    collator.setStrength(icu.Collator.PRIMARY)
    return _cached(lambda text: str(collator.getSortKey(text), "latin-1"))


def _cached(make_key: Callable[[str], str]) -> Callable[[str], str]:
    @lru_cache(maxsize=100_000)
    def key(text: str) -> str:
        letters = _without_punctuation(unicodedata.normalize("NFKC", text)).strip()
        return make_key(letters) if letters else ""

    return key


def _without_punctuation(text: str) -> str:
    if not _PUNCTUATION.search(text):
        return text
    return "".join(sign for sign in text if not unicodedata.category(sign).startswith("P"))


def _pyuca_collator(*, japanese: bool) -> Callable[[str], str]:
    from pyuca.collator import Collator_10_0_0

    collator = Collator_10_0_0()
    if not japanese:
        return _cached(lambda text: _primary(text, collator))
    return _cached(lambda text: _japanese(text, collator))


def _primary(text: str, collator: Any) -> str:
    """Return the primary weights of a text, one character each."""
    elements = collator.collation_elements(unicodedata.normalize("NFD", text))
    return "".join(chr(weights[0]) for weights in elements if weights[0])


def _japanese(text: str, collator: Any) -> str:
    key = ""
    for place, part in enumerate(_HAN.split(text)):
        if place % 2:
            key += "".join(map(_in_jis, part))
        else:
            key += _primary(_spelt_out(part), collator)
    return key


def _spelt_out(text: str) -> str:
    """Return kana with a vowel for each long-vowel mark, and a kana for each iteration mark.

    Source: JIS X 4061, 6; CLDR, collation of `ja`.
    """
    found = ""
    for kana in unicodedata.normalize("NFD", text):
        before = found.rstrip("\u3099\u309a")[-1:]
        if kana == "ー":
            name = unicodedata.name(before, "")
            is_kana = name.startswith(("HIRAGANA", "KATAKANA"))
            found += _VOWELS.get(name[-1:], kana) if is_kana else kana
        elif kana in _ITERATION_MARKS and before:
            found += before
        else:
            found += kana
    return found


def _in_jis(character: str) -> str:
    """Return a Han character by its place in JIS X 0208, or behind all of those."""
    try:
        high, low = character.encode("euc_jp")
    except ValueError:  # it has no two bytes there
        return chr(0x40000 + ord(character))
    return chr(0x20000 + high * 256 + low)
