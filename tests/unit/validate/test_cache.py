"""The cache: with it and without it the same is printed, whatever is the matter with it."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from threading import Timer
from types import ModuleType
from typing import Any

import pytest

from exporter import cache as cache_module
from exporter import parallel
from exporter.cache import MIN_RECORDS, Cache, cache_folder, open_cache
from exporter.records import git as history
from exporter.records.document import Document
from exporter.records.finding import Finding
from exporter.records.settings import Limits
from exporter.validate import known_contents, pipeline, source
from exporter.validate.checks import can_be_disabled, checks_with
from exporter.validate.config import read_config
from exporter.validate.index import Entries, Index
from exporter.validate.pipeline import validate_catalogue, validate_chunk
from exporter.validate.record import RecordResult, RecordValidator
from exporter.validate.source import Source, records_in, records_in_git, records_on_disk
from exporter.validate.stored_entries import StoredEntries, columns_apart
from tests.conftest import ROOT, run
from tests.support.related_catalogue import changed, write_related

sys.path.append(str(ROOT / "benchmarks"))
from generate import write


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the caches; also small catalogues have one here, in parts of two or three.

    Where a part ends depends on the paths, which are others in each run.
    """
    monkeypatch.setenv("EXPORTER_CACHE", str(tmp_path / "kept"))
    monkeypatch.setattr(parallel, "MIN_ITEMS", 1)
    monkeypatch.setattr(pipeline, "MIN_RECORDS", 1)
    monkeypatch.setattr(cache_module, "_LEAST", 2)
    monkeypatch.setattr(cache_module, "_MOST", 3)
    return tmp_path / "kept"


@pytest.fixture
def wrong(catalogue: Path) -> Path:
    """A catalogue with findings of single records and of all together, some of which are not
    wanted.
    """
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


Outcome = tuple[list[Finding], dict[str, object]]


def cached(root: Path, warnings: list[str] | None = None, *, for_export: bool = False) -> Outcome:
    """Return the findings with the cache, and the data of the records if they are exported."""
    told: list[str] = [] if warnings is None else warnings
    with open_cache(root, told.append) as cache:
        found = validate_catalogue(root, for_export=for_export, cache=cache)
    return list(found.findings), dict(found.records)


def uncached(root: Path, *, for_export: bool = False) -> Outcome:
    """Return the same without the cache."""
    found = validate_catalogue(root, for_export=for_export)
    return list(found.findings), dict(found.records)


@pytest.mark.parametrize("for_export", [False, True])
@pytest.mark.parametrize("repository", [False, True])
def test_what_was_found_is_found_again(
    wrong: Path, kept: Path, repository: bool, for_export: bool
) -> None:
    if repository:
        committed(wrong)
    expected = uncached(wrong, for_export=for_export)
    assert len(expected[0]) > 2
    assert bool(expected[1]) == for_export
    warnings: list[str] = []
    for _ in range(2):
        assert cached(wrong, warnings, for_export=for_export) == expected
    assert warnings == []
    assert len(list(kept.glob("*.sqlite"))) == 1


@pytest.fixture
def unopened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are opened from now on."""
    names: list[str] = []
    read = source.read_bytes
    monkeypatch.setattr(
        source, "read_bytes", lambda path, *rest: (names.append(path.name), read(path, *rest))[1]
    )
    monkeypatch.setattr(parallel, "_usable_cores", lambda: 1)
    return names


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was written just now counts as one that was not touched for long."""
    monkeypatch.setattr(known_contents, "_SETTLED", 0)


@pytest.mark.usefixtures("kept", "settled")
def test_an_export_takes_what_a_validate_has_found(wrong: Path, unopened: list[str]) -> None:
    """Both keep their results for the other, and neither takes them for its own."""
    errors, everything = uncached(wrong, for_export=True), uncached(wrong)
    assert len(errors[0]) < len(everything[0])
    assert cached(wrong) == everything
    book = wrong / "records" / "books" / "odd.yaml"
    for _ in range(2):
        unopened.clear()
        assert cached(wrong, for_export=True) == errors
        assert unopened == []
    for turn in range(2):
        book.write_text(book.read_text() + f"# {turn}\n")
        assert cached(wrong) == everything
        unopened.clear()
        assert cached(wrong, for_export=True) == errors
        assert unopened == []


@pytest.mark.usefixtures("kept", "settled")
@pytest.mark.parametrize("for_export", [False, True])
def test_files_that_were_not_touched_are_not_opened(
    catalogue: Path, unopened: list[str], for_export: bool
) -> None:
    first = cached(catalogue, for_export=for_export)
    everything = set(unopened)
    assert len(everything) > 10
    unopened.clear()
    assert cached(catalogue, for_export=for_export) == first
    assert unopened == []
    book = catalogue / "records" / "books" / "translated-book.yaml"
    book.write_text(book.read_text().replace("language: ", "# a comment\nlanguage: "))
    cached(catalogue, for_export=for_export)
    assert book.name in unopened
    assert set(unopened) < everything
    outcome = cached(catalogue, for_export=for_export)
    assert outcome == uncached(catalogue, for_export=for_export)


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("for_export", [False, True])
def test_only_records_that_have_changed_are_validated_again(
    wrong: Path, monkeypatch: pytest.MonkeyPatch, for_export: bool
) -> None:
    """All records are in one part here."""
    monkeypatch.setattr(parallel, "_usable_cores", lambda: 1)
    monkeypatch.setattr(cache_module, "_LEAST", 1000)
    monkeypatch.setattr(cache_module, "_MOST", 1000)
    validated: list[str] = []
    validate_all = RecordValidator.validate_all

    def noting(self: RecordValidator, documents: Sequence[Document]) -> list[RecordResult]:
        validated.extend(each.path.name for each in documents)
        return validate_all(self, documents)

    books = wrong / "records" / "books"
    odd, new = books / "odd.yaml", books / "new.yaml"
    cached(wrong, for_export=for_export)
    changes: list[tuple[Callable[[], object], list[str]]] = [
        (lambda: odd.write_text(odd.read_text() + "# a comment\n"), ["odd.yaml"]),
        (
            lambda: new.write_text("id: new\nkind: book\nlanguage: en\ntitle: On Tea\n"),
            ["new.yaml"],
        ),
        (lambda: (books / "worse.yaml").unlink(), []),
        (lambda: odd.rename(books / "very-odd.yaml"), ["very-odd.yaml"]),
    ]
    assert changes
    for change, expected in changes:
        change()
        outcome = uncached(wrong, for_export=for_export)
        with monkeypatch.context() as patch:
            patch.setattr(RecordValidator, "validate_all", noting)
            assert cached(wrong, for_export=for_export) == outcome
        assert validated == expected
        validated.clear()


@pytest.mark.usefixtures("kept", "settled")
def test_what_is_known_of_files_that_were_not_touched_is_read_at_once(
    catalogue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    get = Cache.get
    monkeypatch.setattr(
        Cache, "get", lambda self, group, key: (asked.append(group), get(self, group, key))[1]
    )
    cached(catalogue)
    parts = asked.count("ids")
    book = catalogue / "records" / "books" / "translated-book.yaml"
    for turn in range(2):
        book.write_text(book.read_text() + f"# {turn}\n")
        asked.clear()
        assert cached(catalogue) == uncached(catalogue)
        assert asked.count("contents") == 1
        assert 0 < asked.count("ids") < parts / 2


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("for_export", [False, True])
@pytest.mark.parametrize("repository", [False, True])
def test_what_has_changed_is_noticed(catalogue: Path, repository: bool, for_export: bool) -> None:
    if repository:
        committed(catalogue)
    cached(catalogue, for_export=for_export)
    settings = catalogue / "exporter.toml"
    book = catalogue / "records" / "books" / "disputed-book.yaml"
    off = '[checks]\noff = ["conflicting-statements", "unexplained-conflict", "invalid-date"]\n'
    changes: list[Callable[[], object]] = [
        lambda: book.write_text(book.read_text() + "issued: 2021-02-30\n"),
        lambda: book.rename(book.with_stem("another-name")),
        lambda: settings.write_text(off),
        lambda: settings.write_text("[limits]\nsize = 300\n"),
    ]
    before = uncached(catalogue, for_export=for_export)
    assert changes
    for change in changes:
        change()
        expected = uncached(catalogue, for_export=for_export)
        assert expected != before
        assert cached(catalogue, for_export=for_export) == expected
        before = expected


@pytest.mark.usefixtures("kept")
def test_a_file_that_changes_while_it_is_validated_is_not_mistaken(
    catalogue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its content is known from before it was read: what is found in the new one is not kept for
    the old one.
    """
    monkeypatch.setattr(parallel, "_usable_cores", lambda: 1)
    book = catalogue / "records" / "books" / "translated-book.yaml"
    old = book.read_bytes()
    book.write_bytes(old + b"# another state\n")
    cached(catalogue)  # an empty cache is not asked for contents
    book.write_bytes(old)
    content_ids = known_contents.content_ids

    def changing(records: Source) -> dict[str, str | None]:
        ids = content_ids(records)
        book.write_bytes(b"id: [\n")
        return ids

    monkeypatch.setattr(known_contents, "content_ids", changing)
    assert book in {each.path for each in cached(catalogue)[0]}
    monkeypatch.setattr(known_contents, "content_ids", content_ids)
    book.write_bytes(old)
    assert cached(catalogue) == uncached(catalogue)


@pytest.mark.usefixtures("kept")
def test_findings_in_the_old_and_the_new_content_of_a_file_are_not_kept(
    wrong: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the records show together is found after what each shows by itself."""
    monkeypatch.setattr(parallel, "_usable_cores", lambda: 1)
    dangling = next(each for each in uncached(wrong)[0] if each.name == "dangling-reference")
    together = pipeline.validate_together

    def changing(*words: Any, **options: Any) -> list[Finding]:
        dangling.path.write_text(dangling.path.read_text() + "titel: x\n")
        return together(*words, **options)

    monkeypatch.setattr(pipeline, "validate_together", changing)
    cached(wrong)
    monkeypatch.setattr(pipeline, "validate_together", together)
    assert cached(wrong) == uncached(wrong)


@pytest.mark.usefixtures("kept", "settled")
def test_a_file_is_opened_unless_its_stamp_says_enough(
    catalogue: Path, unopened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time of the last change can be set back, that of the inode cannot. Of a link it says
    nothing, and two changes at once have the same.
    """
    people = catalogue / "records" / "people"
    target, link = people / "carl-schmitt.txt", people / "carl-schmitt.yaml"
    link.rename(target)
    link.symlink_to(target.name)
    book = catalogue / "records" / "books" / "disputed-book.yaml"
    cached(catalogue)
    unopened.clear()
    cached(catalogue)
    assert link.name in unopened
    assert book.name not in unopened
    for file in (book, target):
        before = file.stat()
        file.write_text(file.read_text().replace("\nkind: ", "\nkinb: "))
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        expected = uncached(catalogue)
        assert "unknown-field" in {each.name for each in expected[0] if each.path.stem == file.stem}
        assert cached(catalogue) == expected
    monkeypatch.setattr(known_contents, "_SETTLED", 10**12)
    unopened.clear()
    assert cached(catalogue) == expected
    assert book.name in unopened


@pytest.mark.usefixtures("kept")
def test_what_is_not_on_disk_is_not_mistaken_for_what_is(catalogue: Path) -> None:
    """What is staged, or would be fixed, stands for the files on disk."""
    committed(catalogue)
    cached(catalogue)
    book = catalogue / "records" / "books" / "translated-book.yaml"
    blobs = history.staged_blobs(catalogue)
    staged = history.read_blobs(catalogue, blobs, 10**6) | {book: b"id: [\n"}
    for other in (
        records_in(staged, Limits()),
        records_on_disk(catalogue, Limits()).changed({book: b"id: [\n"}),
    ):
        with open_cache(catalogue, pytest.fail) as cache:
            found = validate_catalogue(catalogue, other, cache=cache).findings
        assert found == validate_catalogue(catalogue, other).findings
        assert book in {each.path for each in found}


@pytest.mark.usefixtures("kept")
def test_the_id_of_a_blob_stands_for_what_it_always_had(catalogue: Path) -> None:
    committed(catalogue)

    def staged() -> Outcome:
        found = records_in_git(catalogue, history.staged_blobs(catalogue), Limits())
        with open_cache(catalogue, pytest.fail) as cache:
            return list(validate_catalogue(catalogue, found, cache=cache).findings), {}

    before = staged()
    book, other = "records/books/translated-book.yaml", "records/books/disputed-book.yaml"
    git(catalogue, "replace", f":{book}", f":{other}")
    assert staged() == before
    (catalogue / "exporter.toml").write_text("[catalogue]\nlanguage = 'nl'\n")
    assert "duplicate-id" not in {each.name for each in staged()[0]}


def file_of(kept: Path) -> Path:
    (file,) = kept.glob("*.sqlite")
    return file


def damaged(kept: Path) -> None:
    with closing(sqlite3.connect(file_of(kept))) as connection:
        connection.execute(
            "UPDATE results SET value = substr(value, 1, 40) || x'00' || substr(value, 42)"
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
    with open_cache(kept.parent / "catalogue", pytest.fail) as cache:
        assert cache
        assert cache._file
        return cache._file.name


@pytest.mark.parametrize("what", HARM)
@pytest.mark.parametrize("repository", [False, True])
def test_a_cache_that_cannot_be_used_is_told_once(
    wrong: Path, kept: Path, what: str, repository: bool
) -> None:
    if repository:
        committed(wrong)
    expected = cached(wrong)
    for each in kept.glob("*.sqlite-*"):
        each.unlink()
    HARM[what](kept)
    warnings: list[str] = []
    assert cached(wrong, warnings) == expected
    assert len(warnings) == 1, warnings
    assert str(kept / file_of_name(kept)) in warnings[0]


def test_a_folder_that_cannot_be_made_is_told_with_the_variable_that_names_it(
    wrong: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is nothing that could be deleted."""
    file = kept.with_name("file")
    file.touch()
    monkeypatch.setenv("EXPORTER_CACHE", str(file / "kept"))
    warnings: list[str] = []
    cached(wrong, warnings)
    [warning] = warnings
    assert warning.endswith(
        "is not used: Not a directory; name another folder in EXPORTER_CACHE, or none: EXPORTER_CACHE="
    )


@pytest.mark.parametrize("what", ["another file", "cut off", "damaged"])
def test_what_is_damaged_is_made_anew(
    wrong: Path, kept: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = cached(wrong), cached(wrong, for_export=True)
    for each in kept.glob("*.sqlite-*"):
        each.unlink()
    HARM[what](kept)
    warnings: list[str] = []
    for run_number in range(3):  # each stands for a process of its own
        monkeypatch.setattr(cache_module, "_TOLD", set())
        assert (cached(wrong, warnings), cached(wrong, warnings, for_export=True)) == expected
        assert len(warnings) == 1, (run_number, warnings)
    assert warnings[0].endswith("anew")
    assert file_of(kept).stat().st_size > 3000


def test_one_that_was_only_begun_is_filled(wrong: Path, kept: Path) -> None:
    """SQLite makes an empty file first; a process may be ended before there is a table in it."""
    file = kept / file_of_name(kept)
    kept.mkdir()
    for words in ("", "PRAGMA journal_mode = WAL"):
        file.unlink(missing_ok=True)
        file.touch()
        with closing(sqlite3.connect(file)) as connection:
            connection.execute(words)
        assert cached(wrong, told := []) == uncached(wrong)
        assert told == []
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("SELECT count(*) FROM results").fetchone()[0] > 0


def test_one_that_two_make_at_once_is_waited_for(wrong: Path, kept: Path) -> None:
    """Else a run would complain when it is started together with another for the first time."""
    file = kept / file_of_name(kept)
    kept.mkdir()
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        end = Timer(0.2, other.execute, ["COMMIT"])
        end.start()
        assert cached(wrong, told := []) == uncached(wrong)
        end.join()
    assert told == []


@pytest.fixture
def related(tmp_path: Path) -> Path:
    """A catalogue with a finding of each check of the whole catalogue."""
    return write_related(tmp_path / "related")


def test_each_check_reports_the_same_by_itself(related: Path) -> None:
    """Otherwise it would depend on more than it declares, and its findings could not be kept."""
    schemas, settings, retractions = read_config(related)
    records = records_on_disk(related, settings.limits)
    contents = records.contents(records.files)
    documents = [records.parse(path, content) for path, content in contents]
    validator = RecordValidator(schemas)
    entries = validate_chunk(documents, validator, settings, keep_data=False).entries

    def index(stored: Entries | None = None) -> Index:
        return Index(schemas, stored or Entries(entries), records.document, retractions=retractions)

    together = pipeline.validate_together(index())
    chunks = [columns_apart(entries[:5]), columns_apart(entries[5:])]
    assert pipeline.validate_together(index(StoredEntries(chunks))) == together
    by_itself: list[Finding] = []
    for name, check in checks_with("on_catalogue").items():
        found = index().findings_of(check)
        assert found, name
        by_itself += found
    assert by_itself == together


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the checks of the whole catalogue that look at it from now on."""
    names: list[str] = []
    findings_of = Index.findings_of

    def asking(index: Index, check: ModuleType) -> list[Finding]:
        names.append(check.__name__.rpartition(".")[2])
        return findings_of(index, check)

    monkeypatch.setattr(Index, "findings_of", asking)
    return names


@pytest.mark.usefixtures("kept")
def test_a_check_looks_again_only_after_a_change_of_what_it_sees(
    related: Path, asked: list[str]
) -> None:
    committed(related)
    everything = {name.replace("-", "_") for name in checks_with("on_catalogue")}
    shop, twin = "outside-lifetime/shop.yaml", "more/twin.yaml"
    by_title = {"dangling_reference", "orphaned_record", "unlinked_name"}
    changes: list[tuple[str, str, str, set[str]]] = [
        (shop, "", "", everything),
        (shop, "", "", set()),
        (shop, "language: fr", "# a comment\nlanguage: fr", set()),
        (shop, "created: 1938", "created: 1938\nabstract: A shop", set()),
        (shop, "created: 1938", "created: 1939", {"outside_lifetime"}),
        (shop, "A shop window", "The window of a shop", by_title),
        (twin, "edition: '1'", "edition: '2'", {"probable_duplicate"}),
        (twin, "edition: '2'", "edition: '1'", set()),
        (shop, "created: 1939", "created: 1938", set()),
        (shop, "kind: photo", "kind: artwork", everything),
    ]
    assert changes
    for file, old, new, expected in changes:
        path = related / "records" / file
        path.write_text(path.read_text().replace(old, new, 1))
        asked.clear()
        found = cached(related)
        assert {*asked} == expected, (old, new)
        assert found == uncached(related)


@pytest.mark.usefixtures("kept")
def test_exports_forget_nothing_that_a_validate_has_found(related: Path, asked: list[str]) -> None:
    committed(related)
    shop = related / "records" / "outside-lifetime" / "shop.yaml"
    cached(related)
    for turn in range(3):
        shop.write_text(f"{shop.read_text()}# {turn}\n")
        cached(related, for_export=True)
    shop.write_text(f"{shop.read_text()}# last\n")
    asked.clear()
    assert cached(related) == uncached(related)
    assert asked.count("outside_lifetime") == 1  # by the run without a cache


def test_entries_that_another_process_has_deleted_are_made_again(
    related: Path, kept: Path, asked: list[str]
) -> None:
    cached(related)
    book = related / "records" / "more" / "early.yaml"
    for year in (1851, 1852):
        with closing(sqlite3.connect(file_of(kept))) as connection:
            connection.execute("DELETE FROM results WHERE group_name = 'entries'")
            connection.commit()
        book.write_text(re.sub("issued: .*", f"issued: {year}", book.read_text()))
        asked.clear()
        found = cached(related)
        assert "unlikely_order" in asked
        assert found == uncached(related)
        with closing(sqlite3.connect(file_of(kept))) as connection:
            left = "SELECT count(*) FROM results WHERE group_name = 'entries'"
            assert connection.execute(left).fetchone()[0] > 5


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("seed", range(2))
def test_after_any_edit_the_cache_changes_nothing(
    related: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records are edited, renamed, deleted and restored; settings and tables change."""
    monkeypatch.setattr(parallel, "_usable_cores", lambda: 1)
    committed(related)
    random = Random(seed)
    files = sorted((related / "records").rglob("*.yaml"))
    seen = set()
    for turn in range(8):
        file = random.choice(files)
        what = random.choice(("edit", "edit", "edit", "delete", "rename", "configure"))
        if what == "configure":
            off = random.choice([*checks_with("on_catalogue")])
            if can_be_disabled(off):
                (related / "exporter.toml").write_text(f'[checks]\noff = ["{off}"]\n')
            (related / "retractions.csv").write_text(f"doi,date,nature,notice\n,{turn},,\n")
        elif not file.exists():
            git(related, "checkout", "--", str(file.relative_to(related)))
        elif what == "delete":
            file.unlink()
        elif what == "rename":
            file.rename(file.with_stem(f"renamed-{turn}"))
        else:
            file.write_text(changed(file.read_text(), random))
        for for_export in (False, True):
            expected = uncached(related, for_export=for_export)
            assert cached(related, for_export=for_export) == expected, (what, file)
        seen.update(each.name for each in expected[0])
    assert len(seen) > 2


def test_two_at_once(wrong: Path, kept: Path) -> None:
    expected = cached(wrong)
    book = wrong / "records" / "books" / "odd.yaml"
    book.write_text(book.read_text() + "# changed\n")
    with closing(sqlite3.connect(file_of(kept), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        warnings: list[str] = []
        assert cached(wrong, warnings) == expected
    assert len(warnings) == 1
    assert "locked" in warnings[0]


def test_of_a_folder_that_nobody_can_make(wrong: Path, kept: Path) -> None:
    kept.write_text("a file")
    warnings: list[str] = []
    for _ in range(2):  # as where a revision is compared with another
        assert cached(wrong, warnings) == uncached(wrong)
    assert len(warnings) == 1


@pytest.mark.long
def test_it_does_not_grow_for_ever(
    catalogue: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # however long a turn takes: what is kept of a file depends on whether it counts as settled
    monkeypatch.setattr(known_contents, "_SETTLED", 10**15)
    cached(catalogue)
    book = catalogue / "records" / "books" / "translated-book.yaml"
    sizes = []
    for turn in range(40):
        book.write_text(book.read_text() + f"# {turn}\n")
        for other in sorted((catalogue / "records").rglob("*.yaml"))[:: turn % 3 + 1]:
            other.write_text(other.read_text() + f"# {turn}\n")
        cached(catalogue)
        sizes.append(rows(kept))
    file_of(kept).unlink()
    cached(catalogue)
    assert max(sizes) < 3 * rows(kept)
    assert sizes[-1] < 1.1 * rows(kept)


def rows(kept: Path) -> int:
    with closing(sqlite3.connect(file_of(kept))) as connection:
        return int(connection.execute("SELECT count(*) FROM results").fetchone()[0])


def test_those_of_catalogues_that_are_gone_are_deleted(catalogue: Path, kept: Path) -> None:
    """Neither what was written to lately goes nor what is no cache."""
    kept.mkdir()
    old = [kept / f"{'a' * 40}.sqlite{each}" for each in ("", "-wal")]
    others = [kept / f"{'b' * 40}.sqlite", kept / "library.sqlite", kept / f"{'a' * 40}.txt"]
    for each in (*old, *others):
        each.write_bytes(b"")
        if each != others[0]:
            os.utime(each, (0, 0))
    cached(catalogue)
    left = {*kept.iterdir()}
    assert {*others} < left
    assert len(left) == 4
    others[2].rename(old[0])
    cached(catalogue)
    assert old[0].exists(), "the folder was looked through for nothing"


def test_where_it_lies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("EXPORTER_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    assert cache_folder() == tmp_path / "exporter"
    monkeypatch.setenv(
        "XDG_CACHE_HOME", "relative"
    )  # which the XDG Base Directory Specification says to ignore
    assert cache_folder() == Path.home() / ".cache" / "exporter"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "none" / "yet"))
    assert cache_folder() == tmp_path / "none" / "yet" / "exporter"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ("long" * 100)))  # as if it were closed
    assert cache_folder() is not None
    may = {os.F_OK: True, os.W_OK | os.X_OK: False}
    monkeypatch.setattr(os, "access", lambda _, mode: may[mode])  # as in a container
    assert cache_folder() is None
    monkeypatch.setenv("EXPORTER_CACHE", "")
    assert cache_folder() is None


def test_only_a_catalogue_that_is_tried_out_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept"
    monkeypatch.setenv("EXPORTER_CACHE", str(kept))
    for number, has_one in ((MIN_RECORDS - 1, False), (MIN_RECORDS, True)):
        folder = tmp_path / str(number)
        write(number, folder)
        with open_cache(folder, pytest.fail) as cache:
            validate_catalogue(folder, cache=cache)
        assert kept.exists() == has_one


@pytest.mark.long
def test_the_commands_print_the_same_bytes(tmp_path: Path) -> None:
    """A catalogue that is large enough, as a user runs it: without a cache, with a new one, with a
    known one.
    """
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


def test_a_key_is_the_same_in_every_process(catalogue: Path) -> None:
    """Otherwise nothing would be found again."""
    script = (
        "from pathlib import Path; from exporter.cache import Cache; from exporter.validate import cached_run; "
        "from exporter.validate.config import read_config; "
        "from exporter.validate.source import records_on_disk; root = Path.cwd(); "
        "config = read_config(root); source = records_on_disk(root, config.settings.limits); "
        "arguments = (Cache(root / 'none', print), root, config, source); "
        "runs = [cached_run.CachedRun(*arguments, for_export=True) for _ in range(2)]; "
        "keys = [run._key('errors', run._contents.hash_of_all()) for run in runs]; "
        "print(keys[1])"
    )
    (catalogue / "exporter.toml").write_text('[checks]\noff = ["mojibake", "invalid-date"]\n')
    seen = {
        run(sys.executable, "-c", script, cwd=catalogue, env={"PYTHONHASHSEED": str(seed)}).out
        for seed in range(5)
    }
    assert len(seen) == 1
    assert len(seen.pop()) > 30


def test_the_program_is_known_by_its_contents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the same after it was installed anew, and another one after any change."""
    file, lock = tmp_path / "check.py", tmp_path / ".#check.py"
    lock.symlink_to("me@here.1234:5678")  # as Emacs marks a file that is edited
    monkeypatch.setattr(cache_module, "_tool_files", lambda: [str(file), str(lock)])
    hashes = []
    for content in ("a = 1", "a = 1", "a = 2", "a = 1"):
        (tmp_path / "new").write_text(content)
        (tmp_path / "new").replace(file)
        for _ in range(2):
            with Cache(tmp_path / "cache.sqlite", pytest.fail) as cache:
                hashes.append(cache.tool_hash)
    first, other = hashes[0], hashes[4]
    assert first != other
    assert hashes == [first] * 4 + [other] * 2 + [first] * 2
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", pytest.fail)
        with Cache(tmp_path / "cache.sqlite", pytest.fail) as cache:
            assert cache.tool_hash == first
    # a package that is installed in place may declare others without another version
    monkeypatch.setattr(cache_module, "plugins", lambda: {"exporter.checks": {"our_rule": "ours"}})
    with Cache(tmp_path / "cache.sqlite", pytest.fail) as cache:
        assert cache.tool_hash != first
