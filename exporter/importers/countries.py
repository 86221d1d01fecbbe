"""Countries by the codes that libraries write for them. Source: MARC Code List for Countries."""

from __future__ import annotations

from functools import cache

from exporter.model.vocabularies import vocabulary

_PART_OF_A_CODE = frozenset({"AX", "GG", "HK", "IC", "IM", "JE", "MO", "SJ"})
"""Countries of ISO 3166-1 that MARC gives the code of a larger one, or one code together."""

_DISCONTINUED = {
    "ac": "AU",
    "air": "AM",
    "ajr": "AZ",
    "bwr": "BY",
    "cn": "CA",
    "cp": "KI",
    "cz": "PA",
    "err": "EE",
    "ge": "DE",
    "gsr": "GE",
    "hk": "HK",
    "jn": "SJ",
    "kgr": "KG",
    "kzr": "KZ",
    "lir": "LT",
    "ln": "KI",
    "lvr": "LV",
    "mh": "MO",
    "mvr": "MD",
    "nm": "MP",
    "pt": "TL",
    "rur": "RU",
    "ry": "JP",
    "sb": "SJ",
    "sk": "IN",
    "tar": "TJ",
    "tkr": "TM",
    "uk": "GB",
    "unr": "UA",
    "us": "US",
    "uzr": "UZ",
    "vn": "VN",
    "vs": "VN",
    "wb": "DE",
    "xi": "KN",
    "ys": "YE",
}
"""Codes of older records, with the country in which these places are today (MARC Code List for Countries)."""
_DISSOLVED = {
    "cs": "Czechoslovakia",
    "na": "the Netherlands Antilles",
    "ur": "the Soviet Union",
    "xxr": "the Soviet Union",
    "yu": "Yugoslavia",
}
"""Codes of older records for states whose places are in several countries today."""


def country_of(code: str) -> str:
    """Return the country of a code of MARC; empty for one that is not known."""
    stripped = code.strip(" |#")
    return _countries().get(stripped, "") or _DISCONTINUED.get(stripped, "")


def no_country(code: str) -> str:
    """Return why a code of MARC has no country."""
    state = _DISSOLVED.get(code.strip(" |#"))
    if state:
        return f"{state} no longer exists: state the country in which the place is today"
    return "this country is not known"


@cache
def _countries() -> dict[str, str]:
    """Return the country of each code; a code of several means the largest of them."""
    found: dict[str, str] = {}
    for term, row in vocabulary("countries").items():
        if row["code"] and term not in _PART_OF_A_CODE:
            found.setdefault(row["code"], term)
    return found
