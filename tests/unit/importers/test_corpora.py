"""Real files of other projects: how many entries come in, and what share of their values.

The floors hold what was reached; they may rise. Each run prints the figures (`pytest -s`).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exporter.importers.entry import Broken, Entry
from exporter.importers.registry import ImportContext, importer
from exporter.records.loader import read_schemas
from tests.conftest import ROOT, exporter, shared

CONTEXT = ImportContext(read_schemas(ROOT))
FLOORS = {
    "cff": (68, 98),
    "crossref": (100, 93),
    "datacite-json": (100, 95),
    "datacite-xml": (100, 86),
    "endnote-xml": (100, 95),
    "hayagriva": (100, 97),
    "mods": (100, 94),
    "oai": (74, 83),
    "pubmed-xml": (100, 98),
    "bibtex": (99, 96),
    "csl-json": (100, 99),
    "csl-yaml": (26, 97),
    "marc": (100, 97),
    "marcxml": (89, 97),
    "nbib": (100, 99),
    "ris": (100, 98),
    "tei": (99, 97),
}
"""For each format, the least share, in per cent, of the entries that come in and of the values that
are carried in a field of their own. Values that say nothing of a work are not counted: the rows
with the target `frame` in the formats' tables name them, each with the reason. The corpus counts
some things as entries that are none: names in CFF, deleted records in OAI-PMH."""


def corpus(name: str) -> Iterator[tuple[Path, int]]:
    """Yield the files of a format, and how many entries each has by the corpus's own count."""
    root = shared("corpora")
    with (root / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["format"] == name:
                yield root / row["file"], int(row["entries"] or 0)


FORMATS = {
    "crossref": "crossref-json",
    "datacite-xml": "datacite",
    "oai": "dc",
    "tei": "tei-other",
}
"""The names of our formats where the corpus has others."""


def read(name: str, path: Path) -> list[Entry | Broken]:
    return list(importer(FORMATS.get(name, name)).read(path.read_bytes(), CONTEXT))


@pytest.mark.parametrize("name", FLOORS)
def test_the_share_of_a_format_does_not_fall(name: str) -> None:
    expected = works = values = not_carried = frame = 0
    for path, count in corpus(name):
        entries = [each for each in read(name, path) if isinstance(each, Entry)]
        expected += count
        works += min(len(entries), count)
        values += sum(each.seen for each in entries)
        for entry in entries:
            frame += sum(each.frame for each in entry.leftovers)
            not_carried += sum(
                not each.frame and not each.reason.endswith("it is kept as an invalid number")
                for each in entry.leftovers
            )
    assert values > frame
    values -= frame
    entries_share, values_share = 100 * works / expected, 100 * (1 - not_carried / values)
    print(  # noqa: T201 - the figures are to be seen
        f"{name}: {works} of {expected} entries, {values_share:.1f} % of {values} values, "
        f"besides {frame} that say nothing of a work"
    )
    least_entries, least_values = FLOORS[name]
    assert entries_share >= least_entries
    assert values_share >= least_values


def authors_of_zotero(items: list[dict[str, Any]]) -> list[list[str]]:
    found = []
    for item in items:
        names = []
        for each in item.get("creators", []):
            names.append(
                f"{each.get('lastName') or each.get('name')}|{each.get('firstName') or ''}"
            )
        if item.get("itemType") not in {"attachment", "note"}:
            found.append(sorted(name.lower() for name in names))
    return sorted(found)


def names_of(entry: Entry, hosts: dict[str, Entry]) -> list[str]:
    contributors = list(entry.data.get("contributors", ()))
    described = entry.data.get("part_of")
    if isinstance(described, dict):
        contributors += described.get("contributors", ())
    if entry.part_of in hosts:
        contributors += hosts[entry.part_of].data.get("contributors", ())
    found = []
    for each in contributors:
        form = each["agent"].forms[0][1]
        if isinstance(form, str):
            found.append(f"{form}|")
            continue
        family = " ".join(filter(None, (form.get("non_dropping_particle"), form.get("family"))))
        given = " ".join(filter(None, (form.get("given"), form.get("dropping_particle"))))
        suffix = f", {form['suffix']}" if "suffix" in form else ""
        found.append(f"{family}|{given}{suffix}")
    return sorted(name.lower() for name in found)


def test_bibtex_authors_are_those_that_zotero_has() -> None:
    right = files = 0
    for oracle in sorted(shared("corpora/bibtex/oracle").glob("bbt--*.json")):
        source = oracle.parents[1] / f"{oracle.stem}.bib"
        if not source.exists():
            continue
        files += 1
        entries = [each for each in read("bibtex", source) if isinstance(each, Entry)]
        hosts = {each.key: each for each in entries}
        wanted = authors_of_zotero(json.loads(oracle.read_text("utf-8"))["items"])
        right += sorted(names_of(each, hosts) for each in entries) == wanted
    print(f"bibtex authors: {right} of {files} files")  # noqa: T201 - the figures are to be seen
    assert files
    assert right / files >= 0.94  # Zotero leaves a dotless i under an accent


def test_one_list_from_several_programs_gives_the_same_works() -> None:
    """EndNote, Mendeley and Zotero export the same ten articles, each in its own way."""
    lists = []
    for program in ("endnote", "mendeley", "zotero"):
        path = shared(f"corpora/ris/asreview--_baseline_{program}.ris")
        works = []
        for entry in read("ris", path):
            if isinstance(entry, Entry):
                names = [each["agent"].display.split(",")[0] for each in entry.data["contributors"]]
                title = "".join(filter(str.isalnum, entry.data["title"].lower()))
                year = str(entry.data["issued"])[:4]
                works.append((title, year, entry.data.get("volume"), *names))
        lists.append(sorted(works))
    assert len(lists[0]) == 10
    assert lists[0] == lists[1] == lists[2]


@pytest.mark.long
@pytest.mark.parametrize("name", FLOORS)
def test_what_comes_in_is_valid_and_a_second_run_adds_nothing(name: str, tmp_path: Path) -> None:
    files = [path for path, _ in corpus(name)]
    first = exporter("import", "-f", FORMATS.get(name, name), "-o", tmp_path, *files)
    assert "is a bug" not in first.err
    checked = exporter("-C", tmp_path, "validate")
    assert " error: " not in checked.out + checked.err
    second = exporter("import", "-f", FORMATS.get(name, name), "-o", tmp_path, *files)
    assert second.out == ""
