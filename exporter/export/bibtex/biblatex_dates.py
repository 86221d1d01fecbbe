"""The dates that biblatex reads: EDTF level 1 (biblatex manual 2.3.8, date specifications and tables 2 and 3)."""

from __future__ import annotations

import re

from exporter.model.date import Date, Point

_YEAR = r"-?(?!0000)[0-9]{4}"
_POINT = rf"{_YEAR}(-(0[1-9]|1[0-2])(-[0-3][0-9])?|-(2[1-9]|3[0-9]|4[01]))?[?~%]?"
_UNSPECIFIED = r"[0-9]{3}X|[0-9]{2}XX|[0-9]{4}-XX(-XX)?|[0-9]{4}-[0-9]{2}-XX"
_INTERVAL = rf"{_POINT}/(\.\.|{_POINT})?|(\.\.)?/{_POINT}"
_KNOWN = re.compile(rf"{_POINT}|{_UNSPECIFIED}|{_INTERVAL}", re.ASCII)


def readable(date: Date) -> str:
    """Return a date as biblatex reads it, or else what is certain of it; empty for nothing.

    That is the year of `2021-XX-05`, and an approximate interval of `[0975..1025]`.
    """
    if date.members:
        return _span(date)
    written = str(date)
    certain = date.start.w3c() if date.start else ""
    for each in (written, re.sub("[?~%]", "", written), certain):
        if _KNOWN.fullmatch(each):
            return each
    return ""


def _span(date: Date) -> str:
    """Return the interval in which all dates of a set lie."""
    ends = [_year(date.start), _year(date.end)]
    written = "/".join(f"{end}~" if end else ".." for end in ends)
    return written if _KNOWN.fullmatch(written) else ""


def _year(point: Point | None) -> str:
    return point.w3c() if point else ""
