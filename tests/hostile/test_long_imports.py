"""Files to import that are long in one way: the time and the memory grow with them, not with their square."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from exporter.importers import duplicates
from exporter.importers.duplicates import Duplicates
from exporter.importers.marc import publication_fields
from tests.conftest import exporter
from tests.hostile.test_hostile_records import MEMORY
from tests.support.imported import read


def imported(root: Path, content: str, *words: str) -> str:
    """Import a file, and return what was printed."""
    (root / "records").mkdir(exist_ok=True)
    (root / "file").write_text(content, "utf-8")
    ran = exporter("import", "file", *words, cwd=root, memory=4 * MEMORY)
    assert ran.code == 0, ran.err[-500:]
    assert ran.memory < MEMORY
    return ran.err


def with_authors(number: int, title: str) -> str:
    """Return a file with a work of many authors."""
    authors = [{"family": f"Smith{each}", "given": "Jane"} for each in range(number)]
    return json.dumps([{"id": "a", "type": "book", "title": title, "author": authors}])


def test_a_work_with_thousands_of_authors(tmp_path: Path) -> None:
    """As papers of physicists have."""
    assert "3,500 persons" in imported(tmp_path, with_authors(3_500, "Wool"), "--dry-run")


def test_many_authors_of_a_work_are_found_again(tmp_path: Path) -> None:
    """Each of them by the others."""
    assert "60 persons" in imported(tmp_path, with_authors(60, "Wool"))
    assert "person" not in imported(tmp_path, with_authors(2, "Silk"))
    assert "may be “jane-smith0”" in imported(tmp_path, with_authors(1, "Linen"))


def test_a_name_of_thousands_of_initials(tmp_path: Path) -> None:
    name = "A.B." * 30_000
    assert "1 person" in imported(tmp_path, f"TY  - BOOK\nTI  - Wool\nAU  - {name}\nER  - \n")


BLANKS = " " * 300_000


@pytest.mark.parametrize(
    ("format", "content", "name", "value"),
    [
        (
            "bibtex",
            f"@book{{k, author = {{Doe, Jo{BLANKS}and{BLANKS}Roe, Al}}}}",
            "contributors",
            2,
        ),
        ("bibtex", f"@book{{k, pages = {{1{BLANKS}2{BLANKS}--{BLANKS}7}}}}", "pages", "1 2-7"),
        ("ris", f"TY  - BOOK\nSN  - 0-19-852663-6{BLANKS}x\nER  - \n", "identifiers", 1),
        ("ris", f"TY  - BOOK\nSN  - 0-19-852663-6{';' * 300_000}x\nER  - \n", "identifiers", 1),
        ("csv", f'title,authors\nTea,"Doe, Jo{BLANKS[:60_000]}; Roe, Al"\n', "contributors", 2),
    ],
)
def test_a_value_with_very_many_blanks(format: str, content: str, name: str, value: Any) -> None:
    """What stands after blanks was searched from each of them."""
    works, _ = read(format, content)
    found = works[0].data[name]
    assert (found if isinstance(found, str) else len(found)) == value


def test_a_number_that_many_works_have(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of hundreds of works each was compared with each other; the volumes of a set are still found."""
    compared = []

    class Counted(duplicates.SequenceMatcher[str]):
        def quick_ratio(self) -> float:
            compared.append(1)
            return super().quick_ratio()

    monkeypatch.setattr(duplicates, "SequenceMatcher", Counted)
    known = Duplicates([])
    works: list[dict[str, Any]] = [
        {
            "id": f"work-{number}",
            "kind": "book",
            "title": f"{chr(97 + number % 26) * 20}{number}",
            "identifiers": {"isbn": "9783161484100"},
        }
        for number in range(300)
    ]
    works += [
        {**works[0], "id": f"volume-{number}", "title": "Set", "volume": str(number)}
        for number in range(300)
    ]
    for each in works:
        known.find(each)
        known.add(each)
    assert len(compared) < 30 * len(works)
    again = known.find({**works[-1], "id": "again", "subtitle": "second copy"})
    assert again
    assert again.id == "volume-299"


def test_a_record_with_thousands_of_series(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each was compared with each other; one that 490 has already is still passed over."""
    plain = []

    def counted(title: str) -> str:
        plain.append(title)
        return title.replace(" ", "").lower()

    monkeypatch.setattr(publication_fields, "_plain", counted)
    fields = [(tag, f"Fibre series {number} x") for tag in (490, 830) for number in range(1_000)]
    fields += [(830, f"Wool series {number}") for number in range(1_000)]
    written = "".join(
        f'<datafield tag="{tag}" ind1="1" ind2=" "><subfield code="a">{title}</subfield></datafield>'
        for tag, title in fields
    )
    content = f'<record xmlns="http://www.loc.gov/MARC21/slim">{written}</record>'
    works, _ = read("marcxml", content)
    assert len(works[0].data["series"]) == 2_000
    assert len(plain) < 3 * len(fields)
