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
        numbers = range(_number(first, step), _number(last, step) + 1)
        if len(numbers) <= _MOST_BARS:
            return Timeline(title, _periods(numbers, step, counts, links, words))
    return None


def _periods(
    numbers: range,
    step: int,
    counts: Mapping[int, int],
    links: Mapping[int, str],
    words: SiteWords,
) -> list[Period]:
    by_number: dict[int, int] = dict.fromkeys(numbers, 0)
    hrefs: dict[int, str] = {}
    for year in sorted(counts):
        number = _number(year, step)
        by_number[number] += counts[year]
        hrefs.setdefault(number, links[year])
    most = max(by_number.values())
    return [
        Period(_words(number, step, words), works, 100 * works / most, hrefs.get(number, ""))
        for number, works in by_number.items()
    ]


def _number(year: int, step: int) -> int:
    """Return the number of the period of a year; before our era, periods are counted back from -1.

    The years 100 B.C. to 1 B.C. (-99 to 0) are a century, as in EDTF (`-00XX`).
    """
    if step == 1:
        return year
    return year // step if year > 0 else -(-year // step) - 1


def _words(number: int, step: int, words: SiteWords) -> str:
    """Return a year, a decade or a century in words."""
    digits = len(str(step)) - 1
    sign, start = "", number
    if number < 0:  # of decades and centuries, the first before our era is 0, too: -00XX
        sign, start = "-", -number if step == 1 else -number - 1
    return words.date(parse_date(f"{sign}{start:0{4 - digits}d}{'X' * digits}"))
