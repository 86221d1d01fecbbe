"""The command crosswalk: the same facts for people, spreadsheets and programs."""

from __future__ import annotations

import csv
import io
import json

import pytest

from exporter.export import registry as formats
from exporter.export.crosswalk_report import RENDERINGS, Fate, fates
from exporter.records.loader import read_schemas
from tests.conftest import ROOT, exporter

KINDS = read_schemas(ROOT).kinds


@pytest.mark.long
def test_every_field_of_every_kind_is_there_in_every_format() -> None:
    schemas = read_schemas(ROOT)
    found = json.loads(exporter("crosswalk", "--as", "json").out)
    told = {(each["kind"], each["field"], each["format"]) for each in found if not each["term"]}
    assert told == {
        (kind, "/".join(step for step in path if step != "*"), name)
        for kind in KINDS
        for path in schemas.fields(kind)
        if path[-1] != "*"
        for name in formats.names()
    }
    assert {each["fate"] for each in found} == {"carried", "less exact", "weakened", "lost"}
    roles = {
        each["term"]: each["goes_to"]
        for each in found
        if each["format"] == "bibtex" and "role" in each["field"]
    }
    assert (roles["addressee"], roles["composer"]) == ("note", "author")


def test_csv_and_json_say_the_same_every_time() -> None:
    asked = ("crosswalk", "--format", "marc", "--format", "dc", "--kind", "person")
    ran = exporter(*asked, "--as", "csv")
    assert ran == exporter(*asked, "--as", "csv", env={"PYTHONHASHSEED": "7"})
    rows = list(csv.DictReader(io.StringIO(ran.out), strict=True))
    assert rows == json.loads(exporter(*asked, "--as", "json").out)
    assert {row["format"] for row in rows} == {"marc", "dc"}
    assert {row["kind"] for row in rows} == {"person"}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    fate = Fate("work", "book", "title", "", "x", "carried", cell, "exact", 'says "so", and\nso')
    text = "".join(RENDERINGS["csv"]([fate]))
    row = next(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert row["goes_to"] == f"'{cell}"
    assert row["source"] == 'says "so", and\nso'


def test_a_bar_stays_in_its_cell() -> None:
    fate = Fate("work", "book", "title", "", "x", "carried", "a | b", "exact", "c | d")
    assert r"| work | `title` | carried | a \| b | c \| d |" in "".join(
        RENDERINGS["markdown"]([fate])
    )


def test_people_see_what_is_lost_and_how_a_role_is_weakened() -> None:
    lines = exporter("crosswalk", "--format", "bibtex").out.splitlines()
    assert "  found                  lost" in lines
    assert "  contributors/role “composer”: weakened: only as author" in lines


def test_a_wrong_name_is_told_the_right_one() -> None:
    ran = exporter("crosswalk", "--format", "marx")
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean “marc”?" in ran.err
    ran = exporter("crosswalk", "--kind", "bok")
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean “book”?" in ran.err
    assert fates(read_schemas(ROOT), ["marc"], []) == []
    ran = exporter("crosswalk", "--kind", "letter")
    assert "did you mean “manuscript”, with the type “personal_communication”?" in ran.err
