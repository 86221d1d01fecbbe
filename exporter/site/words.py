"""The words of the pages in each language: labels, dates, numbers, and the names of languages.

What a language has no word for (`word_tables`) is said in English, and marked as English. Dates,
numbers and the names of languages are those of CLDR.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton
from babel.numbers import format_decimal
from markupsafe import Markup

from exporter.export.date_words import DateWords, in_words
from exporter.export.html.elements import language_attributes
from exporter.model.date import Date, Point, parse_date
from exporter.model.text import primary_language
from exporter.model.vocabularies import languages
from exporter.site.word_tables import ENGLISH, Table

_SKELETONS = {1: "y", 2: "yMMMM", 3: "yMMMMd"}
"""How CLDR writes a year, a month of a year, and a day (UTS 35, part 4)."""

_LAST_MONTH, _LAST_YEAR = 12, 9999
"""What Python's dates can hold."""


class SiteWords(DateWords):
    """The words of one language."""

    def __init__(self, language: str, table: Table) -> None:
        self.language = language
        self.is_english = primary_language(language) == ENGLISH
        self._words = table.get(language) or table.get(primary_language(language), {})
        self._locale = _locale(language)
        self.direction = self._locale.text_direction

    def text(self, english: str) -> str:
        """Return a word or a phrase as text; in English if there is none in this language."""
        return self._words.get(english, english)

    @lru_cache(maxsize=1_000)  # noqa: B019 - there is one object for each language of the site
    def html(self, english: str) -> str:
        """Return a word or a phrase as HTML, which says so if it is English."""
        if self.is_english or english in self._words or not english:
            return escape(self.text(english))
        return f"<span{self._attributes(english)}>{escape(english)}</span>"

    def markup(self, english: str) -> Markup:
        """Return a word or a phrase as templates print it."""
        return Markup(self.html(english))  # noqa: S704 - it is escaped there

    def _attributes(self, english: str) -> str:
        if self.direction == "rtl":
            return ' lang="en" dir="ltr"'
        return language_attributes(english, ENGLISH)

    def phrase(self, english: str, *parts: str) -> str:
        """Return a phrase with its parts at `{}`. A brace in a part stays as it is."""
        first, *others = self.text(english).split("{}")
        return first + "".join(f"{part}{rest}" for part, rest in zip(parts, others, strict=True))

    def count(self, number: int, one: str, several: str) -> str:
        """Return a number with what is counted: `1 work`, `2,000 works`."""
        return self.phrase(one if number == 1 else several, self.number(number))

    @lru_cache(maxsize=1_000)  # noqa: B019 - there is one object for each language of the site
    def number(self, number: int) -> str:
        """Return a number as the language writes it."""
        return format_decimal(number, locale=self._locale)

    def point(self, point: Point) -> str:
        """Return one point of the calendar as the language writes it."""
        known = point.calendar
        is_season = point.month is not None and point.month > _LAST_MONTH
        if self.is_english or is_season or not known or not 1 <= known[0] <= _LAST_YEAR:
            return super().point(point)
        return _calendar_date(known, self._locale)

    def ordinal(self, number: int) -> str:
        """Return the number of a century, which a phrase counts."""
        return super().ordinal(number) if self.is_english else str(number)

    def date(self, date: Date) -> str:
        """Return a date in words."""
        return in_words(date, self)

    @lru_cache(maxsize=10_000)  # noqa: B019 - there is one object for each language of the site
    def written_date(self, edtf: str) -> str:
        """Return a date in words, from EDTF."""
        return self.date(parse_date(edtf))

    @lru_cache(maxsize=1_000)  # noqa: B019 - there is one object for each language of the site
    def language_name(self, tag: str) -> str:
        """Return what a language is called, in English if CLDR has no name for it."""
        locale = self._locale
        whole = locale.languages.get(tag.replace("-", "_"))
        first, *others = tag.split("-")
        name = locale.languages.get(first)
        if whole or not name or not others:
            return whole or name or languages.meaning(tag)
        parts = (locale.scripts.get(each) or locale.territories.get(each, each) for each in others)
        return f"{name} ({', '.join(parts)})"

    def country_name(self, code: str) -> str:
        """Return what a country is called, by its code in ISO 3166; of a part of it with the code.

        The result is empty if CLDR has no name for it, and for English, which has those of libraries.
        """
        name = self._locale.territories.get(code.partition("-")[0], "")
        if self.is_english or not name:
            return ""
        return f"{name} ({code})" if "-" in code else name


@lru_cache(maxsize=50)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(ENGLISH)


@lru_cache(maxsize=10_000)
def _calendar_date(parts: Sequence[int], locale: Locale) -> str:
    from datetime import date

    year, month, day = (*parts, 1, 1)[:3]
    return format_skeleton(_SKELETONS[len(parts)], date(year, month, day), locale=locale)


def own_name(language: str) -> str:
    """Return what a language is called in itself: `日本語`."""
    return _locale(language).get_display_name() or language
