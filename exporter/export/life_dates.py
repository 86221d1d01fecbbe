"""The years of a person, a family or a body as headings have them (MARC 21, X00 $d)."""

from __future__ import annotations

from functools import lru_cache

from exporter.export.date_words import year_in_words
from exporter.model.agent import Agent
from exporter.model.date import Date, Point

_CENTURY = 99


@lru_cache(1_000)
def life_dates(agent: Agent) -> str:
    """Return the years of a person's life, or else of the activity: `1853-1890`, `active 1480-1502`.

    If one end cannot be put into the words of a heading, there are none: half of a life would be
    another one.
    Source: RDA 9.3, 9.19.1.2, 9.19.1.5; LC-PCC PS 9.3.1.3.
    """
    born, died = agent.node.date("born", "date"), agent.node.date("died", "date")
    if born or died:
        ends = [_year(each) if each else "" for each in (born, died)]
        return f"{ends[0]}-{ends[1]}" if None not in ends else ""
    active = agent.node.date("active")
    words = _activity(active) if active else ""
    return f"active {words}" if words else ""


def years_of_existence(agent: Agent) -> str:
    """Return the years in which a body was founded and dissolved: `1230-1743`.

    The text is empty if neither is known, or one cannot be put into the words of a heading.
    """
    ends = []
    for field in ("founded", "dissolved"):
        date = agent.node.date(field)
        ends.append(_year(date) if date else "")
    return f"{ends[0]}-{ends[1]}" if None not in ends and any(ends) else ""


def _year(date: Date) -> str | None:
    """Return a year in the words of a heading, if it has any: `approximately 1941`, `868 or 869`."""
    points = _possible_years(date)
    if not points:
        return None
    words = " or ".join(dict.fromkeys(year_in_words(point) for point in points))
    approximate = "approximately " if date.approximate else ""
    return f"{approximate}{words}{'?' if date.uncertain else ''}"


def _possible_years(date: Date) -> list[Point]:
    """Return the year, or the two of which one is meant; nothing if it may be any of several years."""
    listed = date.one_of and not any(each.interval for each in date.members)
    points = [each.start for each in date.members] if listed else [date.start, date.end]
    known = [point for point in points if point and point.calendar]
    if len(known) != len(points) or len(known) > 2 or (date.members and not date.one_of):
        return []
    gap = known[-1].calendar[0] - known[0].calendar[0]
    return known if listed or gap <= 1 else []


def _activity(date: Date) -> str:
    """Return a period of activity: `1480-1502`, `16th century`, `approximately 1480`."""
    if date.members:
        return ""
    if date.start and not date.interval and not date.start.calendar:
        return _century(date.start)
    ends = [
        year_in_words(each) if each and each.calendar else "" for each in (date.start, date.end)
    ]
    if not any(ends):
        return ""
    words = "-".join(ends) if date.interval else ends[0]
    approximate = "approximately " if date.approximate else ""
    return f"{approximate}{words}{'?' if date.uncertain else ''}"


def _century(point: Point) -> str:
    known = point.year is not None and point.last_year is not None
    if known and (point.last_year or 0) - (point.year or 0) == _CENTURY:
        return year_in_words(point)
    return ""
