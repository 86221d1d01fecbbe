"""Folds text so that names match in any spelling and script that a record states."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_MARKS = re.compile("[\u0300-\u036f\u093c\u09bc\u0a3c\u0abc\u0b3c\u0c3c\u0cbc]")
"""Accents, and the dot of Indic scripts (nukta), which many leave out."""
_VOWELLED = re.compile(
    "[\u0900-\u109f\u1700-\u17df\u1a00-\u1a7f\u1b00-\u1bff\ua800-\uabff\U00011000-\U00011fff]"
)
"""The scripts from Devanagari to Khmer, whose vowels are marks: कमल and कमला are two names.

The points of Hebrew and Arabic are marks, too, but most texts leave them out.
"""
_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
"""The hiragana of each katakana, by their code points."""
_KANA = dict(
    re.findall(
        "([^a-z ])([a-z]*)",
        "あaいiうuえeおo かkaきkiくkuけkeこko さsaしsiすsuせseそso たtaちtiつtuてteとto なnaにniぬnuねneのno "
        "はhaひhiふhuへheほho まmaみmiむmuめmeもmo やyaゆyuよyo らraりriるruれreろro わwaゐiゑeをoんn "
        "がgaぎgiぐguげgeごgo ざzaじziずzuぜzeぞzo だdaぢziづzuでdeどdo ばbaびbiぶbuべbeぼbo ぱpaぴpiぷpuぺpeぽpo "
        "ぁaぃiぅuぇeぉo ゃyaゅyuょyoゎwa ゔbu っーゝゞ",
    )
)
_ROMAN = str.maketrans(_KANA)
_ALIKE = (
    *("sh→sy", "ch→ty", "ts→t", "j→zy", "d(?=[zu])→z", "di→zi"),  # Hepburn as Kunrei
    *("f→h", "v→b", "l→r", "[cq]→k", "x→ks", r"([bcdghkmnprstz])[iy](?=y)→\1", "y(?=i)→"),
    *("w(?=[ieo])→", "ha→wa", "he→e", "m(?=[bpm])→n"),  # particles, and n before lips
    *("oh(?![aeiouy])→o", "ou→o", "ei→e", r"(.)\1+→\1"),  # long vowels and double consonants
)


def folded(text: str) -> str:
    """Return the letters and digits of a text, narrow, lower case, without accents, in hiragana.

    Marks that are vowels stay. The search of the site does the same (`site.js`).
    """
    if text.isascii():  # as most are, and this takes a tenth of the time
        return "".join(filter(str.isalnum, text.lower()))
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    plain = unicodedata.normalize("NFC", _MARKS.sub("", plain))
    hiragana = plain.translate(_HIRAGANA)
    return "".join(each for each in hiragana if each.isalnum() or _is_vowel(each))


def _is_vowel(character: str) -> bool:
    return bool(_VOWELLED.match(character)) and unicodedata.category(character)[0] == "M"


def sounds(text: str) -> str:
    """Return the sound of kana or Latin letters, so roughly that all romanisations are alike.

    Lines stay apart.
    """
    roman = text.lower()
    if not text.isascii():
        plain = unicodedata.normalize("NFKC", text).casefold()
        roman = plain.translate(_HIRAGANA).translate(_ROMAN)
        roman = unicodedata.normalize("NFD", roman)
    roman = re.sub("[^a-z\n]", "", roman)
    for target, term in _alike():
        roman = target.sub(term, roman)
    return roman


@cache
def _alike() -> list[tuple[re.Pattern[str], str]]:
    """Return what is replaced in Latin letters, and by what: not compiled before it is needed."""
    rules = (rule.split("→") for rule in _ALIKE)
    return [(re.compile(target), term) for target, term in rules]
