"""`cs:date` and its parts. Source: CSL 1.0.2, Date, Date Ranges, AD and BC, Seasons."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from exporter.cite.date_value import DateValue, Point
from exporter.cite.elements import Element, Pruned
from exporter.cite.item import Shape
from exporter.cite.markup import END, opening_marks
from exporter.cite.state import RenderingState, Situation
from exporter.cite.text_case import change_case
from exporter.model.east_asian import UNSPACED_WORDS

if TYPE_CHECKING:
    from exporter.cite.style import Style

PARTS = ("year", "month", "day")
_SEASONS_BEGIN = 13
_MONTHS_OF_A_SEASON = 3


class Part(NamedTuple):
    """A part of a date as it is printed: its name, and its text with its affixes apart."""

    name: str
    prefix: str
    text: str
    suffix: str

    def __str__(self) -> str:
        return self.prefix + self.text + self.suffix


class PartFormat(NamedTuple):
    """How a part is printed: its attributes, and the marks that they ask for."""

    name: str
    attributes: Mapping[str, str]
    opening: str


class DateElement(Element):
    """A date of an item, in parts of its own or in those of the locale."""

    def __init__(self, node: Any, style: Style) -> None:
        super().__init__(node, style)
        self.variable: str = node.get("variable")
        self.delimiter: str = node.get("delimiter", "")
        attributes = [dict(part.attrib) for part in node]
        form = node.get("form")
        if form:
            attributes = self._localized(form, node.get("date-parts", ""), attributes)
        self.formats = [PartFormat(each["name"], each, opening_marks(each)) for each in attributes]
        self.names = [each.name for each in self.formats]

    def _localized(
        self, form: str, parts: str, own: Sequence[dict[str, str]]
    ) -> list[dict[str, str]]:
        """Return the parts of a date of the locale, as the element changes them."""
        localized = self.locale.date_format(form)
        if localized is None:
            return []
        self.delimiter = localized.get("delimiter", "")
        if self.is_bare:
            self._take_format(localized)
        wanted = (parts or "year-month-day").split("-")
        said = {each["name"]: each for each in own}
        merged = []
        for part in localized:
            if part.get("name") not in wanted:
                continue
            attributes = dict(part.attrib)
            for key, value in said.get(part.get("name"), {}).items():
                if key not in {"prefix", "suffix", "name"}:
                    attributes[key] = value
            merged.append(attributes)
        return merged

    def _take_format(self, localized: Any) -> None:
        """Take over the affixes and the formatting of a date of the locale."""
        self.prefix, self.suffix = localized.get("prefix", ""), localized.get("suffix", "")
        self.opening = opening_marks(localized.attrib)
        self.is_bare = not (self.prefix or self.suffix or self.opening)

    def prune(self, shape: Shape, situation: Situation) -> Pruned:  # noqa: ARG002
        """Return what is left of the element for items of a shape in a situation."""
        there = self.variable in shape.variables
        return Pruned((self,) if there else (), calls=True, fills=there)

    def render(self, state: RenderingState) -> str:
        """Return the marked text that the element prints."""
        date = state.item.dates.get(self.variable)
        if date is None or self.variable in state.suppressed:
            return ""
        if state.sort is not None:
            state.filled = True
            return sort_key(date, self.names)
        text = self._literal(date) if date.literal else self._printed(date, state)
        if not text:
            return ""
        state.note(self.variable)
        return self.finish(text, self.locale.tag)

    def _literal(self, date: DateValue) -> str:
        """Return a date that is only text, as a whole in the place of the year.

        Many styles have the year in one place and the month and the day in another.
        """
        return date.literal if "year" in self.names or not self.names else ""

    def _printed(self, date: DateValue, state: RenderingState) -> str:
        if not date.is_span:
            return self._joined(self._parts(date.start, state))
        if not date.start or not date.end:
            return self._open_span(date, state)
        differing = self._differing(date.start, date.end)
        if not differing:
            return self._joined(self._parts(date.start, state))
        return self._span(date, differing, state)

    def _open_span(self, date: DateValue, state: RenderingState) -> str:
        """Return a span without an end, or without a beginning."""
        start, end = self._parts(date.start, state), self._parts(date.end, state)
        if not start and not end:
            return ""
        return self._before_dash(start) + self._dash("year") + self._joined(end)

    def _differing(self, start: Point, end: Point) -> list[str]:
        """Return the largest part in which the ends of a span differ, and all smaller ones."""
        for index, name in enumerate(PARTS):
            if name in self.names and _part(start, name) != _part(end, name):
                return list(PARTS[index:])
        return []

    def _span(self, date: DateValue, differing: Sequence[str], state: RenderingState) -> str:
        """Return both ends of a span, with what they share once (CSL 1.0.2, Date Ranges)."""
        same_era = date.start[0] < 0 and date.end[0] < 0
        start = self._parts(date.start, state, without_era=same_era)
        end = self._parts(date.end, state)
        first = [part for part in start if part.name in differing]
        last = [part for part in end if part.name in differing]
        if not first or not last:
            return self._joined(start)
        place = start.index(first[0])
        before = [part for part in start[:place] if part.name not in differing]
        after = [part for part in start[place:] if part.name not in differing]
        last[0] = last[0]._replace(prefix="")
        span = self._before_dash(first) + self._dash(differing[0]) + self._joined(last)
        texts = [self._joined(before), span, self._joined(after)]
        return self.delimiter.join(text for text in texts if text)

    def _dash(self, name: str) -> str:
        """Return the delimiter of a span whose largest differing part is this.

        Some styles have an empty one; without any, `1868–1869` would be another number.
        """
        for each in self.formats:
            if each.name == name:
                return each.attributes.get("range-delimiter") or "–"
        return "–"

    def _joined(self, parts: Sequence[Part]) -> str:
        return self.delimiter.join(map(str, parts))

    def _before_dash(self, parts: Sequence[Part]) -> str:
        """Join parts before a dash, where the last has no suffix (`2001–2006年`)."""
        if not parts:
            return ""
        *others, last = parts
        return self._joined([*others, last._replace(suffix="")])

    def _parts(
        self, point: Point, state: RenderingState, *, without_era: bool = False
    ) -> list[Part]:
        made = []
        for each in self.formats:
            text = self._part_text(each, point, without_era=without_era)
            if not text:
                continue
            attributes = each.attributes
            if each.name == "year":
                text = self._with_suffix(text, state)
            if state.strips_periods or attributes.get("strip-periods") == "true":
                text = text.replace(".", "")
            if "text-case" in attributes:
                text = change_case(text, attributes["text-case"], self.locale.tag)
            text = each.opening + text + END * len(each.opening)
            made.append(
                Part(each.name, attributes.get("prefix", ""), text, attributes.get("suffix", ""))
            )
        return made

    def _with_suffix(self, year: str, state: RenderingState) -> str:
        """Return a year with the letter that tells items apart.

        It is left out where the style prints it elsewhere.

        Where the cite before has the same year, only the letter is left.
        """
        if not state.year:
            state.year = year
            if state.omit_year:
                year = ""
        ambiguity = state.ambiguity
        if ambiguity is None or not ambiguity.year_suffix or state.suffix_printed:
            return year
        if self.style.places_year_suffix:
            return year
        state.suffix_printed = True
        return year + ambiguity.year_suffix

    def _part_text(self, part: PartFormat, point: Point, *, without_era: bool) -> str:
        number = _part(point, part.name)
        if not number:
            return ""
        form = part.attributes.get("form", "")
        if part.name == "year":
            return self._year(number, form, without_era=without_era)
        if part.name == "month":
            return self._month(number, form)
        return self._day(number, form, _part(point, "month"))

    def _year(self, year: int, form: str, *, without_era: bool) -> str:
        if form == "short" and year >= 1000:
            return f"{year % 100:02}"
        if year >= 1000 or without_era:
            return str(abs(year))
        era = self.locale.term("bc" if year < 0 else "ad")
        return f"{era}{abs(year)}" if re.match(UNSPACED_WORDS, era) else f"{abs(year)}{era}"

    def _month(self, month: int, form: str) -> str:
        if form.startswith("numeric"):
            return _numeric_month(month, form)
        if month >= _SEASONS_BEGIN:
            return self.locale.term(f"season-{month - _SEASONS_BEGIN + 1:02}")
        return self.locale.term(f"month-{month:02}", form or "long")

    def _day(self, day: int, form: str, month: int) -> str:
        if form == "numeric-leading-zeros":
            return f"{day:02}"
        if form == "ordinal" and (day == 1 or not self.locale.limit_day_ordinals):
            return self.locale.ordinal(day, self.locale.gender(f"month-{month:02}"))
        return str(day)


def _numeric_month(month: int, form: str) -> str:
    """Return a month in digits, which a season does not have: its term stands in for that of a month.

    Source: CSL 1.0.2, Seasons.
    """
    if month >= _SEASONS_BEGIN:
        return ""
    return f"{month:02}" if form == "numeric-leading-zeros" else str(month)


def _part(point: Point, name: str) -> int:
    """Return a part of a point, 0 if it has none."""
    index = PARTS.index(name)
    return point[index] if index < len(point) else 0


def sort_key(date: DateValue, parts: Sequence[str] = PARTS) -> str:
    """Return a date as text in whose order dates are, years before Christ first (Sorting)."""
    if date.literal:
        return date.literal
    points = (date.start, date.end) if date.is_span else (date.start,)
    return "-".join(_point_key(point, parts) for point in points)


def _point_key(point: Point, parts: Sequence[str]) -> str:
    key = ""
    for name in PARTS:
        number = _part(point, name) if name in parts else 0
        if name == "month" and number >= _SEASONS_BEGIN:
            number = _MONTHS_OF_A_SEASON * (number - _SEASONS_BEGIN + 1)  # spring is with March
        key += f"{number + 10_000:05}" if name == "year" else f"{number:02}"
    return key
