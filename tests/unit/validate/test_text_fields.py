"""Checks of texts look at every field that holds text, also in the kinds of a catalogue's own
schemas.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from exporter.validate.pipeline import validate_catalogue
from tests.conftest import ROOT

FAULTS = {
    "mojibake": "Doktor der Philosophie Ã¼ber Tee",
    "markup-in-text": "Doctor of <u>Tea</u>",
    "mixed-quotes": "Doctor of “Tea",
    "stray-space": "Doctor  of Tea",
    "not-nfc": "Docteur en the\u0301",
    "invisible-character": "Doctor of\u200b Tea",
    "full-width-latin": "ＴＥＡ 博士",
}


def found(folder: Path, motto: dict[str, Any], text: str) -> set[str]:
    """Return the names of the findings in a record of kind zine whose field `motto` has a schema."""
    shutil.copytree(ROOT / "schemas", folder / "schemas")
    book = json.loads((ROOT / "schemas" / "book.schema.json").read_text("utf-8"))
    book["catalogued"] = {"as": "work", "folder": "zines", "type": "book"}
    book["properties"] = {"kind": {"const": "zine"}, "motto": motto}
    (folder / "schemas" / "zine.schema.json").write_text(json.dumps(book), "utf-8")
    (folder / "records" / "zines").mkdir(parents=True)
    record = {"id": "t", "kind": "zine", "language": "de", "title": "Tee", "motto": text}
    file = folder / "records" / "zines" / "t.yaml"
    file.write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    return {finding.name for finding in validate_catalogue(folder).findings}


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize(
    "motto",
    [
        {"type": "string"},
        {"type": "string", "pattern": r"\S"},
        {"type": "string", "pattern": "^.{3,200}$"},
        {"type": ["string", "null"], "minLength": 1},
    ],
    ids=["no-pattern", "some-text", "a-length", "two-types"],
)
def test_text_of_a_field_of_a_catalogue_is_checked(
    motto: dict[str, Any], name: str, tmp_path: Path
) -> None:
    assert found(tmp_path, motto, FAULTS[name]) == {name}


@pytest.mark.parametrize(
    "motto",
    [
        {"type": "string", "textual": False},
        {"type": "string", "pattern": "^D"},
        {"type": "string", "enum": [FAULTS["stray-space"]]},
        {"type": "string", "const": FAULTS["stray-space"]},
        {"type": "string", "format": "a-code"},
    ],
    ids=["textual-false", "pattern", "enum", "const", "format"],
)
def test_a_field_of_codes_is_not_text(motto: dict[str, Any], tmp_path: Path) -> None:
    assert found(tmp_path, motto, FAULTS["stray-space"]) == set()


def test_a_schema_can_call_a_field_textual(tmp_path: Path) -> None:
    motto = {"type": "string", "pattern": "^D", "textual": True}
    assert found(tmp_path, motto, FAULTS["stray-space"]) == {"stray-space"}
