"""BibTeX and BibLaTeX of catalogues that nobody wrote, read back by other people's readers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from pybtex.database import parse_string
from pybtex.errors import set_strict_mode

from exporter.export.registry import crosswalk
from tests.support.facts import Record
from tests.support.read_back import (
    PERCENT_ENCODED,
    Exported,
    bare,
    contains_one,
    exact_date,
    exported,
    is_in_order,
    makers,
    numbers_of,
    printed_first,
    turned,
)
from tests.unit.export.test_biblatex import read_by_biber
from tests.unit.export.test_bibtex import MONTHS, decoded, parts, persons_of

FIELDS = {
    "title": "title",
    "devised_title": "title",
    "abstract": "abstract",
    "keywords": "keywords",
    "short_title": "shorttitle",
    "url": "url",
}
"""The field of each statement that an entry of any type has, with the first text in one of its forms."""
VERBATIM = {"url", "doi", "eprint"}
"""Fields in which nothing is escaped."""
EDITED = {"collection", "periodical", "proceedings"}
"""Types of entries of biblatex that have no author (biblatex manual 2.1.1)."""

Names = Mapping[str, list[tuple[str, ...]]]
"""The names in each field of names: particle, family name, suffix, given names."""

counted = pytest.mark.parametrize("count", [20, pytest.param(200, marks=pytest.mark.long)])


@counted
def test_bibtex_reads_back_to_the_same_facts(count: int) -> None:
    set_strict_mode(True)
    wrong: list[str] = []
    for each in exported("bibtex", count):
        entries = parse_string(each.document, "bibtex").entries
        assert list(entries) == sorted(each.works)
        for id, work in each.works.items():
            fields = {
                name: value if name in VERBATIM else decoded(value)
                for name, value in entries[id].fields.items()
            }
            names = {
                field: [parts(person) for person in persons]
                for field, persons in persons_of(entries[id]).items()
            }
            issued = exact_date(work, "issued")
            wrong += each.missing(work, words_of(fields, names))
            wrong += faults("bibtex", each, work, fields, names)
            month = MONTHS[fields["month"]] if "month" in fields else ""
            date = (fields.get("year"), month, fields.get("day"))
            read = [int(part) for part in date if part]
            if issued and "created" not in work and read != issued:
                wrong.append(f"{id}: issued: {work['issued']}: {read}")
    assert not wrong, "\n".join(wrong)


@counted
def test_biblatex_reads_back_to_the_same_facts(count: int, tmp_path: Path) -> None:
    """All catalogues are one document to biber, which starts slowly; so each key has a number before it.

    As a tool it leaves out keywords, and takes pages apart at any dash.
    """
    catalogues = list(exported("biblatex", count))
    keyed = (
        re.sub(r"^(@\w+\{)", rf"\g<1>{number}-", each.document, flags=re.M)
        for number, each in enumerate(catalogues)
    )
    text = "\n".join(keyed)
    (tmp_path / "all.bib").write_text(text, "utf-8")
    entries, wrong = read_by_biber(tmp_path / "all.bib"), list[str]()
    for key, lines in re.findall(r"^@\w+\{(.+),\n((?:  .+\n)+)", text, flags=re.M):
        for field, value in re.findall(r"  (keywords|pages) = (.+),", lines):
            entries[key][field] = decoded(value)
    for number, each in enumerate(catalogues):
        for id, work in each.works.items():
            entry = entries.pop(f"{number}-{id}")
            names = {
                field: [biber_parts(name) for name in value]
                for field, value in entry.items()
                if isinstance(value, list) and isinstance(value[0], dict)
            }
            fields = {field: "".join(value) for field, value in entry.items() if field not in names}
            wrong += each.missing(work, words_of(fields, names))
            wrong += faults("biblatex", each, work, fields, names)
            issued = exact_date(work, "issued")
            read = [int(part) for part in fields.get("date", "").split("-") if part.isdigit()]
            if issued and "created" not in work and read != issued:
                wrong.append(f"{id}: issued: {work['issued']}: {fields.get('date')}")
    assert entries == {}
    assert not wrong, "\n".join(wrong)


def words_of(fields: Record, names: Names) -> str:
    """Return all that an entry says, each field on a line of its own."""
    persons = ("".join(name) for value in names.values() for name in value)
    return "\n".join((*fields.values(), *persons))


def biber_parts(name: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name.get(part, "") for part in ("prefix", "family", "suffix", "given"))


def faults(name: str, each: Exported, work: Record, fields: Record, names: Names) -> Iterator[str]:
    """Yield each statement of a work that is not in its field."""
    id = work["id"]
    for field, place in FIELDS.items():
        if field in work and not contains_one(fields.get(place, ""), printed_first(work, field)):
            yield f"{id}: {field}: {work[field]}: {fields.get(place)}"
    for number in numbers_of(work, "doi")[:1]:
        if not contains_one(fields.get("doi", ""), [number.translate(PERCENT_ENCODED)]):
            yield f"{id}: doi: {number}: {fields.get('doi')}"
    expected: dict[str, list[list[tuple[str, str, str, str]]]] = {}
    for role, agent in makers(each, work):
        field = crosswalk(name).target("role", role)
        is_author = field == "author" and fields.get("") not in EDITED
        if is_author or field in names:
            expected.setdefault(field, []).append(turned(agent))
    for field, persons in expected.items():
        found = [tuple(map(bare, person)) for person in names.get(field, ())]
        unlike = [forms for at, forms in enumerate(persons) if forms not in persons[:at]]
        if not is_in_order(unlike, found):
            yield f"{id}: {field}: {persons}: {found}"
