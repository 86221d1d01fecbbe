"""What a change brings: a real git repository, the real command."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from exporter.records.git import changed_files
from tests.conftest import Ran, exporter, headlines, run
from tests.support.commands import EXPORTER, started
from tests.support.git_folders import commit_all, git


@pytest.fixture
def repository(catalogue: Path) -> Path:
    """The small catalogue in git, with one old fault that no change brought."""
    old = catalogue / "records" / "sources" / "tea-speech.yaml"
    old.write_text(old.read_text("utf-8").replace("issued: 199X", "issued: 1999-02-30"), "utf-8")
    commit_all(catalogue)
    return catalogue


def found(ran: Ran) -> list[str]:
    return [f"{path}:{place} {name}" for path, place, name in headlines(ran.out)]


def test_an_old_fault_is_not_the_change_s(repository: Path) -> None:
    assert found(exporter("-C", repository, "validate")) == [
        "records/sources/tea-speech.yaml:9:9 invalid-date"
    ]
    ran = exporter("-C", repository, "validate", "--since", "HEAD")
    assert (ran.code, ran.out, ran.err) == (0, "", "0 records checked, nothing found.\n")


def test_a_deleted_person_breaks_the_works_that_name_her(repository: Path) -> None:
    (repository / "records" / "people" / "yoko-sato.yaml").unlink()
    ran = exporter("-C", repository, "validate", "--since", "HEAD")
    assert ran.code == 1
    assert found(ran) == [
        "records/articles/web-article.yaml:11:13 dangling-reference",
        "records/books/disputed-book.yaml:11:13 dangling-reference",
        "records/books/translated-book.yaml:7:13 dangling-reference",
    ]


def test_an_untracked_record_is_a_change(repository: Path) -> None:
    (repository / "records" / "people" / "new.yaml").write_text(
        "id: new\nkind: person\nnaem: New\n", "utf-8"
    )
    assert found(exporter("-C", repository, "validate", "--since", "HEAD")) == [
        "records/people/new.yaml:3:1 unknown-field"
    ]


def test_staged_is_what_the_next_commit_holds(repository: Path) -> None:
    book = repository / "records" / "books" / "translated-book.yaml"
    right = book.read_text("utf-8")
    book.write_text(right.replace("place:", "plaice:"), "utf-8")
    assert exporter("-C", repository, "validate", "--staged").code == 0
    assert run("git", "add", ".", cwd=repository).code == 0
    book.write_text(right, "utf-8")
    ran = exporter("-C", repository, "validate", "--staged")
    assert found(ran) == ["records/books/translated-book.yaml:12:1 unknown-field"]
    assert "   12 | plaice: New York" in ran.out


@pytest.mark.parametrize(
    "revision", ["-x", "--output=x", "--upload-pack=touch x", "nope", "", "HEAD:records"]
)
def test_a_revision_that_is_none(repository: Path, revision: str) -> None:
    ran = exporter("-C", repository, "validate", "--since", revision)
    assert (ran.code, ran.out) == (2, "")
    assert "revision" in ran.err
    assert "Traceback" not in ran.err


def test_a_clone_without_the_old_commits(repository: Path, tmp_path: Path) -> None:
    """As a continuous integration checks out: it is told how to get what is missing, and what is
    there can be used.
    """
    commit_all(repository)
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), "clone")
    ran = exporter("-C", tmp_path / "clone", "validate", "--since", "HEAD~1")
    assert (ran.code, ran.out) == (2, "")
    assert "git fetch --unshallow" in ran.err
    book = tmp_path / "clone" / "records" / "books" / "translated-book.yaml"
    book.write_text(book.read_text("utf-8").replace("place:", "plaice:"), "utf-8")
    ran = exporter("-C", tmp_path / "clone", "validate", "--since", "HEAD")
    assert found(ran) == ["records/books/translated-book.yaml:12:1 unknown-field"]
    git(tmp_path / "clone", "fetch", "-q", "--unshallow")
    assert exporter("-C", tmp_path / "clone", "validate", "--since", "HEAD~1").code == 1


def test_nothing_that_a_configuration_names_is_run(repository: Path) -> None:
    trap = repository / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {repository}/sprung\n", "utf-8")
    trap.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "diff.external",
        "core.pager",
        "filter.x.clean",
        "filter.x.smudge",
        "core.sshCommand",
    ):
        assert run("git", "config", key, str(trap), cwd=repository).code == 0
    (repository / ".gitattributes").write_text("*.yaml filter=x diff=x\n", "utf-8")
    exporter("-C", repository, "validate", "--since", "HEAD")
    exporter("-C", repository, "validate", "--staged")
    assert not (repository / "sprung").exists()


def trapped(repository: Path) -> tuple[Path, Path]:
    """Return a program that must not run, and the file that tells that it has run."""
    trap, sprung = repository.parent / "trap", repository.parent / "sprung"
    trap.write_text(f"#!/bin/sh\ntouch {sprung}\n", "utf-8")
    trap.chmod(0o755)
    return trap, sprung


@pytest.mark.parametrize("url", ["ext::{trap}", "ssh://nowhere/x", "{here}"])
def test_what_a_clone_lacks_is_not_fetched(url: str, repository: Path) -> None:
    """Where a blob is missing, git asks the remote that has promised it, by whatever the
    configuration names.
    """
    trap, sprung = trapped(repository)
    for key, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": url.format(trap=trap, here=repository.parent),
        "remote.origin.uploadpack": str(trap),
        "core.sshCommand": str(trap),
        "protocol.ext.allow": "always",
    }.items():
        assert run("git", "config", key, value, cwd=repository).code == 0
    blob = run(
        "git", "rev-parse", "HEAD:records/books/translated-book.yaml", cwd=repository
    ).out.strip()
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    for words in (("--since", "HEAD"), ("--staged",)):
        ran = exporter("-C", repository, "validate", *words)
        assert (ran.code, ran.out) == (2, "")
        assert "git does not have all of the records" in ran.err
    assert not sprung.exists()
    run("git", "cat-file", "-p", blob, cwd=repository)
    assert sprung.exists(), "the trap is none"


def test_the_configuration_of_a_submodule_runs_nothing(repository: Path) -> None:
    trap, sprung = trapped(repository)
    inner = repository / "records" / "inner"
    inner.mkdir()
    for name in (".gitattributes", "changed"):
        (inner / name).write_text("* filter=x\n", "utf-8")
    commit_all(inner)
    assert run("git", "add", "records", cwd=repository).code == 0
    assert run("git", "config", "filter.x.clean", str(trap), cwd=inner).code == 0
    os.utime(inner / "changed", (0, 0))
    exporter("-C", repository, "validate", "--since", "HEAD")
    changed_files(repository, "records")
    assert not sprung.exists()
    run("git", "diff-files", cwd=repository)
    assert sprung.exists(), "the trap is none"


def test_of_a_huge_record_nothing_is_read(repository: Path) -> None:
    """In less memory than it has bytes; its size is told as for a file."""
    huge = repository / "records" / "huge.yaml"
    with huge.open("wb") as file:
        file.truncate(size := 250_000_000)
    assert run("git", "add", ".", cwd=repository).code == 0
    finding = f"oversized-record: the record has {size:,} bytes; it may have at most 1,000,000"
    little = (
        "sh",
        "-c",
        'ulimit -v 400000; exec "$@"',
        "sh",
        sys.executable,
        "-m",
        "exporter",
        "validate",
    )
    staged = run(*little, "--staged", cwd=repository)
    assert staged.code == 1, staged.err
    assert f"records/huge.yaml:1:1: error: {finding}" in staged.out
    commit_all(repository)
    since = run(*little, "--since", "HEAD", cwd=repository)
    assert (since.code, since.out, since.err) == (0, "", "0 records checked, nothing found.\n")


def test_a_record_that_git_does_not_have(repository: Path) -> None:
    lost = f"100644,{'0123456789' * 4},records/lost.yaml"
    assert run("git", "update-index", "--add", "--cacheinfo", lost, cwd=repository).code == 0
    ran = exporter("-C", repository, "validate", "--staged")
    assert (ran.code, ran.out) == (2, "")
    assert "git does not have all of the records" in ran.err


def test_outside_a_repository(catalogue: Path) -> None:
    ran = exporter(
        "-C",
        catalogue,
        "validate",
        "--since",
        "HEAD",
        env={"GIT_CEILING_DIRECTORIES": str(catalogue.parent)},
    )
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[0] == "exporter: the catalogue is not in a git repository"


def test_a_repository_without_a_commit(catalogue: Path) -> None:
    run("git", "init", "--quiet", catalogue)
    for words in (["archive", "-o", "x.zip"], ["export", "-f", "marc", "--history"]):
        ran = exporter("-C", catalogue, *words)
        assert ran.code == 0, ran.err
        assert "the git repository of the catalogue has no commit yet" in ran.err


def test_what_git_says_in_several_lines_is_one_message(repository: Path) -> None:
    environment = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1", "LANGUAGE": "de"}
    ran = exporter("-C", repository, "validate", "--since", "HEAD", env=environment)
    assert ran.code == 2
    first, second = ran.err.splitlines()
    assert "dubious ownership" in first
    assert "safe.directory" in first
    assert second.strip() == "the catalogue must be in a git repository that git can read"


def test_watch_checks_again_what_changes(catalogue: Path, tmp_path: Path) -> None:
    record = catalogue / "records" / "books" / "translated-book.yaml"
    right = record.read_text("utf-8")
    said = tmp_path / "said"
    with (
        said.open("wb") as out,
        started(*EXPORTER, "validate", "--watch", cwd=catalogue, stdout=out, stderr=out) as process,
    ):
        wait_for(said, "16 records checked: 1 information message in 1 file.")
        record.write_text(right.replace("edition:", "editon:"), "utf-8")
        wait_for(said, "unknown-field: there is no field “editon”")
        record.write_text(right, "utf-8")
        wait_for(said, "16 records checked: 1 information message in 1 file.", times=2)
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=60)
    assert code == 130
    assert "Traceback" not in said.read_text("utf-8")


def wait_for(file: Path, words: str, times: int = 1) -> None:
    end = time.monotonic() + 120
    while file.read_text("utf-8").count(words) < times:
        assert time.monotonic() < end, file.read_text("utf-8")
        time.sleep(0.05)


SETTINGS = {
    '[checks]\noff = ["invalid-date"]\n': (0, ""),
    '[checks]\noff = ["invalid-dat"]\n': (2, "did you mean “invalid-date”?"),
    '[checks]\noff = ["dangling-reference"]\n': (2, "cannot be disabled"),
    '[catalogue]\nlanguage = "jp"\n': (
        2,
        "there is no language “jp”\n          did you mean “ja”?",
    ),
    '[site]\nlanguages = ["en", "jp"]\n': (2, "the settings name the language “jp”"),
    "[limits]\nsize = 10\n": (1, "it may have at most 10"),
    "[limits]\nsize = 0\n": (2, "size must be a whole number from 1 to 100,000,000"),
    "[limit]\nsize = 10\n": (2, "did you mean “limits”?"),
    "[checks\n": (2, "exporter.toml:1:8 cannot be read"),
    '[site]\nstyles = ["apaa"]\n': (2, "did you mean “apa”?"),
    '[site]\nformats = ["risk"]\n': (2, "the settings, [site]: there is no format “risk”"),
    '[site]\nwords = ["words.tsv"]\n': (2, "named in [site] words, cannot be read"),
    '[site]\ntemplates = "site"\n': (2, "[site] templates: there is no folder site"),
    '[ready]\ntargets = ["portal.tsv"]\n': (2, "the target portal.tsv cannot be read"),
    '[ready]\noff = ["datacite.subjec"]\n': (2, "did you mean “datacite.subject”?"),
}


@pytest.mark.parametrize("text", SETTINGS)
def test_settings(repository: Path, text: str) -> None:
    code, word = SETTINGS[text]
    (repository / "exporter.toml").write_text(text, "utf-8")
    ran = exporter("-C", repository, "validate")
    assert ran.code == code, ran.err
    assert word in ran.out + ran.err
    if text.startswith("[checks]\n") and code == 0:
        (repository / "exporter.toml").unlink()
        (repository / "pyproject.toml").write_text(
            "[project]\nname = 'x'\n[tool.exporter." + text[1:], "utf-8"
        )
        assert exporter("-C", repository, "validate").code == 0


@pytest.mark.parametrize(
    ("comment", "code"),
    [
        ("issued: 1999-02-30  # exporter: allow invalid-date", 0),
        ("issued: 1999-02-30  # exporter: allow unknown-field, invalid-date", 0),
        ("# exporter: allow invalid-date\nissued: 1999-02-30", 0),
        ("issued: 1999-02-30\nvolume: x  # exporter: allow invalid-date", 1),
        ("issued: 1999-02-30  # exporter: allow unknown-field", 1),
    ],
)
def test_a_comment_in_the_record(repository: Path, comment: str, code: int) -> None:
    record = repository / "records" / "sources" / "tea-speech.yaml"
    record.write_text(record.read_text("utf-8").replace("issued: 1999-02-30", comment), "utf-8")
    assert exporter("-C", repository, "validate").code == code


def test_all_that_is_staged_is_new_before_the_first_commit(catalogue: Path) -> None:
    git(catalogue, "init", "-q")
    git(catalogue, "add", "-A")
    ran = exporter("validate", "--staged", cwd=catalogue)
    assert (ran.code, ran.err[:1].isdigit()) == (0, True), ran.err
    for words in (["diff"], ["validate", "--since", "main"], ["diff", "HEAD~1"]):
        ran = exporter(*words, cwd=catalogue)
        assert (ran.code, "has no commit yet" in ran.err) == (2, True), ran.err


@pytest.mark.parametrize("name", ["exporter.toml", "schemas/book.schema.json", "retractions.csv"])
def test_a_file_that_cannot_be_opened_is_not_to_be_corrected(catalogue: Path, name: str) -> None:
    file = catalogue / name
    file.parent.mkdir(exist_ok=True)
    file.unlink(missing_ok=True)
    file.symlink_to(file.name)  # also root cannot open a link to itself
    ran = exporter("-C", catalogue, "validate")
    assert ran.code == 2
    assert "check its permissions, or where the link leads" in ran.err


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("schemas/installed.json", "schemas update"),
        (".gitattributes", "merge-driver --install"),
        ("words.tsv", "site -o public --keep-going"),
        ("x.csl", "cite --style x.csl"),
        ("x.json", "cite --style apa --items x.json"),
        ("x.bib", "import x.bib"),
        ("x.bib", "trace x.bib:1"),
        ("x.zip", "archive verify x.zip"),
    ],
)
def test_a_file_that_cannot_be_opened_is_to_be_let_open(
    name: str, words: str, repository: Path
) -> None:
    (repository / "exporter.toml").write_text('[site]\nwords = ["words.tsv"]\n', "utf-8")
    file = repository / name
    file.unlink(missing_ok=True)
    file.parent.mkdir(exist_ok=True)
    file.symlink_to(file.name)
    ran = exporter(*words.split(), cwd=repository)
    assert (ran.code, ran.out) == (2, "")
    assert "check its permissions, or where the link leads" in ran.err, ran.err
