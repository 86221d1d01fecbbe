"""Formatting records: the real command, on records written in odd ways."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

from exporter.parallel import MIN_ITEMS
from exporter.records.document import Document
from exporter.records.field_order import field_order
from exporter.records.formatter import format_record
from exporter.records.loader import parse_document, read_schemas
from exporter.records.schema import Schemas
from exporter.records.settings import UNLIMITED, Limits
from exporter.records.yaml import load
from tests.conftest import ROOT, exporter, program, run
from tests.support.odd_records import records

LINE = "# yaml-language-server: $schema=../../schemas/book.schema.json\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "records" / "books").mkdir(parents=True)
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    return tmp_path


def put(folder: Path, text: str | bytes, name: str = "odd") -> Path:
    path = folder / "records" / "books" / f"{name}.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


HEAD = "id: odd\nkind: book\n"
LAYOUTS = {
    "as it should be": (LINE + HEAD, LINE + HEAD),
    "no line for the schema": (HEAD, LINE + HEAD),
    "another schema": ("#  yaml-language-server:  $schema=x.json\n" + HEAD, LINE + HEAD),
    "the line of the schema further down": (
        f"# a book\n{LINE}\n{HEAD}",
        f"{LINE}# a book\n\n{HEAD}",
    ),
    "before the mark of the document": (f"---\n{LINE}{HEAD}...\n", f"{LINE}---\n{HEAD}...\n"),
    "a mark of the byte order": (b"\xef\xbb\xbf" + HEAD.encode(), LINE + HEAD),
    "blanks at the ends": (
        f"{LINE}id: odd \t\nkind: book # x  \n \n",
        f"{LINE}id: odd\nkind: book # x\n",
    ),
    "line breaks of Windows": ((LINE + HEAD).replace("\n", "\r\n"), LINE + HEAD),
    "no end": (LINE + HEAD.rstrip(), LINE + HEAD),
    "too much of an end": (LINE + HEAD + "\n \n\n", LINE + HEAD),
    "order": (
        f"{LINE}# why\ntitle: a # t\n\n# who\n# it is\nid: odd\n  # deeper\nkind: book\n# the end\n",
        f"{LINE}\n# who\n# it is\nid: odd\n  # deeper\nkind: book\n# why\ntitle: a # t\n# the end\n",
    ),
    "a head stays": (
        f"{LINE}# of mine\n\n# k\nkind: book\nid: odd\n",
        f"{LINE}# of mine\n\nid: odd\n# k\nkind: book\n",
    ),
    "an unknown field follows the one before": (
        f"{LINE}kind: book\nodd: 1\nid: odd\n",
        f"{LINE}id: odd\nkind: book\nodd: 1\n",
    ),
    "an unknown field at the beginning": (
        f"{LINE}odd: 1\nkind: book\nid: odd\n",
        f"{LINE}odd: 1\nid: odd\nkind: book\n",
    ),
    "a block": (
        f"{LINE}notes:\n  - |  \n    a  \n\n    # b \n\n# k\nkind: book \nid: odd\n",
        f"{LINE}id: odd\n\n# k\nkind: book\nnotes:\n  - |\n    a  \n\n    # b \n",
    ),
    "a block that keeps its end": (
        f"{LINE}title: |+\n  a\n\n\n# i\nid: odd\nkind: book",
        f"{LINE}# i\nid: odd\nkind: book\ntitle: |+\n  a\n\n\n",
    ),
    "a block at the end, which keeps it": (
        f"{LINE}{HEAD}title: |+\n  a\n\n\n",
        f"{LINE}{HEAD}title: |+\n  a\n\n\n",
    ),
    "a block without a line break": (f"{LINE}{HEAD}title: |\n  a", f"{LINE}{HEAD}title: |\n  a"),
    "blanks in quotation marks": (
        f'{LINE}{HEAD}title: "a  \n  b \\ \n  c \\\n  d"  \n',
        f'{LINE}{HEAD}title: "a\n  b \\ \n  c \\\n  d"\n',
    ),
    "brackets over several lines": (
        f"{LINE}keywords: [a,\n# in it\n b \n]\n# i\nid: odd\nkind: book\n",
        f"{LINE}# i\nid: odd\nkind: book\nkeywords: [a,\n# in it\n b\n]\n",
    ),
    "a repetition that must stay behind": (
        f"{LINE}title: &a x\nid: odd\nkind: book\nabstract: *a\n",
        f"{LINE}id: odd\nkind: book\ntitle: &a x\nabstract: *a\n",
    ),
    "a repetition that cannot move": (
        f"{LINE}abstract: &a x\nid: odd\nkind: book\ntitle: *a \n",
        f"{LINE}abstract: &a x\nid: odd\nkind: book\ntitle: *a\n",
    ),
    "groups in braces": (
        f"{LINE}{HEAD}contributors: [{{role: author,  agent: a}}, {{ odd: 1, role: editor, name: 'b, c' }}]\n",
        f"{LINE}{HEAD}contributors: [{{agent: a,  role: author}}, {{ odd: 1, name: 'b, c', role: editor }}]\n",
    ),
    "groups in lines": (
        f"{LINE}{HEAD}contributors:\n  - role: author\n    # who\n    agent: a\n"
        "  # second\n  - roles: [author,\n      editor]\n    name:\n      ja: 茶\n      en: tea\n# end\n",
        f"{LINE}{HEAD}contributors:\n  - role: author\n    # who\n    agent: a\n"
        "  # second\n  - name:\n      ja: 茶\n      en: tea\n    roles: [author,\n      editor]\n# end\n",
    ),
    "groups in groups": (
        f"{LINE}{HEAD}translation_of:\n  issued: 1906\n  contributors:\n  - role: author\n    agent: a\n"
        "  work: b\n\nabstract: A\n",
        f"{LINE}{HEAD}\nabstract: A\ntranslation_of:\n  work: b\n  contributors:\n"
        "  - agent: a\n    role: author\n  issued: 1906\n",
    ),
    "languages stay in their order": (
        f"{LINE}{HEAD}title: {{ja: 茶, en: tea}}\n",
        f"{LINE}{HEAD}title: {{ja: 茶, en: tea}}\n",
    ),
    "all in one line": ("{kind: book, id: odd} ", f"{LINE}{{kind: book, id: odd}}\n"),
    "no kind": ("title: a \nid: odd", "title: a\nid: odd\n"),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_layout(name: str, folder: Path) -> None:
    before, after = (text if isinstance(text, bytes) else text.encode() for text in LAYOUTS[name])
    path = put(folder, before)
    checked = exporter("-C", folder, "fmt", "--check")
    assert path.read_bytes() == before
    assert (checked.code, checked.out) == (
        (0, "") if before == after else (1, "records/books/odd.yaml\n")
    )
    ran = exporter("-C", folder, "fmt")
    assert ran.code == 0
    assert path.read_bytes().decode() == after.decode()
    assert exporter("-C", folder, "fmt", "--check").err == "0 of 1 record would change\n"


def test_only_the_files_named(folder: Path) -> None:
    one, other = put(folder, "kind: book"), put(folder, "kind: book", "b")
    assert exporter("-C", folder, "fmt", "records/books/b.yaml").err == "1 of 1 record changed\n"
    assert one.read_text("utf-8") == "kind: book"
    assert other.read_text("utf-8") == LINE + "kind: book\n"


def test_the_diff_can_be_applied(folder: Path) -> None:
    git = program("git", "git")
    path = put(folder, "title: a \r\nkind: book\r\nid: odd")
    ran = exporter("-C", folder, "fmt", "--diff")
    (folder / "diff").write_bytes(ran.out.encode())
    assert run(git, "apply", "--whitespace=nowarn", "diff", cwd=folder).code == 0
    assert path.read_text("utf-8") == f"{LINE}{HEAD}title: a\n"


def test_a_catalogue_without_schemas_gets_no_line(folder: Path) -> None:
    shutil.rmtree(folder / "schemas")
    path = put(folder, "kind: book\nid: odd\n")
    assert exporter("-C", folder, "fmt").code == 0
    assert path.read_text("utf-8") == "id: odd\nkind: book\n"


def test_a_record_that_cannot_be_read_is_named_and_left(folder: Path) -> None:
    path = put(folder, "title: [a \nid: odd \n")
    put(folder, "kind: book", "b")
    ran = exporter("-C", folder, "fmt")
    assert ran.code == 1
    assert ran.err.startswith("records/books/odd.yaml: this bracket is never closed\n")
    assert "1 of 2 records changed" in ran.err
    assert path.read_text("utf-8") == "title: [a \nid: odd \n"


def test_many_records_are_formatted_on_all_cores(folder: Path) -> None:
    for number in range(MIN_ITEMS):
        put(folder, f"{LINE}id: book-{number}\nkind: book\n", f"book-{number}")
    broken, odd = put(folder, "id: [", "broken"), put(folder, "id: b \nkind: book\n", "b")
    ran = exporter("-C", folder, "fmt", "--check")
    assert (ran.code, ran.out) == (1, "records/books/b.yaml\n")
    ran = exporter("-C", folder, "fmt")
    assert ran.err.startswith("records/books/broken.yaml: ")
    assert ran.err.endswith(f"1 of {MIN_ITEMS + 2:,} records changed\n")
    assert odd.read_text("utf-8") == f"{LINE}id: b\nkind: book\n"
    assert broken.read_text("utf-8") == "id: ["


@pytest.mark.parametrize(
    "root", [ROOT, ROOT / "tests" / "golden" / "catalogue"], ids=["records", "golden"]
)
def test_the_records_of_the_repository_are_formatted(root: Path) -> None:
    ran = exporter("-C", root, "fmt", "--check")
    assert (ran.code, ran.out) == (0, "")


def test_the_order_is_that_of_the_schemas() -> None:
    order = field_order(schemas(), "person")
    assert order[:6] == ["id", "kind", "cataloguing_language", "name", "other_names", "born"]
    assert order[-5:] == ["notes", "found", "inferred", "distinct_from", "former_ids"]
    assert field_order(schemas(), "article")[:6] == [
        *("id", "kind", "type", "language", "cataloguing_language", "other_languages")
    ]
    assert field_order(schemas(), "nothing") == []
    for kind in schemas().kinds:
        assert sorted(field_order(schemas(), kind)) == sorted(schemas().within(kind, ()))


@cache
def schemas() -> Schemas:
    return read_schemas(ROOT)


def read_again(text: str) -> Document:
    document = parse_document(text.encode(), Path("records/odd.yaml"), Limits())
    assume(isinstance(document, Document))
    assert isinstance(document, Document)
    return document


def comments(text: str) -> list[str]:
    return sorted(
        line.strip() for line in re.findall(r"(?m)(?:^|(?<=\s))#.*$", text) if "$schema" not in line
    )


@pytest.mark.long
@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(records())
def test_the_data_and_the_comments_stay_and_once_is_enough(text: str) -> None:
    assume(not re.search(r"[|>][-+0-9]*#", text))  # a space is put before such a comment
    document = read_again(text)
    after = format_record(document, schemas(), "../schemas/book.schema.json")
    assert load(after, UNLIMITED) == document.data
    assert comments(after) == comments(document.text.replace("\r\n", "\n"))
    assert sorted(
        line.rstrip() for line in after.split("\n") if line.strip() and "$schema" not in line
    ) == sorted(
        line.rstrip()
        for line in document.text.split("\n")
        if line.strip() and "$schema" not in line
    )
    assert after.startswith("# yaml-language-server: $schema=../schemas/book.schema.json\n")
    assert format_record(read_again(after), schemas(), "../schemas/book.schema.json") == after
