"""Dates in DataCite: a year of publication, and W3CDTF or a range."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.mappings.datacite.value import Properties, full
from exporter.model.date import Date
from exporter.model.work import Work

_W3CDTF = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def year(date: Date | None) -> str:
    """Give the year of a date, the first of several; empty where it is not known."""
    known = date.w3c() if date else ""
    return known[:4] if _W3CDTF.fullmatch(known) else ""


def dates(work: Work) -> Iterator[Properties]:
    """Give the date of publication and that of a photo, with what DataCite's forms cannot say in words beside it."""
    for kind, date in (("Issued", work.issued), ("Created", work.date("created"))):
        if date and (known := as_range(date)):
            doubts = {"approximate": date.approximate, "uncertain": date.uncertain}
            words = ", ".join([*(word for word, given in doubts.items() if given), f"{date} (EDTF)"])
            yield full(date=known, dateType=kind, dateInformation="" if known == str(date) else words)


def as_range(date: Date) -> str:
    """Give a date as W3CDTF, an interval as RKMS-ISO8601: `1995/1997`, `1995/`; empty where neither can say it.

    A year of which a digit is not known is the span in which it lies. Source: DataCite Metadata Schema 4.6, 8 Date.
    """
    start, end = (point.w3c() if point else "" for point in (date.start, date.end))
    if not date.interval and date.start and not start and date.start.year is not None:
        start, end = f"{date.start.year:04d}", f"{date.start.last_year:04d}"
    elif not date.interval:
        return start if _W3CDTF.fullmatch(start) else ""
    known = [each for each in (start, end) if each]
    return f"{start}/{end}" if known and all(_W3CDTF.fullmatch(each) for each in known) else ""
