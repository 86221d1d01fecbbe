"""What a MARC record says in codes, in field 008. Source: MARC 21, 008, All materials."""

from __future__ import annotations

import re
from functools import cache

from exporter.importers.languages import tag_of
from exporter.importers.marc.field import SourceRecord
from exporter.importers.text import edtf
from exporter.model.vocabularies import vocabulary

_YEAR = re.compile(r"[0-9]{1,4}[u|]{0,3}|[0-9]{4}")


_PART_OF_A_CODE = frozenset({"AX", "GG", "HK", "IC", "IM", "JE", "MO", "SJ"})
"""Countries of ISO 3166-1 that MARC gives the code of a larger one, or one code together."""


class Coded:
    """The language, the country and the date in 008; each is empty if it is not stated."""

    def __init__(self, record: SourceRecord) -> None:
        text = record.control("008")
        self.language = tag_of(text[35:38]) if len(text) >= 38 else ""
        self.country = country_of(text[15:18])
        self.date = _date(text[6:7], text[7:11], text[11:15])


def country_of(code: str) -> str:
    """Return the country of a code of MARC; empty for one that is not known."""
    return _countries().get(code.strip(" |#"), "")


@cache
def _countries() -> dict[str, str]:
    """Return the country of each code; a code of several means the largest of them."""
    found: dict[str, str] = {}
    for term, row in vocabulary("countries").items():
        if row["code"] and term not in _PART_OF_A_CODE:
            found.setdefault(row["code"], term)
    return found


def _date(kind: str, first: str, second: str) -> str:
    begin, end = _year(first), _year(second)
    if kind in {"c", "d", "i", "k", "m", "u"} and begin:
        if second in {"9999", "uuuu"}:
            return edtf(f"{begin}/..")
        return edtf(f"{begin}/{end}") if end and end != begin else edtf(begin)
    if kind == "q" and begin and end:
        return edtf(f"[{begin}..{end}]")
    if kind == "e" and begin:
        month, day = second[:2], second[2:4]
        exact = f"{begin}-{month}" if month.isdigit() and month != "00" else begin
        return edtf(f"{exact}-{day}") or edtf(exact) if day.isdigit() else edtf(exact)
    return edtf(begin) if begin else ""


def _year(text: str) -> str:
    """Return a year in EDTF: `19uu` is 19XX."""
    if len(text) != 4 or not _YEAR.fullmatch(text) or not text[0].isdigit():
        return ""
    return text.replace("u", "X").replace("|", "X")
