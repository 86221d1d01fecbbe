"""An item: one work with its variables. Source: csl-data.json; CSL 1.0.2, Appendix IV."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from exporter.cite.date_value import DateValue, read_date
from exporter.cite.numbers import is_numeric
from exporter.cite.person import Person, read_name
from exporter.cite.quotation_marks import QuotationMarks
from exporter.cite.rich_text import marked_text, plain_text, verbatim_text
from exporter.errors import UsageError
from exporter.suggest import did_you_mean

DATE_VARIABLES = frozenset(
    {"accessed", "available-date", "event-date", "issued", "original-date", "submitted"}
)
NAME_VARIABLES = frozenset(
    """
    author chair collection-editor compiler composer container-author contributor curator director
    editor editor-translator editorial-director executive-producer guest host illustrator
    interviewer narrator organizer original-author performer producer recipient reviewed-author
    script-writer series-creator translator
    """.split()  # noqa: SIM905 - a list of words is easier to read
)
_ADDRESSES = frozenset({"URL", "DOI", "PMID", "PMCID", "ISBN", "ISSN"})
"""Variables that are identifiers: nothing in them is markup or a quotation."""
_NOT_VARIABLES = frozenset({"id", "type", "language", "custom"})

_OTHER_NAMES = {
    "journalAbbreviation": "container-title-short",
    "shortTitle": "title-short",
    "event": "event-title",
}
"""Names that CSL-JSON or CSL 1.0.1 has for variables of CSL 1.0.2."""

_NOTE_LINE = re.compile(r"^([A-Za-z][A-Za-z \-]*?)\s*:\s*(\S.*)$")
_NOTE_BRACES = re.compile(r"\{:([A-Za-z\-]+):\s*([^{}]*)\}")


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """The type of an item and the variables that it has: what most conditions of a style ask for.

    `numeric` are the variables whose content is numeric, `uncertain` the dates that are
    approximate. Items of the same shape share one object.
    """

    type: str
    variables: frozenset[str]
    numeric: frozenset[str]
    uncertain: frozenset[str]

    def __reduce__(self) -> tuple[Any, ...]:
        """Remain one with those alike, where another process has made it."""
        return _shape, (self.type, self.variables, self.numeric, self.uncertain)


@cache
def _shape(
    item_type: str, variables: frozenset[str], numeric: frozenset[str], uncertain: frozenset[str]
) -> Shape:
    return Shape(item_type, variables, numeric, uncertain)


@dataclass(slots=True, eq=False)
class Item:
    """One work. Its texts are marked (see `markup`); `language` is a BCP 47 tag or empty.

    `by_reading` is the work with readings in place of the names and texts that have one; it is
    sorted by that.
    """

    id: str
    shape: Shape
    texts: dict[str, str]
    names: dict[str, tuple[Person, ...]]
    dates: dict[str, DateValue]
    language: str
    by_reading: Item | None = None


class ItemReader:
    """Reads items of CSL-JSON for one style, whose locale has the quotation marks."""

    def __init__(self, quotes: QuotationMarks) -> None:
        self.quotes = quotes

    def read(self, data: Mapping[str, Any]) -> Item:
        """Return the item of an object of CSL-JSON.

        The form of a value says what it is: a list of objects holds names, an object is a date,
        anything else is text. Variables that a note states (`original-title: …`, a line each) count
        as fields of the item.
        """
        item = self._read(data)
        readings = _readings(data)
        if readings:
            item.by_reading = self._read({**data, **readings})
        return item

    def _read(self, data: Mapping[str, Any]) -> Item:
        """Return an item of CSL-JSON (csl-data.json); one that states no type is a document."""
        texts: dict[str, str] = {}
        names: dict[str, tuple[Person, ...]] = {}
        dates: dict[str, DateValue] = {}
        if "note" in data:
            data = with_variables_of_note(data)
        for key, value in data.items():
            if key in _NOT_VARIABLES or value is None or value == "":
                continue
            variable = _OTHER_NAMES.get(key, key)
            if isinstance(value, list):
                self._read_list(variable, value, texts, names)
            elif isinstance(value, dict) or variable in DATE_VARIABLES:
                date = read_date(value)
                if date:
                    dates[variable] = date
            elif variable in _ADDRESSES:
                texts[variable] = verbatim_text(str(value).strip())
            else:
                texts.setdefault(variable, marked_text(str(value).strip(), self.quotes))
        if "page" in texts and "page-first" not in texts:
            texts["page-first"] = re.split(r"\s*[-–,&]", texts["page"], maxsplit=1)[0]
        language = str(data.get("language") or "")
        if language:
            texts["language"] = plain_text(language)
        shape = _shape_of(str(data.get("type") or "document"), texts, names, dates)
        return Item(str(data["id"]), shape, texts, names, dates, language)

    def _read_list(
        self,
        variable: str,
        values: list[Any],
        texts: dict[str, str],
        names: dict[str, tuple[Person, ...]],
    ) -> None:
        if variable in NAME_VARIABLES or any(isinstance(value, dict) for value in values):
            persons = [read_name(value, self.quotes) for value in values if value]
            if any(persons):
                names[variable] = tuple(person for person in persons if person)
        else:
            texts[variable] = marked_text(", ".join(map(str, values)), self.quotes)


def _readings(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the variables of an item as they are read aloud, for those that say it.

    They are in `custom.reading`, which is a field of our own; a name without a reading is null.
    """
    custom = data.get("custom")
    readings = custom.get("reading") if isinstance(custom, dict) else None
    found: dict[str, Any] = {}
    if not isinstance(readings, dict):
        return found
    for variable, reading in readings.items():
        value = data.get(variable)
        if not reading:
            continue
        if isinstance(value, str) and isinstance(reading, str):
            found[variable] = reading
        elif isinstance(value, list) and isinstance(reading, list) and len(value) == len(reading):
            found[variable] = [read or name for name, read in zip(value, reading, strict=True)]
    return found


def _shape_of(
    item_type: str, texts: Mapping[str, str], names: Iterable[str], dates: Mapping[str, DateValue]
) -> Shape:
    numeric = [name for name, text in texts.items() if len(text) < 25 and is_numeric(text)]
    uncertain = [name for name, date in dates.items() if date.circa]
    variables = [*(name for name, text in texts.items() if text), *names, *dates]
    return _shape(item_type, frozenset(variables), frozenset(numeric), frozenset(uncertain))


def with_variables_of_note(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item with the variables that its note states, as Zotero users write them.

    They stand in lines of their own (`original-date: 1906`) or in braces (`{:original-date:
    1906}`). They do not replace what the item states itself, except for its type. Source:
    citeproc-js manual, "Cheater syntax".
    """
    note = str(data["note"])
    found = dict(_NOTE_BRACES.findall(note))
    for line in note.splitlines():
        match = _NOTE_LINE.match(line.strip())
        if not match or _variable_name(match[1]) is None:
            break
        found[match[1]] = match[2]
    item = dict(data)
    for key, value in found.items():
        variable = _variable_name(key)
        if variable == "type":
            item["type"] = value.strip()
        elif variable and variable not in data:
            _add_stated(item, variable, value.strip())
    return item


def _add_stated(item: dict[str, Any], variable: str, value: str) -> None:
    if variable in NAME_VARIABLES:
        family, separator, given = (part.strip() for part in value.partition("||"))
        name = {"family": family, "given": given} if separator else {"literal": family}
        item.setdefault(variable, []).append(name)
    elif variable in DATE_VARIABLES:
        item[variable] = {"raw": value}
    else:
        item[variable] = value


def _variable_name(key: str) -> str | None:
    """Return the CSL variable that a line of a note names; None where it names none."""
    name = key if key in {"DOI", "ISBN", "ISSN", "PMCID", "PMID", "URL"} else key.lower()
    name = name.replace(" ", "-")
    known = name in NAME_VARIABLES or name in DATE_VARIABLES or name in STATED_VARIABLES
    return name if known else None


STATED_VARIABLES = frozenset(
    """
    type DOI ISBN ISSN PMCID PMID URL abstract annote archive archive-place archive_collection
    archive_location authority call-number chapter-number citation-label collection-number
    collection-title collection-title-short container-title container-title-short dimensions
    division edition event-title event-place genre issue jurisdiction keyword language license
    medium number number-of-pages number-of-volumes original-publisher original-publisher-place
    original-title page page-first part-number part-title printing-number publisher publisher-place
    references reviewed-genre reviewed-title scale section source status supplement-number title
    title-short version volume volume-title volume-title-short
    """.split()  # noqa: SIM905 - a list of words is easier to read
)
"""Variables that a line of a note may state, besides names and dates."""


def unknown_work(id: str, known: Iterable[str]) -> UsageError:
    """Return the error for an id that no work has."""
    hint = did_you_mean(id, known) or "name the id of a work"
    return UsageError(f"there is no work “{id}”", hint)
