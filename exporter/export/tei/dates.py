"""EDTF dates in the attributes that TEI has for them: `199X` is notBefore 1990 and notAfter 1999.

Sources: TEI P5 14.4 (dates), att.datable.w3c, att.datable.iso, att.datable.custom (`datingMethod`
points to EDTF), att.global.responsibility (`cert`), 22.1 (certainty), 22.2 (precision); ISO 8601-2,
8.4: `?` is doubt, `~` little precision, `%` both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from exporter.export.xml import Element, element
from exporter.model.date import Date, Point, parse_date

METHOD = "EDTF"
"""The xml:id under which the header explains EDTF; in capitals, so that it is not a record's id."""
CALENDARS = {
    "gregorian": "Gregorian calendar",
    "julian": "Julian calendar",
    "hebrew": "Hebrew calendar",
    "islamic": "Islamic calendar",
    "japanese": "Japanese calendar, by eras",
    "chinese": "Chinese calendar, by eras",
    "persian": "Persian calendar",
    "ethiopian": "Ethiopian calendar",
    "coptic": "Coptic calendar",
    "buddhist": "Buddhist calendar",
    "french republican": "French republican calendar",
    "roman": "Roman calendar",
    "other": "Another calendar",
}
"""The calendars that records name, as the header explains them."""

_YEAR = re.compile(r"-?[0-9]{4}", re.ASCII)
_LAST_MONTH = 12
_YEARS = range(1, 10_000)
"""The years that XML Schema 1.0 and 1.1 read alike: they disagree on 0000 and on -0001."""
_ISO_YEARS = range(-9_999, 10_000)
"""The years that ISO 8601 writes with four digits; its year 0 is 1 B.C., as in EDTF."""


def calendar_id(name: str) -> str:
    """Return the xml:id under which the header explains a calendar."""
    return name.upper().replace(" ", "-")


class StatedDate(NamedTuple):
    """A date in TEI: attributes, and elements that say how exact and how sure these are."""

    attributes: Mapping[str, str]
    marks: Sequence[Mapping[str, Any]]

    def elements(self) -> list[Element]:
        """Return the elements, `precision` and `certainty`."""
        return [element(**mark) for mark in self.marks]


def is_year(written: str) -> bool:
    """Return whether a text is a year alone: `1941`, `-0044`."""
    return _YEAR.fullmatch(written) is not None


@lru_cache(maxsize=10_000)
def stated(written: str | int, at: str = "when") -> StatedDate:
    """Return a date as TEI states it. `at` is `when`, or `from` or `to` for one end of a span.

    What a calendar can say is in the attributes of att.datable.w3c, years before Christ in those of
    att.datable.iso. The EDTF string itself is in `when-custom`, unless `when` alone gives it back
    (a year written as a number, a month, a day).
    """
    date = parse_date(written)
    known = {name: value for name, value in _known(date, at).items() if value}
    attributes = dict(known)
    is_stated = date.exact and (at in known or f"{at}-iso" in known)
    if not is_stated or isinstance(written, int) != is_year(date.written):
        attributes[f"{at}-custom"] = date.written
        attributes["datingMethod"] = f"#{METHOD}"
    if date.uncertain and at == "when":
        attributes["cert"] = "low"
    return StatedDate(attributes, _marks(date, known, at))


def _known(date: Date, at: str) -> dict[str, str]:
    if at != "when":
        return {} if date.interval or date.members else _at(at, date.start)
    if date.members:
        return {**_at("notBefore", date.start), **_at("notAfter", date.end, last=True)}
    if not date.interval:
        return _at("when", date.start) or _span(date)
    start, end = _at("from", date.start), _at("to", date.end)
    return (start or _at("notBefore", date.start)) | (end or _at("notAfter", date.end, last=True))


def _span(date: Date) -> dict[str, str]:
    return _at("notBefore", date.start) | _at("notAfter", date.end, last=True)


def _at(name: str, point: Point | None, *, last: bool = False) -> dict[str, str]:
    """Return the attribute that states a point: `when`, or `when-iso` for a year before Christ."""
    if name in {"notBefore", "notAfter"}:
        year = point.last_year if point and last else point and point.year
        if point and (not point.calendar):
            point = Point(year) if year is not None else None
    written = _written(point)
    if not written:
        return {}
    year = point.year if point else None
    return {name if year is None or year in _YEARS else f"{name}-iso": written}


def _written(point: Point | None) -> str:
    """Return a point in the calendar's form: `2021-08`, `-0043-03-15`; `--03-03` without a year."""
    if point is None:
        return ""
    if point.calendar:
        year, *rest = point.calendar
        if year not in _ISO_YEARS:
            return ""
        sign = "-" if year < 0 else ""
        return "-".join([f"{sign}{abs(year):04d}", *(f"{part:02d}" for part in rest)])
    if point.year is not None or (point.month or 0) > _LAST_MONTH:
        return ""
    month = f"{point.month:02d}" if point.month else ""
    day = f"-{point.day:02d}" if point.day else ""
    return f"--{month}{day}" if point.month or point.day else ""


def _marks(date: Date, known: Mapping[str, str], at: str) -> list[Mapping[str, Any]]:
    marks: list[Mapping[str, Any]] = []
    for part, names in _by_part(date, known).items():
        match = " | ".join(f"@{name}" for name in names)
        if "~" in part or "%" in part:
            marks.append({"tag": "precision", "match": match, "precision": "low"})
        if ("?" in part or "%" in part) and at != "when":
            mark = {"tag": "certainty", "match": match, "locus": "value", "cert": "low"}
            marks.append(mark)
    return marks


def _by_part(date: Date, known: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the attributes that each part of the date led to.

    Each end of an interval has marks of its own.
    """
    first, _, last = date.written.partition("/")
    parts: dict[str, list[str]] = {}
    for name in known:
        part = date.written
        if date.interval:
            part = first if name.startswith(("from", "notBefore")) else last
        parts.setdefault(part, []).append(name)
    return parts


REPEATS_DATE = frozenset({"birth", "death", "floruit", "affiliation", "occupation", "residence"})
_OF_EVENT = "date"
"""The type of the note in which an event with a record has its date."""
_BY_TYPE = {"since": "from", "until": "to"}
_DATING = ("when", "notBefore", "notAfter", "from", "to")


def copy_to_parent(date: Element) -> None:
    """Repeat a date as attributes of the element that it dates, where programs look for it.

    A birth has the attributes of its date; an office `from` and `to`, if the dates of its beginning
    and end are exact enough.
    """
    holder = date.parent
    if holder is not None and (holder.tag == "label" or holder.get("type") == _OF_EVENT):
        holder = holder.parent
        if holder is None or holder.tag != "event":
            return
    elif holder is None or holder.tag not in REPEATS_DATE:
        return
    end = _BY_TYPE.get(date.get("type", ""))
    for name in _DATING:
        for suffix in ("", "-iso"):
            value = date.get(name + suffix)
            if value and not end:
                holder.set(name + suffix, value)
            elif value and name == "when":
                holder.set(f"{end}{suffix}", value)
