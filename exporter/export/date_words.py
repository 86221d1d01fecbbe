"""Dates in English words, for readers.

Words follow the Chicago Manual of Style (9.31 to 9.36) and, for what is supplied, RDA 1.9.2:
approximate, probable and bounded dates. EDTF counts a year 0, so that -0374 is 375 B.C.
"""

from __future__ import annotations

import re

from exporter.model.date import Date, Point, parse_date

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SEASONS = ("spring", "summer", "autumn", "winter")
_QUARTERS = ("first quarter", "second quarter", "third quarter", "fourth quarter")
_DECADE, _CENTURY, _MILLENNIUM = 9, 99, 999


def in_words(date: Date) -> str:
    """Return a date in words; a form that has none (an exponential year) stays as it is written.

    Examples: `28 August 2021`, `approximately 1906`, `1941?`, `1990s`, `19th century`, `between 975
    and 1025`, `1999 or 2000`, `before 1949`, `1954–`.
    """
    if date.members:
        return _set_in_words(date)
    if date.interval:
        return _interval_in_words(date)
    return _qualified(date, point_in_words(date.start)) if date.start else date.written


def _qualified(date: Date, words: str) -> str:
    if not words:  # nothing of the date is known
        return ""
    words = f"approximately {words}" if date.approximate else words
    return f"{words}?" if date.uncertain else words


def _interval_in_words(date: Date) -> str:
    first, _, last = date.written.partition("/")
    begin = in_words(parse_date(first)) if date.start else ""
    end = in_words(parse_date(last)) if date.end else ""
    if not begin and not end:
        return date.written
    if not begin:
        return f"until {end}" if date.open_start else f"?–{end}"
    if not end:
        return f"{begin}–" if date.open_end else f"{begin}–?"
    spaced = " " in begin or " " in end
    return f"{begin} – {end}" if spaced else f"{begin}–{end}"


def _set_in_words(date: Date) -> str:
    words = [_member_in_words(each, one_of=date.one_of) for each in date.members]
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} {'or' if date.one_of else 'and'} {words[-1]}"


def _member_in_words(date: Date, *, one_of: bool) -> str:
    if not date.interval or not one_of:
        return in_words(date)
    first, _, last = date.written.partition("/")
    begin = in_words(parse_date(first)) if date.start else ""
    end = in_words(parse_date(last)) if date.end else ""
    if begin and end:
        return f"between {begin} and {end}"
    return f"{end} or before" if end else f"{begin} or after"


def point_in_words(point: Point) -> str:
    """Return one point of the calendar in words; unknown parts are left out."""
    year = year_in_words(point)
    if point.month is None:
        if point.day is None:
            return year
        return " ".join(filter(None, (f"day {point.day}", year)))
    return " ".join(filter(None, (_day(point), _part_of_year(point.month), year)))


def _day(point: Point) -> str:
    return "" if point.day is None else str(point.day)


def _part_of_year(month: int) -> str:
    """Return the name of a month, or of a season or quarter (ISO 8601-2, 4.8)."""
    if 1 <= month <= 12:
        return MONTHS[month - 1]
    if 21 <= month <= 32:  # seasons, also those of a hemisphere
        return SEASONS[(month - 21) % 4]
    if 33 <= month <= 36:
        return _QUARTERS[month - 33]
    return ""


def year_in_words(point: Point) -> str:
    """Return a year (`1941`, `375 B.C.`), a decade (`1990s`), a century (`19th century`).

    The result is empty if it is unknown.
    """
    if point.year is None:
        return ""
    last = point.last_year
    if last is None or last == point.year:
        return _year(point.year)
    span = abs(last - point.year)
    if span == _DECADE and point.year >= 0:
        return f"{point.year}s"
    if span == _CENTURY and point.year >= 0:
        return f"{_ordinal(point.year // 100 + 1)} century"
    if span == _MILLENNIUM and point.year >= 0:
        return f"{_ordinal(point.year // 1000 + 1)} millennium"
    earliest, latest = sorted((point.year, last))
    return f"between {_year(earliest)} and {_year(latest)}"


def _year(year: int) -> str:
    return str(year) if year > 0 else f"{1 - year} B.C."


_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?", re.ASCII)
_UNITS = ("day", "hour", "minute", "second")


def duration_in_words(written: str) -> str:
    """Return a duration of ISO 8601 in words: `1 hour 30 minutes` for PT1H30M.

    What is no such duration stays as it is written.
    """
    match = _DURATION.fullmatch(written)
    parts = []
    for number, unit in zip(match.groups() if match else (), _UNITS, strict=False):
        if number:
            parts.append(f"{number} {unit}" if number == "1" else f"{number} {unit}s")
    return " ".join(parts) or written


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if 11 <= number % 100 <= 13 else ending}"
