"""JSON of any format: several documents, broken ones, what no field can hold, and lines of remarks."""

from __future__ import annotations

import json

import pytest

from exporter.importers.entry import Broken, Entry
from exporter.importers.registry import importer
from tests.support.imported import CONTEXT, read

DIGITS = "9" * 6_000


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("csl-json", f'[{{"id": "a", "volume": {DIGITS}}}]', "a number has too many digits"),
        ("schema-org", f'{{"@type": "Book", "name": {DIGITS}}}', "a number has too many digits"),
        (
            "csl-json",
            f'[{{"id": "a", "title": {"[" * 800}1{"]" * 800}}}]',
            "it is nested too deeply",
        ),
        ("datacite-json", f'{{"titles": {"[" * 800}1{"]" * 800}}}', "it is nested too deeply"),
    ],
)
def test_json_that_no_field_can_hold(name: str, content: str, reason: str) -> None:
    """It is reported in its place like what is not JSON at all, and the other items come in."""
    [broken] = importer(name).read(content.encode(), CONTEXT)
    assert isinstance(broken, Broken)
    assert broken.message == f"this is not JSON: {reason}"


@pytest.mark.parametrize("end", ["", ",", ",\n", ", {"])
def test_a_list_that_was_cut_off_is_told(end: str) -> None:
    works, remarks = read("csl-json", '[{"type": "book", "title": "Tea"}' + end)
    assert [each.data["title"] for each in works] == ["Tea"]
    assert len(remarks) == 1
    assert "it was cut off" in remarks[0].message


def test_half_a_character_is_replaced_wherever_it_stands() -> None:
    """Two names that become one are told from each other; a pair of halves is a character."""
    item = r'{"type": "book", "id": "\ud800", "title": "Tea \udc00 \ud83c\udf75", "\ud801": "a", "\ud802": "b"}'
    works, remarks = read("csl-json", f"[{item}]")
    assert (works[0].key, works[0].data["title"]) == ("�", "Tea � 🍵")
    assert [each.value for each in works[0].leftovers] == ["a", "b"]
    assert remarks == []


def test_a_number_that_no_computer_holds_stays_as_it_is_written() -> None:
    works, _ = read("csl-json", '[{"type": "book", "title": "Tea", "volume": 1e999}]')
    assert works[0].data["volume"] == "1e999"


@pytest.mark.parametrize("name", ["csl-json", "crossref-json"])
def test_json_documents_one_after_another(name: str) -> None:
    """A document on each line (JSON Lines), or one file behind another, as `cat` puts them."""
    item = '{"type": "book", "title": "%s"}'
    lines = [item % "Tea", item % "Silk", '{"type": book}', item % "Wool"]
    works, remarks = read(name, "\n".join(lines))
    assert [each.data["title"] for each in works] == ["Tea", "Silk", "Wool"]
    assert [(each.line, each.message) for each in remarks] == [
        (3, "this is not JSON: here is no value, or a text without quotation marks")
    ]
    works, remarks = read(name, f"[{lines[0]},\n{lines[1]}]\n[\n{lines[3]}\n]\n")
    assert [(each.line, each.data["title"]) for each in works] == [
        (1, "Tea"),
        (2, "Silk"),
        (4, "Wool"),
    ]
    assert remarks == []


def test_remarks_on_json_name_the_line_of_their_own_field() -> None:
    """Fields of the same name stand in several objects of one document."""
    work = {"@context": "https://schema.org", "@type": "Book", "name": "Tea", "odd": {"name": "a"}}
    work |= {"parts": [{"name": "b", "x": [1, {"name": "c"}]}, {"name": "d\\ne"}], "last": 1}
    content = json.dumps(work, indent=1)
    [found], _ = read("schema-org", content)
    lines = content.split("\n")
    where = {each.value: lines[each.line - 1].strip() for each in found.leftovers}
    assert where["a"] == '"name": "a"'
    assert where["b"] == '"name": "b",'
    assert where["c"] == '"name": "c"'
    assert where["1"].startswith('"last"')


def test_json_as_programs_write_it_in_spite_of_the_standard() -> None:
    """RFC 8259 has no NaN (6) and no line ends in texts (7)."""
    [work], remarks = read("csl-json", '[{"type": "book", "title": "Tea\nLeaves", "volume": NaN}]')
    assert (work.data["title"], "volume" in work.data, remarks) == ("Tea Leaves", False, [])


def test_a_year_of_thousands_of_digits_is_told() -> None:
    item = f'[{{"id": "a", "title": "T", "issued": {{"date-parts": [["{DIGITS}"]]}}}}]'
    [entry] = importer("csl-json").read(item.encode(), CONTEXT)
    assert isinstance(entry, Entry)
    assert "issued" not in entry.data
    assert any(DIGITS[:50] in str(leftover) for leftover in entry.leftovers)
