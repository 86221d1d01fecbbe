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


class DateWords:
    """The words around dates: English. Other languages say the same phrases in their own words."""

    def phrase(self, english: str, *parts: str) -> str:
        """Return a phrase with its parts at `{}`."""
        return english.format(*parts)

    def point(self, point: Point) -> str:
        """Return one point of the calendar; unknown parts are left out."""
        return point_in_words(point, self)

    def ordinal(self, number: int) -> str:
        """Return the number of a century or a millennium."""
        return _ordinal(number)


_ENGLISH = DateWords()


def in_words(date: Date, words: DateWords = _ENGLISH) -> str:
    """Return a date in words; a form that has none (an exponential year) stays as it is written.

    Examples: `28 August 2021`, `approximately 1906`, `1941?`, `1990s`, `19th century`, `between 975
    and 1025`, `1999 or 2000`, `before 1949`, `1954–`.
    """
    if date.members:
        return _set_in_words(date, words)
    if date.interval:
        return _interval_in_words(date, words)
    return _qualified(date, words.point(date.start), words) if date.start else date.written


def _qualified(date: Date, said: str, words: DateWords) -> str:
    if not said:  # nothing of the date is known
        return ""
    said = words.phrase("approximately {}", said) if date.approximate else said
    return words.phrase("{}?", said) if date.uncertain else said


def _ends(date: Date, words: DateWords) -> tuple[str, str]:
    """Return both ends of an interval in words; an end that is open or unknown is empty."""
    first, _, last = date.written.partition("/")
    begin = in_words(parse_date(first), words) if date.start else ""
    end = in_words(parse_date(last), words) if date.end else ""
    return begin, end


def _interval_in_words(date: Date, words: DateWords) -> str:
    begin, end = _ends(date, words)
    if not begin and not end:
        return date.written
    if not begin:
        return words.phrase("until {}", end) if date.open_start else f"?–{end}"
    if not end:
        return f"{begin}–" if date.open_end else f"{begin}–?"
    spaced = " " in begin or " " in end
    return f"{begin} – {end}" if spaced else f"{begin}–{end}"


def _set_in_words(date: Date, words: DateWords) -> str:
    said = [_member_in_words(each, words, one_of=date.one_of) for each in date.members]
    if len(said) == 1:
        return said[0]
    joined = "{} or {}" if date.one_of else "{} and {}"
    return words.phrase(joined, ", ".join(said[:-1]), said[-1])


def _member_in_words(date: Date, words: DateWords, *, one_of: bool) -> str:
    if not date.interval or not one_of:
        return in_words(date, words)
    begin, end = _ends(date, words)
    if begin and end:
        return words.phrase("between {} and {}", begin, end)
    return words.phrase("{} or before", end) if end else words.phrase("{} or after", begin)


def point_in_words(point: Point, words: DateWords = _ENGLISH) -> str:
    """Return one point of the calendar in words; unknown parts are left out."""
    year = year_in_words(point, words)
    if point.month is None:
        if point.day is None:
            return year
        return " ".join(filter(None, (words.phrase("day {}", str(point.day)), year)))
    month = words.phrase(_part_of_year(point.month))
    return " ".join(filter(None, (_day(point), month, year)))


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


def year_in_words(point: Point, words: DateWords = _ENGLISH) -> str:
    """Return a year (`1941`, `375 B.C.`), a decade (`1990s`), a century (`2nd century B.C.`).

    The result is empty if it is unknown.
    """
    if point.year is None:
        return ""
    last = point.last_year
    if last is None or last == point.year:
        return _year(point.year, words)
    earliest, latest = sorted((point.year, last))
    span = latest - earliest
    if span == _DECADE and earliest >= 0:
        return words.phrase("{}s", str(earliest))
    for length, era in ((_CENTURY, "century"), (_MILLENNIUM, "millennium")):
        if span == length:
            number = words.ordinal((latest if earliest >= 0 else -earliest) // (length + 1) + 1)
            return words.phrase(f"{{}} {era}" if earliest >= 0 else f"{{}} {era} B.C.", number)
    return words.phrase("between {} and {}", _year(earliest, words), _year(latest, words))


def _year(year: int, words: DateWords) -> str:
    return str(year) if year > 0 else words.phrase("{} B.C.", str(1 - year))


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


def years(date: Date | None) -> str:
    """Return the year or the years of an event: `2017`, `2017-2018`; empty if they are not known."""
    if date is None or date.members:
        return ""
    found = []
    for point in (date.start, date.end):
        if point and point.calendar:
            found.append(year_in_words(point))
    return "-".join(dict.fromkeys(found))
