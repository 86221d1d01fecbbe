"""What a MARC record says in codes, in field 008. Source: MARC 21, 008, All materials."""

from __future__ import annotations

import re

from exporter.importers.countries import country_of
from exporter.importers.languages import tag_of
from exporter.importers.marc.field import SourceRecord
from exporter.importers.text import edtf

_YEAR = re.compile(r"[0-9]{1,4}[u|]{0,3}|[0-9]{4}")


class Coded:
    """The language, the country, and the date and its kind in 008; each is empty if not stated."""

    def __init__(self, record: SourceRecord) -> None:
        text = record.control("008")
        self.language = tag_of(text[35:38]) if len(text) >= 38 else ""
        self.country = country_of(text[15:18])
        self.kind = text[6:7]
        self.date = _date(self.kind, text[7:11], text[11:15])


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
