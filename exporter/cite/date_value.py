"""Dates of an item. Source: csl-data.json, date-variable; citeproc-js manual, Date fields."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exporter.cite.rich_text import plain_text, verbatim_text

Point = tuple[int, ...]
"""A year, perhaps with month and day. A year before Christ is negative; there is no year 0. Months
13 to 16 are the seasons from spring to winter."""

_SEASONS = {"spring": 13, "summer": 14, "autumn": 15, "fall": 15, "winter": 16}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(-?\d{1,4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T.*)?")
_SLASHES = re.compile(r"(\d{1,2})/(?:(\d{1,2})/)?(-?\d{3,4})")
_WORDS = re.compile(r"[^\W\d_]+\.?|\d+(?:st|nd|rd|th)?|\S")
_RANGE = re.compile(r"\s*(?:/|–|--|\s-\s|\bto\b)\s*")
_YEARS = re.compile(r"([^/–]*\d{4})-(\d{4})")
_LONGEST_WORD = 12
"""How many characters a word or a number of a date has at most."""
_CIRCA = re.compile(r"^(?:ca?\.?|circa)\s*(?=\d)|\?$|~$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateValue:
    """A date, or a span whose open end has no parts; `literal` is one that is only text."""

    start: Point = ()
    end: Point = ()
    is_span: bool = False
    circa: bool = False
    literal: str = ""

    def __bool__(self) -> bool:
        return bool(self.start or self.end or self.literal)


def read_date(data: Mapping[str, Any] | str) -> DateValue:
    """Return the date that a date-variable of CSL-JSON describes; false where it says nothing."""
    if isinstance(data, str):
        data = {"raw": data}
    circa = _is_true(data.get("circa"))
    points = _points(data.get("date-parts") or ())
    if points:
        start = points[0]
        if len(start) == 1:
            start += _season(data.get("season"))
        end = points[1] if len(points) > 1 else ()
        value = DateValue(start, end, len(points) > 1, circa)
        if value:
            return value
    if data.get("literal"):
        return DateValue(literal=verbatim_text(str(data["literal"])), circa=circa)
    if data.get("raw"):
        return _raw(plain_text(str(data["raw"])), circa=circa)
    year = _integer(data.get("year"))
    return DateValue((year,), circa=circa) if year else DateValue(circa=circa)


def _is_true(value: Any) -> bool:
    return bool(value) and str(value).lower() not in {"false", "0"}


def _integer(value: Any) -> int:
    """Return a number that may be written as text; 0 for anything else."""
    try:
        return int(str(value).strip())
    except ValueError:
        return 0


def _season(value: Any) -> Point:
    """Return the season of a date, a number or a word, as a month; empty for none."""
    number = _SEASONS.get(str(value).lower().strip(), 0) or _integer(value)
    number = number + 12 if 0 < number < 5 else number
    return (number,) if 13 <= number <= 16 else ()


def _points(parts: Sequence[Any]) -> list[Point]:
    points = []
    for each in parts:
        values = each if isinstance(each, list | tuple) else (each,)
        numbers = [_integer(value) for value in values]
        if len(numbers) > 1:
            numbers[1] = _month(numbers[1])
        while numbers and not numbers[-1]:
            numbers.pop()
        points.append(tuple(numbers[:3]))
    return points


def _month(number: int) -> int:
    """Return a month, or a season as 13 to 16; 0 for anything else.

    Seasons may come as 13 to 16, as 17 to 20 or, as in EDTF, as 21 to 24.
    """
    if 13 <= number <= 24:
        return 13 + (number - 13) % 4
    return number if 1 <= number <= 12 else 0


def _raw(text: str, *, circa: bool) -> DateValue:
    """Return the date in a text for people.

    Such are `May 3, 2000`, `2000-05-03`, `1999/2001`, `ca. 1900` and `Spring 2001`.
    """
    text = text.strip()
    bare = _CIRCA.sub("", text).strip()
    circa = circa or bare != text
    whole = _raw_point(bare)
    if whole:
        return DateValue(whole, circa=circa)
    years = _YEARS.fullmatch(bare)
    ends = [*years.groups()] if years else _RANGE.split(bare)
    if len(ends) == 2:
        start, end = _raw_span(*ends)
        if start and (end or not ends[1]):
            return DateValue(start, end, is_span=True, circa=circa)
    return DateValue(literal=text, circa=circa)


def _raw_span(first: str, last: str) -> tuple[Point, Point]:
    """Return the ends of a span.

    What the first leaves out (`May 3-5, 2000`) it has in common with the last.
    """
    end = _raw_point(last)
    start = _raw_point(first)
    if not start and end:
        start = _raw_point(f"{first} {end[0]}")
    return start, end


def _raw_point(text: str) -> Point:
    """Return a date in a text, empty where it is none."""
    text = text.strip()
    iso = _ISO.fullmatch(text)
    if iso:
        return _checked([_integer(part) for part in iso.groups() if part])
    slashes = _SLASHES.fullmatch(text)
    if slashes:
        month, day, year = slashes.groups()
        return _checked([int(year), int(month), *([int(day)] if day else [])])
    return _point_in_words(text)


def _checked(numbers: list[int]) -> Point:
    if not numbers[0] or (len(numbers) > 1 and not 1 <= numbers[1] <= 24):
        return ()
    return tuple(numbers)


def _point_in_words(text: str) -> Point:
    year = month = day = 0
    era = 1
    for word in _WORDS.findall(text):
        name = word.lower().strip(".,")
        if len(word) > _LONGEST_WORD:
            return ()
        if word.isdecimal() and (len(word) > 2 or (not year and day)):
            year = int(word)
        elif word[0].isdecimal():
            day = int(re.sub(r"\D", "", word))
        elif name in _SEASONS:
            month = _SEASONS[name]
        elif name[:3] in _MONTHS and len(name) > 2:
            month = _MONTHS.index(name[:3]) + 1
        elif name in {"bc", "bce"}:
            era = -1
        elif name not in {"ad", "ce", "of", "the", ""}:
            return ()
    if not year or (day and not month):
        return ()
    return tuple(filter(None, (year * era, month, day)))
