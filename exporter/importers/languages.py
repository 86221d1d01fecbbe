"""Language tags for what sources write: codes of libraries, names of languages, tags with faults."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from exporter.model.vocabularies import vocabulary
from exporter.model.vocabularies.languages import fault, script, tags_by_names

_OLD_CODES = {"scc": "sr", "scr": "hr", "mol": "ro"}
"""Codes of ISO 639-2 that are out of use and mean nothing else (MARC Code List for Languages)."""
_NONE = frozenset({"und", "zxx", "mul", "mis", "xxx", "|||", "   ", "n/a", "none"})
_SCRIPTS = (
    ("HIRAGANA", "Jpan"),
    ("KATAKANA", "Jpan"),
    ("HANGUL", "Kore"),
    ("CJK", "Hani"),
    ("CYRILLIC", "Cyrl"),
    ("GREEK", "Grek"),
    ("HEBREW", "Hebr"),
    ("ARABIC", "Arab"),
    ("ARMENIAN", "Armn"),
    ("GEORGIAN", "Geor"),
    ("DEVANAGARI", "Deva"),
    ("THAI", "Thai"),
    ("LATIN", "Latn"),
)
_LANGUAGES_OF = {"Jpan": ("ja",), "Kore": ("ko",), "Hani": ("ja", "zh", "ko")}


@cache
def _tags() -> dict[str, str]:
    """Return the tag of each code and name that our tables have, in small letters."""
    found = _OLD_CODES | tags_by_names()
    for tag, row in vocabulary("babel").items():
        found.setdefault(row["langid"].lower(), tag)
        found.setdefault(row["key"].lower(), tag)
    for tag, row in vocabulary("languages").items():
        for word in (row["code"], row["label"]):
            if word:
                found[word.lower()] = tag
        for code in row["mistaken"].split():
            if len(code) == 3:  # the two codes of ISO 639-2; those of two letters are countries
                found.setdefault(code, tag)
    found.update({"german": "de", "ngerman": "de", "english": "en", "american": "en-US"})
    found.update({"austrian": "de-AT", "swissgerman": "de-CH", "brazil": "pt-BR", "germanb": "de"})
    found.update({"british": "en-GB", "ukenglish": "en-GB", "usenglish": "en-US"})
    return found


@lru_cache(maxsize=10_000)
def tag_of(written: str) -> str:
    """Return the language tag for a tag, a code of three letters or a name; else empty."""
    text = written.strip(" .").replace("_", "-")
    low = text.lower()
    if not text or low in _NONE:
        return ""
    if low in _tags():
        return _tags()[low]
    if fault(text)[0]:
        return ""
    language, *rest = text.split("-")
    return "-".join([language.lower(), *(_in_usual_case(part) for part in rest)])


def work_language(written: str) -> str:
    """Return the language tag of a work, which may state that it has no language, or several.

    ISO 639-2 says so with `zxx`, as of music or a picture without words, and with `mul`.
    """
    low = written.strip().lower()
    return low if low in {"zxx", "mul", "und"} else tag_of(written)


def _in_usual_case(part: str) -> str:
    """Return a subtag as RFC 5646, 2.1.1 recommends to write it: regions in capitals, scripts `Latn`."""
    if len(part) == 2:
        return part.upper()
    return part.title() if len(part) == 4 and part.isalpha() else part.lower()


@lru_cache(maxsize=20_000)
def script_of(text: str) -> str:
    """Return the script of the letters of a text (ISO 15924); empty if it has none that we know.

    Kana among Han characters means Japanese, Hangul means Korean.
    """
    found = ""
    for each in text:
        if each.isascii():
            if each.isalpha() and not found:
                found = "Latn"
            continue
        name = unicodedata.name(each, "")
        for beginning, code in _SCRIPTS:
            if name.startswith(beginning):
                if code in {"Jpan", "Kore"}:
                    return code
                if found in {"", "Latn"}:
                    found = code
                break
    return found


def name_tag(text: str, language: str, catalogue_language: str) -> str:
    """Return the tag under which a form of a name stands in an agent's record.

    A name in Latin letters stands under the catalogue's language, so that one person has one form
    from all sources. One in another script stands under the language of the entry if that language
    is written so, and under the script alone if not.
    """
    found = script_of(text)
    if found in {"", "Latn"}:
        own = script(catalogue_language)[0]
        return catalogue_language if own in {"", "Latn"} else f"{catalogue_language}-Latn"
    for tag in (language, catalogue_language):
        base = tag.split("-")[0].lower()
        if base in _LANGUAGES_OF.get(found, ()):
            return base
        if base and script(base)[0] == found:
            return base
    if found == "Jpan":
        return "ja"
    return "ko" if found == "Kore" else f"und-{found}"
