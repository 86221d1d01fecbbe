"""The dates that biblatex reads: EDTF level 1 (biblatex manual 2.3.8, date specifications and tables 2 and 3)."""

from __future__ import annotations

import re

from exporter.model.date import Date

_YEAR = r"-?(?!0000)[0-9]{4}"
_POINT = rf"{_YEAR}(-(0[1-9]|1[0-2])(-[0-3][0-9])?|-(2[1-9]|3[0-9]|4[01]))?[?~%]?"
_UNSPECIFIED = r"[0-9]{3}X|[0-9]{2}XX|[0-9]{4}-XX(-XX)?|[0-9]{4}-[0-9]{2}-XX"
_INTERVAL = rf"{_POINT}/(\.\.|{_POINT})?|(\.\.)?/{_POINT}"
_KNOWN = re.compile(rf"{_POINT}|{_UNSPECIFIED}|{_INTERVAL}", re.ASCII)


def readable(date: Date) -> str:
    """Give a date as biblatex reads it, or else what is certain of it: of `2021-XX-05` the year; empty for nothing."""
    written = str(date)
    without_marks = re.sub("[?~%]", "", written)
    certain = date.start.w3c() if date.start else ""
    return next((each for each in (written, without_marks, certain) if _KNOWN.fullmatch(each)), "")
