"""EDTF dates in the attributes that TEI has for them: `199X` is notBefore 1990 and notAfter 1999."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from exporter.export.xml import Element, element
from exporter.model.date import Date, Point, parse_date

METHOD = "EDTF"
"""The xml:id under which the header explains EDTF; in capitals, so that it is no record's id."""

_LAST_MONTH = 12
_YEARS = range(1, 10_000)
"""The years that XML Schema 1.0 and 1.1 read alike: they disagree on which year 0000 and -0001 are."""


class Stated(NamedTuple):
    """A date as TEI states it: attributes, and the elements that say how exact and how sure these are."""

    attributes: Mapping[str, Any]
    marks: Sequence[Mapping[str, Any]]

    def elements(self) -> list[Element]:
        """Build the elements, `precision` and `certainty`."""
        return [element(**mark) for mark in self.marks]


UNSTATED = Stated({}, ())
"""What is stated where no date is known."""


@lru_cache(maxsize=10_000)
def stated(written: str | int, at: str = "when") -> Stated:
    """State a date. `at` is `when`, or `from` or `to` for a date that is one end of a span.

    What a calendar can say stands in the attributes of att.datable.w3c; the EDTF string itself in `when-custom`,
    unless `when` alone gives it back (a year written as a number, a month, a day). Sources: TEI P5 14.4 (dates),
    att.datable.w3c, att.datable.iso, att.datable.custom (`datingMethod` points to EDTF), att.global.responsibility
    (`cert`), 22.1 (certainty), 22.2 (precision); ISO 8601-2, 8.4: `?` is doubt, `~` little precision, `%` both.
    """
    date = parse_date(written)
    known = {name: value for name, value in _known(date, at).items() if value}
    attributes = dict(known)
    if written == 0:
        attributes[f"{at}-iso"] = (
            date.written
        )  # the year 0, written as a number: XML Schema 1.0 has none
    elif not (
        known and date.exact and isinstance(written, int) == (len(date.written) == len("1941"))
    ):
        attributes |= {f"{at}-custom": date.written, "datingMethod": f"#{METHOD}"}
    if date.uncertain and at == "when":
        attributes["cert"] = "low"
    marks = []
    for part, names in _by_part(date, known).items():
        match = " | ".join(f"@{name}" for name in names)
        if {"~", "%"} & set(part):
            marks.append({"tag": "precision", "match": match, "precision": "low"})
        if {"?", "%"} & set(part) and at != "when":
            marks.append({"tag": "certainty", "match": match, "locus": "value", "cert": "low"})
    return Stated(attributes, marks)


def _known(date: Date, at: str) -> dict[str, str]:
    if at != "when":
        return {} if date.interval else {at: _w3c(date.start)}
    if not date.interval:
        when = _w3c(date.start)
        return (
            {"when": when}
            if when
            else {"notBefore": _year(date.start), "notAfter": _last_year(date.end)}
        )
    start, end = _w3c(date.start), _w3c(date.end)
    return ({"from": start} if start else {"notBefore": _year(date.start)}) | (
        {"to": end} if end else {"notAfter": _last_year(date.end)}
    )


def _by_part(date: Date, known: dict[str, str]) -> dict[str, list[str]]:
    """Give the attributes that each part of the date led to: both ends of an interval have marks of their own."""
    first, _, last = date.written.partition("/")
    parts: dict[str, list[str]] = {}
    for name in known:
        part = (
            date.written if not date.interval else first if name in {"from", "notBefore"} else last
        )
        parts.setdefault(part, []).append(name)
    return parts


def _w3c(point: Point | None) -> str:
    """Print a point as att.datable.w3c has it: `2021-08`, and `--03-03` where the year is not known."""
    if point is None:
        return ""
    if point.calendar:
        return point.w3c() if point.calendar[0] in _YEARS else ""
    if point.year is not None or (point.month or 0) > _LAST_MONTH:
        return ""
    month = f"{point.month:02d}" if point.month else ""
    day = f"-{point.day:02d}" if point.day else ""
    return f"--{month}{day}" if point.month or point.day else ""


def _year(point: Point | None) -> str:
    return f"{point.year:04d}" if point and point.year in _YEARS else ""


def _last_year(point: Point | None) -> str:
    return f"{point.last_year:04d}" if point and point.last_year in _YEARS else ""
