"""How many works there are of each year, decade or century: bars, and a table with the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from exporter.model.date import parse_date
from exporter.site.words import SiteWords

_MOST_BARS = 80
_FEWEST_YEARS = 3
_STEPS = {1: "Works by year", 10: "Works by decade", 100: "Works by century"}
"""How many years a bar can stand for, and what the timeline is then called."""


class Period(NamedTuple):
    """A year, a decade or a century: its words, the number of works, and a link to the first.

    `height` is the share of the number in that of the period with most works, in per cent.
    """

    words: str
    number: int
    height: float
    href: str


class Timeline(NamedTuple):
    """The periods from the first with a work to the last, and what they are called in English."""

    title: str
    periods: Sequence[Period]


def make_timeline(
    years: Iterable[int], links: Mapping[int, str], words: SiteWords
) -> Timeline | None:
    """Return the timeline of works of these years; None if there are too few years, or too many.

    `links` lead to the works of a year.
    """
    counts = Counter(years)
    if len(counts) < _FEWEST_YEARS:
        return None
    first, last = min(counts), max(counts)
    for step, title in _STEPS.items():
        starts = range(first // step * step, last + 1, step)
        if len(starts) <= _MOST_BARS:
            return Timeline(title, _periods(starts, counts, links, words))
    return None


def _periods(
    starts: range, counts: Mapping[int, int], links: Mapping[int, str], words: SiteWords
) -> list[Period]:
    by_start: dict[int, int] = dict.fromkeys(starts, 0)
    hrefs: dict[int, str] = {}
    for year in sorted(counts):
        start = year // starts.step * starts.step
        by_start[start] += counts[year]
        hrefs.setdefault(start, links[year])
    most = max(by_start.values())
    return [
        Period(_words(start, starts.step, words), number, 100 * number / most, hrefs.get(start, ""))
        for start, number in by_start.items()
    ]


def _words(start: int, step: int, words: SiteWords) -> str:
    """Return a year, a decade or a century in words; before our era, its first and last year."""
    if step == 1:
        return words.date(parse_date(_edtf(start)))
    if start < 0:
        return words.date(parse_date(f"{_edtf(start)}/{_edtf(start + step - 1)}"))
    unknown = len(str(step)) - 1
    return words.date(parse_date(f"{start:04d}"[: 4 - unknown] + "X" * unknown))


def _edtf(year: int) -> str:
    return f"-{-year:04d}" if year < 0 else f"{year:04d}"
