"""exporter evidence, and the evidence in exporter diff."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Ran, exporter
from tests.support.git_folders import commit_all
from tests.support.small_catalogues import write_records

RECORDS = {
    "books/tea.yaml": """\
id: tea
kind: book
language: en
title: The Book of Tea
issued: 1906
found:
  - {in: coffee, at: page 3, title: The book of tea}
""",
    "books/coffee.yaml": """\
id: coffee
kind: book
language: en
title: Coffee
issued: 1950~
references: [tea, {title: Chocolate}]
found:
  - {in: coffee, at: cover, title: COFFEE}
  - {in: tea, title: Coffee}
""",
}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_records(tmp_path, RECORDS)


def evidence(library: Path, *words: str) -> Ran:
    return exporter("evidence", *words, cwd=library)


def test_figures_and_what_lacks_support(library: Path) -> None:
    ran = evidence(library)
    assert (ran.code, ran.err) == (0, "")
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert lines == [
        "KIND FIELD STATEMENTS SEVERAL ONE CONCLUDED NONE SUPPORTED",
        "book issued 2 0 0 0 2 0%",
        "book title 2 1 1 0 0 100%",
        "",
        "1 printed in no source, and without a reason",
        "records/books/tea.yaml:5:9: issued: 1906",
        "",
        "1 concluded, without a reason",
        "records/books/coffee.yaml:5:9: issued: 1950~",
        "",
        "1 cited, but not catalogued",
        "records/books/coffee.yaml:6:19: references.2: Chocolate",
    ]


def test_what_is_to_be_shown_can_be_chosen(library: Path) -> None:
    shown = evidence(library, "--show", "one", "tea").out.partition("\n\n")[2]
    assert shown.splitlines() == [
        "1 printed in one source",
        "  records/books/tea.yaml:4:8: title: The Book of Tea (coffee)",
    ]


def test_long_lists_are_cut_unless_they_are_asked_for(library: Path) -> None:
    text = "id: b{0}\nkind: book\nlanguage: en\ntitle: Book {0}\n"
    write_records(library, {f"books/b{number}.yaml": text.format(number) for number in range(30)})
    assert "and 11 more: exporter evidence --show nothing" in evidence(library).out
    assert evidence(library, "--show", "nothing").out.count("books/b") == 30


@pytest.mark.parametrize(
    ("minimums", "code", "err"),
    [
        (["0"], 0, ""),
        (
            ["50"],
            1,
            "book.issued: 0% of 2 statements are supported; --min demands 50%\n",
        ),
        (["book.title=100"], 0, ""),
        (["100", "book.issued=0"], 0, ""),
    ],
)
def test_a_share_can_be_demanded(library: Path, minimums: list[str], code: int, err: str) -> None:
    options = [word for each in minimums for word in ("--min", each)]
    ran = evidence(library, *options)
    assert (ran.code, ran.err) == (code, err)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--min", "many"], "--min many is not a percentage"),
        (["--min", "101"], "--min 101 is not a percentage"),
        (["--min", "book=90"], "--min book=90 names no kind and field of it"),
        (["--min", "=90"], "--min =90 names no kind and field of it"),
        (["--min", "bok.title=90"], "there is no kind of record “bok”"),
        (["--min", "book.titel=90"], "book has no field “titel”"),
        (["--kind", "bok"], "there is no kind of record “bok”"),
        (["teea"], "there is no record “teea”"),
    ],
)
def test_wrong_use(library: Path, words: list[str], message: str) -> None:
    ran = evidence(library, *words)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_json_has_everything(library: Path) -> None:
    data = json.loads(evidence(library, "--format", "json").out)
    assert {
        key: value
        for key, value in data["figures"][0].items()
        if key in {"kind", "field", "total", "supported"}
    } == {"kind": "book", "field": "issued", "total": 2, "supported": 0}
    title = next(each for each in data["statements"] if each["support"] == "several")
    assert (title["id"], title["sources"]) == ("coffee", ["coffee", "tea"])


@pytest.fixture
def changed(library: Path) -> Path:
    """The catalogue with a change that is not committed: a mention is gone."""
    commit_all(library)
    text = RECORDS["books/tea.yaml"].partition("found:")[0]
    return write_records(library, {"books/tea.yaml": text})


def test_diff_shows_what_evidence_is_lost(changed: Path) -> None:
    ran = exporter("diff", "--deliver", "dc", cwd=changed)
    assert ran.out.partition("evidence lost\n")[2].splitlines() == [
        "  tea, title: The Book of Tea: neither printed nor concluded, before printed in one source",
        "  book.title: supported 1 of 2 (50%), before 2 of 2 (100%)",
    ]
    assert (
        "#### Evidence lost\n\n- tea, title"
        in exporter("diff", "--format", "markdown", cwd=changed).out
    )
    found = json.loads(exporter("diff", "--format", "json", cwd=changed).out)["evidence"]
    assert found["lost"][0]["before"] == "one"
    figure = {"kind": "book", "field": "title", "before": [2, 2], "after": [1, 2]}
    assert found["figures"] == [figure]


def test_diff_can_fail_on_lost_evidence(changed: Path) -> None:
    assert exporter("diff", cwd=changed).code == 0
    assert exporter("diff", "--fail-on", "loss", cwd=changed).code == 0
    assert exporter("diff", "--fail-on", "evidence", cwd=changed).code == 1
    assert exporter("diff", "HEAD..HEAD", "--fail-on", "evidence", cwd=changed).code == 0
