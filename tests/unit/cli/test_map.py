"""exporter export --map, and exporter trace --map: the real commands."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from exporter.cache import MIN_RECORDS
from exporter.export.registry import format_named, names
from exporter.review.delivery_places import line_places
from tests.conftest import ROOT, Ran, exporter
from tests.support.small_catalogues import write_records
from tests.unit.cli.test_trace import RECORDS

sys.path.append(str(ROOT / "benchmarks"))
from generate import write

TEXT_FORMATS = [
    name for name in names() if name not in {"marc", "crossref", "datacite", "datacite-json"}
]
"""Formats with lines that require nothing that these records lack."""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_records(tmp_path, RECORDS)


def export(library: Path, format: str, *words: str) -> tuple[Path, Any]:
    """Export with a map, and return the delivery and the data of the map."""
    output = library / f"out{format_named(format).SUFFIX}"
    words = ("export", "--format", format, "-o", str(output), "--map", "out.map.json", *words)
    ran = exporter(*words, cwd=library)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    return output, json.loads((library / "out.map.json").read_text("utf-8"))


def trace(library: Path, place: str) -> Ran:
    return exporter("trace", place, "--map", "out.map.json", cwd=library)


def sources(data: Any) -> dict[int, set[tuple[str, str]]]:
    found = {}
    for line in data["lines"]:
        found[line["line"]] = {(each["record"], each["field"]) for each in line["from"]}
    return found


@pytest.mark.parametrize("format", TEXT_FORMATS)
def test_a_map_knows_the_source_of_what_is_delivered(library: Path, format: str) -> None:
    output, data = export(library, format)
    lines = output.read_text("utf-8").splitlines()
    found = sources(data)
    titles = [at for at, line in enumerate(lines, 1) if "Sanshir" in line and at in found]
    assert any(("sanshiro", "/title") in found[at] for at in titles), titles
    makers = [at for at in found if ("edwin", "/name/en/family") in found[at]]
    assert any("McClellan" in lines[at - 1] for at in makers), makers
    assert all(1 <= at <= len(lines) for at in found)
    records = {record for those in found.values() for record, _ in those}
    assert records <= {"kokoro", "sanshiro", "soseki", "edwin"}


def test_places_in_xml_are_found_by_xpath(library: Path) -> None:
    for format in ("tei", "mods", "dc", "marcxml"):
        output, data = export(library, format)
        root = etree.parse(output)
        assert len(data["lines"]) > 5
        for line in data["lines"]:
            (node,) = root.xpath(line["place"])
            assert node.sourceline == line["line"], (format, line)


def test_places_in_json_are_json_pointers(library: Path) -> None:
    output, data = export(library, "csl-json")
    lines = output.read_text("utf-8").splitlines()
    assert len(data["lines"]) > 5
    for line in data["lines"]:
        value = json.loads(output.read_text("utf-8"))
        *_, last = line["place"].split("/")
        for step in line["place"].split("/")[1:]:
            value = value[int(step) if isinstance(value, list) else step]
        assert last.isdigit() or f'"{last}":' in lines[line["line"] - 1]
        if isinstance(value, str):
            assert json.dumps(value, ensure_ascii=False) in lines[line["line"] - 1]


def test_places_in_bibtex_are_entries_and_fields(library: Path) -> None:
    _, data = export(library, "bibtex")
    places = {line["place"]: line["from"] for line in data["lines"]}
    assert places["sanshiro title"] == [{"record": "sanshiro", "field": "/title"}]
    assert {"record": "kokoro", "field": "/contributors/1/role"} in places["kokoro translator"]


def test_places_of_json_on_one_line_and_with_escapes() -> None:
    lines = ['[{"a/b~": {"x": [1, "]},\\"", []]}},', ' {"c": "d",', '  "e": [', "   2]}]"]
    assert line_places(lines, "json") == {0: "", 1: "/1", 2: "/1/e", 3: "/1/e/0"}
    assert line_places(["{", '"a/b~": [', '{"x": 1},', '"y"', "]", "}"], "json") == {
        0: "",
        1: "/a~1b~0",
        2: "/a~1b~0/0",
        3: "/a~1b~0/1",
    }


def test_places_in_ris_are_records_and_tags() -> None:
    lines = ["TY  - BOOK", "TI  - Tea", "ER  - ", "", "TY  - BOOK", "N1  - a", "b"]
    assert line_places(lines, "ris") == {0: "1 TY", 1: "1 TI", 2: "1 ER", 4: "2 TY", 5: "2 N1"}


def line_with(output: Path, words: str) -> int:
    lines = output.read_text("utf-8").splitlines()
    return next(at for at, line in enumerate(lines, 1) if words in line)


def test_a_line_is_looked_up_in_the_map(library: Path) -> None:
    output, _ = export(library, "bibtex")
    ran = trace(library, f"out.bib:{line_with(output, 'title = {Kokoro')}")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "records/books/kokoro.yaml:3:11: language: en",
        "records/books/kokoro.yaml:4:8: title: Kokoro",
        "    printed in sanshiro, page 3: records/books/kokoro.yaml:11:39",
    ]
    nothing = trace(library, f"out.bib:{line_with(output, '}')}")
    assert nothing.code in {0, 1}
    assert trace(library, "out.bib:999").code == 2


def test_a_statement_is_looked_up_in_the_map(library: Path) -> None:
    output, _ = export(library, "bibtex")
    ran = trace(library, "records/people/edwin.yaml:3")
    number = line_with(output, "McClellan")
    assert ran.out == f"bibtex:{number}: kokoro translator\n"


def test_the_catalogue_may_have_changed_since(library: Path) -> None:
    output, _ = export(library, "bibtex")
    place = f"out.bib:{line_with(output, 'translator')}"
    (library / "records/people/edwin.yaml").unlink()
    book = library / "records/books/kokoro.yaml"
    book.write_text(book.read_text("utf-8").replace("  - {agent: edwin, role: translator}\n", ""))
    ran = trace(library, place)
    assert ran.code == 0
    assert "edwin: name.en.family (the record does not exist any more)" in ran.out
    assert "kokoro: contributors.2.role (the record does not say it any more)" in ran.out


def test_a_map_of_another_delivery_is_refused(library: Path) -> None:
    output, _ = export(library, "bibtex")
    output.write_text("@book{x,\n}\n", "utf-8")
    ran = trace(library, "out.bib:1")
    assert (ran.code, ran.out) == (2, "")
    assert "out.map.json is not the map of" in ran.err
    (library / "out.map.json").write_text('{"lines": [{}]}', "utf-8")
    assert "is not the map of a delivery" in trace(library, "out.bib:1").err
    (library / "out.map.json").write_text("[" * 100_000, "utf-8")
    assert "is not the map of a delivery" in trace(library, "out.bib:1").err
    (library / "out.map.json").unlink()
    assert "cannot be read" in trace(library, "out.bib:1").err


def test_the_same_export_makes_the_same_map(library: Path) -> None:
    _, first = export(library, "tei", "kokoro")
    _, second = export(library, "tei", "kokoro")
    assert first == second
    assert all(
        record != "sanshiro" or field
        for those in sources(first).values()
        for record, field in those
    )


def test_the_options_of_the_export_hold_in_the_map(library: Path) -> None:
    text = RECORDS["books/kokoro.yaml"].replace(
        "title: Kokoro\n", "title: {en: Kokoro, ja: こゝろ}\n", 1
    )
    write_records(library, {"books/kokoro.yaml": text})
    output, data = export(library, "bibtex", "--language", "ja")
    number = line_with(output, "こゝろ")
    assert ("kokoro", "/title/ja") in sources(data)[number]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--format", "tei"], "--map belongs to a file"),
        (["--format", "tei", "-o", "out", "--split"], "--map is for one document of works"),
        (["--format", "marc", "-o", "out.mrc"], "this format has no lines"),
        (["--format", "tei", "-o", "out.json"], "--map and -o name the same file"),
    ],
)
def test_what_has_no_map(library: Path, words: list[str], message: str) -> None:
    ran = exporter("export", *words, "--map", "out.json", cwd=library)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert not (library / "out.json").exists()


@pytest.mark.parametrize("format", ["tei", "schema-org"])
def test_a_map_is_the_same_with_the_cache(tmp_path: Path, format: str) -> None:
    """What other values would lead to is no result of an earlier export, and none for a later one."""
    library = tmp_path / "library"
    write(MIN_RECORDS, library)
    words = ("export", "--format", format, "-o", "out", "--map", "out.map.json")
    maps = []
    for kept in ("", str(tmp_path / "kept")):
        ran = exporter(*words, cwd=library, env={"EXPORTER_CACHE": kept})
        assert (ran.code, ran.err) == (0, "")
        maps.append((library / "out.map.json").read_text("utf-8"))
    is_same = maps[0] == maps[1]
    assert is_same
    assert list((tmp_path / "kept").glob("*.sqlite"))


def test_a_map_has_its_own_format(library: Path) -> None:
    export(library, "bibtex")
    words = ("trace", "out.bib:1", "--map", "out.map.json", "--format", "bibtex")
    assert exporter(*words, cwd=library).code == 2
