"""Dates in DataCite: a year of publication, and W3CDTF or a range."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.export.context import ExportContext
from exporter.export.datacite.value import Properties, full
from exporter.export.date_words import in_words
from exporter.export.field_words import label
from exporter.model.date import Date, Point
from exporter.model.work import Work

DATES = (
    *("issued", "created", "copyright_date", "submitted", "accepted", "available", "updated"),
    *("valid", "withdrawn", "collected", "printed", "original_date", "temporal_coverage"),
    "embargo",
)
"""The fields with dates, in the order in which they stand; the table has their types."""


def year(date: Date | None) -> str:
    """Return the year of a date, the first of several; empty if it is not known."""
    known = date.w3c() if date and not date.members else ""
    return known[:4]


def dates(work: Work, context: ExportContext) -> Iterator[Properties]:
    """Yield every date that DataCite's forms can say, with what they cannot say in words beside it."""
    for field in DATES:
        date, node = work.date(field), work.node.get(field)
        known = as_range(date) if date else ""
        if not date or not known or node is None:
            continue
        kind = context.crosswalk.target("work", field)
        words = [label(node)] if kind == "Other" else []
        words += [f"{in_words(date)}; {date} (EDTF)"] if known != str(date) else []
        words += [form for _, form in date.printed or ()]
        words += [f"{date.calendar} calendar"] if date.calendar else []
        yield full(date=known, dateType=kind, dateInformation="; ".join(words))


def dates_in_words(work: Work) -> Iterator[str]:
    """Say in words the dates that DataCite's forms cannot say."""
    for field in DATES:
        date, node = work.date(field), work.node.get(field)
        if date and node and not as_range(date):
            words = [f"{in_words(date)}; {date} (EDTF)", *(form for _, form in date.printed or ())]
            words += [f"{date.calendar} calendar"] if date.calendar else []
            yield f"{label(node)}: {'; '.join(words)}"


def as_range(date: Date) -> str:
    """Return a date as W3CDTF, an interval as RKMS-ISO8601: `1995/1997`, `1995/`.

    The result is empty if neither can say it. A year of which a digit is not known is the span in
    which it lies. Source: DataCite Metadata Schema 4.6, 8 Date.
    """
    if date.members:
        return ""
    points = [point for point in (date.start, date.end) if point]
    if not date.interval:
        return date.w3c() or next((_span(point) for point in points), "")
    start, end = (point.w3c() if point else "" for point in (date.start, date.end))
    return f"{start}/{end}" if points and all(point.w3c() for point in points) else ""


def _span(point: Point) -> str:
    """Return the span in which a year lies of which a digit is not known; empty for any other."""
    if point.year is None or point.last_year is None or not 0 <= point.year < point.last_year:
        return ""
    return f"{point.year:04d}/{point.last_year:04d}"
