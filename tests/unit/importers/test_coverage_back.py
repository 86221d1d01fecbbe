"""Each element of the tables of coverage comes back: our export of its example is imported again."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from exporter.importers.builder import EntryBuilder
from exporter.importers.entry import Entry, NamedAgent
from exporter.importers.registry import FORMATS, ImportContext, importer
from tests.support.coverage import Element, elements, exported, schemas, with_companions

CONTEXT = ImportContext(schemas())
OWN = "tei"
"""The format whose importer reads our own records unchanged; its round trips are tested elsewhere."""
SILENT = {
    "mods": {"nonfiling"},  # the language of the title says it
    "crossref": {
        *("access", "contributors/kind"),  # a licence, and the element, say it
        # Crossref has only a broader relation for these, under which they come back
        *("illustrations", "illustrates", "issued_with", "language_editions", "reproductions"),
        *("absorbed_by", "absorbs", "merged_from", "merged_into", "split_from", "split_into"),
        "reprint_of",
    },
}
"""What neither comes back nor is told, since something else says it."""
TOLD = {"crossref": 1, "dcterms": 12, "marc": 19, "mods": 11, "schema-org": 2, "biblatex": 1}
"""How many elements at most are told as not carried; the number may only fall."""


def importers() -> dict[str, list[Element]]:
    known = {each.name for each in FORMATS} - {OWN}
    found = defaultdict(list)
    for element in elements():
        is_work = element.paths and schemas().noun(element.records()[0]["kind"]) == "work"
        if is_work and element.format in known:
            found[element.format].append(element)
    return found


BY_FORMAT = importers()


def words_of(value: Any) -> Iterator[str]:
    """Yield the texts in a value, in lower case and without punctuation."""
    if isinstance(value, NamedAgent):
        for _, form in value.forms:
            yield from words_of(form)
        yield from words_of([value.identifiers, value.facts])
    elif isinstance(value, dict):
        for inner in value.values():
            yield from words_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from words_of(inner)
    elif value is not None:
        yield re.sub(r"\W+", "", str(value)).lower()


def values_at(value: Any, steps: list[str]) -> Iterator[Any]:
    """Yield the values at the end of a path, through lists and groups by language."""
    if not steps:
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from values_at(each, steps)
    elif isinstance(value, dict) and steps[0] in value:
        yield from values_at(value[steps[0]], steps[1:])
    elif isinstance(value, dict):
        for each in value.values():
            if isinstance(each, dict | list):
                yield from values_at(each, steps)


def is_type(entry: Entry, type: str) -> bool:
    """Return whether an entry has a type, which its kind may imply."""
    builder = EntryBuilder(schemas(), 1)
    builder.kind(type)
    return all(entry.data.get(name) == value for name, value in builder.data.items())


def fate(element: Element, path: str, entries: list[Entry]) -> str:
    """Return what becomes of a field of the example: it comes back, is told, or is silently lost."""
    records = element.records()
    companions = with_companions(records)
    stated = list(words_of(list(values_at(records[0], path.split("/")))))
    wanted = set(stated)
    for id, record in companions.items():
        if re.sub(r"\W+", "", id).lower() in stated:
            wanted.update(words_of(record.get("title") or record.get("name")))
    data = [entry.data for entry in entries]
    if path == "type" and any(is_type(each, str(records[0].get("type", ""))) for each in entries):
        return "back"
    if list(values_at(data, path.split("/"))):
        return "back"
    known = " ".join(words_of(data))
    if any(each in known for each in wanted):
        return "back"
    told = " ".join(words_of([each.value for entry in entries for each in entry.leftovers]))
    wanted.update(words_of(element.expected))
    return "told" if any(each in told for each in wanted) else f"silent {path}"


@pytest.mark.parametrize("name", BY_FORMAT)
def test_every_element_comes_back_or_is_told(name: str) -> None:
    fates = Counter[str]()
    for element in BY_FORMAT[name]:
        content = exported(name, element.records()).encode()
        found = importer(name).read(content, CONTEXT)
        entries = [each for each in found if isinstance(each, Entry)]
        assert entries
        fates.update(fate(element, path, entries) for path in element.paths)
    print(f"{name}: {fates['back']} of {fates.total()} fields come back")  # noqa: T201
    silent = {each.removeprefix("silent ") for each in fates if each.startswith("silent")}
    assert silent <= SILENT.get(name, set())
    assert fates["back"]
    assert fates["told"] <= TOLD.get(name, 0)


def test_the_formats_are_those_with_a_table_and_an_importer() -> None:
    assert len(BY_FORMAT) >= 10
