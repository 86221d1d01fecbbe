"""Dates in Crossref: a year from 1400 to 2200, a month or a season, and a day."""

from __future__ import annotations

import re

from exporter.export import xml
from exporter.export.crossref.entry import Entry, element
from exporter.model.date import Date, Point

_YEARS = range(1400, 2201)
"""The years that the schema allows (type xrefYear)."""
_MONTHS = range(1, 13)
_SEASONS = {21: 21, 22: 22, 23: 23, 24: 24, 33: 31, 34: 32, 35: 33, 36: 34}
"""The seasons and quarters of ISO 8601-2 in the numbers of Crossref (type xrefMonth)."""
_LESS = "Crossref has one year, month or season, and day of a date"
_ONE_FORM = re.compile(r"\d{4}(-\d\d){0,2}")


def date(entry: Entry, tag: str, *fields: str, medium: str = "") -> xml.Element | None:
    """Return an element with the first date in some fields that has a year that Crossref knows.

    The result is None if there is none.
    """
    for field in fields:
        found = entry.work.date(field)
        made = _element(entry, tag, found, field, medium) if found else None
        if made is not None:
            return made
    return None


def known_date(tag: str, found: Date | None, medium: str = "") -> xml.Element | None:
    """Return an element with a date; None if the date has no year that Crossref knows."""
    point = _point(found) if found else None
    if point is None:
        return None
    month = point.month if point.month in _MONTHS else _SEASONS.get(point.month or 0)
    day = point.day if month and point.day and month in _MONTHS else None
    return element(
        tag,
        element("month", f"{month:02d}") if month else None,
        element("day", f"{day:02d}") if day else None,
        element("year", str(point.year)),
        attributes={"media_type": medium},
    )


def year(found: Date | None) -> str:
    """Return the year of a date; empty if there is none that Crossref knows."""
    point = _point(found) if found else None
    return str(point.year) if point else ""


def _element(entry: Entry, tag: str, found: Date, field: str, medium: str) -> xml.Element | None:
    made = known_date(tag, found, medium)
    if made is None:
        return None
    node = entry.work.node.get(field)
    inner = ("date",) if node and isinstance(node.value, dict) else ()
    entry.mark(field, *inner)
    if not _is_whole(found):
        entry.context.weaken(entry.work, (field, *inner), found.written, _LESS)
    return made


def _is_whole(found: Date) -> bool:
    """Return whether Crossref can say all of a date."""
    point = found.start
    if point is None or not _ONE_FORM.fullmatch(found.written):
        return False
    return point.month is None or point.month in _MONTHS or point.month in _SEASONS


def _point(found: Date) -> Point | None:
    """Return the first point of a date with a year that Crossref knows; None of a set."""
    for point in (found.start, found.end) if not found.members else ():
        if point and point.calendar and point.year in _YEARS:
            return point
    return None
