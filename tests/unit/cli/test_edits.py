"""rename, merge and delete: every reference follows, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import exporter
from tests.support.git_folders import commit_all, git
from tests.support.small_catalogues import write_records

RECORDS = {
    "people/soseki-n.yaml": """\
id: soseki-n
kind: person
name: {en: {family: Natsume, given: Sōseki}}
identifiers: {viaf: "100170453"}
notes: [Wrote novels.]
""",
    "people/natsume.yaml": """\
id: natsume
kind: person
# from the title page
name:
  en: {family: Natsume, given: Sōseki}
born:
  date: 1867  # Edo
notes: [Taught English.]
""",
    "books/kokoro.yaml": """\
id: kokoro
kind: book
language: ja
title: Kokoro
# soseki-n wrote it in 1914, says natsume
contributors:
  - {agent: soseki-n, role: author}
  - {agent: natsume, role: author}  # the same man
issued: 1914
""",
}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_records(tmp_path, RECORDS)


def texts(library: Path) -> dict[str, str]:
    """Return the text of each record by its path."""
    folder = library / "records"
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*.yaml"))
    }


def test_rename_changes_the_file_the_references_and_the_comments(library: Path) -> None:
    ran = exporter("rename", "soseki-n", "natsume-soseki", cwd=library)
    assert ran.code == 0, ran.err
    assert ran.err == "renamed soseki-n to natsume-soseki; 1 other record changed\n"
    old = RECORDS["people/soseki-n.yaml"]
    assert texts(library) == {
        "books/kokoro.yaml": RECORDS["books/kokoro.yaml"].replace("soseki-n", "natsume-soseki"),
        "people/natsume.yaml": RECORDS["people/natsume.yaml"],
        "people/natsume-soseki.yaml": old.replace("soseki-n", "natsume-soseki", 1)
        + "former_ids: [soseki-n]\n",
    }
    assert (
        exporter("show", "soseki-n", cwd=library)
        .out.splitlines()[1]
        .startswith("person natsume-soseki,")
    )


@pytest.mark.parametrize(
    "words",
    [
        ("rename", "kokoro", "soul"),
        ("delete", "kokoro"),
        ("merge", "natsume", "into", "kokoro"),
        ("new", "book", "--like", "kokoro", "--title", "Soul"),
    ],
)
def test_a_former_id_leads_to_the_present_one(library: Path, words: tuple[str, ...]) -> None:
    exporter("rename", "kokoro", "heart", cwd=library)
    ran = exporter(*words, cwd=library)
    assert ran.code == 2
    assert "no record “kokoro” any more\n          its id is “heart” now" in ran.err


def test_a_record_is_renamed_back(library: Path) -> None:
    exporter("rename", "soseki-n", "natsume-soseki", cwd=library)
    assert exporter("rename", "natsume-soseki", "soseki-n", cwd=library).code == 0
    found = texts(library)
    assert found["people/soseki-n.yaml"].endswith("former_ids: [natsume-soseki]\n")
    assert found["books/kokoro.yaml"] == RECORDS["books/kokoro.yaml"]


def test_a_word_of_plain_language_in_a_comment_stays_and_is_named(library: Path) -> None:
    ran = exporter("rename", "natsume", "soseki", cwd=library)
    assert "records/books/kokoro.yaml:5: mentions “natsume”: # soseki-n wrote" in ran.err
    assert "{agent: soseki, role: author}  # the same man" in texts(library)["books/kokoro.yaml"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["rename", "kokor", "x"], "did you mean “kokoro”?"),
        (["rename", "kokoro", "natsume"], "a record “natsume”\n          choose another id"),
        (["rename", "soseki-n", "natsume"], "exporter merge soseki-n into natsume"),
        (["rename", "kokoro", "kokoro"], "the id of the record is “kokoro” already"),
        (["rename", "kokoro", "Kokoro"], "“Kokoro” cannot be an id"),
        (["rename", "kokoro", "k" * 101], "a letter first, at most 100 of them"),
        (["merge", "kokoro", "into", "natsume"], "only records of one kind can be merged"),
        (["merge", "kokoro", "into", "kokoro"], "cannot be merged into itself"),
        (["merge", "kokoro"], "exporter merge OLD into NEW"),
        (["delete", "natsume"], "records/books/kokoro.yaml:8:13"),
    ],
)
def test_what_cannot_be_done_is_refused(library: Path, words: list[str], message: str) -> None:
    ran = exporter(*words, cwd=library)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert texts(library) == RECORDS


def test_merge_unites_two_records(library: Path) -> None:
    ran = exporter("merge", "soseki-n", "into", "natsume", cwd=library)
    assert ran.code == 0, ran.err
    assert texts(library) == {
        "books/kokoro.yaml": RECORDS["books/kokoro.yaml"]
        .replace("  - {agent: soseki-n, role: author}\n", "")
        .replace("# soseki-n wrote", "# natsume wrote"),
        "people/natsume.yaml": RECORDS["people/natsume.yaml"].replace(
            "notes: [Taught English.]\n",
            'notes: [Taught English., Wrote novels.]\nidentifiers: {viaf: "100170453"}\n'
            "former_ids: [soseki-n]\n",
        ),
    }
    assert exporter("validate", cwd=library).code == 0


def test_contradictions_are_listed_and_one_record_can_be_preferred(library: Path) -> None:
    person = library / "records" / "people" / "soseki-n.yaml"
    person.write_text(RECORDS["people/soseki-n.yaml"] + "born: {date: 1868}\n")
    ran = exporter("merge", "soseki-n", "natsume", cwd=library)
    assert ran.code == 2
    assert "    records/people/soseki-n.yaml:6:14: 1868\n" in ran.err
    assert "    records/people/natsume.yaml:7:9: 1867\n" in ran.err
    ran = exporter("merge", "--prefer", "soseki-n", "soseki-n", "natsume", cwd=library)
    assert ran.code == 0, ran.err
    assert "dropped: natsume: born date: 1867" in ran.err
    assert "  date: 1868  # Edo\n" in texts(library)["people/natsume.yaml"]


def test_a_contradiction_of_groups_is_told_as_a_record_has_them(library: Path) -> None:
    write_records(
        library,
        {
            "books/a.yaml": "id: a\nkind: book\ntitle: Tea\npublisher: {name: {ja: 講談社}}\n",
            "books/b.yaml": "id: b\nkind: book\ntitle: Tea\npublisher: {name: Kōdansha}\n",
        },
    )
    ran = exporter("merge", "a", "b", cwd=library)
    assert '    records/books/a.yaml:4:19: {"ja": "講談社"}\n' in ran.err
    assert "    records/books/b.yaml:4:19: Kōdansha\n" in ran.err


def test_diff_writes_nothing(library: Path) -> None:
    before = texts(library)
    for words in (["rename", "kokoro", "heart"], ["merge", "soseki-n", "natsume"]):
        ran = exporter(*words, "--diff", cwd=library)
        assert ran.code == 0, ran.err
        assert ran.out.startswith("--- a/records/")
    assert texts(library) == before


def test_delete(library: Path) -> None:
    ran = exporter("delete", "kokoro", cwd=library)
    assert (ran.code, ran.err) == (0, "deleted kokoro\n")
    assert "books/kokoro.yaml" not in texts(library)


def test_the_word_for_a_kind_is_no_mention_of_an_id(tmp_path: Path) -> None:
    records = {
        "people/person.yaml": "id: person\nkind: person\nname: {ja: 漱石}\n",
        "people/other.yaml": "# yaml-language-server: $schema=../../schemas/person.schema.json\n"
        "id: other\nkind: person\nname: Other\nnotes: [A friend of person.]\n",
    }
    write_records(tmp_path, records)
    ran = exporter("rename", "person", "soseki", cwd=tmp_path)
    assert ran.err.splitlines() == [
        "records/people/other.yaml:5: mentions “person”: notes: [A friend of person.]",
        "renamed person to soseki",
    ]


def test_a_record_that_takes_its_id_from_its_file_is_deleted(library: Path) -> None:
    file = library / "records/people/hearn.yaml"
    file.write_text("kind: person\nname: {en: Lafcadio Hearn}\n")
    ran = exporter("delete", "hearn", cwd=library)
    assert ran.code == 0, ran.err
    assert not file.exists()


def test_an_id_like_a_known_one_is_suggested(library: Path) -> None:
    ran = exporter("rename", "kokorro", "heart", cwd=library)
    assert ran.code == 2
    assert "did you mean “kokoro”?" in ran.err


@pytest.mark.parametrize("words", [("tea", "tee"), ("tee", "tea")])
def test_a_translation_is_not_merged_with_its_original(
    words: tuple[str, str], library: Path
) -> None:
    for name, field in (("tee", ""), ("tea", "translation_of: tee\n")):
        (library / f"records/books/{name}.yaml").write_text(
            f"id: {name}\nkind: book\nlanguage: de\ntitle: Tee\n{field}"
        )
    ran = exporter("merge", *words, cwd=library)
    assert ran.code == 2
    assert "records/books/tea.yaml:5:17: tea refers to tee" in ran.err


def test_a_rename_says_how_git_gets_the_new_file(library: Path) -> None:
    commit_all(library)
    said = exporter("rename", "soseki-n", "soseki", cwd=library / "records" / "people").err
    command = said.splitlines()[1].partition("first: ")[2]
    assert command == "git add soseki.yaml"
    git(library / "records" / "people", *command.split()[1:])
    git(library, "commit", "-q", "-a", "-m", "Rename")
    assert git(library, "status", "--short").out == ""
    assert "git" not in exporter("rename", "--diff", "soseki", "natsume-s", cwd=library).err
    assert "git" not in exporter("merge", "soseki", "into", "natsume", cwd=library).err
