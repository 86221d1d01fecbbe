"""The merge driver: git merges records field by field, with real git, and nothing is lost."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

import pytest

from exporter.editing.merge_text import MergedText, merge_texts
from exporter.records.document import Pointer, leaves, value_at
from exporter.records.settings import UNLIMITED
from exporter.records.yaml import load
from exporter.records.yaml.edit import UneditableError, remove_value, set_value
from tests.conftest import ROOT, Ran, exporter, run
from tests.support.small_catalogues import write_records

BASE = """\
id: kokoro
kind: book
language: ja
title: Kokoro
contributors:
  - {agent: soseki, role: author}
issued: 1914
notes:
  - one
"""
AGENTS = ("soseki", "mcclellan", "kondo")


def test_different_fields_and_added_items_are_merged() -> None:
    ours = BASE.replace("Kokoro\n", "Kokoro!  # as printed\n").replace("- one", "- one\n  - two")
    theirs = BASE.replace("issued: 1914", "# per colophon\nissued: 1915")
    theirs = theirs.replace("- one", "- one\n  - three")
    merged = merge_texts(BASE, ours, theirs)
    assert not merged.conflicts
    assert (
        merged.text
        == """\
id: kokoro
kind: book
language: ja
title: Kokoro!  # as printed
contributors:
  - {agent: soseki, role: author}
# per colophon
issued: 1915
notes:
  - one
  - three
  - two
"""
    )


def test_one_field_is_one_conflict() -> None:
    ours = BASE.replace("issued: 1914", "issued: 1915").replace("- one", "- 1")
    theirs = BASE.replace("issued: 1914", "issued: 1916")
    merged = merge_texts(BASE, ours, theirs, marker=9)
    assert merged.text == ours.replace(
        "issued: 1915\n",
        "<<<<<<<<< ours: issued\nissued: 1915\n=========\nissued: 1916\n>>>>>>>>> theirs: issued\n",
    )


def test_deleting_against_changing_is_a_conflict() -> None:
    ours = BASE.replace("issued: 1914\n", "")
    theirs = BASE.replace("1914", "1915")
    merged = merge_texts(BASE, ours, theirs)
    assert "<<<<<<< ours: issued\n=======\nissued: 1915\n>>>>>>> theirs: issued\n" in merged.text
    merged = merge_texts(BASE, theirs, ours)
    assert "<<<<<<< ours: issued\nissued: 1915\n=======\n>>>>>>> theirs: issued\n" in merged.text


def test_an_item_that_one_side_changes_stays_one_item() -> None:
    ours = BASE.replace("role: author}", "role: author, printed: 漱石}")
    theirs = BASE.replace(
        "role: author}", "role: author}\n  - {agent: mcclellan, role: translator}"
    )
    for one, other in ((ours, theirs), (theirs, ours)):
        data = load(merge_texts(BASE, one, other).text, UNLIMITED)
        assert data["contributors"] == [
            {"agent": "soseki", "role": "author", "printed": "漱石"},
            {"agent": "mcclellan", "role": "translator"},
        ]


def test_both_have_added_the_record() -> None:
    merged = merge_texts("", BASE, BASE.replace("issued: 1914\n", "pages: 12\n"))
    assert not merged.conflicts
    data = load(merged.text, UNLIMITED)
    assert (data["issued"], data["pages"]) == (1914, 12)


# -- generated merges

RECORDS = [
    path.read_text("utf-8")
    for folder in (ROOT / "records", ROOT / "tests" / "golden" / "catalogue")
    for path in sorted(folder.rglob("*.yaml"))
]


def pointers(value: Any, pointer: Pointer = ()) -> Any:
    if pointer:
        yield pointer
    steps: Any = value.items() if isinstance(value, dict) else ()
    for step, inner in enumerate(value) if isinstance(value, list) else steps:
        yield from pointers(inner, (*pointer, step))


def edited(text: str, who: str, chance: random.Random) -> str:
    """Return a record with one to three changes, each with a value that no other change has."""
    for _ in range(chance.randint(1, 3)):
        data = load(text, UNLIMITED)
        possible = [each for each in pointers(data) if each[0] not in {"id", "kind"}]
        if not possible:
            break
        pointer = chance.choice(possible)
        value = value_at(data, pointer)
        new = f"{who} {chance.randrange(10**9)}"
        how = chance.choice(["set", "remove", "add"])
        try:
            if how == "remove":
                text = remove_value(text, pointer)
            elif how == "add" and isinstance(value, list):
                text = set_value(text, (*pointer, len(value)), new)
            else:
                text = set_value(text, pointer, new)
        except UneditableError:
            continue
    return text


def statements(text: str) -> set[str]:
    return {str(value) for _, value in leaves(load(text, UNLIMITED))}


@pytest.mark.parametrize("seed", range(10))
def test_no_statement_is_lost_and_none_is_invented(seed: int) -> None:
    chance = random.Random(seed)
    clean = 0
    for _ in range(100):
        base = chance.choice(RECORDS)
        ours, theirs = (edited(base, who, chance) for who in ("ours", "theirs"))
        merged = merge_texts(base, ours, theirs)
        added = (statements(ours) | statements(theirs)) - statements(base)
        if merged.conflicts:
            assert all(each in merged.text for each in added)
            continue
        clean += 1
        found = statements(merged.text)
        assert added <= found
        assert found <= statements(base) | added
        assert data_of(merged) == data_of(merge_texts(base, theirs, ours))
    assert clean > 40


def data_of(merged: MergedText) -> Any:
    return load(merged.text, UNLIMITED)


# -- with real git


class Repository:
    """A catalogue in git that has registered the driver of this Python environment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        }
        for name in ("AUTHOR", "COMMITTER"):
            self.env |= {f"GIT_{name}_NAME": "t", f"GIT_{name}_EMAIL": "t@example.org"}
        self.git("init", "-q", "-b", "main")
        for agent in AGENTS:
            self.write(f"people/{agent}.yaml", f"id: {agent}\nkind: person\nname: {agent}\n")
        self.write("books/kokoro.yaml", BASE)
        assert exporter("merge-driver", "--install", cwd=folder).code == 0
        self.commit()

    def git(self, *words: str) -> Ran:
        return run("git", *words, cwd=self.folder, env=self.env)

    def write(self, name: str, text: str) -> None:
        write_records(self.folder, {name: text})

    def read(self, name: str = "books/kokoro.yaml") -> str:
        return (self.folder / "records" / name).read_text()

    def commit(self) -> None:
        self.git("add", "-A")
        assert self.git("commit", "-qm", "x").code == 0

    def branch(self, name: str, old: str, new: str) -> None:
        """Make a branch of main on which the record has one change."""
        self.git("checkout", "-q", "-b", name, "main")
        self.write("books/kokoro.yaml", self.read().replace(old, new))
        self.commit()
        self.git("checkout", "-q", "main")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def change_main(repository: Repository, old: str, new: str) -> None:
    repository.write("books/kokoro.yaml", repository.read().replace(old, new))
    repository.commit()


TITLE = ("title: Kokoro", "title: こころ")
DATE = ("issued: 1914", "issued: 1914-09")
BOTH = BASE.replace(*TITLE).replace(*DATE)


@pytest.mark.parametrize("words", [("merge", "-q", "--no-edit", "other"), ("cherry-pick", "other")])
def test_git_merges_neighbouring_fields(repository: Repository, words: tuple[str, ...]) -> None:
    text = BASE.replace("contributors:\n  - {agent: soseki, role: author}\n", "")
    change_main(repository, BASE, text)  # title and date are on neighbouring lines now
    repository.branch("other", *DATE)
    change_main(repository, *TITLE)
    assert repository.git(*words).code == 0
    assert repository.read() == text.replace(*TITLE).replace(*DATE)


def test_rebase(repository: Repository) -> None:
    repository.branch("other", *DATE)
    change_main(repository, *TITLE)
    repository.git("checkout", "-q", "other")
    assert repository.git("rebase", "-q", "main").code == 0
    assert repository.read() == BOTH


def test_octopus(repository: Repository) -> None:
    repository.branch("one", *DATE)
    repository.branch("two", *TITLE)
    ran = repository.git("merge", "-q", "--no-edit", "one", "two")
    assert ran.code == 0, ran.err
    assert repository.read() == BOTH


def test_rename_on_one_side(repository: Repository) -> None:
    repository.branch("other", *DATE)
    assert exporter("rename", "kokoro", "heart", cwd=repository.folder).code == 0
    repository.commit()
    ran = repository.git("merge", "-q", "--no-edit", "other")
    assert ran.code == 0, ran.err
    renamed = BASE.replace("id: kokoro", "id: heart").replace(*DATE)
    assert repository.read("books/heart.yaml") == renamed + "former_ids: [kokoro]\n"


def test_a_conflict_names_record_and_field(repository: Repository) -> None:
    repository.branch("other", *DATE)
    change_main(repository, "issued: 1914", "issued: 1915")
    ran = repository.git("merge", "-q", "--no-edit", "other")
    assert ran.code == 1
    assert "records/books/kokoro.yaml: both sides have changed issued" in ran.out + ran.err
    assert repository.git("status", "--short").out == "UU records/books/kokoro.yaml\n"
    assert exporter("validate", cwd=repository.folder).code == 1


def test_message_and_marker_name_a_place_alike(repository: Repository) -> None:
    repository.branch("other", "role: author", "role: editor")
    change_main(repository, "role: author", "role: translator")
    ran = repository.git("merge", "-q", "--no-edit", "other")
    assert "both sides have changed contributors 1 role" in ran.out + ran.err
    assert "<<<<<<< ours: contributors 1 role\n" in repository.read()


def test_what_is_no_yaml_is_merged_by_lines(repository: Repository) -> None:
    repository.branch("other", "issued: 1914", "issued: [1914")
    change_main(repository, *TITLE)
    assert repository.git("merge", "-q", "--no-edit", "other").code == 0
    assert repository.read() == BASE.replace(*TITLE).replace("1914", "[1914")


def test_a_merge_that_makes_an_error_is_no_success(repository: Repository) -> None:
    untitled = BASE.replace("title: Kokoro\n", "")
    change_main(repository, BASE, untitled)
    repository.branch("other", "issued: 1914\n", "issued: 1914\ndevised_title: A novel\n")
    change_main(repository, "language: ja\n", "language: ja\ntitle: Kokoro\n")
    ran = repository.git("merge", "-q", "--no-edit", "other")
    assert ran.code == 1
    assert "records/books/kokoro.yaml: " in ran.out + ran.err
    assert "devised_title" in ran.out + ran.err
    assert load(repository.read(), UNLIMITED)["title"] == "Kokoro"


def test_a_clone_that_has_not_registered_it_is_told(repository: Repository) -> None:
    assert "merge-driver" not in exporter("validate", cwd=repository.folder).err
    repository.git("config", "--unset", "merge.exporter.driver")
    ran = exporter("validate", cwd=repository.folder)
    assert ran.err.endswith("run once: exporter merge-driver --install\n")


def test_attributes_in_another_encoding_stay_as_they_are(tmp_path: Path) -> None:
    run("git", "init", "-q", cwd=tmp_path)
    (tmp_path / "records").mkdir()
    attributes = tmp_path / ".gitattributes"
    attributes.write_bytes(b"caf\xe9.txt text")
    assert exporter("merge-driver", "--install", cwd=tmp_path).code == 0
    assert attributes.read_bytes().startswith(b"caf\xe9.txt text\nrecords/")
    attributes.unlink()
    attributes.mkdir()
    ran = exporter("merge-driver", "--install", cwd=tmp_path)
    assert (ran.code, ".gitattributes cannot be read: Is a directory" in ran.err) == (2, True)
