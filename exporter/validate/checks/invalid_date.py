"""A date that is not EDTF, or that no calendar has.

Dates are written as EDTF (ISO 8601-2:2019, levels 0 to 2): `1941`, `2021-08`, `2021-08-27`, `1941?` for uncertain,
`1941~` for approximate, `194X` for the forties, `2001/2006` for an interval, `2001/..` for one without end. So every
format can say as much of it as it is able to.

```yaml wrong
id: nine
kind: book
language: en
title: China Nine
issued: 2021-02-30
```

```yaml right
id: nine
kind: book
language: en
title: China Nine
issued: 2021-02-28
```
"""

from __future__ import annotations

import calendar
import contextlib
import datetime
import io
import re
import warnings
from functools import lru_cache

from exporter.model.date import fault, parse_date
from exporter.model.printed_date import printed_date
from exporter.records.finding import Fault, Severity
from exporter.suggest import Suggestion, suggestion

SEVERITY = Severity.ERROR
FORMAT = "edtf"

_HINT = "write 2021-08-27, 2021-08 or 2021; 2021? if uncertain, 2021~ if approximate, 2001/2006 from and to"
_POINT = r"-?[0-9X]{4}(?:-[0-9X]{2}(?:-[0-9X]{2})?)?"
_END = rf"(?!-0000){_POINT}[?~%]?"
_SIMPLE = rf"{_END}|{_END}/{_END}|{_END}/(?:\.\.)?|(?:\.\.)?/{_END}"
"""Dates of the calendar, with X for any digit, and intervals of them: what the library need not be asked about."""
_PLAIN = re.compile("[1-9][0-9]{3}(?:-[0-9]{2}){0,2}", re.ASCII)
"""Nearly all dates of a catalogue: the calendar of Python knows whether there is such a day."""
_WRITING = r"[0-9XYESTZ.,/\[\]{}?~%:+-]+"
_FULL = rf"(?<![0-9X]){_POINT}(?![0-9X])"
_SWAPPED = "([0-9]{4})-(1[3-9]|2[0-9]|3[01])-(0[1-9]|1[0-2])"
_SPAN = r"([0-9]{4}) ?(?:[-–—~〜]|to|bis|から) ?([0-9]{4})"
_ABOUT = r"\s*(?:c|ca|circa|about|approx|around|um|約)\b\.?"
_UNKNOWN = {
    "unknown",
    "n.d",
    "nd",
    "no date",
    "undated",
    "s.d",
    "o. j",
    "o.j",
    "不明",
    "刊年不明",
    "none",
    "null",
    "?",
    "-",
}
_LONGEST = 500
"""How many characters a date may have. The library takes minutes over a set of many thousand dates."""
_MARKS_OF_DOUBT = str.maketrans("", "", "?~%")


@lru_cache(maxsize=10_000)
def on_value(value: str) -> Fault | None:
    """Judge one date."""
    if _PLAIN.fullmatch(value):
        with contextlib.suppress(ValueError):
            datetime.date.fromisoformat(f"{value}-01-01"[:10])
            return None
    if len(value) > _LONGEST:
        return Fault(
            f"“{value}” is no date: it is longer than {_LONGEST} characters", "correct the date"
        )
    date = parse_date(value)
    wrong = fault(date) or _impossible(value) or _backwards(value)
    if wrong:
        return Fault(f"“{value}” is no date: {wrong}", *_meant(value, "correct the date"))
    if value in {"../..", "../", "/..", "/"}:
        return Fault(
            f"“{value}” is no date: it neither begins nor ends",
            "write the date, or delete the field",
        )
    if re.fullmatch(_SIMPLE, value) or _is_edtf(value):
        return None
    return Fault(f"“{value}” is not written as a date is", *_meant(value, _HINT))


def _meant(value: str, otherwise: str) -> Suggestion:
    """Return the date that is most likely meant, or the hint `otherwise` if that is not clear."""
    if value.strip(" []().").casefold() in _UNKNOWN:
        return Suggestion("delete the field: what is not known is left out")
    form = ""
    if swapped := re.fullmatch(_SWAPPED, value):
        form = f"{swapped[1]}-{swapped[3]}-{swapped[2]}"
    elif span := re.fullmatch(_SPAN, value.strip()):
        form = f"{span[1]}/{span[2]}"
    elif (date := printed_date(value)) and date.year and (date.month or not date.day):
        parts = [f"{date.year:04d}", *(f"{part:02d}" for part in (date.month, date.day) if part)]
        form = "-".join(parts) + ("~" if re.match(_ABOUT, value, re.IGNORECASE) else "")
    right = form != value and on_value(form) is None
    return suggestion(form if right else "", otherwise)


def _impossible(value: str) -> str:
    """Look at each date inside, also in a set or before a time of day, and at what an X in it can stand for."""
    for written in re.findall(_FULL, value.translate(_MARKS_OF_DOUBT)):
        if wrong := fault(parse_date(written)):
            return wrong
        year, month, day = (*written.removeprefix("-").split("-"), "", "")[:3]
        months = [
            each for each in (*range(1, 13), *range(21, 42)) if not month or _fits(each, month)
        ]
        if not months:
            return f"there is no month {month}"
        leap = not year.isdigit() or calendar.isleap(int(year))
        longest = max(
            {2: 29 if leap else 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(each, 31) for each in months
        )
        if day and not any(_fits(each, day) for each in range(1, longest + 1)):
            return f"no month {month} has a day {day}"
    return ""


def _fits(number: int, digits: str) -> bool:
    return all(digit in {"X", known} for digit, known in zip(digits, f"{number:02d}", strict=True))


def _backwards(value: str) -> str:
    """Compare the ends of an interval, and of each part from … to … of a set."""
    for part in value.strip("[]{}").split(","):
        first, _, last = part.partition("/" if "/" in part else "..")
        start, end = (parse_date(each) if each else None for each in (first, last))
        earliest = start.start.first if start and start.start else None
        latest = end.end.last if end and end.end else None
        if earliest and latest and earliest > latest:
            return "it ends before it begins"
    return ""


def _is_edtf(value: str) -> bool:
    """Ask the library for the rarer forms. It prints to stdout for some and raises anything at all for others."""
    if not re.fullmatch(_WRITING, value) or "-0000" in value:
        return False  # the library passes over blanks and takes other digits, and there is no year -0000
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # it uses its parser generator in a way that the latter warns of
        import edtf  # here, since it takes a tenth of a second and most dates never need it

        try:
            edtf.parse_edtf(value.replace("T23:59:60", "T23:59:59"))  # it knows of no leap second
        except Exception:  # noqa: BLE001
            return False
    return True
