"""Dates in MARC 21: coded in 008 and 046, and in words in 264 $c and elsewhere."""

from __future__ import annotations

import re
from typing import NamedTuple

from exporter.export.date_words import in_words, point_in_words, year_in_words
from exporter.export.marc.material import RECORDED, Material
from exporter.export.reference import main_date
from exporter.model.date import Date, Point, parse_date
from exporter.model.text import Parallel, Text
from exporter.model.work import Work

_UNKNOWN = "nuuuuuuuu"
_BEFORE_CHRIST = "b        "
_LAST_YEAR = 9999
_REISSUES = ("reprint_of", "reproduction_of")


# -- 264 $c and other statements


def statement(date: Date, *, serial: bool = False) -> str:
    """Return a date for readers: `2021-08-28`, `[approximately 1906]`, `[between 1990 and 1999]`, `1995-`.

    What is supplied or doubtful is in brackets. The dates of a serial that is still published, or
    whose beginning is not known, have a hyphen. Empty for a date that has no words.
    Source: RDA 1.9.2 (supplied dates), 2.8.6; MARC 21, 264 $c.
    """
    if date.members:
        return _set(date)
    if date.interval:
        return _interval(date, serial=serial)
    if date.start is None:
        return ""
    words = _point(date.start)
    if not words:
        return ""
    if date.exact or _is_certain(date):
        return words
    approximate = "approximately " if date.approximate else ""
    return f"[{approximate}{words}{'?' if date.uncertain else ''}]"


def is_exact(date: Date) -> bool:
    """Return whether a date, or each end of an interval, is a plain date of the calendar."""
    if not date.interval:
        return date.exact
    first, _, last = date.written.partition("/")
    return all(parse_date(each).exact for each in (first, last) if each.strip("."))


def with_printed(date: Date, words: str) -> Text | str:
    """Return a date as the work prints it, and what it means: `Ides of February 1750 [1751-02-14]`.

    `words` say what it means. They are left out if the printed form has the year itself, by our
    calendar.
    Source: RDA 1.9.2, 2.8.6.3 (dates of other calendars).
    """
    if date.printed is None or not words:
        return date.printed or words
    year = year_in_words(Point(date.start.year)) if date.start else ""
    decade = re.match(r"[0-9]{2,3}(?=X)", date.written)
    years = decade[0].ljust(4, "-") if decade else ""
    forms = {}
    for tag, form in date.printed:
        is_clear = any(each and each in form for each in (year, years)) and not date.calendar
        forms[tag] = form if is_clear else f"{form} [{re.sub(r'[][]', '', words)}]"
    return Parallel(date.printed.language, forms, date.printed.pointer)


def _is_certain(date: Date) -> bool:
    """Return whether a date is known as exactly as it is written: a season, a year before Christ."""
    doubtful = date.approximate or date.uncertain
    return not doubtful and date.start is not None and not date.start.unspecified


def _point(point: Point) -> str:
    """Return one date: as ISO 8601 writes a day or a month, a year alone in words."""
    if point.year is not None and point.last_year not in (None, point.year):
        first, last = sorted((point.year, point.last_year or point.year))
        ends = (year_in_words(Point(first)), year_in_words(Point(last)))
        return f"between {ends[0]} and {ends[1]}"
    if point.season or point.year is None or not point.w3c():
        return point_in_words(point)
    return point.w3c() if point.month else year_in_words(point)


def _set(date: Date) -> str:
    """Return one of several dates, or all of them (EDTF, sets)."""
    if len(date.members) == 1 and date.one_of and date.members[0].interval:
        return _span(date.members[0])
    words = [statement(each).strip("[]") for each in date.members]
    if not all(words):
        return ""
    return f"[{' or '.join(words)}]" if date.one_of else ", ".join(words)


def _interval(date: Date, *, serial: bool) -> str:
    first, _, last = date.written.partition("/")
    if not first:
        return f"?-{statement(parse_date(last)).strip('[]')}" if last.strip(".") else ""
    ends = [parse_date(each) if each.strip(".") else None for each in (first, last)]
    doubtful = any(each and not (each.exact or _is_certain(each)) for each in ends)
    if doubtful and last == ".." and ends[0]:
        return f"{statement(ends[0])}-"
    if doubtful or (date.open_start and not serial):
        return _span(date)
    words = [statement(each) if each else "" for each in ends]
    if any("-" in each for each in words):
        words = [in_words(each) if each else "" for each in ends]
    return "-".join(words) + ("" if last else "?")


def _span(date: Date) -> str:
    """Return the bounds between which a date lies: `[between 975 and 1025]`, `[not after 1949]`."""
    first, _, last = date.written.partition("/")
    begin = _end_of_span(first) if date.start else ""
    end = _end_of_span(last) if date.end else ""
    if begin and end:
        return f"[between {begin} and {end}]"
    return f"[not before {begin}]" if begin else f"[not after {end}]"


def _end_of_span(written: str) -> str:
    """Return one end of a span: `975`, `7th century`."""
    date = parse_date(written)
    words = statement(date).strip("[]")
    return in_words(date) if words.startswith("between ") else words


# -- 008/06-14


def coded_dates(work: Work, material: Material) -> str:
    """Return 008/06-14: the type of date, and two dates. Unknown digits are u.

    Source: MARC 21 Bibliographic, 008, All materials.
    """
    date, _ = main_date(work)
    if date is None:
        return _UNKNOWN
    if _is_before_christ(date):
        return _BEFORE_CHRIST
    if not _is_coded(date):
        return _UNKNOWN
    if material.is_serial:
        return _serial(date)
    if date.members or _is_span(date):
        return f"q{_digits(_bound(date.start, last=False))}{_digits(_bound(date.end, last=True))}"
    if date.interval and material.is_collection:
        return f"i{_digits(date.start)}{_until(date)}"
    if date.interval and _digits(date.start) == _until(date):
        return f"s{_digits(date.start)}    "
    if date.interval:
        return f"m{_digits(date.start)}{_until(date)}"
    return _pair(work, material, date) or _single(date)


def _pair(work: Work, material: Material, date: Date) -> str:
    """Return a date with one that belongs to it: that of the original, the copyright, the recording."""
    original = _original_date(work)
    created, copyright_date = work.date("created"), work.date("copyright_date")
    year = _digits(date.start)
    if original:
        return f"r{year}{_digits(original.start)}"
    if copyright_date and work.date("issued") and _is_coded(copyright_date):
        return f"t{year}{_digits(copyright_date.start)}"
    recorded = material.type_of_record in RECORDED and created and _is_coded(created)
    if recorded and created and _digits(created.start) != year:
        return f"p{year}{_digits(created.start)}"
    return ""


def _original_date(work: Work) -> Date | None:
    """Return the date of what a reissue reissues; None for a first issue or a translation."""
    if work.related("translation_of") or work.node.lines("other_languages", "original"):
        return None
    for relation in work.related(*_REISSUES):
        date = relation.issued or (main_date(relation.target)[0] if relation.target else None)
        if date and _is_coded(date):
            return date
    date = work.date("original_date")
    return date if date and _is_coded(date) and work.date("issued") else None


def _single(date: Date) -> str:
    point = date.start
    if point is None or point.year is None:
        return _UNKNOWN
    if date.exact and point.month:
        day = f"{point.day:02d}" if point.day else "  "
        return f"e{_digits(point)}{point.month:02d}{day}"
    return f"s{_digits(point)}    "


def _serial(date: Date) -> str:
    """Return the dates of a serial: c goes on, d has ended, u is not known."""
    if date.interval and date.end is not None:
        return f"d{_digits(date.start)}{_digits(date.end)}"
    return f"{'c' if date.open_end else 'u'}{_digits(date.start)}{_until(date)}"


def _until(date: Date) -> str:
    """Return the second date of an interval: 9999 if it goes on."""
    if date.interval and date.end is not None:
        return _digits(date.end)
    return "9999" if date.open_end else "uuuu"


def _bound(point: Point | None, *, last: bool) -> Point | None:
    """Return the first or the last year in which a date may lie."""
    if point is None:
        return None
    return Point(point.last_year if last and point.last_year is not None else point.year)


def _is_span(date: Date) -> bool:
    """Return whether a date is one year of several: a decade, a century, `../1949`."""
    point = date.start
    decade = point is not None and point.year is not None and _digits(point).count("u") > 0
    return decade and not date.interval


def _points(date: Date) -> list[Point]:
    return [each for each in (date.start, date.end) if each and each.year is not None]


def _is_before_christ(date: Date) -> bool:
    """Return whether a date begins before Christ; EDTF counts a year 0, which is 1 B.C."""
    return any((each.year or 0) <= 0 for each in _points(date)[:1])


def _is_coded(date: Date) -> bool:
    """Return whether a date has a year of four digits."""
    points = _points(date)
    return bool(points) and all(0 < (each.year or 0) <= _LAST_YEAR for each in points)


def _digits(point: Point | None) -> str:
    """Return the four digits of a year, u for each that is not known: `199u`."""
    if point is None or point.year is None:
        return "uuuu"
    last_year = point.year if point.last_year is None else point.last_year
    pairs = zip(f"{point.year:04d}", f"{last_year:04d}", strict=True)
    return "".join(one if one == other else "u" for one, other in pairs)


# -- 046


class DateSpan(NamedTuple):
    """The beginning and the end of a date in EDTF; the end is empty for a single date."""

    first: str
    last: str


def span(date: Date) -> DateSpan:
    """Return the ends of an interval, or a single date: 046 has a subfield for each.

    An interval with an open or unknown end is one text, since a single year would say something
    else.
    """
    first, _, last = date.written.partition("/")
    if date.interval and date.start and date.end:
        return DateSpan(first, last)
    return DateSpan(date.written, "")
