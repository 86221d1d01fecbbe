"""Wrong files, options and environments: a place, a name, an exit code, and never a traceback.

Each test runs the real command on a copy of the small catalogue.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, Ran, exporter, headlines
from tests.support.commands import EXPORTER, PIPE, started, wait_until_it_has_worked

BOOK = "id: case\nkind: book\nlanguage: en\ntitle: Tea\n"
CASE = "records/books/case.yaml"


def clean(ran: Ran) -> Ran:
    """Check that there is no traceback, no bug report, and no character that controls the terminal."""
    both = ran.out + ran.err
    assert "Traceback" not in both
    assert "bug in exporter" not in both
    assert "\x1b" not in both
    assert "\x00" not in both
    return ran


def refused(catalogue: Path, *expected: tuple[str, str, str]) -> str:
    """Validate and export a wrong catalogue: exactly these findings, and an untouched output file.

    Gives what was printed on stdout.
    """
    validated = clean(exporter("-C", catalogue, "validate"))
    assert headlines(validated.out) == sorted(expected)
    assert validated.code == 1
    assert headlines(validated.err) == []

    target = catalogue.parent / "before.xml"
    target.write_text("what was there", "utf-8")
    before = target.stat()
    exported = clean(exporter("-C", catalogue, "export", "--format", "dc", "-o", target))
    assert (exported.code, exported.out) == (1, "")
    assert headlines(exported.err) == sorted(expected)
    assert "Nothing was exported." in exported.err
    assert target.read_text("utf-8") == "what was there"
    assert (target.stat().st_mtime_ns, target.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert [path.name for path in catalogue.parent.iterdir() if path != catalogue] == ["before.xml"]
    return validated.out


def unusable(*words: str | Path, cwd: Path, says: str) -> Ran:
    """Check a wrong use or environment: exit code 2, nothing on stdout, and a message."""
    ran = clean(exporter(*words, cwd=cwd))
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    return ran


def errors_of(*words: str, cwd: Path, out: int) -> tuple[bytes, int]:
    """Run the command with a stdout of its own, and return its stderr and its exit code."""
    with started(*EXPORTER, *words, cwd=cwd, stdout=out, stderr=PIPE) as process:
        _, said = process.communicate(timeout=60)
    return said, process.returncode


# One record that is wrong, by its content


def nested(opening: str, levels: int) -> str:
    return "id: case\nkind: book\nlanguage: en\ntitle: " + opening * levels + "\n"


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)

CONTENTS: dict[str, tuple[str | bytes, str, str, str]] = {
    "not YAML": (
        BOOK + "place: Kyoto: Uji\n",
        "5:13",
        "not-yaml",
        "put the text into quotation marks",
    ),
    "latin-1": (
        "id: case\nkind: book\nlanguage: fr\ntitle: Café\n".encode("latin-1"),
        "4:11",
        "not-utf-8",
        "0xe9",
    ),
    "utf-16": (BOOK.encode("utf-16"), "1:1", "not-utf-8", "in UTF-16, not in UTF-8"),
    "an empty file": ("", "1:1", "empty-file", "contains no record"),
    "a byte order mark alone": ("\ufeff", "1:1", "empty-file", "contains no record"),
    "a list at the top": (
        "# books\n- id: case\n  kind: book\n",
        "2:1",
        "not-a-record",
        "contains a list",
    ),
    "two documents": (
        BOOK + "---\n" + BOOK,
        "5:1",
        "several-documents",
        "put each record into its own file",
    ),
    "a duplicate key": (BOOK + "title: Milk\n", "5:1", "duplicate-key", "“title”"),
    "a duplicate key in quotation marks": (
        BOOK + '"title": Milk\n',
        "5:1",
        "duplicate-key",
        "“title”",
    ),
    "a duplicate key as an escape": (
        BOOK + '"t\\u0069tle": Milk\n',
        "5:1",
        "duplicate-key",
        "“title”",
    ),
    "an alias bomb": (BOMB, "6:8", "oversized-record", "100,000 values"),
    "100,000 brackets": (nested("[", 100_000), "4:57", "oversized-record", "50 levels deep"),
    "100,000 braces": (
        nested("{", 100_000),
        "4:9",
        "key-not-text",
        "cannot be the name of a field",
    ),
    "100,000 braces with names": (
        nested("{a: ", 100_000),
        "4:204",
        "oversized-record",
        "50 levels deep",
    ),
    "100,000 dashes": ("- " * 100_000 + "\n", "1:101", "oversized-record", "50 levels deep"),
    "1,000 groups in each other": (
        "".join(f"{' ' * depth}a:\n" for depth in range(1_000)),
        "51:51",
        "oversized-record",
        "50 levels deep",
    ),
    "1.5 MB": (
        BOOK + "abstract: " + "tea " * 375_000 + "\n",
        "1:1",
        "oversized-record",
        "1,000,000",
    ),
    "a wrong type": (BOOK + "contributors: yoko-sato\n", "5:15", "wrong-type", "must be a list"),
    "an unknown key": (
        BOOK + "publischer: tea-board\n",
        "5:1",
        "unknown-field",
        "did you mean “publisher”?",
    ),
    "an unknown reference": (
        BOOK + "publisher: tea-bord\n",
        "5:12",
        "dangling-reference",
        "did you mean “tea-board”?",
    ),
    "an unknown kind": ("id: case\nkind: boook\n", "2:7", "unknown-kind", "did you mean “book”?"),
    "half a character in bytes": (
        BOOK.encode() + b"place: \xed\xa0\x80\n",
        "5:8",
        "not-utf-8",
        "0xed",
    ),
    "half a character as an escape": (
        BOOK + 'place: "\\ud800"\n',
        "5:9",
        "not-yaml",
        "half a character",
    ),
    "the escape of a terminal": (BOOK + "place: \x1b[2J\n", "5:8", "forbidden-character", "U+001B"),
    "the escape of a terminal as an escape": (
        BOOK + 'place: "\\e[2J"\n',
        "5:8",
        "forbidden-character",
        "U+001B",
    ),
    "an eight-bit control": (BOOK + "place: \x9b2J\n", "5:8", "forbidden-character", "U+009B"),
    "a NUL byte": (BOOK + "place: Ky\0oto\n", "5:10", "forbidden-character", "U+0000"),
    "a tag that builds an object": (
        BOOK + "place: !!python/object/apply:os.system [touch /tmp/never]\n",
        "5:8",
        "yaml-tag",
        "has no meaning in a record",
    ),
    "a date that no calendar has": (
        BOOK + "issued: 2001-13-45\n",
        "5:9",
        "invalid-date",
        "there is no month 13",
    ),
    "a number of 5,000 digits": (
        BOOK + "issued: " + "9" * 5_000 + "\n",
        "5:9",
        "oversized-record",
        "1,000 digits",
    ),
    "a number of 900 digits": (
        BOOK + "issued: " + "9" * 900 + "\n",
        "5:9",
        "invalid-date",
        "“9999",
    ),
    "a hexadecimal number of 900 digits": (
        BOOK + "volume: 0x" + "f" * 900 + "\n",
        "5:9",
        "wrong-type",
        "a number",
    ),
    "not a number": (BOOK + "volume: .nan\n", "5:9", "wrong-type", "a number"),
    "a tab": (
        BOOK + "keywords:\n\t- tea\n",
        "6:1",
        "not-yaml",
        "there is a tab where only spaces are allowed",
    ),
    "a version of YAML to come": (
        "%YAML 9.9\n---\n" + BOOK,
        "1:1",
        "not-yaml",
        "a version of YAML other than 1.2",
    ),
    "a merge key": (
        BOOK + "translation_of: &a {language: ja}\nlanguage_editions:\n  - <<: *a\n",
        "7:5",
        "unknown-field",
        "a record has no merge keys",
    ),
    "an anchor inside itself": (
        BOOK + "keywords: &a [*a]\n",
        "5:15",
        "not-yaml",
        "refers to no earlier value",
    ),
    "an anchor inside itself, deeper": (
        BOOK + "notes: &a\n  - {en: *a}\n",
        "6:10",
        "not-yaml",
        "refers to no earlier value",
    ),
    "a merge conflict": (
        "<<<<<<< HEAD\n" + BOOK + "=======\n",
        "1:1",
        "not-yaml",
        "this is a merge conflict",
    ),
    "a line of a million characters": (
        BOOK + "url: " + "x" * 900_000 + "\n",
        "5:6",
        "malformed-value",
        "“url”",
    ),
}


@pytest.mark.parametrize("what", CONTENTS)
def test_content(what: str, catalogue: Path) -> None:
    content, place, name, words = CONTENTS[what]
    (catalogue / CASE).write_bytes(content if isinstance(content, bytes) else content.encode())
    printed = refused(catalogue, (CASE, place, name))
    assert words in printed
    assert len(printed) < 3000


@pytest.mark.parametrize(
    "content",
    [
        "%YAML 1.1\n---\n" + BOOK,
        "%YAML 1.2\n---\n" + BOOK,
        "\ufeff" + BOOK,
        BOOK.replace("\n", "\r\n"),
        BOOK.replace("\n", "\r"),
        BOOK.rstrip("\n"),
        "{id: case, kind: book, language: no, title: '!'}",
    ],
)
def test_unusual_but_right(content: str, catalogue: Path) -> None:
    (catalogue / CASE).write_bytes(content.encode())
    ran = clean(exporter("-C", catalogue, "validate"))
    assert (ran.code, headlines(ran.out)) == (0, [])
    assert clean(exporter("-C", catalogue, "export", "--format", "dc", "case")).code == 0


def test_several_wrong_records_are_shown_by_path_and_line(catalogue: Path) -> None:
    (catalogue / CASE).write_text(BOOK + "publisher: nobody\nissued: never\nplace:\n", "utf-8")
    (catalogue / "records/people/zoe.yaml").write_text("id: zoe\n", "utf-8")
    refused(
        catalogue,
        (CASE, "5:12", "dangling-reference"),
        (CASE, "6:9", "invalid-date"),
        (CASE, "7:7", "empty-value"),
        ("records/people/zoe.yaml", "1:1", "unknown-kind"),
    )


# A file that is wrong among the others


def test_a_copy_in_another_folder(catalogue: Path) -> None:
    shutil.copy(
        catalogue / "records/books/disputed-book.yaml", catalogue / "records/disputed-book.yaml"
    )
    printed = refused(catalogue, ("records/disputed-book.yaml", "2:5", "duplicate-id"))
    assert "records/books/disputed-book.yaml:2:5: the other record with this id" in printed


def test_a_copy_under_another_name(catalogue: Path) -> None:
    shutil.copy(
        catalogue / "records/books/disputed-book.yaml", catalogue / "records/books/a-copy.yaml"
    )
    printed = refused(catalogue, ("records/books/a-copy.yaml", "2:5", "duplicate-id"))
    assert "records/books/disputed-book.yaml:2:5: the other record with this id" in printed


def test_an_id_that_is_not_the_files_name(catalogue: Path) -> None:
    (catalogue / CASE).write_text(BOOK.replace("id: case", "id: cup"), "utf-8")
    assert "write id: case, or rename the file to cup.yaml" in refused(
        catalogue, (CASE, "1:5", "misnamed-file")
    )


@pytest.mark.parametrize(
    ("name", "shown"), [("Case.yaml", "Case.yaml"), ("caf\udce9.yaml", "caf\\udce9.yaml")]
)
def test_a_files_name_that_cannot_be_an_id(name: str, shown: str, catalogue: Path) -> None:
    """One is in Latin-1, as old archives have it."""
    (catalogue / "records/books" / name).write_text(BOOK, "utf-8")
    printed = refused(catalogue, (f"records/books/{shown}", "1:5", "misnamed-file"))
    assert "= rename the file to case.yaml\n" in printed


def test_a_renamed_file_does_not_break_those_that_name_its_record(catalogue: Path) -> None:
    (catalogue / "records/people/yoko-sato.yaml").rename(
        catalogue / "records/people/sato-yoko.yaml"
    )
    refused(catalogue, ("records/people/sato-yoko.yaml", "2:5", "misnamed-file"))


def test_a_file_with_the_other_suffix(catalogue: Path) -> None:
    (catalogue / "records/books/case.yml").write_text(BOOK + "titel: Tea\n", "utf-8")
    refused(catalogue, ("records/books/case.yml", "5:1", "unknown-field"))


def test_ids_that_are_devices_of_windows(catalogue: Path) -> None:
    ids = ("con", "prn", "aux", "nul", "com1", "com0", "lpt9")
    for id in ids:
        (catalogue / f"records/books/{id}.yaml").write_text(BOOK.replace("case", id), "utf-8")
    refused(catalogue, *((f"records/books/{id}.yaml", "1:5", "reserved-id") for id in ids))


def test_ids_that_are_nearly_reserved(catalogue: Path) -> None:
    ids = ("con-1", "com10", "com", "lpt", "c" * 100)
    for id in ids:
        (catalogue / f"records/books/{id}.yaml").write_text(BOOK.replace("case", id), "utf-8")
    out = catalogue / "out"
    assert (
        clean(exporter("-C", catalogue, "export", "--format", "dc", "--split", "-o", out)).code == 0
    )
    assert {f"{id}.xml" for id in ids} <= {path.name for path in out.iterdir()}


@pytest.mark.parametrize(
    "id", ["A", "../../out", "a/b", "a\\b", "é", "c" * 101, "a\n", "a.b", "con.bib"]
)
def test_an_id_by_a_schema_that_lets_it_be_anything(id: str, catalogue: Path) -> None:
    """Even then no file is written outside the folder, and no two works into one file where case is
    ignored.
    """
    schema = {
        "properties": {
            "id": {"type": "string"},
            "kind": {"const": "book"},
            "language": {},
            "title": {},
        },
        "catalogued": {"as": "work", "folder": "books", "type": "book"},
    }
    shutil.rmtree(catalogue / "records")
    (catalogue / "records").mkdir()
    (catalogue / "schemas").mkdir()
    (catalogue / "schemas/book.schema.json").write_text(json.dumps(schema), "utf-8")
    name = id if "/" not in id and len(id) < 200 else "case"
    record = {"id": id, "kind": "book", "language": "en", "title": "Tea"}
    (catalogue / f"records/{name}.yaml").write_text(json.dumps(record), "utf-8")
    before = sorted(catalogue.parent.rglob("*"))
    ran = clean(
        exporter("-C", catalogue, "export", "--format", "dc", "--split", "-o", catalogue / "out")
    )
    assert ran.code == 1
    assert "reserved-id" in ran.err
    assert sorted(catalogue.parent.rglob("*")) == before


def test_a_record_in_the_wrong_folder(catalogue: Path) -> None:
    (catalogue / "records/people/case.yaml").write_text(BOOK, "utf-8")
    printed = refused(catalogue, ("records/people/case.yaml", "2:7", "misplaced-record"))
    assert "write kind: person, or move the file to books/" in printed


def test_a_deleted_record_is_missed_where_it_is_named(catalogue: Path) -> None:
    (catalogue / "records/people/carl-schmitt.yaml").unlink()
    refused(
        catalogue,
        ("records/books/translated-book.yaml", "8:13", "dangling-reference"),
        ("records/sources/tea-speech.yaml", "8:13", "dangling-reference"),
    )


def test_a_record_that_cannot_be_read_is_not_missed_where_it_is_named(catalogue: Path) -> None:
    (catalogue / "records/people/carl-schmitt.yaml").write_text("id: [", "utf-8")
    refused(catalogue, ("records/people/carl-schmitt.yaml", "1:5", "not-yaml"))


def test_a_pipe(catalogue: Path) -> None:
    os.mkfifo(catalogue / CASE)
    assert "this is not a regular file" in refused(catalogue, (CASE, "1:1", "not-a-file"))


def test_a_socket(catalogue: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(
        (catalogue / CASE).parent
    )  # the path of a socket may have some 100 bytes only
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("case.yaml")
        refused(catalogue, (CASE, "1:1", "not-a-file"))


def test_a_folder_with_the_name_of_a_record(catalogue: Path) -> None:
    (catalogue / CASE).mkdir()
    refused(catalogue, (CASE, "1:1", "not-a-file"))


def test_a_link_that_leads_nowhere(catalogue: Path) -> None:
    (catalogue / CASE).symlink_to("nowhere.yaml")
    assert "No such file" in refused(catalogue, (CASE, "1:1", "not-a-file"))


def test_a_link_to_itself(catalogue: Path) -> None:
    (catalogue / CASE).symlink_to("case.yaml")
    refused(catalogue, (CASE, "1:1", "not-a-file"))


def test_a_link_round_in_a_circle(catalogue: Path) -> None:
    (catalogue / CASE).symlink_to("round.yaml")
    (catalogue / "records/books/round.yaml").symlink_to("case.yaml")
    refused(
        catalogue, (CASE, "1:1", "not-a-file"), ("records/books/round.yaml", "1:1", "not-a-file")
    )


def test_a_link_out_of_the_catalogue_shows_nothing_of_what_it_leads_to(
    catalogue: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.yaml"
    secret.write_text("root:x:0:0\n", "utf-8")
    (catalogue / CASE).symlink_to(secret)
    printed = refused(catalogue, (CASE, "1:1", "not-a-file"))
    assert "leads out of the catalogue" in printed
    assert "root:x" not in printed


def test_a_device(catalogue: Path) -> None:
    (catalogue / CASE).symlink_to("/dev/zero")
    refused(catalogue, (CASE, "1:1", "not-a-file"))


def test_a_linked_folder_is_not_walked_into(
    catalogue: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("elsewhere")
    (outside / "case.yaml").write_text("id: [", "utf-8")
    (catalogue / "records/linked").symlink_to(outside)
    (catalogue / "records/round").symlink_to(catalogue / "records")
    refused(
        catalogue, ("records/linked", "1:1", "not-a-file"), ("records/round", "1:1", "not-a-file")
    )


@pytest.mark.parametrize("words", ["validate", "validate --fix", "fmt"])
@pytest.mark.parametrize(
    "way", ["records/linked", "records/linked/case.yaml", "records/people/../linked/case.yaml"]
)
def test_a_linked_folder_that_is_named_is_not_opened(
    words: str, way: str, catalogue: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """As the shell expands `records/*`: it leads out of the catalogue all the same."""
    outside = tmp_path_factory.mktemp("elsewhere")
    (outside / "case.yaml").write_text(BOOK.replace("en", "  en  "), "utf-8")
    (catalogue / "records/linked").symlink_to(outside)
    unusable(*words.split(), way, cwd=catalogue, says="is a link that leads out of the catalogue")
    assert (outside / "case.yaml").read_text("utf-8") == BOOK.replace("en", "  en  ")


def test_a_file_with_nearly_the_name_of_a_record_is_named(catalogue: Path) -> None:
    """Editors on Windows write them, and do not show the last suffix."""
    for name in ("a.yaml.txt", "b.YAML", "c.Yml.TXT"):
        (catalogue / "records" / name).write_text("id: a\n", "utf-8")
    (catalogue / "records" / "notes.txt").write_text("x", "utf-8")
    out = exporter("-C", catalogue, "validate").out
    assert out.count("misnamed-file") == 3
    for wrong, right in {"a.yaml.txt": "a", "b.YAML": "b", "c.Yml.TXT": "c"}.items():
        assert f"records/{wrong}:1:1: error: misnamed-file: " in out
        assert f"rename the file to {right}.yaml\n" in out


def test_a_link_that_is_no_record(
    catalogue: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """One to a file of the catalogue is ignored, like any other file.

    Another may be meant for a folder of records.
    """
    outside = tmp_path_factory.mktemp("elsewhere") / "notes.txt"
    outside.write_text("secret", "utf-8")
    (catalogue / "notes.txt").write_text("", "utf-8")
    (catalogue / "records/inside.txt").symlink_to(catalogue / "notes.txt")
    (catalogue / "records/nowhere").symlink_to("not-here")
    (catalogue / "records/outside.txt").symlink_to(outside)
    printed = refused(
        catalogue,
        ("records/nowhere", "1:1", "not-a-file"),
        ("records/outside.txt", "1:1", "not-a-file"),
    )
    assert "secret" not in printed


def test_records_that_lie_elsewhere(catalogue: Path, tmp_path: Path) -> None:
    (tmp_path / "another").mkdir()
    (tmp_path / "another/records").symlink_to(catalogue / "records")
    unusable("validate", cwd=tmp_path / "another", says="is a link that leads out of the catalogue")


def test_folders_in_each_other_without_end(catalogue: Path) -> None:
    """Deeper than Python's recursion limit, but not too deep for a path."""
    deep = catalogue / "records" / "/".join("a" * 1_200)
    try:
        subprocess.run(["mkdir", "-p", deep], check=True)
        (deep / "case.yaml").touch()
        ran = clean(exporter("-C", catalogue, "validate"))
        assert [(place, name) for _, place, name in headlines(ran.out)] == [("1:1", "empty-file")]
    finally:
        subprocess.run(["rm", "-r", catalogue / "records"], check=True)


# What is left out with --keep-going


def test_keep_going_leaves_out_what_is_wrong_and_what_names_it(catalogue: Path) -> None:
    (catalogue / "records/photos/tea-photo.yaml").write_text(
        "id: tea-photo\nkind: photo\n", "utf-8"
    )
    (catalogue / "records/books/case.yaml").write_text("\0", "utf-8")
    ran = clean(exporter("-C", catalogue, "export", "--format", "dc", "--keep-going"))
    assert ran.code == 0
    assert ("records/books/case.yaml", "1:1", "forbidden-character") in headlines(ran.err)
    skipped = [line for line in ran.err.splitlines() if line.startswith("skipped")]
    assert skipped[:2] == [
        "skipped: records/books/case.yaml",
        "skipped: records/photos/tea-photo.yaml",
    ]
    assert skipped[2:] == ["skipped: references to tea-photo in web-article"]
    assert "tea-photo" not in ran.out
    assert "web-article" in ran.out


def test_keep_going_does_not_help_where_the_asked_work_is_wrong(catalogue: Path) -> None:
    (catalogue / CASE).write_text(BOOK + "issued: never\n", "utf-8")
    ran = clean(exporter("-C", catalogue, "export", "--format", "dc", "--keep-going", "case"))
    assert (ran.code, ran.out) == (2, "")
    assert "there is no work “case”" in ran.err


# Options and surroundings


def test_a_folder_that_is_not_there(catalogue: Path) -> None:
    unusable(
        "-C",
        "nowhere",
        "validate",
        cwd=catalogue,
        says="cannot use the folder nowhere: No such file",
    )


def test_a_file_for_a_folder(catalogue: Path) -> None:
    unusable("-C", CASE, "validate", cwd=catalogue, says="cannot use the folder")


def test_a_folder_without_records(tmp_path: Path) -> None:
    for command in (("validate",), ("export", "--format", "dc")):
        unusable(*command, cwd=tmp_path, says="there is no catalogue here")


def test_records_that_are_a_file(tmp_path: Path) -> None:
    (tmp_path / "records").write_text("", "utf-8")
    unusable("validate", cwd=tmp_path, says="there is no catalogue here")


def test_a_catalogue_without_a_record(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    ran = clean(exporter("-C", tmp_path, "validate"))
    assert (ran.code, ran.out, ran.err) == (0, "", "0 records checked, nothing found.\n")
    assert clean(exporter("-C", tmp_path, "export", "--format", "dc")).code == 0


def test_a_path_to_validate_that_is_not_there(catalogue: Path) -> None:
    unusable("validate", "records/bookz", cwd=catalogue, says="bookz")


def test_an_output_in_a_folder_that_is_not_there(catalogue: Path) -> None:
    unusable(
        "export",
        "--format",
        "dc",
        "-o",
        "no/where.xml",
        cwd=catalogue,
        says="where.xml cannot be written",
    )


def test_an_output_below_a_file(catalogue: Path) -> None:
    below = "records/books/disputed-book.yaml/out.xml"
    unusable(
        "export",
        "--format",
        "dc",
        "-o",
        below,
        cwd=catalogue,
        says="cannot be written: Not a directory",
    )


@pytest.mark.skipif(
    not Path("/proc/self").exists(), reason="needs a folder into which nobody can write"
)
@pytest.mark.parametrize("words", [("-o", "/proc/out.xml"), ("--split", "-o", "/proc/out")])
def test_an_output_in_a_folder_that_cannot_be_written(
    words: tuple[str, ...], catalogue: Path
) -> None:
    unusable("export", "--format", "dc", *words, cwd=catalogue, says="cannot be written")


def test_a_folder_for_an_output(catalogue: Path) -> None:
    ran = unusable(
        "export", "--format", "dc", "-o", "records", cwd=catalogue, says="is a folder, not a file"
    )
    assert "--split" in ran.err


def test_a_file_for_the_folder_of_split(catalogue: Path) -> None:
    (catalogue / "out").write_text("what was there", "utf-8")
    unusable(
        "export", "--format", "dc", "--split", "-o", "out", cwd=catalogue, says="cannot be written"
    )
    assert (catalogue / "out").read_text("utf-8") == "what was there"


def test_split_without_a_folder(catalogue: Path) -> None:
    unusable("export", "--format", "dc", "--split", cwd=catalogue, says="add -o DIR")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is full")
@pytest.mark.parametrize("command", ["validate", "export --format dc", "explain", "formats"])
def test_a_full_disk_at_stdout(command: str, catalogue: Path) -> None:
    (catalogue / CASE).write_text(BOOK + "issued: never\n" * (command == "validate"), "utf-8")
    with Path("/dev/full").open("w") as full:
        said, code = errors_of(*command.split(), cwd=catalogue, out=full.fileno())
    assert code == 2
    assert said == b"exporter: the output cannot be written: No space left on device\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is full")
@pytest.mark.parametrize("command", ["validate", "validate nothing-here", "export"])
def test_a_full_disk_at_stderr(command: str, catalogue: Path) -> None:
    """Exit code 1 would say that the catalogue has errors."""
    with Path("/dev/full").open("w") as full:
        words = [sys.executable, "-m", "exporter", *command.split()]
        ran = subprocess.run(words, cwd=catalogue, stderr=full, check=False)
    assert ran.returncode == 2


def test_a_disk_that_becomes_full(catalogue: Path) -> None:
    """No file of this process can have more than 1,000 bytes, so writing fails in the middle."""
    import resource

    (catalogue / "before.xml").write_text("what was there", "utf-8")
    for words in (("-o", "before.xml"), ("--split", "-o", "split")):
        done = subprocess.run(
            [sys.executable, "-m", "exporter", "export", "--format", "dc", *words],
            cwd=catalogue,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            timeout=60,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000)),
        )
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"cannot be written: File too large" in done.stderr
    assert (catalogue / "before.xml").read_text("utf-8") == "what was there"
    assert not list(catalogue.glob(".before*"))
    assert not (catalogue / "split").exists()


def test_what_an_output_link_leads_to_is_written(catalogue: Path) -> None:
    (catalogue / "real.xml").write_text("what was there", "utf-8")
    (catalogue / "link.xml").symlink_to("real.xml")
    assert clean(exporter("-C", catalogue, "export", "--format", "dc", "-o", "link.xml")).code == 0
    assert (catalogue / "link.xml").is_symlink()
    assert "what was there" not in (catalogue / "real.xml").read_text("utf-8")


def test_a_pipe_for_an_output_is_written_into(catalogue: Path) -> None:
    """It stays a pipe: renaming a finished file to its place, or to /dev/null, would destroy it."""
    os.mkfifo(catalogue / "pipe")
    reader = os.open(catalogue / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert clean(exporter("-C", catalogue, "export", "--format", "dc", "-o", "pipe")).code == 0
        assert os.read(reader, 5) == b"<?xml"
    finally:
        os.close(reader)
    assert (catalogue / "pipe").is_fifo()


@pytest.mark.parametrize(
    "words", ["validate {}", "rename yoko-sato {}", "export --format dc -o {}/a.xml", "init {}"]
)
def test_a_name_that_is_too_long_for_a_file(words: str, catalogue: Path) -> None:
    said = clean(exporter(*words.format("a" * 5_000).split(), cwd=catalogue))
    assert (said.code, said.out) == (2, "")
    assert "File name too long" in said.err or "at most 100" in said.err


def test_a_folder_for_a_catalogue_that_cannot_be_made(catalogue: Path) -> None:
    unusable("init", "/proc/catalogue", cwd=catalogue, says="cannot be written")


def test_no_folder_for_temporary_files(catalogue: Path) -> None:
    """A disk without room for a byte has none either."""
    words = [*EXPORTER, "archive", "-o", "a.zip"]
    limited = f"ulimit -f 0; exec {shlex.join(map(str, words))}"
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}  # it would be cut off as well
    ran = subprocess.run(
        ["bash", "-c", limited], cwd=catalogue, env=env, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "bug" not in ran.stderr


@pytest.mark.parametrize(
    "words", ["init caf\udce9", "cite --style apa --section caf\udce9", "init a --title caf\udce9"]
)
def test_words_that_are_not_utf_8(words: str, catalogue: Path) -> None:
    said = clean(exporter(*words.split(), cwd=catalogue))
    assert (said.code, said.out) == (2, "")
    assert r"caf\udce9” is not in UTF-8" in said.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("export", "--format", "bibtx"), "did you mean “bibtex”?"),
        (("export", "--format", "qqqq"), "the formats are"),
        (("export", "--format", "../dc"), "there is no format"),
        (("export",), "--format"),
        (("export", "--format", "dc", "disputed-bok"), "did you mean “disputed-book”?"),
        (("export", "--format", "dc", "yoko-sato"), "is of kind person, not a work"),
        (("export", "--format", "dc", "--kind", "bok"), "did you mean “book”?"),
        (("export", "--format", "dc", "--kind", "person"), "there is no kind of work “person”"),
        (("export", "--format", "dc", "--nonsense"), "--nonsense"),
        (("\x1b[31m",), r"There is no command “\u001b[31m”"),
        (("validat",), "Did you mean “validate”?"),
        (("explain", "dangling-refrence"), "did you mean “dangling-reference”?"),
        (("explain", "../../etc"), "there is no check, kind or field"),
        (("export", "--format", "marc21"), "did you mean “marc”?"),
        (("export", "--format", "EndNote"), "did you mean “ris”?"),
        (("validate", "--format", "html"), "html"),
    ],
    ids=" ".join,
)
def test_wrong_words(words: tuple[str, ...], says: str, catalogue: Path) -> None:
    unusable(*words, cwd=catalogue, says=says)


SCHEMA = '{"properties": {"kind": {"const": "book"}}, "catalogued": {"as": "work"}, %s}'


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        '"book"',
        b"\xff\xfe",
        SCHEMA % '"$ref": "nowhere.schema.json"',
        SCHEMA % '"$ref": "#/$defs/nowhere"',
        SCHEMA % '"type": "strong"',
        SCHEMA % '"pattern": "("',
        SCHEMA % '"required": "id"',
        '{"properties": {"kind": {"const": 5}}}',
        '{"properties": []}',
    ],
)
def test_a_broken_schema(content: str | bytes, catalogue: Path) -> None:
    (catalogue / "schemas").mkdir()
    broken = catalogue / "schemas" / "book.schema.json"
    broken.write_bytes(content if isinstance(content, bytes) else content.encode())
    unusable("validate", cwd=catalogue, says="book.schema.json")
    unusable("export", "--format", "dc", cwd=catalogue, says="book.schema.json")


def test_a_folder_of_schemas_without_a_schema(catalogue: Path) -> None:
    (catalogue / "schemas").mkdir()
    unusable("validate", cwd=catalogue, says="contains no schemas")


@pytest.mark.parametrize(
    "content",
    [
        "[checks",
        "off = 1",
        '[checks]\noff = "x"',
        '[checks]\noff = ["unknown-feild"]',
        "[limits]\ndepth = 100000",
        "a = " + "[" * 9999,
    ],
)
def test_broken_settings(content: str, catalogue: Path) -> None:
    (catalogue / "exporter.toml").write_text(content, "utf-8")
    unusable("validate", cwd=catalogue, says="exporter:")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'[catalogue]\ntitle = "\xe9"', "exporter.toml:2 cannot be read: it is not UTF-8"),
        (b"[checks]\noff = off", "exporter.toml:2:7 cannot be read: Invalid value"),
        (b"[limits]\ndepth = 1" + b"0" * 5_000, "a number has too many digits"),
    ],
)
def test_where_settings_are_broken(content: bytes, said: str, catalogue: Path) -> None:
    (catalogue / "exporter.toml").write_bytes(content)
    unusable("validate", cwd=catalogue, says=said)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{\n\xff}", "book.schema.json:2 cannot be read: it is not UTF-8"),
        (
            b'{"a":\n  tru}',
            "book.schema.json:2:3 cannot be read: here is no value, or a text without",
        ),
    ],
)
def test_where_a_schema_is_broken(content: bytes, said: str, catalogue: Path) -> None:
    shutil.copytree(ROOT / "schemas", catalogue / "schemas")
    (catalogue / "schemas" / "book.schema.json").write_bytes(content)
    unusable("validate", cwd=catalogue, says=said)


def test_what_is_remembered_of_the_schemas_is_broken(catalogue: Path) -> None:
    shutil.copytree(ROOT / "schemas", catalogue / "schemas")
    (catalogue / "schemas" / "installed.json").write_text("[]", "utf-8")
    unusable("schemas", "update", cwd=catalogue, says="is not what exporter has written")


def test_where_a_mapping_of_columns_is_broken(catalogue: Path) -> None:
    (catalogue / "map.toml").write_bytes(b'Title = "title"\n\xff')
    (catalogue / "works.csv").write_text("Title\nTea\n", "utf-8")
    words = ("import", "--mapping", "map.toml", "works.csv")
    unusable(*words, cwd=catalogue, says="map.toml:2 cannot be read: it is not UTF-8")


# A reader that goes away, and a user who stops


@pytest.mark.parametrize("command", ["validate", "export --format dc", "explain", "formats"])
def test_a_reader_that_goes_away(command: str, catalogue: Path) -> None:
    """As in `exporter … | head -1`: quiet, with the exit code 141 of a program that SIGPIPE ends."""
    if command == "validate":
        (catalogue / CASE).write_text("kind: buch\n", "utf-8")
    reading, writing = os.pipe()
    os.close(reading)
    said, code = errors_of(*command.split(), cwd=catalogue, out=writing)
    os.close(writing)
    assert b"Traceback" not in said
    assert b"Exception ignored" not in said
    assert b"bug in exporter" not in said
    assert code == 141


@pytest.fixture
def slow(catalogue: Path) -> Iterator[Path]:
    """A catalogue that takes some seconds to check."""
    for number in range(60):
        keywords = ", ".join(f"k{each}" for each in range(30_000))
        text = BOOK.replace("case", f"case-{number}") + f"keywords: [{keywords}]\n"
        (catalogue / f"records/books/case-{number}.yaml").write_text(text, "utf-8")
    return catalogue


@pytest.mark.parametrize("words", [("validate",), ("export", "--format", "dc", "-o", "before.xml")])
def test_a_user_who_stops(words: tuple[str, ...], slow: Path) -> None:
    (slow / "before.xml").write_text("what was there", "utf-8")
    with started(*EXPORTER, *words, cwd=slow, stdout=PIPE, stderr=PIPE) as process:
        wait_until_it_has_worked(process, 2)
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    assert said.strip() == b"exporter: stopped; no file is left half written"
    assert (slow / "before.xml").read_text("utf-8") == "what was there"
    assert not list(slow.glob(".before*"))


@pytest.mark.skipif(os.name != "posix", reason="streams are closed by a shell of POSIX")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (
            "export --format bibtex >&-",
            2,
            "exporter: the output cannot be written: Bad file descriptor\n",
        ),
        ("--version >&-", 2, "exporter: the output cannot be written: Bad file descriptor\n"),
        ("export --format bibtex -o out.bib >&- 2>&-", 0, ""),
        ("export --format bibtex 2>&- >/dev/null", 0, ""),
    ],
)
def test_a_stream_that_is_closed(catalogue: Path, words: str, code: int, said: str) -> None:
    command = f"{sys.executable} -W error -m exporter {words}"
    done = subprocess.run(
        ["sh", "-c", command], cwd=catalogue, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (code, said)
    if "-o" in words:
        assert (catalogue / "out.bib").read_text("utf-8").startswith("@")
