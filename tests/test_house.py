"""The rules of the house, over the package as it is: every module, format, table, term and import."""

from __future__ import annotations

import ast
import json
import shutil
import sys
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from exporter.export import registry as formats
from exporter.export.broadcast import PERFORMED
from exporter.export.crosswalk import Match, Row
from exporter.model.vocabularies import vocabulary
from exporter.records.loader import read_schemas
from exporter.records.schema import Schemas
from exporter.tables import read_table
from tests.conftest import ROOT, exporter, run
from tests.support.coverage import leads_to
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


def fields(noun: str) -> set[str]:
    """Return the names of the fields that a record of this noun can have."""
    return {name for kind in kinds(noun) for name in schemas().within(kind, ())}


def is_field(noun: str, path: str) -> bool:
    """Return whether a path of field names (`translation_of/language`) leads to a field of some
    kind.
    """
    return any(leads_to(schemas().root(kind), path.split("/")) for kind in kinds(noun))


def enum(*path: str | int) -> list[str]:
    """Return the words that books allow at a place."""
    field = schemas().field("book", path)
    assert field
    return list(field.keyword("enum"))


def terms(name: str) -> set[str]:
    """Return the terms that a table may have rows for, by the name of the vocabulary in its first
    column.
    """
    if name == "status":
        return set(enum("status"))
    if name == "scheme":
        return {
            scheme
            for kind in schemas().kinds
            for scheme in schemas().within(kind, ("identifiers",))
        }
    if name in {"seen", "heard", "read"}:
        return set(PERFORMED)
    return set(vocabulary(f"{name}s"))


VOCABULARIES = (
    *("work", "agent", "heading", "place", "concept"),
    *("type", "seen", "heard", "read", "role", "scheme", "status", "intent"),
)
"""The vocabularies that are the same for all formats. A format may have others of its own, which
its code names."""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_its_purpose_in_its_first_line(path: Path) -> None:
    purpose = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n")[0]
    assert purpose.endswith(".")


def test_no_conditional_expression_holds_another() -> None:
    """One says at a glance when each of two values is meant; two in one have to be worked out."""
    nested = []
    for path in [*MODULES, *(ROOT / "tests").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.IfExp):
                parts = (node.test, node.body, node.orelse)
                if any(isinstance(part, ast.IfExp) for part in parts):
                    nested.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert nested == []


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
    """Every table below exporter/export is read by some format, but for the lists of elements."""
    every = set((ROOT / "exporter" / "export").rglob("*.tsv"))
    tables = every - set((ROOT / "exporter" / "export").rglob("*coverage.tsv"))
    assert tables == {Path(str(table)) for name in NAMES for table in formats.tables(name)}
    folders = {path.name for path in (ROOT / "tests" / "golden").iterdir()}
    assert folders == {*NAMES, "catalogue", "rare", "everyday", "library"}


def rows(name: str) -> list[Row]:
    return list(formats.crosswalk(name))


def code(name: str) -> str:
    """Return the code of a format: its module, or all modules of the folder of its standard."""
    module = ROOT.joinpath(*formats.names()[name].split(".")).with_suffix(".py")
    files = [module]
    if module.parent != ROOT / "exporter" / "export":
        files = sorted(module.parent.glob("*.py"))
    files += sorted((ROOT / "exporter" / "export" / "citation").glob("*.py"))
    return "".join(file.read_text("utf-8") for file in files)


@pytest.mark.parametrize("name", NAMES)
def test_a_row_has_a_match_a_source_and_a_vocabulary(name: str) -> None:
    assert rows(name)
    for row in rows(name):
        assert row.match in get_args(Match), row
        assert row.source.strip(), row
        assert row.vocabulary in VOCABULARIES or f'"{row.vocabulary}"' in code(name), row
        assert row.target or row.match == "none" or row.vocabulary not in VOCABULARIES, row


@pytest.mark.parametrize("name", NAMES)
def test_a_row_is_about_something_that_exists_and_the_only_one(name: str) -> None:
    seen = [(row.vocabulary, row.term) for row in rows(name)]
    assert sorted(seen) == sorted(set(seen))
    for known, term in seen:
        if known in {"work", "agent", "heading", "place", "concept"}:
            noun = "agent" if known == "heading" else known
            assert term == "*" or is_field(noun, term), (known, term)
        elif known in VOCABULARIES:
            assert term == "*" or term in terms(known), (known, term)


IMPORT_TABLES = [
    path
    for path in sorted((ROOT / "exporter" / "importers").rglob("*.tsv"))
    if "vocabulary" in read_table(path)[0]
]


@pytest.mark.parametrize("path", IMPORT_TABLES, ids=lambda path: path.stem)
def test_a_term_of_a_source_has_one_row(path: Path) -> None:
    seen = [
        (row["vocabulary"], term) for row in read_table(path) for term in row["term"].split("|")
    ]
    assert [each for each, times in Counter(seen).items() if times > 1] == []


@pytest.mark.parametrize("path", IMPORT_TABLES, ids=lambda path: path.stem)
def test_a_row_of_a_source_names_its_reading_by_a_word_of_the_code(path: Path) -> None:
    folder = ROOT / "exporter" / "importers"
    code = "".join(each.read_text("utf-8") for each in sorted(folder.rglob("*.py")))
    fields = [row["target"] for row in read_table(path) if row["vocabulary"] == "field"]
    readings = {target.rpartition(" ")[0] for target in fields} - {""}
    unknown = [each for each in sorted(readings) if f'"{each}"' not in code]
    assert unknown == [] or path.stem == "unimarc"  # whose targets are fields of MARC 21


@pytest.mark.parametrize("name", NAMES)
def test_a_new_kind_needs_no_row_and_no_code(name: str, catalogue: Path) -> None:
    """Its schema is enough: it is exported by its type, and a field that no table knows is
    reported.

    The fate of such a field is in the row `work *`.
    """
    shutil.copytree(ROOT / "schemas", catalogue / "schemas")
    schema = json.loads((ROOT / "schemas" / "book.schema.json").read_text("utf-8"))
    schema["catalogued"] = {"as": "work", "folder": "zines", "type": "pamphlet"}
    schema["properties"] = {"kind": {"const": "zine"}, "paper": {"type": "string"}}
    (catalogue / "schemas" / "zine.schema.json").write_text(json.dumps(schema))
    (catalogue / "records" / "zines").mkdir()
    (catalogue / "records" / "zines" / "a-zine.yaml").write_text(
        "id: a-zine\nkind: zine\nlanguage: en\ntitle: On Tea\npaper: Rice paper\n"
        "contributors: [{agent: li-wei, role: author}]\npublisher: tea-board\nissued: 2001\n"
        "identifiers: {doi: 10.1000/182}\nurl: https://example.org/tea\n"
    )
    ran = exporter("-C", catalogue, "export", "--format", name, "--losses", "-", "a-zine")
    assert ran.code == 0, ran.err
    assert "On" in ran.out
    is_lost = formats.crosswalk(name).target("work", "*") == ""
    fate = "lost" if is_lost else "weakened"
    assert f"records/zines/a-zine.yaml:5:8: {fate}: a-zine/paper: Rice paper:" in ran.err


def known_fields(name: str, noun: str) -> set[str]:
    """Return the names of the fields for which a format's table has a row, or rows for what is
    inside.
    """
    return {row.term.split("/")[0] for row in rows(name) if row.vocabulary == noun}


COMPLETE: tuple[str, ...] = (
    *("csl-json", "csl-yaml", "ris", "hayagriva"),
    *("bibtex", "biblatex", "biblatex-ms"),
    *("dc", "dcterms"),
    *("marc", "marc-json", "marcxml"),
    "tei",
    "mods",
    "crossref",
    "datacite",
    "datacite-json",
    "turtle",
    "json-ld",
    "html",
    "schema-org",
)
"""The formats whose tables say of each field where it goes."""


@pytest.mark.parametrize("noun", ["work", "agent"])
@pytest.mark.parametrize("name", COMPLETE)
def test_every_field_of_a_record_has_a_row(name: str, noun: str) -> None:
    """At least each field that some table knows.

    `*` is for those that a catalogue's schema adds.
    """
    somewhere = {field for other in NAMES for field in known_fields(other, noun)}
    assert (fields(noun) & somewhere) - known_fields(name, noun) == set()


@pytest.mark.parametrize("term", ["type", "role", "scheme", "status"])
@pytest.mark.parametrize("name", NAMES)
def test_every_term_has_a_row(name: str, term: str) -> None:
    """If the table has any: a format without words for terms does not look them up."""
    known = {row.term for row in rows(name) if row.vocabulary == term}
    assert not known or "*" in known or terms(term) - known == set()


def test_a_term_has_a_source_and_stands_once() -> None:
    for name in ("types", "roles", "relations", "note_types", "intents", "babel"):
        table = (
            (ROOT / "exporter" / "model" / "vocabularies" / f"{name}.tsv")
            .read_text("utf-8")
            .splitlines()
        )
        assert len(table) - 1 == len(vocabulary(name))
        assert all(row["source"].strip() for row in vocabulary(name).values())


def test_the_schemas_allow_the_terms_of_the_vocabularies() -> None:
    """What a record may say and what the tables know are one list."""
    assert enum("contributors", 0, "role") == list(vocabulary("roles"))
    assert enum("citations", 0, "intent") == list(vocabulary("intents"))
    assert list(schemas().within("book", ("notes",))) == list(vocabulary("note_types"))
    source = schemas().field("source", ("type",))
    assert source
    assert source.keyword("enum") == list(vocabulary("types"))


def test_relations_and_the_schemas_agree() -> None:
    relations = vocabulary("relations")
    root = schemas().root("book")
    assert {name for name, field in root.children.items() if field.keyword("relation")} == set(
        relations
    )
    for name, row in relations.items():
        assert relations[row["inverse"]]["inverse"] == name


def test_a_kind_says_how_it_is_catalogued() -> None:
    """A work has a type: one that each record says, or one for all records of the kind."""
    nouns = ("work", "agent", "place", "concept")
    assert set(schemas().kinds) == {kind for noun in nouns for kind in kinds(noun)}
    folders = [schemas().catalogued(kind)["folder"] for kind in schemas().kinds]
    assert len(set(folders)) == len(folders)
    for kind in kinds("work"):
        said = schemas().field(kind, ("type",))
        assert said
        default = schemas().catalogued(kind).get("type")
        assert default in said.keyword("enum") if default else said.required


def test_imports_point_one_way(tmp_path: Path) -> None:
    """The contracts are in pyproject.toml.

    A format that is not named there is a standard of its own.
    """
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    layers = [layer for contract in contracts for layer in contract.get("layers", ())]
    (standards,) = [layer for layer in layers if "ris" in layer.split(" | ")]
    modules = {formats.names()[name].split(".")[2] for name in NAMES}
    assert set(standards.split(" | ")) <= modules
    config = tmp_path / "contracts.toml"
    config.write_text(text.replace(standards, " | ".join(sorted(modules))), "utf-8")
    command = "from importlinter.cli import lint_imports_command as lint; lint()"
    ran = run(sys.executable, "-c", command, "--no-cache", "--no-logo", config)
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
