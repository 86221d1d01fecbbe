"""Headings of persons and bodies as library catalogues write them, whatever the format.

Source: MARC 21, X00 $d; RDA 9.3.
"""

from __future__ import annotations

import re
from typing import Any

from exporter.importers.text import edtf

_LIFE = re.compile(r"(?:b\.\s*|geb\.\s*)?(.*?)\s*-\s*(.*)")
_ACTIVE = re.compile(r"(?:fl\.|active|flourished)\s*(.+)")
_CENTURY = re.compile(r"(?:active )?([0-9]{1,2})(?:st|nd|rd|th) cent(?:ury|\.)?")
_OTHER_YEAR = re.compile(r"([0-9]{4}) or ([0-9]{1,3})")
_BEFORE_CHRIST = re.compile(r"([0-9]{1,4})(\??) B\.? ?C\.?")
_EARLY = re.compile(r"([0-9]{1,3})(\??)")
_NO_YEAR = re.compile(r"\.{4}")
_CENTURY_OF_BIRTH = re.compile(r"(?<![0-9])([0-9]{2})(?:\.\.)?(?=\s*-\s*\.{4}$)")
_UNKNOWN_DIGITS = re.compile(r"([0-9]{2}(?=\.\.)|[0-9]{3}(?=\.(?!\.)))\.{1,2}(?=$|\D)")
_WITH_DATES = re.compile(
    r"(?P<name>.*?\D),\s*(?P<dates>(?:(?:b|d|ca|fl)\. ?|active |approximately )?"
    r"[0-9]{1,4}(?: B\.C\.)?\??(?:st|nd|rd|th| or [0-9]+)?(?: cent(?:\.|ury))?"
    r"(?:\s*-\s*(?:(?:ca\. ?|approximately )?[0-9]{1,4}.*)?)?)"
)


def without_dates(heading: str) -> tuple[str, str]:
    """Return a heading and the dates at its end: `Dawson, Alan, 1929-1996`."""
    for written in (heading.strip(), heading.strip(" .")):
        match = _WITH_DATES.fullmatch(written)
        if match and dates_of_life(match["dates"]):
            return match["name"].strip(), match["dates"]
    return heading, ""


def dates_of_life(written: str) -> dict[str, Any]:
    """Return what the dates of a heading say of a person: `born`, `died` or `active`.

    The result is empty if a part of them is not understood.
    """
    written = _with_known_digits(written).strip(" .,")
    active, century = _ACTIVE.match(written), _CENTURY.fullmatch(written)
    if active or century:
        date = _date(active[1] if active else written)
        return {"active": date} if date else {}
    match = _LIFE.fullmatch(written)
    born, died = match.groups() if match else (_after(written, "b."), _after(written, "d."))
    dates = {word: _date(text) for word, text in (("born", born), ("died", died)) if text}
    if not all(dates.values()):
        return {}
    return {word: {"date": date} for word, date in dates.items()}


def _with_known_digits(written: str) -> str:
    """Return dates as EDTF has them for those of French and Italian libraries.

    A dot stands for each digit that is not known (`19..-....`, also `19-....`), and four for a year
    that has not come. Italian libraries write the dates in angle brackets, others in round ones.
    Source: AFNOR Z 44-061; REICAT 15.3.
    """
    text = written.strip("<> ")
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    text = text.replace("av. J.-C.", "B.C.")
    text = _CENTURY_OF_BIRTH.sub(r"\1XX", text)
    text = _UNKNOWN_DIGITS.sub(lambda match: match[1].ljust(4, "X"), text)
    return _NO_YEAR.sub("", text)


def _after(written: str, word: str) -> str:
    return written[len(word) :].strip() if written.startswith(word) else ""


def _date(written: str) -> str:
    """Return a date of a heading in EDTF: also `1701 or 2`, `18th cent.`, `106 B.C.`.

    Source: MARC 21, X00 $d; RDA 9.3.
    """
    short = _OTHER_YEAR.fullmatch(written)
    if short:
        first, ending = short.groups()
        return edtf(f"[{first},{first[: -len(ending)]}{ending}]")
    before_christ = _BEFORE_CHRIST.fullmatch(written)
    if before_christ:
        return edtf(f"-{int(before_christ[1]) - 1:04}{before_christ[2]}")
    century = _CENTURY.fullmatch(written)
    if century:
        return edtf(f"{int(century[1]) - 1:02}XX")
    early = _EARLY.fullmatch(written)
    return edtf(f"{early[1]:0>4}{early[2]}" if early else written)
