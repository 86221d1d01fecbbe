"""The tables of elements are complete: they name every element that the standard's own schema has."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from tests.support.coverage import elements
from tests.support.inputs import missing, official, program


def listed(format: str) -> set[str]:
    """Return the elements of a format that have a row."""
    return {each.element for each in elements() if each.format == format}


def first_steps(format: str) -> set[str]:
    """Return the first names in the paths of the elements of a format, without the terms of lists."""
    return {each.partition(":")[0].split("/")[0] for each in listed(format)}


def test_every_type_and_variable_of_csl_has_a_row() -> None:
    schema = json.loads(official("csl-data.json").read_text("utf-8"))
    variables = schema["items"]["properties"]
    types = variables["type"]["enum"]
    assert types
    assert {f"type: {each}" for each in types} - listed("csl-json") == set()
    assert set(variables) ^ first_steps("csl-json") == set()


def test_every_part_of_a_name_in_csl_has_a_row() -> None:
    schema = json.loads(official("csl-data.json").read_text("utf-8"))
    parts = set(schema["definitions"]["name-variable"]["anyOf"][0]["properties"])
    settings = {"comma-suffix", "static-ordering", "parse-names"}
    assert settings < parts
    assert {f"author/{each}" for each in parts - settings} - listed("csl-json") == set()


def of_tex(name: str, package: str) -> str:
    """Return the content of a file of TeX Live, or skip the test and name the Debian package that has it."""
    command = [program("kpsewhich", "texlive-binaries"), name]
    path = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    if not path:
        missing(name, f"apt-get install {package}")
    return Path(path).read_text("utf-8")


def declared(model: str, what: str) -> set[str]:
    """Return the names that a data model of biblatex declares: of entry types or of fields."""
    lists = re.findall(
        rf"^\\DeclareDatamodel{what}(?:\[[^]]*\])?\{{([^}}]*)\}}", model, re.MULTILINE
    )
    return {name.strip() for names in lists for name in names.split(",")}


def test_every_entry_type_and_field_of_biblatex_has_a_row() -> None:
    model = of_tex("blx-dm.def", "texlive-bibtex-extra")
    types, fields = declared(model, "Entrytypes"), declared(model, "Fields")
    assert {"book", "xdata"} < types
    assert {"title", "keywords"} < fields
    assert ({f"@{each}" for each in types} | fields) ^ listed("biblatex") == set()


def test_every_entry_type_and_field_of_bibtex_has_a_row() -> None:
    style = of_tex("plain.bst", "texlive-base")
    fields = set(re.findall(r"\w+", style.partition("ENTRY\n  {")[2].partition("}")[0]))
    makers = re.findall(r"^FUNCTION \{(\w+)\}\n\{ output\.bibitem", style, re.MULTILINE)
    assert "title" in fields
    assert "book" in makers
    others = {"@conference", "annote", "crossref"}  # told in BibTeXing 3
    known = {f"@{each}" for each in makers} | fields | others
    assert known ^ listed("bibtex") == set()
