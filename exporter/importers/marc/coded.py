"""What a MARC record says in codes, in field 008. Source: MARC 21, 008, All materials."""

from __future__ import annotations

import re

from exporter.importers.countries import country_of, no_country
from exporter.importers.languages import tag_of, work_language
from exporter.importers.marc.field import SourceRecord
from exporter.importers.text import edtf

_DISCONTINUED = {
    "cam": "km",
    "esp": "eo",
    "eth": "gez",
    "far": "fo",
    "fri": "fy",
    "gae": "gd",
    "gag": "gl",
    "gal": "om",
    "gua": "gn",
    "int": "ia",
    "iri": "ga",
    "lan": "oc",
    "lap": "smi",
    "max": "gv",
    "mla": "mg",
    "sao": "sm",
    "sho": "sn",
    "snh": "si",
    "sso": "st",
    "swz": "ss",
    "tag": "tl",
    "taj": "tg",
    "tar": "tt",
    "tsw": "tn",
}
"""Codes that older records have; in ISO 639-3, some are other languages (MARC Code List for Languages)."""
_BLANKS = str.maketrans("-^#", "   ")
"""How systems write a blank where a blank would be lost (Aleph sequential, MarcEdit, examples)."""
_NOT_STATED = re.compile(r"[ |^#]*|und|zxx|mul|xx|vp|\?+|N/A", re.IGNORECASE)
_YEAR = re.compile(r"[0-9]{1,4}[u|]{0,3}|[0-9]{4}")


class Coded:
    """The language, the country, and the date and its kind in 008; each is empty if not stated."""

    def __init__(self, record: SourceRecord) -> None:
        text = record.control("008").translate(_BLANKS)
        self.language = language_of_work(text[35:38]) if len(text) >= 38 else ""
        self.country = country_of(text[15:18])
        self.unknown = [
            (place, code.strip(), reason)
            for place, code, found, reason in (
                ("008/15-17", text[15:18], self.country, no_country(text[15:18])),
                ("008/35-37", text[35:38], self.language, "this language is not known"),
            )
            if not found and not _NOT_STATED.fullmatch(code.strip())
        ]
        """The codes that mean nothing to us: each with its place and the reason."""
        self.kind = text[6:7]
        self.date = _date(self.kind, text[7:11], text[11:15])


def language_of(code: str) -> str:
    """Return the language tag for a code of three letters, also one that is out of use."""
    return tag_of(_current(code))


def language_of_work(code: str) -> str:
    """Return what `language_of` does, and `zxx` or `mul` for a work without language, or in several."""
    return work_language(_current(code))


def _current(code: str) -> str:
    return _DISCONTINUED.get(code.strip().lower(), code)


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
