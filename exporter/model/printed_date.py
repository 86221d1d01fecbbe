"""A date as a source prints it: `3月3日発売予定`, `Thursday, Aug. 26, 2021`."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from exporter.model.date import Date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_YEAR, _DAY = r"(?P<year>[0-9]{4})(?![0-9])", r"(?P<day>[0-9]{1,2})(?![0-9])"
_WRITINGS = tuple(
    re.compile(writing, re.ASCII | re.IGNORECASE)
    for writing in (
        rf"(?:(?P<year>[0-9]{{4}})\s*年\s*)?(?P<month>[0-9]{{1,2}})\s*月(?:\s*{_DAY}\s*日)?",
        rf"(?P<year>[0-9]{{4}})[-./](?P<month>[0-9]{{1,2}})(?:[-./]{_DAY})?(?![0-9])",
        rf"\b{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?(?:,?\s*{_YEAR})?",
        rf"\b(?:(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\s+)?{_MONTH}(?:,?\s*{_YEAR})?\b",
        r"(?:^|[^0-9])(?P<year>1[0-9]{3}|20[0-9]{2})(?![0-9])",
    )
)


class PrintedDate(NamedTuple):
    """The year, month and day, each of them None where it is not said."""

    year: int | None
    month: int | None
    day: int | None

    def contradicts(self, other: PrintedDate) -> bool:
        """Return whether both say a year, a month or a day, and not the same."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return any(
            one is not None and another is not None and one != another for one, another in pairs
        )


def printed_date(text: str) -> PrintedDate | None:
    """Read a date that is printed in Japanese, in English or in digits.

    The result is None if there is none, or more than one.
    """
    plain = unicodedata.normalize("NFKC", text)
    if len(set(re.findall(r"[0-9]{4}", plain, re.ASCII))) > 1:
        return None
    for writing in _WRITINGS:
        if match := writing.search(plain):
            parts = match.groupdict()
            month = parts.get("month") or (
                parts.get("name") and _MONTHS.index(str(parts["name"]).lower()) + 1
            )
            return PrintedDate(
                _number(parts.get("year")), _number(month), _number(parts.get("day"))
            )
    return None


def known_date(date: Date) -> PrintedDate | None:
    """Return what a date of the record says for certain.

    The result is None if it is doubtful or no single date.
    """
    point = date.start
    if point is None or date.interval or date.approximate or date.uncertain:
        return None
    year = None if point.last_year not in {None, point.year} else point.year
    return PrintedDate(
        year, point.month if point.month and point.month <= len(_MONTHS) else None, point.day
    )


def _number(part: str | int | None) -> int | None:
    return int(part) if part else None
