"""A date that is not written in EDTF, or that does not exist.

Dates are written in EDTF (ISO 8601-2:2019, levels 0 to 2): `1941`, `2021-08`, `2021-08-27`,
`1941?` for an uncertain date, `1941~` for an approximate one, `194X` for the 1940s, `2001/2006`
for an interval, `2001/..` for one without an end, `[1949..1951]` for one of these years. So every
format can say as much of a date as it is able to.

```yaml wrong
id: jane-eyre
kind: book
language: en
title: Jane Eyre
issued: 1847-10-32
```

```yaml right
id: jane-eyre
kind: book
language: en
title: Jane Eyre
issued: 1847-10-19
```
"""

from __future__ import annotations

import calendar
import contextlib
import datetime
import io
import re
import warnings
from collections.abc import Iterator
from functools import lru_cache

from exporter.model.date import fault, is_backwards, parse_date
from exporter.records.finding import Fault, Finding, Severity
from exporter.records.positions import scalar_text
from exporter.suggest import Suggestion, suggestion, unquoted
from exporter.validate.date_suggestions import copyright_year, possible_days, suggested_date
from exporter.validate.violation import Violation, said

SEVERITY = Severity.ERROR
FORMAT = "edtf"
KEYWORDS = ("minimum", "maximum")

_HINT = (
    "write 2021-08-27, 2021-08 or 2021; 2021? if uncertain, 2021~ if approximate, "
    "2001/2006 for an interval"
)
_POINT = r"-?[0-9X]{4}(?:-[0-9X]{2}(?:-[0-9X]{2})?)?"
_END = rf"(?!-0000){_POINT}[?~%]?"
_SIMPLE = rf"{_END}|{_END}/{_END}|{_END}/(?:\.\.)?|(?:\.\.)?/{_END}"
"""Plain dates, with X for any digit, and intervals of them: the library is not asked about
these."""
_PLAIN = re.compile("[1-9][0-9]{3}(?:-[0-9]{2}){0,2}", re.ASCII)
"""Nearly all dates of a catalogue: Python's calendar knows whether they exist."""
_WRITING = r"[0-9XYESTZ.,/\[\]{}?~%:+-]+"
_NO_EDTF = re.compile("/(?:.*/|[0-9]{1,3}(?![0-9X]))|(?<=[0-9X])-[0-9X]{3}")
"""Two strokes, a year of fewer than four digits after one, or a month of more than two: what other
formats write (`1985/08/02`, `1985-1990`), and the library takes milliseconds to refuse."""
_FULL = rf"(?:^|[^0-9X])({_POINT})(?![0-9X])"
_UNKNOWN = {
    *("unknown", "undated", "not dated", "no date", "date unknown", "n.d", "nd", "none", "null"),
    *("unbekannt", "undatiert", "ohne datum", "ohne jahr", "o.d", "od", "o.j", "oj"),
    *("inconnu", "inconnue", "non daté", "non datée", "sans date", "date inconnue", "s.d", "sd"),
    *("sin fecha", "s.f", "senza data", "sem data", "zonder datum", "z.d", "z.j"),
    *("без даты", "б.д", "б.г", "不明", "刊年不明", "年代不明", "日付なし", "年不明", "无日期"),
    *("?", "??", "-", "–", "—", "????"),
}
"""Words and abbreviations for no date, without blanks after a full stop and without the last one."""
_STATUS = {
    "forthcoming": "forthcoming",
    "à paraître": "forthcoming",
    "近刊": "forthcoming",
    "in press": "in press",
    "im druck": "in press",
    "sous presse": "in press",
    "印刷中": "in press",
    "in preparation": "in preparation",
    "in vorbereitung": "in preparation",
    "en préparation": "in preparation",
    "submitted": "submitted",
    "eingereicht": "submitted",
    "soumis": "submitted",
    "accepted": "accepted",
    "angenommen": "accepted",
    "accepté": "accepted",
}
"""Words that say how far a work has come, and the terms of `status` for them."""
_LONGEST = 500
"""How many characters a date may have.

The library takes minutes for a set of many thousand dates.
"""
_MARKS_OF_DOUBT = str.maketrans("", "", "?~%")


@lru_cache(maxsize=10_000)
def on_value(value: str) -> Fault | None:
    """Validate one date."""
    if _PLAIN.fullmatch(value):
        with contextlib.suppress(ValueError):
            datetime.date.fromisoformat(f"{value}-01-01"[:10])
            return None
    if len(value) > _LONGEST:
        return Fault(
            f"“{value}” is not a date: it is longer than {_LONGEST} characters", "correct the date"
        )
    date = parse_date(value)
    wrong = fault(date) or _impossible(value) or _backwards(value)
    if wrong:
        return Fault(f"“{value}” is not a date: {wrong}", *_meant(value, "correct the date"))
    if value in {"../..", "../", "/..", "/"}:
        return Fault(
            f"“{value}” is not a date: it has neither a beginning nor an end",
            "write the date, or delete the field",
        )
    if re.fullmatch(_SIMPLE, value) or _is_edtf(value):
        return None
    return Fault(f"“{value}” is not a date in EDTF", *_meant(value, _HINT))


def on_violation(violation: Violation) -> Iterator[Finding]:
    """Report a number that is not a year from 1 to 9999: a year B.C., a date without hyphens."""
    if violation.schema.get("format") != FORMAT:
        return
    year = violation.value
    message = f"{said(year)} is not a year from 1 to 9999"
    written = scalar_text(violation.document, violation.pointer)
    if re.fullmatch("-[0-9]{4}", written):
        hint = "put it in quotation marks"
        yield violation.finding("invalid-date", message, hint, written, certain=True)
        return
    meant = _year_before_christ(year) if year < 1 else _meant(str(year), _HINT)
    yield violation.finding("invalid-date", message, meant.hint, meant.replacement)


def _year_before_christ(year: int) -> Suggestion:
    text = f"-{-year:04d}" if year else "0000"
    name = f"{1 - year} BC"
    hint = f'write "{text}" in quotation marks for {name}; the year 1 BC is "0000"'
    return Suggestion(hint, text)


def _meant(value: str, otherwise: str) -> Suggestion:
    """Return the date that is meant, or a hint; `otherwise` if neither is clear."""
    bare = unquoted(value)
    if bare != value and on_value(bare) is None:
        return suggestion(bare, written=value)
    plain = value.strip(" []().").casefold()
    if plain.replace(". ", ".") in _UNKNOWN:
        return Suggestion("delete the field: what is not known is left out")
    if plain in _STATUS:
        return Suggestion(f"delete the field, and write status: {_STATUS[plain]}")
    year = copyright_year(value)
    if year:
        return Suggestion(
            f"write copyright_date: {year} for a copyright date; “about {year}” is written {year}~"
        )
    days = possible_days(value)
    if days:
        return Suggestion(f"write {days[0]} or {days[1]}, whichever is meant")
    date = suggested_date(value)
    is_right = date != value and on_value(date) is None if date else False
    return suggestion(date if is_right else "", otherwise)


def _impossible(value: str) -> str:
    """Return what is wrong with a date inside, in a set or before a time too.

    An X stands for any digit.
    """
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
    """Return what is wrong with an interval, or a part from … to … of a set, that runs backwards."""
    for part in value.strip("[]{}").split(","):
        first, _, last = part.partition("/" if "/" in part else "..")
        start, end = (parse_date(each) if each else None for each in (first, last))
        if is_backwards(start.start if start else None, end.end if end else None):
            return "it ends before it begins"
    return ""


def _is_edtf(value: str) -> bool:
    """Ask the library about rarer forms.

    It prints to stdout for some, and raises any exception for others.
    """
    if not re.fullmatch(_WRITING, value) or "-0000" in value:
        return False  # the library accepts blanks and other digits, and there is no year -0000
    if _NO_EDTF.search(value):
        return False
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its parser generator warns of how it is used
        import edtf  # here, since it takes a tenth of a second and most dates never need it

        try:
            edtf.parse_edtf(value.replace("T23:59:60", "T23:59:59"))  # it knows of no leap second
        except Exception:  # noqa: BLE001
            return False
    return True
