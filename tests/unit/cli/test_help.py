"""The help of every command: what it says, and that it does not go stale."""

from __future__ import annotations

import inspect
import json
import re
import shlex
import sys
from pathlib import Path

import click
import pytest

from exporter.cli.main import COMMANDS, group
from tests.conftest import ROOT, exporter, run


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_has_the_first_sentence_of_each(name: str) -> None:
    command = group.get_command(click.Context(group), name)
    assert command is not None
    assert (command.help or "").split("\n\n")[0] == COMMANDS[name]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_has_examples_that_parse(name: str) -> None:
    command = group.get_command(click.Context(group), name)
    assert command is not None
    _, heading, block = inspect.cleandoc(command.help or "").partition("\nExample")
    assert heading
    examples = [line.strip() for line in block.splitlines() if line.startswith("  exporter ")]
    assert examples
    for example in examples:
        words = shlex.split(example.partition(" > ")[0])[1:]
        if words[0] == "-C":
            del words[:2]
        shown = group.get_command(click.Context(group), words[0])
        assert shown is not None
        with click.Context(shown) as context:
            shown.parse_args(context, words[1:])


@pytest.mark.parametrize("name", ["export", "cite", "crosswalk"])
def test_the_kinds_in_the_help_are_those_of_the_catalogue(name: str, catalogue: Path) -> None:
    def shown() -> str:
        return " ".join(exporter("-C", catalogue, name, "--help").out.split())

    def kinds() -> list[str]:
        text = shown().partition("The kinds of this catalogue: ")[2]
        return text.partition(".")[0].split(", ")

    assert {"article", "book", "photo", "source"} < set(kinds())
    assert ("person" in kinds()) == (name == "crosswalk")
    assert "novella" not in kinds()
    (catalogue / "schemas").mkdir()
    for file in (ROOT / "schemas").glob("*.json"):
        (catalogue / "schemas" / file.name).write_bytes(file.read_bytes())
    schema = json.loads((ROOT / "schemas" / "book.schema.json").read_text("utf-8"))
    schema["properties"]["kind"] = {"const": "novella"}
    (catalogue / "schemas" / "novella.schema.json").write_text(json.dumps(schema), "utf-8")
    assert {"book", "novella", "source"} < set(kinds())
    (catalogue / "schemas" / "novella.schema.json").write_text("{", "utf-8")
    assert "--kind KIND Only" in shown()


@pytest.mark.parametrize("arguments", [["--version"], ["--help"]])
def test_what_needs_no_catalogue_starts_fast(arguments: list[str]) -> None:
    slow = ["pathlib", "shutil"] if arguments == ["--help"] else ["pathlib", "click"]
    ran = run(sys.executable, "-X", "importtime", "-m", "exporter", *arguments)
    assert ran.code == 0
    imported = {line.rpartition("|")[2].strip() for line in ran.err.splitlines()}
    assert "exporter" in imported
    assert imported.isdisjoint({*slow, "exporter.cite", "lxml", "yaml"})


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_version_that_cannot_be_printed_is_reported() -> None:
    ran = run("sh", "-c", f"{sys.executable} -m exporter --version > /dev/full")
    assert (ran.code, ran.err) == (
        2,
        "exporter: the output cannot be written: No space left on device\n",
    )


@pytest.mark.parametrize(("columns", "longest"), [("60", 58), ("200", 78), ("x", 78), ("", 78)])
def test_the_width_of_help(columns: str, longest: int) -> None:
    ran = run(sys.executable, "-m", "exporter", "--help", env={"COLUMNS": columns})
    commands = ran.out.partition("Commands:\n")[2].splitlines()
    assert longest - 10 < max(map(len, commands)) <= longest


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("valid", "validate"),
        ("exprot", "export"),
        ("check", "validate"),
        ("help", "--help"),
        ("search", "find"),
        ("s", ""),
        ("zzz", ""),
        ("", ""),
    ],
)
def test_another_word_for_a_command(word: str, meant: str) -> None:
    ran = exporter(word)
    assert (ran.code, ran.out) == (2, "")
    assert f"There is no command “{word}”." in ran.err
    assert ran.err.count("?") == bool(meant)
    assert f"Did you mean “{meant}”?" in ran.err or not meant


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("export --kind pho", ["photo"]),
        ("new pho", ["photo"]),
        ("explain contri", ["contributors"]),
        ("show mao", ["mao-zedong-nihongun"]),
        ("merge takyokuka takyo", ["takyokuka"]),
        ("new book --like siege", ["siege-of-changchun"]),
        ("cite --style apa no-such", []),
    ],
)
def test_words_are_completed(words: str, completed: list[str]) -> None:
    assert _completed(words, ROOT) == completed


def test_ids_of_another_folder_are_completed(tmp_path: Path) -> None:
    assert _completed("show siege", tmp_path) == []
    assert _completed(f"-C {ROOT} show siege", tmp_path) == ["siege-of-changchun"]


def _completed(words: str, folder: Path) -> list[str]:
    env = {
        "_EXPORTER_COMPLETE": "bash_complete",
        "COMP_WORDS": f"exporter {words}",
        "COMP_CWORD": str(len(words.split())),
    }
    code = "from exporter.cli.main import group; group(prog_name='exporter')"
    ran = run(sys.executable, "-c", code, cwd=folder, env=env)
    assert ran.err == ""
    return [line.removeprefix("plain,") for line in ran.out.split()]


def test_formats_explains_what_it_lists(catalogue: Path) -> None:
    ran = exporter("-C", catalogue, "formats")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("A field that a format loses has no place in it.")
    assert "*," not in ran.out
    assert ": *" not in ran.out
    text = " ".join(ran.out.split())
    assert "(*.bib) BibTeX, for LaTeX" in text
    bibtex = text.partition("(*.bib) BibTeX, for LaTeX")[2]
    lost, _, weakened = bibtex.partition(" loses: ")[2].partition(" weakens: ")
    fields = lost.split(", ")
    assert "fields that a catalogue's own schemas add" in weakened
    assert {"distinct_from", "found", "inferred"} <= set(fields)
    assert "title" not in fields


@pytest.mark.parametrize(
    ("command", "meaning"), [("export", "The format to write: bibtex"), ("cite", "The style: apa")]
)
def test_an_option_that_is_missing_is_explained(command: str, meaning: str) -> None:
    ran = exporter(command)
    assert (ran.code, ran.out) == (2, "")
    assert "Missing option" in ran.err
    assert meaning in ran.err


@pytest.mark.parametrize(
    ("name", "begins", "has"),
    [
        ("issued", "issued (Date of publication)\n\n", "For example: 2021-08-27"),
        ("isbn", "identifiers.isbn (ISBN)\n\n", "In records of works."),
        ("identifiers.isbn", "identifiers.isbn (ISBN)\n\n", "10 or 13 digits"),
        ("born", "born (Born)\n\n", "In records of kind person."),
        ("role", "contributors.role (Role)\n\n", "One of: abridger · actor · "),
        ("contributors", "contributors (Contributors)\n\n", "\n  role     "),
        ("publisher", "publisher (Publisher)\n\n", "Instead of text, it can have these fields, *"),
        ("event", "The fields of a record of kind event", "\nevent (Event)\n\nThe conference, "),
        ("book", "The fields of a record of kind book", "\nFor example:\n\nid: "),
    ],
)
def test_a_field_is_explained(name: str, begins: str, has: str) -> None:
    ran = exporter("explain", name, cwd=ROOT)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(begins)
    assert has in ran.out
    assert ran.out.count(f"\n{name} (") <= 1


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("author", "a term of “contributors.role” in a record of kind article: exporter explain"),
        ("DOI", "that is “identifiers.doi”: exporter explain identifiers.doi"),
        ("Publisher", "did you mean “publisher”?"),
        ("Verlag", "that is “publisher”: exporter explain publisher"),
        ("letter", "did you mean “manuscript”, with the type “personal_communication”?"),
        ("invalid-dat", "did you mean “invalid-date”?"),
    ],
)
def test_another_word_is_explained(word: str, hint: str) -> None:
    ran = exporter("explain", word, cwd=ROOT)
    assert ran.code == 2
    assert hint in ran.err


def test_the_list_of_checks_has_columns() -> None:
    lines = exporter("explain", cwd=ROOT).out.splitlines()
    assert len(lines) > 50
    for line in lines:
        assert re.fullmatch(r"[a-z0-9-]+ +(error|warning|information) +[A-Z].*", line), line
