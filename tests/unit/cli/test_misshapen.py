"""Records with values of a wrong type: they are left out and named, and no command takes them for right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import exporter, run
from tests.support.git_folders import commit_all
from tests.support.small_catalogues import write_records

RIGHT = {
    "people/okakura.yaml": "id: okakura\nkind: person\nname: {en: {family: Okakura, given: Kakuzō}}\n",
    "books/tea.yaml": """\
id: tea
kind: book
language: en
title: The Book of Tea
contributors: [{agent: okakura, role: author}]
issued: 1906
former_ids: [tea-book]
""",
    "books/ideals.yaml": """\
id: ideals
kind: book
language: en
title: The Ideals of the East
contributors: [{agent: okakura, role: author}]
issued: 1903
""",
}
BIB = "@book{a, author = {Woolf, Virginia}, title = {The Waves}, year = 1931}\n"
_VALUES = ("", "3", "4.5", "yes", "x", "[1]", "[[]]", "[null]", "{a: 1}", "{a: [x]}", "{en: }")
_FIELDS = {
    "books/bad.yaml": [
        *("language", "title", "contributors", "publisher", "issued", "identifiers", "found"),
        *("holdings", "notes", "about", "pages", "former_ids", "part_of", "subjects"),
    ],
    "people/bad.yaml": [
        *("name", "other_names", "born", "positions", "identifiers", "related", "former_ids")
    ],
}
COMMANDS = [
    ("find", "waves"),
    ("show", "tea"),
    ("list",),
    ("stats",),
    ("stats", "--kind", "book"),
    ("evidence",),
    ("history", "tea"),
    ("diff",),
    ("rename", "tea", "cha", "--diff"),
    ("merge", "ideals", "into", "tea", "--diff"),
    ("delete", "ideals", "--diff"),
    ("new", "book", "--title", "Tea", "--author", "Okakura, Kakuzō", "--diff"),
    ("new", "book", "--title", "Tea", "--author", "bad-people-0-1", "--diff"),
    ("new", "book", "--title", "Tea", "--like", "bad-books-0-1", "--diff"),
    ("rename", "bad-books-11-1", "cha", "--diff"),
    ("import", "new.bib"),
]


def commit_right_records(folder: Path) -> None:
    """Commit the records that are right to a new repository."""
    commit_all(write_records(folder, RIGHT))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository in which each field has been given each wrong value since the last commit."""
    root = tmp_path_factory.mktemp("library")
    commit_right_records(root)
    (root / "new.bib").write_text(BIB)
    for file, fields in _FIELDS.items():
        folder = file.partition("/")[0]
        head = "kind: book\ntitle: T\n" if folder == "books" else "kind: person\nname: N\n"
        for number, name in enumerate(fields):
            for place, value in enumerate(_VALUES):
                id = f"bad-{folder}-{number}-{place}"
                lines = [each for each in head.splitlines() if not each.startswith(f"{name}:")]
                text = "\n".join([f"id: {id}", *lines, f"{name}: {value}", ""])
                write_records(root, {f"{folder}/{id}.yaml": text})
    return root


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_takes_a_wrong_value_for_a_right_one(
    library: Path, words: tuple[str, ...]
) -> None:
    ran = exporter(*words, cwd=library)
    assert "bug in exporter" not in ran.err, ran.err[-500:]
    assert ran.code in {0, 1, 2}
    (library / "records" / "books" / "woolf-1931-waves.yaml").unlink(missing_ok=True)
    (library / "records" / "people" / "virginia-woolf.yaml").unlink(missing_ok=True)


def test_a_record_that_cannot_be_read_now_is_not_called_deleted(tmp_path: Path) -> None:
    commit_right_records(tmp_path)
    wrong = {
        "books/tea.yaml": RIGHT["books/tea.yaml"].replace("issued: 1906", "issued:"),
        "books/ideals.yaml": RIGHT["books/ideals.yaml"].replace("title: The", "title: [The"),
    }
    write_records(tmp_path, wrong)
    ran = exporter("diff", cwd=tmp_path)
    assert (ran.code, ran.out) == (0, "nothing has changed\n")
    assert ran.err.splitlines() == [
        "not compared: records/books/ideals.yaml has errors; run: exporter validate",
        "not compared: records/books/tea.yaml has errors; run: exporter validate",
    ]


def test_works_with_errors_are_compared_but_not_delivered(tmp_path: Path) -> None:
    commit_right_records(tmp_path)
    text = RIGHT["books/tea.yaml"].replace("role: author", "role: autor")
    write_records(tmp_path, {"books/tea.yaml": text.replace("okakura", "nobody")})
    ran = exporter("diff", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert "tea (book, “The Book of Tea”): changed" in ran.out
    assert "autor" in ran.out


def test_a_former_id_is_not_written_over_what_is_no_list(tmp_path: Path) -> None:
    text = RIGHT["books/tea.yaml"].replace("[tea-book]", "tea-book")
    write_records(tmp_path, {**RIGHT, "books/tea.yaml": text})
    for words in (("rename", "tea", "cha"), ("merge", "ideals", "into", "tea", "--prefer", "tea")):
        ran = exporter(*words, cwd=tmp_path)
        assert ran.code == 2, words
    assert "“former_ids” must be a list" in exporter("rename", "tea", "cha", cwd=tmp_path).err
    assert (tmp_path / "records" / "books" / "tea.yaml").read_text() == text


@pytest.mark.parametrize("command", ["show", "history", "evidence"])
def test_a_record_that_cannot_be_read_is_not_called_unknown(tmp_path: Path, command: str) -> None:
    write_records(tmp_path, {**RIGHT, "books/tea.yaml": f"{RIGHT['books/tea.yaml']}subtitle:\n"})
    run("git", "init", "-q", cwd=tmp_path)
    ran = exporter(command, "tea", cwd=tmp_path)
    assert ran.code == 2
    assert "left out: records/books/tea.yaml has errors; run: exporter validate\n" in ran.err
    assert "the record “tea” has errors\n" in ran.err
