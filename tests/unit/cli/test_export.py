"""The export command: the same bytes every time, complete files or none, and clear messages."""

from __future__ import annotations

import contextlib
import os
import pty
import shutil
import subprocess
import sys
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest

from exporter.cli.progress import PATIENCE
from exporter.export import registry as formats
from exporter.plural import counted
from tests.conftest import ROOT, exporter, run
from tests.support.commands import started

FORMATS = list(formats.names())
UNDEMANDING = [
    name for name in FORMATS if not hasattr(formats.format_named(name), "missing_requirements")
]
"""The formats that require nothing of a record, and so accept every work."""


@pytest.mark.parametrize("name", FORMATS)
def test_same_input_same_bytes(name: str, tmp_path: Path) -> None:
    """In a second run, with other hash seeds, and with files created in another order."""
    demanding = hasattr(formats.format_named(name), "missing_settings")
    root = ROOT / "tests" / "golden" / "everyday" if demanding else ROOT
    asked = ("export", "--format", name, "--keep-going")
    first = exporter("-C", root, *asked, env={"PYTHONHASHSEED": "0"})
    assert first.code == 0
    assert not first.err or name not in UNDEMANDING
    shuffled = tmp_path / "shuffled" / "records"
    for path in sorted(
        (root / "records").rglob("*.yaml"), key=lambda path: path.name[::-1], reverse=True
    ):
        target = shuffled / path.relative_to(root / "records")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    shutil.copy(root / "exporter.toml", shuffled.parent)
    for folder, seed in ((root, "0"), (root, "1"), (shuffled.parent, "2")):
        again = exporter("-C", folder, *asked, env={"PYTHONHASHSEED": seed})
        assert again.out == first.out


@pytest.mark.parametrize("name", FORMATS)
def test_a_wrong_catalogue_leaves_the_output_alone(
    name: str, catalogue: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out"
    target.write_text("what was there", "utf-8")
    before = target.stat().st_mtime_ns
    (catalogue / "records" / "books" / "translated-book.yaml").write_text(
        "id: translated-book\nkind: bok\n", "utf-8"
    )
    ran = exporter("-C", catalogue, "export", "--format", name, "-o", target)
    assert (ran.code, ran.out) == (1, "")
    assert "translated-book.yaml:2:7: error: unknown-kind" in ran.err
    assert target.read_text("utf-8") == "what was there"
    assert target.stat().st_mtime_ns == before
    assert [path.name for path in tmp_path.iterdir() if path != catalogue] == ["out"]


@pytest.mark.parametrize("name", UNDEMANDING)
def test_split_writes_one_file_a_record(name: str, catalogue: Path, tmp_path: Path) -> None:
    ran = exporter("-C", catalogue, "export", "--format", name, "--split", "-o", tmp_path / "split")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    suffix = formats.format_named(name).SUFFIX
    works = {
        path.stem
        for folder in ("articles", "books", "photos", "sources")
        for path in (catalogue / "records" / folder).iterdir()
    }
    assert {path.name for path in (tmp_path / "split").iterdir()} == {
        work + suffix for work in works
    }


def test_named_works_and_kinds(catalogue: Path) -> None:
    def keys(*words: str) -> list[str]:
        ran = exporter("-C", catalogue, "export", "--format", "bibtex", *words)
        assert (ran.code, ran.err) == (0, "")
        return [
            line.split("{")[1].rstrip(",") for line in ran.out.splitlines() if line.startswith("@")
        ]

    assert keys("tea-photo", "disputed-book") == ["disputed-book", "tea-photo"]
    assert keys("--kind", "book") == ["disputed-book", "forthcoming-book", "translated-book"]
    none = exporter(
        "-C", catalogue, "export", "--format", "bibtex", "--kind", "photo", "disputed-book"
    )
    assert (none.code, none.out, none.err) == (
        0,
        "",
        "None of these works is of kind “photo”; the output contains none.\n",
    )


def test_the_settings_name_the_preferred_languages(catalogue: Path) -> None:
    """Unless the command does."""
    words = ("-C", catalogue, "export", "-f", "ris", "disputed-book")
    japanese, english = exporter(*words).out, exporter(*words, "--language", "en").out
    assert "TI  - The Book of Tea" in english
    assert "TI  - The Book of Tea" not in japanese
    (catalogue / "exporter.toml").write_text('[catalogue]\nlanguages = ["en"]\n', "utf-8")
    assert exporter(*words).out == english
    assert exporter(*words, "--language", "ja").out == japanese


def test_keep_going_leaves_out_what_is_wrong_and_what_names_it(catalogue: Path) -> None:
    (catalogue / "records" / "people" / "li-wei.yaml").write_text(
        "id: li-wei\nkind: person\nlanguage: zh\n", "utf-8"
    )
    ran = exporter("-C", catalogue, "export", "--format", "bibtex", "--keep-going")
    assert ran.code == 0
    assert "missing-field" in ran.err
    assert "skipped: records/people/li-wei.yaml" in ran.err
    assert "skipped: forthcoming-book: its contributor or publisher li-wei was skipped" in ran.err
    assert "forthcoming-book" not in ran.out
    assert "translated-book" in ran.out


def test_losses_stand_at_their_lines(catalogue: Path) -> None:
    ran = exporter("-C", catalogue, "export", "--format", "dc", "--losses", "-", "web-article")
    assert ran.code == 0
    lines = [line for line in ran.err.splitlines() if "short_title" in line]
    assert lines, ran.err
    assert lines[0].startswith(
        "records/articles/web-article.yaml:7:14: weakened: web-article/short_title: Tea & sympathy: "
    )


def test_the_losses_of_a_record_stand_together(catalogue: Path) -> None:
    """Also those of names, which are known only when the last work is written."""
    ran = exporter("-C", catalogue, "export", "-f", "csl-json", "--losses", "list", "-o", "out")
    assert ran.code == 0
    lines = (catalogue / "list").read_text("utf-8").splitlines()
    places = [(file, int(line)) for file, line, _ in (each.split(":", 2) for each in lines)]
    records = [list(each) for _, each in groupby(places, key=itemgetter(0))]
    assert len(records) == len({file for file, _ in places}) > 10
    assert all(each == sorted(each) for each in records)
    assert "form of a name" in "\n".join(lines)


def test_losses_are_told_from_what_is_weakened_and_counted(catalogue: Path) -> None:
    """The list has one statement a line; the table after it counts them by field and reason."""
    ran = exporter("-C", catalogue, "export", "-f", "dc", "--losses", "-", "disputed-book")
    assert ran.code == 0
    before, _, after = ran.err.partition("\ndc: ")
    listed, table = before.splitlines(), after.splitlines()
    fates = [line.split(": ")[1] for line in listed]
    assert {"lost", "weakened"} == set(fates)
    lost, weakened = fates.count("lost"), fates.count("weakened")
    assert table[0] == f"{counted(lost, 'statement')} lost, {weakened} weakened"
    found = [line for line in listed if ": lost: disputed-book/found/" in line]
    assert f"{len(found):>7} lost      work   found" in "\n".join(table)
    assert sum(int(row.split()[0]) for row in table[1:]) == lost + weakened
    to_file = exporter(
        "-C", catalogue, "export", "-f", "dc", "--losses", catalogue / "list", "disputed-book"
    )
    assert (catalogue / "list").read_text("utf-8").splitlines() == listed
    assert to_file.err.splitlines() == [f"dc: {table[0]}", *table[1:]]


def test_an_export_without_losses_says_so(catalogue: Path) -> None:
    ran = exporter("export", "-f", "tei", "--losses", "-", "-o", "out.xml", cwd=catalogue)
    assert (ran.code, ran.out, ran.err) == (0, "", "tei: nothing is lost or weakened\n")


def test_losses_of_one_file_a_record_are_those_of_one_file(catalogue: Path, tmp_path: Path) -> None:
    """Each is listed once.

    A form of a name that only one of the files has is lost in the others.
    """
    together, apart = tmp_path / "together", tmp_path / "apart"
    exporter("-C", catalogue, "export", "-f", "dc", "-o", tmp_path / "dc.xml", "--losses", together)
    exporter(
        "-C", catalogue, "export", "-f", "dc", "--split", "-o", tmp_path / "dc", "--losses", apart
    )
    lines = apart.read_text("utf-8").splitlines()
    more = set(lines) - set(together.read_text("utf-8").splitlines())
    assert (
        len(lines) == len(set(lines)) == len(together.read_text("utf-8").splitlines()) + len(more)
    )
    assert all("/name/" in line for line in more)


def test_a_dash_is_stdout(catalogue: Path) -> None:
    words = ("-C", catalogue, "export", "-f", "dc")
    assert exporter(*words, "-o", "-", cwd=catalogue).out == exporter(*words).out
    assert not (catalogue / "-").exists()
    assert "needs a folder" in exporter(*words, "--split", "-o", "-").err


@pytest.mark.parametrize("words", [["-o", "out"], ["--split", "-o", "folder"]])
def test_nothing_is_written_where_its_losses_cannot_be_listed(
    words: list[str], catalogue: Path
) -> None:
    before = sorted(catalogue.rglob("*"))
    ran = exporter("export", "-f", "dc", *words, "--losses", "none-such/losses.txt", cwd=catalogue)
    assert ran.code == 2
    assert "none-such/losses.txt cannot be written: No such file or directory" in ran.err
    assert sorted(catalogue.rglob("*")) == before


def test_a_loss_is_one_line_whatever_the_value_holds(catalogue: Path) -> None:
    mention = '[{in: web-article, at: "Ky\\n\\noto,\\t\\u200d Japan"}]'
    (catalogue / "records" / "books" / "torn.yaml").write_text(
        f"id: torn\nkind: book\nlanguage: en\ntitle: Torn\nfound: {mention}\n", "utf-8"
    )
    ran = exporter("-C", catalogue, "export", "-f", "dc", "--losses", "-", "torn")
    assert [line for line in ran.err.splitlines() if ": torn/found/0/at: " in line] == [
        "records/books/torn.yaml:5:31: lost: torn/found/0/at: Ky oto, \\u200d Japan: "
        "there is no place for it"
    ]


@pytest.mark.parametrize(
    "words", [["-o", "out"], ["--split", "-o", "folder"], ["-o", "/dev/stdout"], []]
)
def test_no_loss_writes_nothing_where_something_would_be_lost(
    words: list[str], catalogue: Path
) -> None:
    (catalogue / "out").write_text("what was there", "utf-8")
    before = sorted(catalogue.rglob("*"))
    asked = ("export", "--format", "dc", "--no-loss", *words)
    ran = exporter(*asked, cwd=catalogue)
    assert (ran.code, ran.out) == (1, "")
    listed, _, table = ran.err.partition("dc: ")
    lines = listed.splitlines()
    assert (
        "records/articles/web-article.yaml:7:14: weakened: web-article/short_title: "
        "Tea & sympathy: only as dc:title"
    ) in lines
    totals, *_, last = table.splitlines()
    assert sum(int(word) for word in totals.split() if word.isdigit()) == len(lines)
    assert last == "Nothing was exported, because --no-loss is set."
    assert (catalogue / "out").read_text("utf-8") == "what was there"
    assert sorted(catalogue.rglob("*")) == before
    listed = exporter(*asked, "--losses", "losses.txt", cwd=catalogue)
    assert listed == ran
    assert (catalogue / "losses.txt").read_text("utf-8").splitlines() == lines


def test_no_loss_writes_what_loses_nothing(catalogue: Path) -> None:
    ran = exporter("export", "--format", "tei", "--no-loss", cwd=catalogue)
    assert ran == exporter("export", "--format", "tei", cwd=catalogue)
    assert (ran.code, ran.err) == (0, "")


def test_the_catalogue_is_found_from_inside(catalogue: Path) -> None:
    inside = exporter("validate", cwd=catalogue / "records" / "books")
    assert (inside.code, inside.err) == (
        0,
        "16 records checked: 1 information message in 1 file.\n",
    )


def test_both_commands_and_the_module_are_the_same(catalogue: Path) -> None:
    scripts = Path(sys.executable).parent
    asked = ("--format", "bibtex")
    outs = {
        run(scripts / "exporter", "export", *asked, cwd=catalogue).out,
        run(scripts / "export", *asked, cwd=catalogue).out,
        exporter("export", *asked, cwd=catalogue).out,
    }
    assert len(outs) == 1
    assert outs.pop().startswith("@")


def test_alone_it_names_the_first_three_commands() -> None:
    ran = exporter()
    assert ran.code == 0
    for command in ("exporter validate", "exporter export --format tei", "exporter explain"):
        assert command in ran.out


def said_to_a_terminal(catalogue: Path, patience: float) -> str:
    """Run the real command with stderr on a pseudo-terminal, and return what it wrote there.

    `patience` is the number of seconds before it shows progress; no test depends on the speed
    of the machine.
    """
    leader, follower = pty.openpty()
    impatient = f"from exporter.cli import progress; progress.PATIENCE = {patience}"
    words = [
        sys.executable,
        "-c",
        f"{impatient}; from exporter.cli.main import main; main()",
        "validate",
    ]
    with started(*words, cwd=catalogue, stderr=follower, stdout=subprocess.DEVNULL) as process:
        os.close(follower)
        said = b""
        with contextlib.suppress(OSError):  # the terminal is closed from the other side
            while some := os.read(leader, 10_000):
                said += some
        os.close(leader)
        process.wait(timeout=60)
    assert process.returncode == 0
    return said.decode()


def test_progress_is_shown_after_a_second_and_not_before(catalogue: Path) -> None:
    assert PATIENCE == 1
    assert (
        said_to_a_terminal(catalogue, 3600)
        == "16 records checked: 1 information message in 1 file.\r\n"
    )
    for number in range(3000):
        text = f"id: more-{number}\nkind: organization\nname: More {number}\npart_of: tea-board\n"
        (catalogue / "records" / "organizations" / f"more-{number}.yaml").write_text(text, "utf-8")
    said = said_to_a_terminal(catalogue, 0)
    assert " of 3,016 records " in said
    assert said.endswith("files.\r\n")


@pytest.mark.parametrize("name", ["mods", "csl-json", "marc"])
def test_an_output_without_works_is_said_to_have_none(name: str, tmp_path: Path) -> None:
    """It is empty, or a document without works, which some schemas do not allow."""
    (tmp_path / "records" / "people").mkdir(parents=True)
    (tmp_path / "records" / "people" / "li-wei.yaml").write_text(
        "id: li-wei\nkind: person\nname: {en: {family: Li, given: Wei}}\n"
    )
    ran = exporter("-C", tmp_path, "export", "--format", name, "--kind", "photo")
    assert (ran.code, ran.err.splitlines()[-1]) == (
        0,
        "None of the works is of kind “photo”; the output contains none.",
    )
