"""Kana in Latin letters, for ids: by Hepburn (ANSI Z39.11), without marks of length."""

from __future__ import annotations

import re
import unicodedata

from exporter.model.east_asian import HAN

_SYLLABLES = dict(
    re.findall(
        "([^a-z ])([a-z]+)",
        "あaいiうuえeおo かkaきkiくkuけkeこko さsaしshiすsuせseそso たtaちchiつtsuてteとto なnaにniぬnuねneのno "
        "はhaひhiふfuへheほho まmaみmiむmuめmeもmo やyaゆyuよyo らraりriるruれreろro わwaゐiゑeをoんn "
        "がgaぎgiぐguげgeごgo ざzaじjiずzuぜzeぞzo だdaぢjiづzuでdeどdo ばbaびbiぶbuべbeぼbo ぱpaぴpiぷpuぺpeぽpo "
        "ゔvuゕkaゖke",
    )
)
_SMALL = dict(re.findall("([^a-z])([a-z]+)", "ぁaぃiぅuぇeぉoゃyaゅyuょyoゎwa"))
_INFLECTION = re.compile(f"(?<=[{HAN}])[ぁ-ゖー]+|[ぁ-ゖー]+(?=[{HAN}])")
"""Hiragana beside a Han character, which say nothing without its reading: 走れ, の森."""
_RUN = re.compile("[ぁ-ゖー]+|[ァ-ヶー]+")


def kana_in_latin(text: str) -> str:
    """Return a text with its kana in Latin letters, hiragana and katakana as words of their own.

    Hiragana beside Han characters are left out.
    """
    text = _INFLECTION.sub(" ", unicodedata.normalize("NFKC", text))
    return _RUN.sub(lambda run: f" {_romanised(run[0])} ", text)


def _romanised(run: str) -> str:
    syllables: list[str] = []
    is_doubled = False
    for each in run.replace("ー", ""):
        letter = chr(ord(each) - 0x60) if each >= "ァ" else each
        if letter == "っ":
            is_doubled = True
        elif letter in _SMALL and syllables:
            syllables[-1] = _joined(syllables[-1], _SMALL[letter])
        else:
            syllable = _SYLLABLES.get(letter) or _SMALL[letter]
            if is_doubled and syllable[0] not in "aiueon":
                syllable = ("t" if syllable.startswith("ch") else syllable[0]) + syllable
            syllables.append(syllable)
            is_doubled = False
    return "".join(syllables)


def _joined(syllable: str, small: str) -> str:
    """Return a syllable with the small kana behind it: `ki` and `ya` are kya, `te` and `i` are ti."""
    start = syllable[:-1]
    if syllable in {"u", "ku", "gu"} and small in {"a", "i", "e", "o"}:
        return f"{start}w{small}"
    return start + (small[-1] if start.endswith(("sh", "ch", "j")) else small)
