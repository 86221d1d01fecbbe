"""Locales: terms, date formats and options of a language (CSL 1.0.2, Locale Files, Terms).

The locale files are those of the CSL project, as the package citeproc-py ships them. A style
overrides them with `cs:locale` elements of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html import unescape
from typing import Any

from lxml import etree

from exporter.cite.csl_data import locale_folder
from exporter.cite.direction import is_right_to_left
from exporter.cite.quotation_marks import QuotationMarks
from exporter.errors import UsageError
from exporter.suggest import did_you_mean

NAMESPACE = "{http://purl.org/net/xbiblio/csl}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LAST_RESORT = "en-US"

_PRIMARY_DIALECTS = {
    "de": "de-DE",
    "en": "en-US",
    "es": "es-ES",
    "fr": "fr-FR",
    "nb": "nb-NO",
    "pt": "pt-PT",
    "sr": "sr-Latn-RS",
    "zh": "zh-CN",
}
"""The dialects that a language stands for, where it has several (CSL 1.0.2, Locale Fallback)."""

_FORM_FALLBACK = {"verb-short": "verb", "symbol": "short", "verb": "long", "short": "long"}
"""The form that stands in for one that a term does not have (CSL 1.0.2, Terms)."""

_CORRECTED = {("ja", "ad"): "紀元後", ("ja", "bc"): "紀元前"}
"""Terms that are wrong in the locale files: the Japanese ones for before and after Christ are
exchanged there."""


@dataclass(frozen=True, slots=True)
class LocaleTerm:
    """A term in one form: for one, for several, and its gender, which chooses an ordinal."""

    single: str
    multiple: str
    gender: str = ""


@dataclass
class LocaleData:
    """What one `locale` element says."""

    terms: dict[tuple[str, str], LocaleTerm] = field(default_factory=dict)
    ordinals: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """The text and the `match` of each ordinal term by its name and gender."""
    dates: dict[str, Any] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)

    def override(self, other: LocaleData) -> None:
        """Take over what another one says; its ordinal suffixes replace all of these."""
        self.terms.update(other.terms)
        if any(name.startswith("ordinal") for name, _ in other.ordinals):
            kept = [key for key in self.ordinals if not key[0].startswith("ordinal")]
            self.ordinals = {key: self.ordinals[key] for key in kept}
        self.ordinals.update(other.ordinals)
        self.dates.update(other.dates)
        self.options.update(other.options)


class Locale:
    """The terms, dates and options of a style in one language.

    `tag` is a BCP 47 tag. `own` are the `cs:locale` elements of the style. Raises UsageError where
    there is no such locale.
    """

    def __init__(self, tag: str, own: Iterable[Any] = ()) -> None:
        self.tag = tag
        self.language = tag.split("-")[0].lower()
        primary = _primary(self.language)
        self._data = LocaleData()
        self._fallback = LocaleData() if self.language == "en" else _file_data(_LAST_RESORT)
        for each in dict.fromkeys(
            (_LAST_RESORT if self.language == "en" else primary, primary, tag)
        ):
            if each in locale_tags():
                self._data.override(_file_data(each))
        for locale in _matching(own, tag):
            self._data.override(read_locale(locale))

    @cached_property
    def is_right_to_left(self) -> bool:
        """Whether the language is written from right to left."""
        return is_right_to_left(self.tag)

    def term(self, name: str, form: str = "long", *, plural: bool = False) -> str:
        """Return a term in a form, or in the next form that it has; empty where there is none.

        A form of the language is preferred to the same form in English.
        """
        for data in (self._data, self._fallback):
            found = _term(data, name, form)
            if found:
                return found.multiple if plural else found.single
        return ""

    @property
    def ampersand(self) -> str:
        """The sign for “and”: the symbol form of the term."""
        for data in (self._data, self._fallback):
            if ("and", "symbol") in data.terms:
                return data.terms["and", "symbol"].single or "&"
        return "&"

    def gender(self, name: str) -> str:
        """Return the gender of a term: masculine, feminine, or empty (Gender-specific Ordinals)."""
        found = self._data.terms.get((name, "long"))
        return found.gender if found else ""

    def ordinal(self, number: int, gender: str = "") -> str:
        """Return a number with its ordinal suffix. Source: CSL 1.0.2, Ordinal Suffixes."""
        for name in _ordinal_names(number):
            for wanted in dict.fromkeys((gender, "")):
                found = self._ordinals.get((name, wanted))
                if found and _matches(name, found[1], number):
                    return f"{number}{found[0]}"
        return str(number)

    def long_ordinal(self, number: int, gender: str = "") -> str:
        """Return a number from 1 to 10 as an ordinal in words, another with its suffix."""
        if 0 < number <= 10:
            for wanted in dict.fromkeys((gender, "")):
                found = self._ordinals.get((f"long-ordinal-{number:02}", wanted))
                if found:
                    return found[0]
        return self.ordinal(number, gender)

    @cached_property
    def _ordinals(self) -> dict[tuple[str, str], tuple[str, str]]:
        return self._data.ordinals or self._fallback.ordinals

    def date_format(self, form: str) -> Any:
        """Return the `date` element of a form, `text` or `numeric`."""
        return self._data.dates.get(form, self._fallback.dates.get(form))

    @cached_property
    def quotes(self) -> QuotationMarks:
        """The quotation marks."""
        names = ("open-quote", "close-quote", "open-inner-quote", "close-inner-quote")
        return QuotationMarks(*(self.term(name) for name in names))

    @cached_property
    def punctuation_in_quote(self) -> bool:
        """Whether a full stop or comma behind a quotation moves into it."""
        return self._data.options.get("punctuation-in-quote") == "true"

    @cached_property
    def limit_day_ordinals(self) -> bool:
        """Whether only the first day of a month is an ordinal."""
        return self._data.options.get("limit-day-ordinals-to-day-1") == "true"


def _term(data: LocaleData, name: str, form: str) -> LocaleTerm | None:
    while (name, form) not in data.terms and form in _FORM_FALLBACK:
        form = _FORM_FALLBACK[form]
    return data.terms.get((name, form))


def _ordinal_names(number: int) -> Iterator[str]:
    """Yield the ordinal terms that a number may take, the most special first."""
    if number < 100:
        yield f"ordinal-{number:02}"
    if number % 100 >= 10:
        yield f"ordinal-{number % 100:02}"
    yield f"ordinal-{number % 10:02}"
    yield "ordinal"


def _matches(name: str, match: str, number: int) -> bool:
    """Return whether an ordinal term is for a number (CSL 1.0.2, Ordinal Suffixes, match)."""
    if name == "ordinal":
        return True
    value = int(name.removeprefix("ordinal-"))
    rule = match or ("last-digit" if value < 10 else "last-two-digits")
    if rule == "whole-number":
        return number == value
    return number % (10 if rule == "last-digit" else 100) == value


def _matching(own: Iterable[Any], tag: str) -> list[Any]:
    """Return the `cs:locale` elements of a style that are for a locale, the most general first."""
    by_tag = {each.get(_LANG, ""): each for each in own}
    wanted = ("", tag.split("-")[0], tag)
    return [by_tag[each] for each in dict.fromkeys(wanted) if each in by_tag]


def read_locale(element: Any) -> LocaleData:
    """Read a `locale` element."""
    data = LocaleData()
    for term in element.iter(f"{NAMESPACE}term"):
        name, form = term.get("name"), term.get("form", "long")
        single, multiple = term.find(f"{NAMESPACE}single"), term.find(f"{NAMESPACE}multiple")
        text = _text(term if single is None else single)
        if name.startswith(("ordinal", "long-ordinal")):
            data.ordinals[name, term.get("gender-form", "")] = text, term.get("match", "")
            continue
        plural = text if multiple is None else _text(multiple)
        if "quote" in name:
            text = plural = term.text or ""  # an apostrophe may be a quotation mark
        data.terms[name, form] = LocaleTerm(text, plural, term.get("gender", ""))
    for date in element.findall(f"{NAMESPACE}date"):
        data.dates[date.get("form")] = date
    for options in element.findall(f"{NAMESPACE}style-options"):
        data.options.update(options.attrib)
    return data


def _text(element: Any) -> str:
    """Return the text of a term; some styles write characters as entities twice (`&amp;#7506;`)."""
    return unescape(element.text or "").strip("\r\n\t").replace("'", "’")


@lru_cache(maxsize=1)
def locale_tags() -> frozenset[str]:
    """Return the tags of all locales."""
    folder = locale_folder()
    files = folder.glob("locales-*.xml") if folder else ()
    return frozenset(path.stem.removeprefix("locales-") for path in files)


def _primary(language: str) -> str:
    """Return the dialect that a language stands for; `en-US` if it has none."""
    if language in _PRIMARY_DIALECTS:
        return _PRIMARY_DIALECTS[language]
    if language in locale_tags():
        return language
    found = sorted(tag for tag in locale_tags() if tag.startswith(f"{language}-"))
    return found[0] if found else _LAST_RESORT


def choose_locale(wanted: str | None, default: str | None) -> str:
    """Return the tag of the locale that is asked for, else of the style's default, else `en-US`.

    A language stands for its primary dialect, and so does a dialect of the style's that has no
    locale (CSL 1.0.2, Locale Fallback). Raises UsageError where there is no locale for what is
    asked for.
    """
    tag = wanted or default or _LAST_RESORT
    if tag in locale_tags():
        return tag
    language = tag.split("-")[0]
    if wanted and ("-" in wanted or _primary(language).split("-")[0] != language):
        raise UsageError(
            f"there is no locale “{wanted}”",
            did_you_mean(wanted, sorted(locale_tags())) or "for example en-US, ja-JP, de-DE",
        )
    return _primary(language)


@lru_cache(maxsize=64)
def _file_data(tag: str) -> LocaleData:
    folder = locale_folder()
    if folder is None:
        return LocaleData()
    data = read_locale(etree.parse(folder / f"locales-{tag}.xml").getroot())
    for (language, name), text in _CORRECTED.items():
        if tag.split("-")[0] == language:
            data.terms[name, "long"] = LocaleTerm(text, text)
    return data
