"""The rules of the house, over the package as it is: every module, format, table, term and import."""

from __future__ import annotations

import ast
import json
import shutil
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from exporter.export import registry as formats
from exporter.export.crosswalk import Match, Row
from exporter.model.vocabularies import vocabulary
from exporter.records.loader import read_schemas
from exporter.records.schema import Field, Schemas
from tests.conftest import ROOT, exporter, run
from tests.test_golden import own_formats

MODULES = sorted((ROOT / "exporter").rglob("*.py"))
SHAPELESS = {
    "base",
    "common",
    "data",
    "handler",
    "handlers",
    "helper",
    "helpers",
    "info",
    "manager",
    "misc",
    "utils",
}
NAMES = own_formats()


@cache
def schemas() -> Schemas:
    return read_schemas(ROOT)


def kinds(noun: str) -> list[str]:
    return [kind for kind in schemas().kinds if schemas().noun(kind) == noun]


def fields(noun: str) -> dict[tuple[str, ...], Field]:
    """Give the fields of all works or all agents, by their path without list places and language tags."""
    return {
        tuple(step for step in path if step != "*"): field
        for kind in kinds(noun)
        for path, field in schemas().fields(kind).items()
    }


def enums(*path: str) -> Iterator[list[str]]:
    """Give the words that each kind allows at a place."""
    for kind in schemas().kinds:
        field = schemas().fields(kind).get(path)
        if field and field.keyword("enum"):
            yield field.keyword("enum")


def schemes() -> set[str]:
    """Give the schemes of identifiers that some kind of record knows."""
    return {
        path[1]
        for noun in ("work", "agent")
        for path in fields(noun)
        if path[0] == "identifiers" and path[1:]
    }


def terms(name: str) -> set[str]:
    """Give the terms that a table may have rows for, by the name of the vocabulary in its first column."""
    if name in {"work", "agent"}:
        return {"/".join(path) for path in fields(name)}
    if name == "status":
        return {word for words in enums("status") for word in words}
    return set(vocabulary(f"{name}s"))


OURS = ("work", "agent", "type", "role", "scheme", "status", "intent")
"""The vocabularies that are the same for all formats. A format may have others of its own, which its code names."""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_its_purpose_in_its_first_line(path: Path) -> None:
    purpose = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n")[0]
    assert purpose.endswith(".")


def test_a_module_is_named_after_its_idea() -> None:
    named = {part for path in MODULES for part in path.relative_to(ROOT).with_suffix("").parts}
    assert named & SHAPELESS == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_format_is_whole(name: str) -> None:
    format: Any = formats.format_named(name)
    assert format.__doc__
    assert format.SUFFIX.startswith(".")
    assert format.MEDIA_TYPE.count("/") == 1
    assert callable(format.render_work)
    assert callable(format.render_document)
    assert formats.tables(name)
    assert (ROOT / "tests" / "golden" / name).is_dir()


def test_a_table_belongs_to_a_format() -> None:
    """Every table below exporter/export is read by some format."""
    tables = set((ROOT / "exporter" / "export").rglob("*.tsv"))
    assert tables == {Path(str(table)) for name in NAMES for table in formats.tables(name)}
    assert {path.name for path in (ROOT / "tests" / "golden").iterdir()} == {
        *NAMES,
        "catalogue",
        "rare",
    }


def rows(name: str) -> list[Row]:
    return list(formats.crosswalk(name))


def code(name: str) -> str:
    """Return the code of a format: its module, or all modules of the folder of its standard."""
    module = ROOT.joinpath(*formats.names()[name].split(".")).with_suffix(".py")
    if module.parent == ROOT / "exporter" / "export":
        return module.read_text("utf-8")
    return "".join(file.read_text("utf-8") for file in sorted(module.parent.glob("*.py")))


@pytest.mark.parametrize("name", NAMES)
def test_a_row_has_a_match_a_source_and_a_vocabulary(name: str) -> None:
    assert rows(name)
    for row in rows(name):
        assert row.match in get_args(Match), row
        assert row.source.strip(), row
        assert row.vocabulary in OURS or f'"{row.vocabulary}"' in code(name), row
        assert row.theirs or row.match == "none" or row.vocabulary not in OURS, row


@pytest.mark.parametrize("name", NAMES)
def test_a_row_is_about_something_that_exists_and_the_only_one(name: str) -> None:
    seen = [(row.vocabulary, row.ours) for row in rows(name)]
    assert sorted(seen) == sorted(set(seen))
    for ours, term in seen:
        assert ours not in OURS or term == "*" or term in terms(ours), (ours, term)


@pytest.mark.parametrize("name", NAMES)
def test_a_new_kind_needs_no_row_and_no_code(name: str, catalogue: Path) -> None:
    """Its schema is enough: it is exported by its type, and a field that no table knows is reported as lost."""
    shutil.copytree(ROOT / "schemas", catalogue / "schemas")
    schema = json.loads((ROOT / "schemas" / "book.schema.json").read_text("utf-8"))
    schema["catalogued"] = {"as": "work", "folder": "theses", "type": "thesis"}
    schema["properties"] = {"kind": {"const": "thesis"}, "degree": {"type": "string"}}
    (catalogue / "schemas" / "thesis.schema.json").write_text(json.dumps(schema))
    (catalogue / "records" / "theses").mkdir()
    (catalogue / "records" / "theses" / "a-thesis.yaml").write_text(
        "id: a-thesis\nkind: thesis\nlanguage: en\ntitle: On Tea\ndegree: Doctor of Tea\n"
        "contributors: [{agent: li-wei, role: author}]\npublisher: tea-board\nissued: 2001\n"
        "identifiers: {doi: 10.1000/182}\n"
    )
    ran = exporter("-C", catalogue, "export", "--format", name, "--losses", "-", "a-thesis")
    assert ran.code == 0, ran.err
    assert "On" in ran.out
    fate = "weakened" if name == "tei" else "lost"
    assert f"records/theses/a-thesis.yaml:5:9: {fate}: a-thesis/degree: Doctor of Tea:" in ran.err


@pytest.mark.parametrize("noun", ["work", "agent"])
@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_a_record_has_a_row(name: str, noun: str) -> None:
    """The row of the nearest field around it will do."""
    known = {row.ours for row in rows(name) if row.vocabulary == noun}
    missing = [
        path
        for path in fields(noun)
        if not any("/".join(path[:end]) in known for end in range(1, len(path) + 1))
    ]
    assert missing == []


@pytest.mark.parametrize("ours", ["type", "role", "scheme", "status"])
@pytest.mark.parametrize("name", NAMES)
def test_every_term_has_a_row(name: str, ours: str) -> None:
    known = {row.ours for row in rows(name) if row.vocabulary == ours}
    assert "*" in known or terms(ours) - known == set()


def test_a_term_has_a_source_and_stands_once() -> None:
    for name in ("types", "roles", "schemes", "intents", "babel"):
        table = (
            (ROOT / "exporter" / "model" / "vocabularies" / f"{name}.tsv")
            .read_text("utf-8")
            .splitlines()
        )
        assert len(table) - 1 == len(vocabulary(name))
        assert all(row["source"].strip() for row in vocabulary(name).values())


def test_the_schemas_allow_the_terms_of_the_vocabularies() -> None:
    """What a record may say and what the tables know are one list."""
    assert list(enums("contributors", "*", "role")) == [list(vocabulary("roles"))] * len(
        kinds("work")
    )
    assert list(enums("citations", "*", "intent")) == [list(vocabulary("intents"))]
    assert schemes() == set(vocabulary("schemes"))
    assert {word for words in enums("type") for word in words} == set(vocabulary("types"))


def test_a_kind_says_how_it_is_catalogued() -> None:
    """A work has a type: one that each record says, or one for all records of the kind."""
    assert set(schemas().kinds) == {*kinds("work"), *kinds("agent")}
    folders = [schemas().catalogued(kind)["folder"] for kind in schemas().kinds]
    assert len(set(folders)) == len(folders)
    for kind in kinds("work"):
        said = schemas().fields(kind).get(("type",))
        assert said.required if said else schemas().catalogued(kind)["type"] in vocabulary("types")


def test_imports_point_one_way() -> None:
    """The contracts stand in pyproject.toml: commands, steps, formats and checks, vocabularies and syntax, model."""
    command = "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache', '--no-logo'])"
    ran = run(sys.executable, "-c", command)
    assert ran.code == 0, ran.out
    assert "0 broken" in ran.out


@pytest.mark.parametrize(
    ("typed", "offered", "needless"),
    [
        ("exporter val", "plain,validate\n", ("exporter.cli.validate",)),
        (
            "exporter export --format bibl",
            "plain,biblatex\nplain,biblatex-ms\n",
            ("exporter.export.registry.", "exporter.model.work"),
        ),
    ],
)
def test_names_are_completed_without_importing_what_they_name(
    typed: str, offered: str, needless: tuple[str, ...]
) -> None:
    code = (
        "import sys; from exporter.cli.main import group\n"
        "try:\n    group(prog_name='exporter')\n"
        f"finally:\n    print([each for each in sys.modules if each.startswith({needless})], file=sys.stderr)"
    )
    words = {
        "_EXPORTER_COMPLETE": "bash_complete",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(typed.count(" ")),
    }
    ran = run(sys.executable, "-c", code, env=words)
    assert (ran.out, ran.err) == (offered, "[]\n")
