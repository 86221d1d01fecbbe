"""Sections of a bibliography: primary and secondary sources, subjects, languages, and so on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exporter.cite.item import DATE_VARIABLES, NAME_VARIABLES, STATED_VARIABLES, Item
from exporter.cite.language_names import language_name
from exporter.cite.locale import Locale
from exporter.errors import UsageError
from exporter.model.collation import collator
from exporter.suggest import did_you_mean

OTHERS = "Other works"
"""The heading of the works that belong to no section, if it is not given."""
_ALSO = {"subject": "keyword", "subjects": "keyword", "keywords": "keyword"}
"""What people call variables of CSL."""


@dataclass(frozen=True)
class Section:
    """A section: its heading, and what a work must say to be in it.

    A work is in it if one of the `values` is among those that its `field` has, or with
    `by_first_value` if it is the first of them. Without a field it takes all works that are in no
    section before it.
    """

    heading: str
    field: str = ""
    values: frozenset[str] = frozenset()
    by_first_value: bool = False

    def has(self, data: Mapping[str, Any]) -> bool:
        """Return whether a work, an object of CSL-JSON, belongs to the section."""
        if not self.field:
            return True
        values = values_of(data, self.field)
        if self.by_first_value:
            values = values[:1]
        return not self.values.isdisjoint(values)


def parse_section(text: str) -> Section:
    """Read a section: `HEADING: FIELD=VALUE,VALUE…`, or `HEADING` alone for the rest.

    Raises UsageError where a field has no value, or is not a variable of CSL.
    """
    heading, _, condition = text.rpartition(":")
    if not heading or "=" not in condition:
        return Section(text.strip().removesuffix(":"))
    field, _, values = condition.partition("=")
    wanted = frozenset(value.strip().casefold() for value in values.split(",") if value.strip())
    if not field.strip() or not wanted:
        raise UsageError(
            f"the section “{text}” does not say which works belong to it",
            "write it like this: --section 'Primary sources: keyword=primary'",
        )
    return Section(heading.strip(), _variable(field.strip()), wanted)


def _variable(field: str) -> str:
    """Return the variable that a field is. Raises UsageError where it is none of CSL."""
    variable = _ALSO.get(field.lower(), field)
    known = STATED_VARIABLES | NAME_VARIABLES | DATE_VARIABLES
    if variable not in known:
        hint = did_you_mean(field, sorted(known | _ALSO.keys())) or "for example keyword, type"
        raise UsageError(f"“{field}” is not a variable of CSL", hint)
    return variable


def values_of(data: Mapping[str, Any], field: str) -> list[str]:
    """Return the values that a work has in a field, in small letters.

    Keywords and categories are separated by semicolons or commas; a language is that without its
    region.
    """
    value = data.get(field)
    if value is None:
        return []
    if isinstance(value, list):
        return [_value(each) for each in value]
    text = str(value).strip().casefold()
    if field == "language":
        return [text.split("-")[0], text]
    separator = ";" if ";" in text else ","
    return [part.strip() for part in text.split(separator)] if field == "keyword" else [text]


def _value(each: Any) -> str:
    """Return a value of a list: a text, or a name with the family name first."""
    if isinstance(each, Mapping):
        parts = (each.get(part) for part in ("family", "given", "literal"))
        each = ", ".join(str(part) for part in parts if part)
    return str(each).strip().casefold()


def sections_by(field: str, items: Iterable[Mapping[str, Any]], locale: Locale) -> list[Section]:
    """Return a section for each value that works have first in a field, in order, without the rest.

    Headings are in the language of the locale where it has words for them: languages, types. Raises
    UsageError where the field is not a variable of CSL.
    """
    variable = _variable(field)
    headings: dict[str, str] = {}
    for data in items:
        for value in values_of(data, variable)[:1]:
            headings.setdefault(value, _heading(value, data, variable, locale))
    order = collator(locale.tag)
    return [
        Section(heading, variable, frozenset({value}), by_first_value=True)
        for value, heading in sorted(headings.items(), key=lambda each: order(each[1]))
    ]


def _heading(value: str, data: Mapping[str, Any], variable: str, locale: Locale) -> str:
    """Return the heading of a section, in the spelling of the first work that has its value."""
    if variable == "language":
        return language_name(str(data[variable]).split("-")[0], locale.tag)
    word = locale.term(value, plural=True) if variable == "type" else ""
    text = str(data[variable])
    place = text.casefold().find(value)
    spelt = text[place : place + len(value)] if place >= 0 else value
    word = word or spelt
    return word[:1].upper() + word[1:]


def divide(
    sections: Sequence[Section], items: Sequence[Item], works: Iterable[Mapping[str, Any]]
) -> list[tuple[str, list[Item]]]:
    """Return the headings of sections with their items, which keep their order.

    `works` are the items as objects of CSL-JSON. Each item is in the first section that has it.
    Those that belong to none are at the end. Sections without items are left out, and without any
    section there is no heading.
    """
    if not sections:
        return [("", list(items))]
    data = {str(work["id"]): work for work in works}
    divided: dict[str, list[Item]] = {section.heading: [] for section in sections}
    for item in items:
        section = next((each for each in sections if each.has(data[item.id])), None)
        heading = OTHERS if section is None else section.heading
        divided.setdefault(heading, []).append(item)
    return [(heading, found) for heading, found in divided.items() if found]
