"""How texts are put in order: as the language of the locale has it.

With PyICU installed, by the collation of the language (CLDR; Unicode Technical Standard 10 and 35).
Without it, by the letters without case, accents and punctuation, which is right for English and
most Western languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from exporter.cite.markup import strip_marks

_IGNORED = re.compile(r"[\[\]'\"’‘“”„«»「」『』（）()]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_HIRAGANA = {katakana: katakana - 0x60 for katakana in range(0x30A1, 0x30F7)}
_SIGN = re.compile(r"[^\w\s]|_")
_PUNCTUATION = re.compile(r"[^\w\s;]+")


@lru_cache(maxsize=8)
def collator(tag: str) -> Callable[[str], str]:
    """Return the function that makes a key of a marked text, in the order of a language."""
    try:
        import icu
    except ImportError:
        japanese = tag.split("-")[0].lower() == "ja"
        return lambda text: _key(text, japanese=japanese)
    collator = icu.Collator.createInstance(icu.Locale(tag.replace("-", "_")))
    collator.setStrength(icu.Collator.PRIMARY)  # case and accents do not count before the next key
    return _icu_collator(collator)


def _icu_collator(collator: Any) -> Callable[[str], str]:
    @lru_cache(maxsize=100_000)
    def key(text: str) -> str:
        if not text:
            return ""
        return str(collator.getSortKey(_without_punctuation(strip_marks(text))), "latin-1")

    return key


def _without_punctuation(text: str) -> str:
    """Return a text without punctuation, which does not count in the order, as in citeproc-js."""
    if not _SIGN.search(text):
        return text
    return "".join(sign for sign in text if not unicodedata.category(sign).startswith("P"))


@lru_cache(maxsize=100_000)
def _key(text: str, *, japanese: bool) -> str:
    text = _IGNORED.sub("", strip_marks(text))
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        letters = [letter for letter in decomposed if not unicodedata.combining(letter)]
        text = "".join(letters).translate(_HIRAGANA)
    text = " ".join(_PUNCTUATION.sub(" ", text.casefold()).split())
    return _HAN.sub(_in_jis, text) if japanese else text


def _in_jis(match: re.Match[str]) -> str:
    """Return a Han character by its place in JIS X 0208, or behind all of those."""
    try:
        high, low = match[0].encode("euc_jp")
    except ValueError:  # it has no two bytes there
        return chr(0x40000 + ord(match[0]))
    return chr(0x20000 + high * 256 + low)
