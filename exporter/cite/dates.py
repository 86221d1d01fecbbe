"""The elements that print dates, in place of citeproc-py's own.

What those do otherwise than CSL 1.0.2 says:

- A date-part of a localized date writes its attributes into the locale, so that the next date has them too.
- A span that has no end, or an end without a month, is left half printed or ends in an error (Date Ranges).
- A season beside a year is dropped (Seasons).
- An era is printed before every year below 1000, also of a date of the fourth century BC (AD and BC). Here it stands
  behind the year, as CSL has it, except in Chinese and Japanese, which say `紀元前480年`.
- The letter that tells like works apart is nowhere printed (disambiguate-add-year-suffix).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from citeproc import model

from exporter.cite.cite import Cite
from exporter.cite.elements import Fate, Rendered
from exporter.cite.letter_case import cased
from exporter.cite.marks import END, opening
from exporter.cite.names import UNSPACED
from exporter.cite.reference import Shape, When

PARTS = ("year", "month", "day")


class Part(NamedTuple):
    """A part of a date as it is printed: its name, its text with affixes, and its suffix by itself."""

    name: str
    text: str
    suffix: str


class Date_Part(Rendered, model.Date_Part):  # type: ignore[misc]  # noqa: N801 - citeproc-py goes by the name
    """How the year, month or day is printed."""


class Date(Rendered, model.Date):  # type: ignore[misc]
    """A date of a work, in parts of its own or in those of the locale."""

    counts = True

    def foreseen(self, shape: Shape) -> Fate:
        """Foresee it: it prints if the work has the date."""
        there = self.get("variable") in shape.variables
        return Fate(there, calls=True, fills=there)

    @cached_property
    def _formats(self) -> tuple[tuple[Mapping[str, str], ...], str]:
        """The attributes of each part in order, with the marks that they ask for, and the delimiter between them."""
        formats, delimiter = self._attributes()
        return tuple({**format, "opening": opening(format)} for format in formats), delimiter

    def _attributes(self) -> tuple[Iterable[dict[str, str]], str]:
        own = {part.get("name"): dict(part.attrib) for part in self.children}
        if (form := self.get("form")) is None:
            return own.values(), self.get("delimiter", "")
        wanted = self.get("date-parts", "year-month-day").split("-")
        localized = self.home.date_formats[form]
        kept = ("prefix", "suffix", "name")
        merged = (
            {
                **part.attrib,
                **{
                    key: word
                    for key, word in own.get(part.get("name"), {}).items()
                    if key not in kept
                },
            }
            for part in localized
            if part.get("name") in wanted
        )
        return merged, localized.get("delimiter", "")

    def render(self, cite: Cite) -> str:
        """Give the date; empty where nothing of it is printed."""
        name = self.get("variable")
        when = cite.reference.dates.get(name)
        if when is None or name in cite.suppressed:
            return ""
        cite.filled = True
        cite.printed.append(name)
        formats, _ = self._formats
        if cite.sorting is not None:
            return sort_key(when, [format["name"] for format in formats])
        text = when.literal or self._printed(when, cite)
        return self.dressed(text, english=self.home.local)

    def _printed(self, when: When, cite: Cite) -> str:
        formats, delimiter = self._formats
        start = self._parts(when.start, when.season, cite)
        if not when.span:
            return _joined(start, delimiter)
        end = self._parts(when.end, 0, cite)
        if not start or not end:
            dash = self._dash("year") if start or end else ""
            return _before_dash(start, delimiter) + dash + _joined(end, delimiter)
        named = [format["name"] for format in formats]
        differing = [
            part for part in PARTS if part in named and _of(when.start, part) != _of(when.end, part)
        ]
        if not differing:
            return _joined(start, delimiter)
        return self._span(start, end, differing, delimiter)

    def _span(
        self, start: Sequence[Part], end: Sequence[Part], differing: Sequence[str], delimiter: str
    ) -> str:
        """Give both ends of a span; what they have in common stands once. Source: CSL 1.0.2, Date Ranges."""
        apart = set(
            PARTS[PARTS.index(differing[0]) :]
        )  # the largest part that differs, and all smaller ones
        both = [[part for part in parts if part.name in apart] for parts in (start, end)]
        if not all(both):
            return _joined(start, delimiter)
        at = next(at for at, part in enumerate(start) if part.name in apart)
        before = [part for part in start[:at] if part.name not in apart]
        after = [part for part in end if part.name not in apart and part not in before]
        dash = self._dash(differing[0])
        first, last = both
        span = _before_dash(first, delimiter) + dash + _joined(last, delimiter)
        made = [_joined(before, delimiter), span, _joined(after, delimiter)]
        return delimiter.join(filter(None, made))

    def _dash(self, name: str) -> str:
        formats, _ = self._formats
        return next(
            (format.get("range-delimiter", "–") for format in formats if format["name"] == name),
            "–",
        )

    def _parts(self, point: Sequence[int], season: int, cite: Cite) -> list[Part]:
        made = []
        for format in self._formats[0]:
            part = format["name"]
            number = _of(point, part)
            if part == "month" and not number and season:
                number = season + 12
            if number is None or (part != "year" and not number):
                continue
            text = getattr(self, f"_{part}")(number, format.get("form", ""))
            if part == "year" and not cite.suffixed and cite.sorting is None:
                cite.year = cite.year or text
                if cite.reference.year_suffix and not self.home.places_suffix:
                    text += cite.reference.year_suffix
                    cite.suffixed = True
            if format.get("strip-periods") == "true":
                text = text.replace(".", "")
            text = cased(text, format.get("text-case", ""), english=self.home.local)
            text = format["opening"] + text + END * len(format["opening"])
            suffix = format.get("suffix", "")
            made.append(Part(part, f"{format.get('prefix', '')}{text}{suffix}", suffix))
        return made

    def _year(self, year: int, form: str) -> str:
        if form == "short":
            return f"{year % 100:02}" if year > 0 else str(year)
        if year >= 1000:
            return str(year)
        era = self.home.term("bc" if year < 0 else "ad")
        return f"{era}{abs(year)}" if UNSPACED.match(era) else f"{abs(year)}{era}"

    def _month(self, month: int, form: str) -> str:
        if month > 12:
            return str(self.home.term(f"season-{(month - 12) % 10 or 1:02}"))
        if form.startswith("numeric"):
            return f"{month:02}" if form.endswith("zeros") else str(month)
        return str(self.home.term(f"month-{month:02}", form or "long"))

    def _day(self, day: int, form: str) -> str:
        if form == "numeric-leading-zeros":
            return f"{day:02}"
        if form == "ordinal" and (day == 1 or not self.home.ordinal_days_end_at_1):
            return f"{day}{self.home.ordinal(day)}"
        return str(day)


def _of(point: Sequence[int], part: str) -> int | None:
    at = PARTS.index(part)
    return point[at] if at < len(point) else None


def _joined(parts: Sequence[Part], delimiter: str) -> str:
    return delimiter.join(part.text for part in parts)


def _before_dash(parts: Sequence[Part], delimiter: str) -> str:
    """Join parts that stand before a dash, for which the last gives up its suffix (`2001–2006年`)."""
    return _joined(parts, delimiter).removesuffix(parts[-1].suffix) if parts else ""


def sort_key(when: When, parts: Sequence[str] = PARTS) -> str:
    """Give a date as text in whose order dates are: the years before Christ first. Source: CSL 1.0.2, Sorting."""
    if when.literal:
        return when.literal
    points = (when.start, when.end) if when.span else (when.start,)
    return "-".join(
        "".join(
            f"{(_of(point, part) or 0) + (10_000 if part == 'year' else 0):05}"
            for part in PARTS
            if part in parts
        )
        for point in points
    )
