"""Sections of a bibliography: primary and secondary sources, subjects, languages, and so on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exporter.cite.item import Item
from exporter.errors import UsageError

OTHERS = ""
"""The heading of the works that belong to no section, if it is not given."""


@dataclass(frozen=True)
class Section:
    """A section: its heading, and what a work must say to be in it.

    A work is in it if one of the `values` is among those that its `field` has. Without a field it
    takes all works that are in no section before it.
    """

    heading: str
    field: str = ""
    values: frozenset[str] = frozenset()

    def has(self, data: Mapping[str, Any]) -> bool:
        """Return whether a work, an object of CSL-JSON, belongs to the section."""
        return not self.field or not self.values.isdisjoint(values_of(data, self.field))


def parse_section(text: str) -> Section:
    """Read a section: `HEADING: FIELD=VALUE,VALUE…`, or `HEADING` alone for the rest.

    Raises UsageError where a field has no value.
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
    return Section(heading.strip(), field.strip(), wanted)


def values_of(data: Mapping[str, Any], field: str) -> list[str]:
    """Return the values that a work has in a field, in small letters.

    Keywords and categories are separated by semicolons or commas; a language is that without its
    region.
    """
    value = data.get(field)
    if value is None:
        return []
    if isinstance(value, list):
        return [str(each).strip().casefold() for each in value]
    text = str(value).casefold()
    if field == "language":
        return [text, text.split("-")[0]]
    separator = ";" if ";" in text else ","
    return [part.strip() for part in text.split(separator)] if field == "keyword" else [text]


def sections_by(field: str, items: Iterable[Mapping[str, Any]]) -> list[Section]:
    """Return a section for each value that works have in a field, and one for the rest."""
    found: dict[str, str] = {}
    for data in items:
        for value in values_of(data, field)[:1] if field == "language" else values_of(data, field):
            found.setdefault(value, str(value))
    return [Section(value.capitalize(), field, frozenset({value})) for value in sorted(found)] + [
        Section(OTHERS)
    ]


def divide(
    sections: Sequence[Section], items: Sequence[Item], works: Iterable[Mapping[str, Any]]
) -> list[tuple[str, list[Item]]]:
    """Return the headings of sections with their items, which keep their order.

    `works` are the items as objects of CSL-JSON. Each item is in the first section that has it.
    Those that belong to none are in a section without a heading at the end. Sections without items
    are left out.
    """
    data = {str(work["id"]): work for work in works}
    divided: dict[str, list[Item]] = {section.heading: [] for section in sections}
    for item in items:
        section = next((each for each in sections if each.has(data[item.id])), None)
        heading = OTHERS if section is None else section.heading
        divided.setdefault(heading, []).append(item)
    return [(heading, found) for heading, found in divided.items() if found]
