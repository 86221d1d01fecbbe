"""The cache: with it and without it the same is printed, whatever is the matter with it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from exporter import parallel
from exporter.records import git as history
from exporter.records.finding import Finding
from exporter.validate import cache as module
from exporter.validate import pipeline as verdict
from exporter.validate.index import Index
from exporter.validate.pipeline import validate_catalogue
from tests.conftest import ROOT, run

sys.path.append(str(ROOT / "benchmarks"))
from generate import write


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the caches; also small catalogues have one here, in several parts."""
    monkeypatch.setenv("EXPORTER_CACHE", str(tmp_path / "kept"))
    for each in (parallel, verdict):
        monkeypatch.setattr(each, "MIN_ITEMS", 1)
    monkeypatch.setattr(verdict, "_LEAST", 2)
    return tmp_path / "kept"


@pytest.fixture
def wrong(catalogue: Path) -> Path:
    """A catalogue with findings of single records and of all together, some of which are not wanted."""
    (catalogue / "records" / "people" / "yoko-sato.yaml").unlink()
    (catalogue / "records" / "books" / "odd.yaml").write_text(
        "id: odd\nkind: book\nlanguage: jp\ntitel: x\nabstract: two  spaces\n"
    )
    (catalogue / "records" / "books" / "allowed.yaml").write_text(
        "id: allowed\nkind: book\nlanguage: en\ntitle: On  Tea # exporter: allow stray-space\n"
    )
    (catalogue / "records" / "books" / "worse.yaml").write_text("id: [\n")
    return catalogue


def git(folder: Path, *words: str) -> None:
    names = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false")
    subprocess.run(["git", *names, *words], cwd=folder, check=True, capture_output=True)


def committed(folder: Path) -> Path:
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "Records")
    return folder


def looked(root: Path, said: list[str] | None = None) -> tuple[list[Finding], dict[str, object]]:
    found = validate_catalogue(root, keep=True, say=(said if said is not None else []).append)
    return list(found.findings), dict(found.said)


def alone(root: Path) -> tuple[list[Finding], dict[str, object]]:
    found = validate_catalogue(root, keep=True)
    return list(found.findings), dict(found.said)


@pytest.mark.parametrize("repository", [False, True])
def test_what_was_found_is_found_again(wrong: Path, kept: Path, repository: bool) -> None:
    if repository:
        committed(wrong)
    expected = alone(wrong)
    assert len(expected[0]) > 5
    said: list[str] = []
    assert [looked(wrong, said) for _ in range(3)] == [expected] * 3
    assert said == []
    assert len(list(kept.glob("*.sqlite"))) == 1


@pytest.fixture
def unopened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are opened from now on."""
    names: list[str] = []
    opened = verdict.read_bytes
    monkeypatch.setattr(
        verdict, "read_bytes", lambda path, *rest: (names.append(path.name), opened(path, *rest))[1]
    )
    monkeypatch.setattr(parallel, "_usable_cores", lambda: 1)
    return names


@pytest.mark.usefixtures("kept")
def test_files_that_git_vouches_for_are_not_opened(catalogue: Path, unopened: list[str]) -> None:
    committed(catalogue)
    first = looked(catalogue)
    everything = set(unopened)
    unopened.clear()
    assert looked(catalogue) == first
    assert {*unopened} == {
        "disputed-book.yaml",
        "tea-broadcast.yaml",
    }  # where a finding of all records is to stand
    book = catalogue / "records" / "books" / "translated-book.yaml"
    book.write_text(book.read_text().replace("language: ", "# a comment\nlanguage: "))
    assert looked(catalogue) == alone(catalogue)
    unopened.clear()
    looked(catalogue)
    assert book.name in unopened
    assert set(unopened) < everything


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("repository", [False, True])
def test_what_has_changed_is_noticed(catalogue: Path, repository: bool) -> None:
    if repository:
        committed(catalogue)
    looked(catalogue)
    settings = catalogue / "exporter.toml"
    book = next((catalogue / "records" / "books").glob("*.yaml"))
    changes: list[Callable[[], object]] = [
        lambda: book.write_text(book.read_text() + "colour: red\n"),
        lambda: book.rename(book.with_stem("another-name")),
        lambda: settings.write_text(
            '[checks]\noff = ["conflicting-statements", "unexplained-conflict"]\n'
        ),
        lambda: settings.write_text("[limits]\nsize = 300\n"),
    ]
    before = alone(catalogue)
    assert before
    for change in changes:
        change()
        expected = alone(catalogue)
        assert expected != before
        assert looked(catalogue) == expected
        before = expected


def vouched(catalogue: Path) -> list[str]:
    """The names of the files of which git says what stands in them."""
    found = history.git_blob_ids(catalogue)()
    return [
        Path(each).name
        for each, stands in found.items()
        if stands == history.blob_id(Path(each).read_bytes())
    ]


def test_git_does_not_vouch_for_what_may_stand_there_otherwise(catalogue: Path) -> None:
    """A file is vouched for only where it cannot stand there in other bytes than git knows."""
    people = catalogue / "records" / "people"
    (people / "linked.yaml").symlink_to("carl-schmitt.yaml")
    (people / "yoko-sato.yaml").chmod(0o755)
    committed(catalogue)
    first = vouched(catalogue)
    assert (
        {"carl-schmitt.yaml", "yoko-sato.yaml"}
        < {*first}
        == {each.name for each in people.parent.rglob("*.yaml")} - {"linked.yaml"}
    )
    git(catalogue, "update-index", "--assume-unchanged", "records/people/carl-schmitt.yaml")
    assert {*first} - {*vouched(catalogue)} == {"carl-schmitt.yaml"}
    (catalogue / ".gitattributes").write_text("*.yaml text eol=crlf\n")
    assert vouched(catalogue) == []
    (catalogue / ".gitattributes").unlink()
    subprocess.run(["git", "config", "core.autocrlf", "true"], cwd=catalogue, check=True)
    assert vouched(catalogue) == []
    subprocess.run(["git", "config", "--unset", "core.autocrlf"], cwd=catalogue, check=True)
    (people / "a\ttab.yaml").write_text("id: a\n")
    assert len(vouched(catalogue)) > 5
    git(catalogue, "add", "records")
    assert vouched(catalogue) == []
    shutil.rmtree(catalogue / ".git")
    assert vouched(catalogue) == []


@pytest.mark.usefixtures("kept")
def test_what_does_not_stand_there_is_judged_by_itself(catalogue: Path) -> None:
    """What is staged, or would be mended, stands for the files that git vouches for."""
    committed(catalogue)
    looked(catalogue)
    book = catalogue / "records" / "books" / "translated-book.yaml"
    for changed in (
        {"contents": history.staged_records(catalogue, 10**6) | {book: b"id: [\n"}},
        {"instead": {book: b"id: [\n"}},
    ):
        found = validate_catalogue(catalogue, say=lambda _: None, **changed).findings
        assert found == validate_catalogue(catalogue, **changed).findings
        assert book in {each.path for each in found}


def file_of(kept: Path) -> Path:
    (file,) = kept.glob("*.sqlite")
    return file


def damaged(kept: Path) -> None:
    with closing(sqlite3.connect(file_of(kept))) as connection:
        connection.execute(
            "UPDATE found SET found = substr(found, 1, 40) || x'00' || substr(found, 42)"
        )
        connection.commit()


def foreign(kept: Path) -> None:
    with closing(sqlite3.connect(file_of(kept))) as connection:
        connection.execute("PRAGMA user_version = 99")


HARM: dict[str, Callable[[Path], object]] = {
    "another file": lambda kept: file_of(kept).write_bytes(b"GIF89a" * 1000),
    "cut off": lambda kept: file_of(kept).write_bytes(file_of(kept).read_bytes()[:3000]),
    "damaged": damaged,
    "foreign": foreign,
    "a folder": lambda kept: (
        file_of(kept).rename(kept / "old"),
        (kept / file_of_name(kept)).mkdir(),
    ),
}


def file_of_name(kept: Path) -> str:
    return f"{module._digest(module._FORMAT, str(kept.parent / 'catalogue')).hex()}.sqlite"


@pytest.mark.parametrize("what", HARM)
@pytest.mark.parametrize("repository", [False, True])
def test_a_cache_that_cannot_be_used_is_told_once(
    wrong: Path, kept: Path, what: str, repository: bool
) -> None:
    if repository:
        committed(wrong)
    expected = looked(wrong)
    for each in kept.glob("*.sqlite-*"):
        each.unlink()
    HARM[what](kept)
    said: list[str] = []
    assert looked(wrong, said) == expected
    assert len(said) == 1, said
    assert str(kept / file_of_name(kept)) in said[0]


@pytest.mark.parametrize("harmed", [False, True])
def test_what_all_show_together_is_asked_anew_only_where_their_entries_are_others(
    wrong: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, harmed: bool
) -> None:
    committed(wrong)
    book = wrong / "records" / "books" / "translated-book.yaml"
    asked: list[Index] = []
    compared = verdict.compared
    monkeypatch.setattr(
        verdict, "compared", lambda index, **only: (asked.append(index), compared(index, **only))[1]
    )
    looked(wrong)
    assert len(asked) == 1
    book.write_text(book.read_text() + "# a comment\n")
    assert looked(wrong) == alone(wrong)
    assert len(asked) == 2  # the second time alone
    book.write_text(book.read_text().replace("language: ", "publisher: nobody\nlanguage: ", 1))
    if harmed:
        with closing(sqlite3.connect(file_of(kept))) as connection:
            connection.execute(
                "UPDATE found SET entries = substr(entries, 1, 40) || x'00' || substr(entries, 42)"
            )
            connection.commit()
    said: list[str] = []
    assert looked(wrong, said) == alone(wrong)
    assert len(asked) == 4
    assert len(said) == harmed


def test_two_at_once(wrong: Path, kept: Path) -> None:
    expected = looked(wrong)
    book = wrong / "records" / "books" / "odd.yaml"
    book.write_text(book.read_text() + "# changed\n")
    with closing(sqlite3.connect(file_of(kept), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said: list[str] = []
        assert looked(wrong, said) == expected
    assert len(said) == 1
    assert "locked" in said[0]


def test_of_a_folder_that_nobody_can_make(wrong: Path, kept: Path) -> None:
    kept.write_text("a file")
    said: list[str] = []
    assert looked(wrong, said) == alone(wrong)
    assert len(said) == 1


def test_it_does_not_grow_for_ever(catalogue: Path, kept: Path) -> None:
    looked(catalogue)
    book = catalogue / "records" / "books" / "translated-book.yaml"
    sizes = []
    for turn in range(40):
        book.write_text(book.read_text() + f"# {turn}\n")
        for other in sorted((catalogue / "records").rglob("*.yaml"))[:: turn % 3 + 1]:
            other.write_text(other.read_text() + f"# {turn}\n")
        looked(catalogue)
        with closing(sqlite3.connect(file_of(kept))) as connection:
            sizes.append(connection.execute("SELECT count(*) FROM found").fetchone()[0])
    assert max(sizes) < 4 * 30
    assert sizes[-1] < sum(range(10))


def test_where_it_lies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("EXPORTER_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    assert module.folder() == tmp_path / "exporter"
    monkeypatch.setenv(
        "XDG_CACHE_HOME", "relative"
    )  # which the XDG Base Directory Specification says to ignore
    assert module.folder() == Path.home() / ".cache" / "exporter"
    monkeypatch.setenv("EXPORTER_CACHE", "")
    assert module.folder() is None


def test_the_commands_print_the_same_bytes(tmp_path: Path) -> None:
    """A catalogue that is large enough, as a user runs it: without a cache, with a new one, with a known one."""
    write(2_000, tmp_path)
    folder = committed(tmp_path)
    book = folder / "records" / "books" / "book-5-7.yaml"
    book.write_text(book.read_text().replace("language: ja", "language: jp"))
    for words in (
        ["validate"],
        ["validate", "--format", "json"],
        ["export", "--format", "bibtex", "--keep-going"],
    ):
        without, new, known = (
            run(sys.executable, "-m", "exporter", *words, cwd=folder, env={"EXPORTER_CACHE": where})
            for where in ("", str(tmp_path / words[0]), str(tmp_path / words[0]))
        )
        assert without == new == known
        assert "book-5-7" in without.out + without.err


def test_equal_entries_are_equal_bytes_in_every_process(catalogue: Path) -> None:
    """Otherwise nothing that all show together would be found again."""
    script = (
        "import sys; from hashlib import sha1; from pathlib import Path; from exporter.validate import pipeline\n"
        "part = pipeline.part\n"
        "pipeline.part = lambda entries: (made := part(entries), print(sha1(repr(made).encode()).hexdigest()))[0]\n"
        "pipeline.validate_catalogue(Path.cwd())"
    )
    seen = {
        run(sys.executable, "-c", script, cwd=catalogue, env={"PYTHONHASHSEED": str(seed)}).out
        for seed in range(5)
    }
    assert len(seen) == 1
    assert len(seen.pop()) > 40
