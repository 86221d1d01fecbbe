"""The dates of CSL-JSON.

CSL has no year 0, as the calendar has none: 1 B.C. is -1, which EDTF calls 0000 (CSL 1.0.2, Date Variables).
"""

from __future__ import annotations

from typing import Any

from exporter.export.date_words import in_words
from exporter.model.date import Date, Point

_LAST_MONTH = 12


def csl_date(date: Date) -> dict[str, Any]:
    """Return a date as a date variable; empty if no year is known.

    An open end of an interval is `[0]`, as pandoc and citeproc-js read it. Both ends of an interval are equally
    exact: citeproc-js sets nothing if one of them has a month or a day more (“element mismatch in date range
    input”), and an open end has none. A set of single dates (`[1999,2000]`) has no form but words.
    Source: csl-data.json 1.0.2, date-variable.
    """
    if (date.start is None and date.end is None) or _is_enumeration(date):
        return {"literal": in_words(date)}
    first, last = _parts(date.start), _parts(date.end, last=True)
    if not first and not last:
        return {}
    first, last = first or [0], last or [0]
    exact = min(len(first), len(last))
    first, last = first[:exact], last[:exact]
    made: dict[str, Any] = {"date-parts": [first] if first == last else [first, last]}
    if date.start and date.start.season and date.start == date.end:
        made["season"] = date.start.season
    if date.approximate or date.uncertain or date.members or _is_span(date):
        made["circa"] = True
    return made


def weakening(date: Date, made: dict[str, Any]) -> str:
    """Return what a date variable does not say of a date; empty if it says all."""
    if not made:
        return "CSL has no date without a year; it is in the note"
    if "literal" in made:
        return "CSL prints it in words and cannot sort by it"
    if date.members:
        return "CSL has no set of dates; it is an approximate interval"
    points = [point for point in (date.start, date.end) if point]
    if any(point.unspecified for point in points):
        return "CSL has no unspecified digits"
    if any(_is_part_of_year(point, date) for point in points):
        return "CSL has the four seasons only, and none in an interval"
    if len({len(point.calendar) if point else 1 for point in (date.start, date.end)}) > 1:
        return "both ends of an interval must be equally exact for citeproc-js"
    if date.uncertain:
        return "CSL has one mark, circa, for uncertain and approximate"
    if date.interval and not (date.start and date.end) and ".." not in date.written:
        return "CSL does not tell an unknown end from an open one"
    return ""


def _is_part_of_year(point: Point, date: Date) -> bool:
    in_year = bool(point.month and point.month > _LAST_MONTH)
    return in_year and (date.interval or not point.season)


def _is_enumeration(date: Date) -> bool:
    """Return whether a date is a set of single dates: `[1999,2000]`, but not `[0975..1025]`."""
    return len(date.members) > 1


def _is_span(date: Date) -> bool:
    """Return whether a year is known by some of its digits only: `199X`."""
    points = [point for point in (date.start, date.end) if point]
    return any(point.year is not None and not point.calendar for point in points)


def _parts(point: Point | None, *, last: bool = False) -> list[int]:
    """Return the known parts of a point; of a span of years (`199X`) its first year, or its last."""
    if point is None or point.year is None:
        return []
    parts = list(point.calendar)
    if not parts:
        parts = [point.last_year if last and point.last_year is not None else point.year]
    if parts[0] <= 0:
        parts[0] -= 1
    return parts
