"""CSL-JSON and CSL-YAML of catalogues that nobody wrote, read back by other people's readers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from exporter.export.crosswalk import Crosswalk
from exporter.export.registry import crosswalk
from tests.support.facts import Record, languages_of, spoken
from tests.support.read_back import (
    Exported,
    bare,
    contains_one,
    exact_date,
    exported,
    in_parts,
    is_in_order,
    leaves,
    makers,
    numbers_of,
    printed_first,
)
from tests.unit.export.test_csl_yaml import unescaped

VARIABLES = {
    "title": "title",
    "devised_title": "title",
    "short_title": "title-short",
    "container_title": "container-title",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "place": "publisher-place",
    "edition": "edition",
    "genre": "genre",
    "url": "URL",
    "abstract": "abstract",
    "keywords": "keyword",
}
"""The variable of each field, of which it has the first text in one of its forms."""
DATES = {"accessed": "accessed", "submitted": "submitted", "available": "available-date"}
NUMBERS = {"doi": "DOI", "pmid": "PMID", "pmcid": "PMCID"}
IN_WORDS = {"publisher", "keyword", "note", "authority", "jurisdiction"}
"""Variables that name contributors, and are no name variables."""
NAME_GIVING = {"part_of", "series", "translation_of", "reprint_of", "review_of"}
"""Fields of works that add names to the variables of the work's own contributors."""


@pytest.mark.parametrize("count", [60, pytest.param(200, marks=pytest.mark.long)])
@pytest.mark.parametrize("name", ["csl-json", "csl-yaml"])
def test_csl_reads_back_to_the_same_facts(name: str, count: int) -> None:
    wrong: list[str] = []
    for each in exported(name, count):
        items = {item["id"]: item for item in items_of(name, each.document)}
        assert list(items) == sorted(each.works)
        for id, work in each.works.items():
            wrong += each.missing(work, "\n".join(words_of(items[id])))
            wrong += [f"{id}: {fault}" for fault in misplaced(work, items[id])]
            names = misnamed(each, work, items[id], crosswalk(name))
            wrong += [f"{id}: {fault}" for fault in names]
    assert not wrong, "\n".join(wrong)


def items_of(name: str, document: str) -> Any:
    if name == "csl-json":
        return json.loads(document)
    return unescaped(yaml.load(document, yaml.CSafeLoader))["references"]


def words_of(item: Record) -> Iterator[str]:
    """Yield each text of an item, and each name in one piece."""
    order = ("literal", "dropping-particle", "non-dropping-particle", "family", "given", "suffix")
    for value in item.values():
        if isinstance(value, list):
            yield from ("".join(name.get(part, "") for part in order) for name in value)
        yield from (text for _, text in leaves(value, ()))


HOST_FIELDS = {"container_title", "volume", "issue", "series", "series_number"}
"""Fields of which CSL has one variable, which what the work is a part of may fill."""


def misplaced(work: Record, item: Record) -> Iterator[str]:
    """Yield each statement of a work that is not in its variable."""
    for field, variable in VARIABLES.items():
        is_of_host = field in HOST_FIELDS and "part_of" in work
        first = printed_first(work, field) if field in work else [""]
        if not is_of_host and not contains_one(item.get(variable, ""), first):
            yield f"{field}: {work[field]}: {item.get(variable)}"
    if item.get("language", "und") != next(iter(languages_of(work)), "und"):
        yield f"language: {item.get('language')}"
    for scheme, variable in NUMBERS.items():
        for each in numbers_of(work, scheme):
            if not contains_one(item.get(variable, ""), [each]):
                yield f"{scheme}: {each}: {item.get(variable)}"
    issued = {} if "created" in work else {"issued": "issued"}
    for field, variable in (DATES | issued).items():
        date = exact_date(work, field)
        if date and item.get(variable) != {"date-parts": [date]}:
            yield f"{field}: {work[field]}: {item.get(variable)}"


def misnamed(each: Exported, work: Record, item: Record, table: Crosswalk) -> Iterator[str]:
    """Yield each variable without a name that it must have, in its parts and in the order of the record."""
    expected: dict[str, list[list[dict[str, str]]]] = {}
    for role, agent in makers(each, work):
        variable = table.target("role", role)
        if variable in IN_WORDS:
            place = item.get(variable, "")
            if variable == "publisher":
                place += item.get("authority", "")  # a court publishes a judgment
            if not contains_one(place, spoken(agent)):
                yield f"{role}: {agent['name']}: {place}"
        elif in_parts(agent) not in expected.setdefault(variable, []):
            expected[variable].append(in_parts(agent))
    for variable, names in expected.items():
        found = [
            {part: bare(text) for part, text in name.items()} for name in item.get(variable, ())
        ]
        whole = NAME_GIVING & work.keys() or len(found) == len(names)
        if not whole or not is_in_order(names, found):
            yield f"{variable}: {names}: {found}"
