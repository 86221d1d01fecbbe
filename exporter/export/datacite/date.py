"""Dates in DataCite: a year of publication, and W3CDTF or a range."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.export.datacite.value import Properties, full
from exporter.model.date import Date, Point
from exporter.model.work import Work


def year(date: Date | None) -> str:
    """Give the year of a date, the first of several; empty where it is not known."""
    known = date.w3c() if date and not date.members else ""
    return known[:4]


def dates(work: Work) -> Iterator[Properties]:
    """Give the date of publication and that of a photo, with what DataCite's forms cannot say in words beside it."""
    for kind, date in (("Issued", work.issued), ("Created", work.date("created"))):
        if date and (known := as_range(date)):
            doubts = {"approximate": date.approximate, "uncertain": date.uncertain}
            words = ", ".join(
                [*(word for word, given in doubts.items() if given), f"{date} (EDTF)"]
            )
            yield full(
                date=known, dateType=kind, dateInformation="" if known == str(date) else words
            )


def as_range(date: Date) -> str:
    """Give a date as W3CDTF, an interval as RKMS-ISO8601: `1995/1997`, `1995/`; empty where neither can say it.

    A year of which a digit is not known is the span in which it lies. Source: DataCite Metadata Schema 4.6, 8 Date.
    """
    if date.members:
        return ""
    points = [point for point in (date.start, date.end) if point]
    if not date.interval:
        return date.w3c() or next((_span(point) for point in points), "")
    start, end = (point.w3c() if point else "" for point in (date.start, date.end))
    return f"{start}/{end}" if points and all(point.w3c() for point in points) else ""


def _span(point: Point) -> str:
    """Give the span in which a year lies of which a digit is not known; empty for any other."""
    unsure = (
        point.year is not None and point.last_year is not None and 0 <= point.year < point.last_year
    )
    return f"{point.year:04d}/{point.last_year:04d}" if unsure else ""
