"""A date as exact as it is known, in EDTF: `1941`, `2021-08?`, `199X`, `../2021-08-27`."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from exporter.model.text import Text

_POINT = re.compile(
    r"(?P<year>-?[0-9X]{4}|Y-?[0-9]{5,18})(-(?P<month>[0-9X]{2})(-(?P<day>[0-9X]{2}))?)?", re.ASCII
)
_QUALIFIERS = str.maketrans("", "", "?~%")
_LAST_MONTH = 12
_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""How many days the months have in most years."""
_LAST_YEAR = 9999


Day = tuple[int, int, int]
"""A year, a month and a day, which compare as they follow each other."""


class Point(NamedTuple):
    """One date of the calendar, or a season, without its marks of doubt.

    `year`, `month` and `day` are None where they are not known; `month` is 21 to 41 for a season or
    another part of the year (ISO 8601-2, 4.8). `unspecified` is true where an X stands for a digit;
    then `last_year` ends the span that the year may lie in (`199X`: 1990 to 1999).
    """

    year: int | None
    month: int | None = None
    day: int | None = None
    last_year: int | None = None
    unspecified: bool = False

    @property
    def season(self) -> int | None:
        """1 spring, 2 summer, 3 autumn, 4 winter; None for a date that names no season."""
        return self.month - 20 if self.month and 21 <= self.month <= 24 else None

    @property
    def calendar(self) -> tuple[int, ...]:
        """The year, month and day, as many as are known from the left.

        A season counts as no month.
        """
        if self.year is None or (self.last_year is not None and self.last_year != self.year):
            return ()
        if not self.month or self.month > _LAST_MONTH:
            return (self.year,)
        if self.day is None:
            return (self.year, self.month)
        return (self.year, self.month, self.day)

    @property
    def first(self) -> Day | None:
        """The first day on which it may lie; None where the year is not known."""
        month = self.month if self.month and self.month <= _LAST_MONTH else 1
        return None if self.year is None else (self.year, month, self.day or 1)

    @property
    def last(self) -> Day | None:
        """The last day on which it may lie, of any month the 31st.

        A winter may reach into the year after.
        """
        year = self.year if self.last_year is None else self.last_year
        if year is None or (self.month and self.month > _LAST_MONTH):
            return None if year is None else (year + 1, 3, 31)
        return (year, self.month or _LAST_MONTH, self.day or 31)

    @lru_cache(10_000)  # noqa: B019 - a point is a value
    def w3c(self) -> str:
        """Print the known calendar date as W3CDTF (`2021-08`).

        The result is empty if no year of four digits is known. Source: W3C Note Date and Time
        Formats, 1997.
        """
        year, *rest = self.calendar or (-1,)
        return (
            "-".join([f"{year:04d}", *(f"{part:02d}" for part in rest)])
            if 0 <= year <= _LAST_YEAR
            else ""
        )


class Date(NamedTuple):
    """An EDTF date (ISO 8601-2, levels 0 to 2).

    A single date has `start == end`. An interval has both, either of them None if it is open or
    unknown. A set has its `members`, and `start` and `end` are its earliest and latest point, None
    where it is open; `one_of` is true if the date is one of them (`[1999,2000]`), false if it is
    all of them (`{1999,2000}`). A form that is none of these (an exponential year, or a year of more
    than 18 digits) is only `written`. `printed` is the date in the words of the work, by its
    `calendar`, where a record states them.
    """

    written: str
    start: Point | None = None
    end: Point | None = None
    interval: bool = False
    approximate: bool = False
    uncertain: bool = False
    members: tuple[Date, ...] = ()
    one_of: bool = False
    printed: Text | None = None
    calendar: str = ""

    @property
    def exact(self) -> bool:
        """Whether it is a plain calendar date (`1941`, `2021-08-27`), which W3CDTF writes alike."""
        return self.start is not None and self.written == self.start.w3c()

    @property
    def open_start(self) -> bool:
        """Whether it reaches back without limit (`../1949`, `[..1949]`)."""
        return self.written.lstrip("[{").startswith("..")

    @property
    def open_end(self) -> bool:
        """Whether it has no end yet (`1954/..`, `[1954..]`)."""
        return self.written.rstrip("]}").endswith("..")

    @property
    def is_possible(self) -> bool:
        """Whether the calendar has such a date, and no interval ends before it begins."""
        if self.members:
            return all(each.is_possible for each in self.members)
        if fault(self):
            return False
        return not self.interval or not is_backwards(self.start, self.end)

    def precedes(self, other: Date) -> bool:
        """Return whether this date certainly lies before another.

        What is approximate or uncertain lies anywhere.
        """
        if self.approximate or self.uncertain or other.approximate or other.uncertain:
            return False
        last = self.end.last if self.end else None
        first = other.start.first if other.start else None
        return last is not None and first is not None and last < first

    def w3c(self) -> str:
        """Return the one W3CDTF date that stands for this one, its start first.

        The result is empty if there is none.
        """
        for point in (self.start, self.end):
            if point and point.w3c():
                return point.w3c()
        return ""

    def __str__(self) -> str:
        """Return the date as it is written, in EDTF."""
        return self.written


@lru_cache(10_000)
def parse_date(written: str | int) -> Date:
    """Return an EDTF date.

    A text outside the grammar gives a Date that is only `written`; nothing is raised. Source: ISO
    8601-2:2019 clause 4; https://www.loc.gov/standards/datetime/ (EDTF levels 0, 1 and 2).
    """
    text = f"{written:04d}" if isinstance(written, int) else written
    approximate = "~" in text or "%" in text
    uncertain = "?" in text or "%" in text
    if text[:1] in {"[", "{"} and text[-1:] in {"]", "}"}:
        return _parse_set(text, approximate, uncertain)
    first, slash, last = text.partition("/")
    start = _point(first)
    end = _point(last) if slash else start
    if slash and (start or first in {"", ".."}) and (end or last in {"", ".."}):
        return Date(text, start, end, True, approximate, uncertain)
    if not slash and start:
        return Date(text, start, start, False, approximate, uncertain)
    return Date(text, approximate=approximate, uncertain=uncertain)


def _parse_set(text: str, approximate: bool, uncertain: bool) -> Date:
    """Return a set of dates, whose members are dates or spans (`1990..1999`, an interval)."""
    members = []
    for part in text[1:-1].split(","):
        first, dots, last = part.strip().partition("..")
        members.append(parse_date(f"{first or '..'}/{last or '..'}" if dots else first))
    if any(each.start is None and each.end is None for each in members):
        return Date(text, approximate=approximate, uncertain=uncertain)
    return Date(
        text,
        start=members[0].start,
        end=members[-1].end,
        approximate=approximate,
        uncertain=uncertain,
        members=tuple(members),
        one_of=text.startswith("["),
    )


_TIME = re.compile(r"T[0-9:.Z+-]*\Z", re.ASCII)


def _plain(text: str) -> str:
    """Return a date without its marks of doubt and its time of day."""
    return _TIME.sub("", text.translate(_QUALIFIERS))


def _point(text: str) -> Point | None:
    match = _POINT.fullmatch(text) or _POINT.fullmatch(_plain(text))
    if not match:
        return None
    year, month, day = match.group("year", "month", "day")
    year = year.removeprefix("Y")
    unspecified = "X" in match[0]
    known_month = int(month) if month and "X" not in month else None
    known_day = int(day) if day and "X" not in day else None
    if not re.search("[0-9]", year):
        return Point(None, known_month, known_day, None, unspecified)
    return Point(
        int(year.replace("X", "0")),
        known_month,
        known_day,
        int(year.replace("X", "9")),
        unspecified,
    )


def is_backwards(start: Point | None, end: Point | None) -> bool:
    """Return whether an interval certainly ends before it begins; not if one end is not known."""
    if start is None or end is None:
        return False
    # of a year before our era with an X, the first day is the later one
    starts = [day for day in (start.first, start.last) if day]
    ends = [day for day in (end.first, end.last) if day]
    return bool(starts and ends) and min(starts) > max(ends)


def fault(date: Date) -> str:
    """Say in a cataloguer's words what no calendar knows of in this date.

    The result is empty if nothing is wrong.
    """
    points = [date.start] if date.start is date.end else [date.start, date.end]
    for point in points:
        if point is None:
            continue
        if point.month is not None and not (
            1 <= point.month <= _LAST_MONTH or 21 <= point.month <= 41
        ):
            return f"there is no month {point.month:02d}"
        if point.day is not None:
            if point.month is not None and point.month > _LAST_MONTH:
                return "a season has no days"
            days = 31 if point.month is None else _days(point, point.month)
            if not 1 <= point.day <= days:
                month = calendar.month_name[point.month] if point.month else "a month"
                year = "" if point.year is None else f" {point.year}"
                return f"{month}{year} has no day {point.day:02d}"
    return ""


def _days(point: Point, month: int) -> int:
    """Return the most days that a month has in the years that may be meant: 29 in `190X-02`."""
    leap = month == 2 and (
        point.year is None or any(map(calendar.isleap, _years(point.year, point.last_year)))
    )
    return 29 if leap else _MONTHS[month - 1]


def _years(first: int, last: int | None) -> Iterator[int]:
    """Yield each year that a year with X for some digits may mean."""
    digits = zip(
        str(abs(first)).zfill(4), str(abs(first if last is None else last)).zfill(4), strict=True
    )
    return (
        int("".join(year))
        for year in product(*("0123456789" if one < other else one for one, other in digits))
    )
