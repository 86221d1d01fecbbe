"""What this program exports in a format comes back from it: the works, titles, names and dates."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from exporter.importers.entry import Entry
from exporter.importers.registry import ImportContext, importer
from exporter.records.loader import read_schemas
from tests.conftest import ROOT, exporter

LIBRARY = ROOT / "tests" / "golden" / "library"
FORMATS = ("csl-json", "csl-yaml", "dc", "marc", "marcxml", "mods", "ris", "schema-org")


def words(value: Any) -> list[str]:
    """Return the forms of a text, without marks and markup."""
    forms = value.values() if isinstance(value, dict) else [value]
    return [re.sub(r"\W+", "", re.sub(r"<[^>]*>", "", str(form))).lower() for form in forms]


def works_of_the_library() -> list[dict[str, Any]]:
    found = [yaml.safe_load(path.read_text("utf-8")) for path in LIBRARY.glob("records/*/*.yaml")]
    return [each for each in found if "name" not in each]


@pytest.mark.parametrize("name", FORMATS)
def test_every_work_comes_back_with_its_title_and_year(name: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert exporter("-C", LIBRARY, "export", "-f", name, "-o", out).code == 0
    context = ImportContext(read_schemas(LIBRARY))
    entries = list(importer(name).read(out.read_bytes(), context))
    works = [each.data for each in entries if isinstance(each, Entry)]
    expected = works_of_the_library()
    assert len(works) == len(expected)
    came_back = []
    for work in works:
        year = re.search("[0-9]{4}", str(work.get("issued") or work.get("created") or ""))
        for title in words(work.get("title") or work["devised_title"]):
            came_back.append((title, year[0] if year else ""))
    for record in expected:
        titles = words(record.get("title") or record["devised_title"])
        found = [year for title, year in came_back if any(own in title for own in titles)]
        assert found, record["id"]
        date = str(record.get("issued") or "")
        if re.fullmatch("[0-9]{4}(-[0-9]{2}){0,2}", date):  # others are words in some formats
            assert date[:4] in found, record["id"]
