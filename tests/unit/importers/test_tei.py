"""`exporter import` as a user runs it: what was exported comes back, and nothing else comes in."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exporter.records.document import Document
from exporter.records.files import find_records
from exporter.records.loader import parse_document
from exporter.records.settings import MAX_LIMITS, Limits
from tests.conftest import ROOT, exporter

SMALL = ROOT / "tests" / "golden" / "catalogue"
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en">'
BOOK = (
    '<biblStruct xml:id="tea" xml:lang="en" type="book" subtype="book">'
    "<monogr>{}<imprint><date/></imprint></monogr>{}"
)
TITLE = '<title type="main" level="m">Tea</title>'


def records(root: Path) -> dict[str, Any]:
    found = [parse_document(path.read_bytes(), path, Limits()) for path in find_records(root)]
    assert all(isinstance(each, Document) for each in found)
    return {
        str(each.path.relative_to(root / "records")): each.data
        for each in found
        if isinstance(each, Document)
    }


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tei") / "small.xml"
    assert exporter("-C", SMALL, "export", "-f", "tei", "-o", path).code == 0
    return path


def with_book(path: Path, title: str = TITLE, more: str = "") -> Path:
    book = BOOK.format(title, more)
    path.write_text(
        f"{TEI}\n<text>\n<body>\n<listBibl>\n{book}</biblStruct>\n</listBibl>\n</body>\n</text>\n</TEI>\n",
        "utf-8",
    )
    return path


@pytest.mark.parametrize("root", [SMALL, ROOT], ids=["small", "real"])
def test_the_catalogue_comes_back_in_the_layout_of_all(root: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.xml", tmp_path / "second.xml"
    assert exporter("-C", root, "export", "-f", "tei", "-o", first).code == 0
    ran = exporter("import", "-o", tmp_path / "new", first)
    there = records(root)
    assert (ran.code, len(ran.out.splitlines())) == (0, len(there))
    assert ran.err == f"{len(there)} records read: {len(there)} new, 0 replaced, 0 unchanged\n"
    assert records(tmp_path / "new") == there
    assert exporter("-C", tmp_path / "new", "fmt", "--check").code == 0
    assert exporter("-C", tmp_path / "new", "validate").code == 0
    assert exporter("import", "-o", tmp_path / "new", first).out == ""
    assert exporter("-C", tmp_path / "new", "export", "-f", "tei", "-o", second).code == 0
    assert exporter("import", "-o", tmp_path / "new", second).out == ""


def test_what_was_split_comes_back_from_all_the_files(tmp_path: Path) -> None:
    """Every work, and every person and organisation that a work names as its maker or subject."""
    assert (
        exporter("-C", SMALL, "export", "-f", "tei", "--split", "-o", tmp_path / "split").code == 0
    )
    files = sorted((tmp_path / "split").iterdir())
    ran = exporter("import", "-o", tmp_path / "new", *files)
    assert ran.code == 0, ran.err
    there = records(SMALL)
    back = records(tmp_path / "new")
    assert {name for name in there if name.split("/")[0] not in {"people", "organizations"}} <= set(
        back
    )
    assert {name: data for name, data in back.items() if data != there[name]} == {}


def test_a_document_of_one_work_makes_a_catalogue_without_errors(tmp_path: Path) -> None:
    ran = exporter("-C", ROOT, "export", "-f", "tei", "takyokuka", "-o", tmp_path / "one.xml")
    assert ran.code == 0
    assert exporter("import", "-o", tmp_path / "new", tmp_path / "one.xml").code == 0
    ran = exporter("-C", tmp_path / "new", "validate")
    assert ran.code == 0
    back = records(tmp_path / "new")
    assert back["books/takyokuka.yaml"] == records(ROOT)["books/takyokuka.yaml"]
    assert "citations" not in back["articles/taliban-us-counterterrorism.yaml"]  # only named there


def test_what_is_in_short_replaces_nothing(tmp_path: Path, catalogue: Path) -> None:
    assert (
        exporter(
            "-C", catalogue, "export", "-f", "tei", "disputed-book", "-o", tmp_path / "one.xml"
        ).code
        == 0
    )
    ran = exporter("-C", catalogue, "import", "--replace", tmp_path / "one.xml")
    assert (ran.code, ran.out) == (0, "")
    assert records(catalogue) == records(SMALL)


def test_a_record_that_says_the_same_keeps_its_comments_and_one_that_does_not_is_shown(
    exported: Path, catalogue: Path
) -> None:
    same, other = catalogue / "records/people/khwaja.yaml", catalogue / "records/people/li-wei.yaml"
    same.write_text(f"# mine\n{same.read_text('utf-8')}", "utf-8")
    other.write_text(other.read_text("utf-8").replace("given: 偉", "given: 煒"), "utf-8")
    before = {path: path.read_bytes() for path in find_records(catalogue)}
    ran = exporter("-C", catalogue, "import", exported)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(
        "records/people/li-wei.yaml: differs from the record in the document\nNothing was written."
    )
    ran = exporter("-C", catalogue, "import", "--diff", exported)
    assert ran.code == 0
    assert "-  zh-Hant: {family: 李, given: 煒}\n+  zh-Hant: {family: 李, given: 偉}\n" in ran.out
    assert ran.err == "16 records read: 0 would be new, 1 would be replaced, 15 unchanged\n"
    assert {path: path.read_bytes() for path in find_records(catalogue)} == before
    ran = exporter("-C", catalogue, "import", "--replace", exported)
    assert (ran.code, ran.out) == (0, "records/people/li-wei.yaml\n")
    assert same.read_text("utf-8").startswith("# mine\n")
    assert records(catalogue) == records(SMALL)


def test_a_file_that_is_in_the_way_is_not_overwritten(tmp_path: Path, catalogue: Path) -> None:
    """Whatever is in it: it has the name that the new record needs."""
    way = catalogue / "records" / "books" / "tea.yaml"
    way.write_text("id: other\n")
    ran = exporter("-C", catalogue, "import", "-f", "tei", with_book(tmp_path / "book.xml"))
    assert ran.code == 1
    assert "records/books/tea.yaml: differs from the record in the document" in ran.err
    assert way.read_text() == "id: other\n"


@pytest.mark.parametrize("words", [(), ("--replace",)])
@pytest.mark.parametrize("inside", [False, True], ids=["out of the catalogue", "inside"])
def test_a_link_in_the_place_of_a_folder_is_not_written_through(
    words: tuple[str, ...], inside: bool, tmp_path: Path, exported: Path
) -> None:
    elsewhere = tmp_path / ("new/records/others" if inside else "elsewhere")
    (tmp_path / "new" / "records").mkdir(parents=True)
    elsewhere.mkdir()
    (tmp_path / "new" / "records" / "books").symlink_to(elsewhere)
    ran = exporter("import", *words, "-o", tmp_path / "new", exported)
    assert (ran.code, ran.out) == (2, "")
    assert "records cannot be written: books is not a folder there" in ran.err
    assert list(elsewhere.iterdir()) == []
    assert {each.name for each in (tmp_path / "new" / "records").iterdir()} <= {"books", "others"}


@pytest.mark.parametrize("there", [False, True], ids=["to nowhere", "to a folder"])
def test_a_catalogue_whose_records_would_lie_elsewhere(
    there: bool, tmp_path: Path, exported: Path
) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "records").symlink_to(tmp_path / "elsewhere")
    if there:
        (tmp_path / "elsewhere").mkdir()
    ran = exporter("import", "-o", tmp_path / "new", exported)
    assert (ran.code, ran.out) == (2, "")
    assert "is a link that leads out of the catalogue" in ran.err
    assert not list((tmp_path / "elsewhere").glob("*"))


@pytest.mark.parametrize("make", [Path.touch, os.mkfifo], ids=["a file", "a pipe"])
def test_what_stands_in_the_place_of_a_folder_stops_all(
    make: Callable[[Path], None], tmp_path: Path, exported: Path
) -> None:
    """Also in the place of the last of the folders: what was there before is as it was, and nothing
    is left over.
    """
    (tmp_path / "new" / "records").mkdir(parents=True)
    make(tmp_path / "new" / "records" / "sources")
    ran = exporter("import", "-o", tmp_path / "new", exported)
    assert (ran.code, ran.out) == (2, "")
    assert "records cannot be written: sources is not a folder there" in ran.err
    assert [each.name for each in (tmp_path / "new" / "records").iterdir()] == ["sources"]


@pytest.mark.parametrize(
    "id", ["../../../tea", "/tmp/tea", "con", "Tea", "tea.", "te\u0301a", "a" * 300]
)
def test_an_id_that_no_file_can_have(id: str, tmp_path: Path) -> None:
    path = with_book(tmp_path / "x.xml")
    path.write_text(path.read_text("utf-8").replace('xml:id="tea"', f'xml:id="{id}"'), "utf-8")
    before = sorted(tmp_path.rglob("*"))
    ran = exporter("import", "-f", "tei", "-o", "new", "x.xml", cwd=tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert "Nothing was written" in ran.err
    assert sorted(tmp_path.rglob("*")) == before


def test_the_first_line_names_the_schema_where_the_catalogue_has_it(
    exported: Path, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "schemas", tmp_path / "new" / "schemas")
    assert exporter("import", "-o", tmp_path / "new", exported).code == 0
    text = (tmp_path / "new" / "records" / "people" / "khwaja.yaml").read_text("utf-8")
    assert text.startswith(
        "# yaml-language-server: $schema=../../schemas/person.schema.json\nid: khwaja\n"
    )


def test_fields_and_kinds_of_the_catalogue_s_own_come_back(catalogue: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "schemas", catalogue / "schemas")
    schema = json.loads((ROOT / "schemas" / "book.schema.json").read_text("utf-8"))
    schema["catalogued"] = {"as": "work", "folder": "theses", "type": "thesis"}
    schema["properties"] = {
        "kind": {"const": "thesis"},
        "degree": {"type": "string"},
        "leaves": {"type": "integer"},
        "bound": {"type": "boolean"},
        "shelf": {"type": "string", "export": {"tei": "biblStruct/note[@type=shelf]/label+seg"}},
        "weight": {
            "type": "integer",
            "export": {"tei": "biblStruct/monogr/extent/measure[@unit=g]"},
        },
        "binder": {"type": "string", "export": {"tei": "no path / at all"}},
        "shelves": {
            "type": "array",
            "items": {"type": "object", "properties": {"at": {"type": "integer"}}},
        },
    }
    (catalogue / "schemas" / "thesis.schema.json").write_text(json.dumps(schema))
    thesis = catalogue / "records" / "theses" / "a-thesis.yaml"
    thesis.parent.mkdir()
    thesis.write_text(
        "id: a-thesis\nkind: thesis\nlanguage: en\ntitle: On Tea\ndegree: '7'\nleaves: 7\nbound: true\n"
        "shelves: [{at: 1}, {at: 2}]\nshelf: A 1\nweight: 160\nbinder: Ann\n"
    )
    assert exporter("-C", catalogue, "export", "-f", "tei", "-o", tmp_path / "all.xml").code == 0
    document = (tmp_path / "all.xml").read_text("utf-8")
    assert '<note type="shelf"><label>shelf</label>: <seg>A 1</seg></note>' in document
    assert '<measure unit="g">160</measure>' in document
    assert (
        '<note type="binder" subtype="field"><label>binder</label>: <seg>Ann</seg></note>'
        in document
    )
    before = records(catalogue)
    shutil.rmtree(catalogue / "records")
    ran = exporter("import", "-o", catalogue, tmp_path / "all.xml")
    assert ran.code == 0, ran.err
    assert records(catalogue) == before


def test_stdin_is_read_and_several_files_may_repeat_each_other(
    exported: Path, tmp_path: Path
) -> None:
    ran = exporter("import", "-o", tmp_path / "new", exported, exported)
    assert (ran.code, len(ran.out.splitlines())) == (0, 16)
    other = tmp_path / "other.xml"
    other.write_text(exported.read_text("utf-8").replace("Khwaja Tawfiq<", "Khwaja T.<"), "utf-8")
    ran = exporter("import", "-o", tmp_path / "more", exported, other)
    assert ran.code == 1
    assert "other.xml: “khwaja” differs from the same record in an earlier file" in ran.err
    assert not (tmp_path / "more").exists()


# ---- what does not come in ----

Change = Callable[[str], str]


def lines_changed(old: str, new: str) -> Change:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


CHANGES: dict[str, tuple[Change, str]] = {
    "an element": (
        lines_changed("<persName>Khwaja", "<sex>1</sex><persName>Khwaja"),
        "sex in person is not understood",
    ),
    "an attribute": (
        lines_changed("<persName>Khwaja", '<persName rend="b">Khwaja'),
        "@rend of this persName is not understood",
    ),
    "markup in a text": (
        lines_changed("Khwaja Tawfiq<", "Khwaja <hi>Tawfiq</hi><"),
        "hi in persName is not understood",
    ),
    "text between": (
        lines_changed("Tawfiq</persName>", "Tawfiq</persName> or"),
        "there is text in this person beside",
    ),
    "half a date": (
        lines_changed('<date type="since" when="2001"', '<date type="since" when="2002"'),
        "the words of this date do not say the same as its attributes: 2002",
    ),
    "a role": (lines_changed("marcrel:brd", "marcrel:xyz"), "there is no role with the code “xyz”"),
    "a type": (
        lines_changed('type="report"', 'type="rumour"'),
        "there is no type of work “rumour”",
    ),
    "a kind": (
        lines_changed('subtype="photo"', 'subtype="person"'),
        "there is no kind of work “person”",
    ),
    "no kind": (
        lines_changed(' subtype="photo"', ""),
        "the kind of record of this biblStruct is not stated",
    ),
    "a sense": (
        lines_changed("cito:disputes", "cito:mentions"),
        "Intent: there is no term “cito:mentions”",
    ),
    "an id twice": (
        lines_changed('<person xml:id="li-wei"', '<person xml:id="khwaja"'),
        "is the id of two records",
    ),
    "a pointer outside": (
        lines_changed('target="#li-wei"', 'target="other.xml#li-wei"'),
        "does not point into this",
    ),
    "an identifier": (
        lines_changed('type="ISBN"', 'type="XYZ"'),
        "“XYZ” has no place among identifiers",
    ),
    "a way out": (
        lines_changed('<person xml:id="khwaja"', '<person xml:id="Khwaja..x"'),
        "“Khwaja..x” cannot be",
    ),
    "a way up": (
        lines_changed('<person xml:id="khwaja"', '<person xml:id="../khwaja"'),
        "“../khwaja” cannot be",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_not_understood_is_said_at_its_line_and_nothing_is_written(
    name: str, exported: Path, tmp_path: Path
) -> None:
    change, message = CHANGES[name]
    before = exported.read_text("utf-8")
    after = change(before)
    pairs = zip(before.split("\n"), after.split("\n"), strict=True)
    line = next(number for number, (old, new) in enumerate(pairs, start=1) if old != new)
    (tmp_path / "changed.xml").write_text(after, "utf-8")
    ran = exporter("import", "-o", "new", "changed.xml", cwd=tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert f"changed.xml:{line}:" in ran.err
    assert message in ran.err
    assert "Nothing was written" in ran.err
    assert not (tmp_path / "new").exists()


HOSTILE: dict[str, tuple[bytes, str]] = {
    "an entity that is a file": (
        b'<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/hostname">]><TEI xmlns="http://www.tei-c.org/ns/1.0">&x;</TEI>',
        "1:15: a document type stands here",
    ),
    "a document type elsewhere": (
        b'\n<!DOCTYPE TEI SYSTEM "http://127.0.0.1:9/x.dtd"><TEI/>',
        "2:48: a document type",
    ),
    "a billion laughs": (
        b'<!DOCTYPE l [<!ENTITY a "ha">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12))
        + b"]><l>&m;</l>",
        "1:13: a document type stands here",
    ),
    "depth": (TEI.encode() + b"<p>" * 100_000, "Excessive depth"),
    "elements without number": (
        TEI.encode() + b"<a/>" * 4_000_000,
        "1:1: this document has more than 4,000,000 tags",
    ),
    "not closed": (
        b"<TEI>\n<a>\n</b></TEI>",
        "3:5: this is not XML: Opening and ending tag mismatch",
    ),
    "nothing": (b"", "1:1: this is not XML: no element found"),
    "no XML": (b"id: x\nkind: book\n", "1:1: this is not XML: syntax error"),
    "bytes": (bytes(range(256)), "1:1: this is not XML"),
    "not UTF-8": (f"{TEI}\n".encode() + b"\xff</TEI>", "2:1: this is not XML"),
    "an undefined entity": (
        f"{TEI}&nbsp;</TEI>".encode(),
        "this is not XML: Entity 'nbsp' not defined",
    ),
    "an encoding that is none": (
        b'<?xml version="1.0" encoding="x-mine"?><TEI/>',
        "this is not XML: unknown encoding",
    ),
    "a list alone": (
        b'<listBibl xmlns="http://www.tei-c.org/ns/1.0"/>',
        "1:1: this is not a TEI document: the document begins with listBibl",
    ),
    "no namespace": (
        b"<TEI/>",
        "1:1: this is not a TEI document: the document begins with TEI, not with TEI in TEI’s",
    ),
    "a novel": (
        f"{TEI}<teiHeader/><text><body><p>It was a dark night.</p></body></text></TEI>".encode(),
        "1:1: there is no record in it: no person, org or biblStruct with an xml:id",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_document_brings_in_anything_else(name: str, tmp_path: Path) -> None:
    content, message = HOSTILE[name]
    (tmp_path / "x.xml").write_bytes(content)
    ran = exporter("import", "-f", "tei", "-o", "new", "x.xml", cwd=tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("x.xml:")
    assert message in ran.err
    assert len(ran.err.splitlines()) == 2
    assert not (tmp_path / "new").exists()


def test_comments_and_instructions_are_passed_over(tmp_path: Path) -> None:
    with_book(tmp_path / "x.xml", TITLE.replace("Tea", "Te<!-- not this --><?nor this?>a"))
    assert exporter("import", "-f", "tei", "-o", "new", "x.xml", cwd=tmp_path).code == 0
    assert records(tmp_path / "new")["books/tea.yaml"]["title"] == "Tea"


def test_a_record_that_would_have_an_error_is_not_written(tmp_path: Path, catalogue: Path) -> None:
    with_book(
        tmp_path / "x.xml",
        '<title type="main" level="m"> </title>',
        '<note type="about"><ref target="#nobody"/></note>',
    )
    before = {path: path.read_bytes() for path in find_records(catalogue)}
    ran = exporter("-C", catalogue, "import", "-f", "tei", tmp_path / "x.xml")
    assert (ran.code, ran.out) == (1, "")
    assert "records/books/tea.yaml:4:8: error: empty-value" in ran.err
    assert (
        "records/books/tea.yaml:5:9: error: dangling-reference: there is no record “nobody”"
        in ran.err
    )
    assert ran.err.endswith("Nothing was written, because the records would have these errors.\n")
    assert {path: path.read_bytes() for path in find_records(catalogue)} == before


def test_errors_that_were_there_before_do_not_keep_records_out(
    tmp_path: Path, catalogue: Path
) -> None:
    (catalogue / "records" / "books" / "broken.yaml").write_text("id: broken\n")
    ran = exporter("-C", catalogue, "import", "-f", "tei", with_book(tmp_path / "x.xml"))
    assert (ran.code, ran.out) == (0, "records/books/tea.yaml\n")


def test_a_file_that_cannot_be_read_or_a_format_that_is_none(tmp_path: Path) -> None:
    ran = exporter("import", "-o", "new", "none.xml", cwd=tmp_path)
    assert (ran.code, "cannot read none.xml: No such file" in ran.err) == (2, True)
    ran = exporter("import", "-f", "tie", "-o", "new", "none.xml", cwd=tmp_path)
    assert (ran.code, ran.err) == (
        2,
        "exporter: there is no format “tie” that can be read\n          did you mean “tei”?\n",
    )
    assert exporter("import", cwd=tmp_path).code == 2


def test_a_document_that_is_too_large_is_refused_before_it_is_read_whole(tmp_path: Path) -> None:
    large = tmp_path / "large.xml"
    with large.open("wb") as file:
        file.truncate(MAX_LIMITS.size * 50)  # takes no room on the disk
    ran = exporter("import", "-o", tmp_path / "new", large)
    assert (ran.code, ran.out) == (2, "")
    assert "large.xml is too large: the limit is 100 MB" in ran.err
    assert "--split" in ran.err
    assert f"can have up to {MAX_LIMITS.size // 1_000_000} MB" in " ".join(
        exporter("import", "--help").out.split()
    )
