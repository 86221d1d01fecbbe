"""The schemas are right by the standard, tell an editor what it shows, and judge as this program
does.

An editor (yaml-language-server) and any validator of JSON Schema read the same files;
check-jsonschema, which was not written here, stands for them.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from exporter.records.finding import Severity
from exporter.records.loader import read_schemas
from exporter.records.schema import SUFFIX
from exporter.validate.checks import checks_with
from exporter.validate.pipeline import validate_catalogue
from exporter.validate.record import format_fault, formats_of, severity
from tests.conftest import ROOT, run
from tests.unit.validate.test_checks import CASES, judged

SCHEMAS = read_schemas(ROOT)
FILES: Mapping[str, Any] = SCHEMAS.files
SHARED = {name for name, file in FILES.items() if "catalogued" not in file}
"""The schemas that are parts of others."""

Way = tuple[str, ...]


def subschemas(name: str) -> Iterator[tuple[Way, Any]]:
    """Yield each subschema of a file with the way to it."""

    def walk(schema: Any, way: Way) -> Iterator[tuple[Way, Any]]:
        yield way, schema
        for word in ("properties", "$defs"):
            for key, inner in schema.get(word, {}).items():
                yield from walk(inner, (*way, word, key))
        for word in ("items", "additionalProperties", "propertyNames"):
            if isinstance(schema.get(word), Mapping):
                yield from walk(schema[word], (*way, word))
        for place, inner in enumerate(schema.get("anyOf", ())):
            yield from walk(inner, (*way, "anyOf", str(place)))

    yield from walk(FILES[name], ())


ALL = [(name, way, schema) for name in FILES for way, schema in subschemas(name)]
IDS = ["/".join((name.removesuffix(SUFFIX), *way)) for name, way, _ in ALL]
FIELDS = [
    pytest.param(name, schema, id=id)
    for (name, way, schema), id in zip(ALL, IDS, strict=True)
    if len(way) > 1 and way[-2] == "properties"
]


def opened(name: str, schema: Any) -> list[Any]:
    """Return a subschema and what its references lead to, the outermost first."""
    found = [schema]
    while reference := found[-1].get("$ref"):
        file, _, way = reference.partition("#")
        name = file or name
        target = FILES[name]
        for step in way.strip("/").split("/") if way else ():
            target = target[step]
        found.append(target)
    return found


def said(name: str, schema: Any, word: str) -> Any:
    return next((each[word] for each in opened(name, schema) if word in each), None)


@cache
def registry() -> Registry[Any]:
    return Registry().with_resources(
        (name, DRAFT202012.create_resource(dict(file))) for name, file in FILES.items()
    )


def test_there_are_schemas() -> None:
    assert set(FILES) - SHARED == {kind + SUFFIX for kind in SCHEMAS.kinds}
    assert {SCHEMAS.noun(kind) for kind in SCHEMAS.kinds} == {"work", "agent", "place", "concept"}
    assert len(ALL) > 1_000
    assert len(FIELDS) > 500


@pytest.mark.parametrize("name", FILES)
def test_meta_schema(name: str) -> None:
    assert FILES[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(
        FILES[name], format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def test_meta_schema_says_check_jsonschema() -> None:
    ran = run(
        sys.executable,
        "-m",
        "check_jsonschema",
        "--check-metaschema",
        *sorted((ROOT / "schemas").glob("*.json")),
    )
    assert (ran.code, ran.out) == (0, "ok -- validation done\n")


@pytest.mark.parametrize(("name", "schema"), FIELDS)
def test_a_field_says_what_it_is(name: str, schema: Any) -> None:
    """What an editor shows beside a field: its name, a sentence, and how it is written."""
    title, description, examples = (
        said(name, schema, word) for word in ("title", "description", "examples")
    )
    assert title
    assert len(description.split()) >= 3
    assert description.endswith(".")
    assert not re.search(r"\s\s|\.\.$", description)
    assert examples


@pytest.mark.parametrize(
    ("name", "way", "example"),
    [
        pytest.param(name, way, example, id=f"{id} {json.dumps(example, ensure_ascii=False)[:40]}")
        for (name, way, schema), id in zip(ALL, IDS, strict=True)
        for example in schema.get("examples", ())
    ],
)
def test_an_example_is_right(name: str, way: Way, example: Any) -> None:
    """By the rules of the place in which it stands, those of its format included."""
    reference = "/".join((f"{name}#", *way))
    validator = Draft202012Validator({"$ref": reference}, registry=registry())
    assert list(validator.iter_errors(example)) == []
    schema: Any = FILES[name]
    for step in way:
        schema = schema[int(step) if isinstance(schema, list) else step]
    if isinstance(example, str):
        assert format_fault(str(said(name, schema, "format")), example) is None


@pytest.mark.parametrize("kind", SCHEMAS.kinds)
def test_the_example_of_a_kind_is_a_right_record(kind: str, tmp_path: Path) -> None:
    assert FILES[kind + SUFFIX]["examples"]
    for example in FILES[kind + SUFFIX]["examples"]:
        records = tmp_path / "records"
        records.mkdir(exist_ok=True)
        (records / f"{example['id']}.yaml").write_text(
            json.dumps(example, ensure_ascii=False), "utf-8"
        )
        found = {
            each.name
            for each in validate_catalogue(tmp_path).findings
            if severity(each) is Severity.ERROR
        }
        assert found <= {"dangling-reference"}


@pytest.mark.parametrize(
    "schema",
    [
        pytest.param(schema, id=id)
        for (name, _, schema), id in zip(ALL, IDS, strict=True)
        if "properties" in schema and not (name in SHARED and schema is FILES[name])
    ],
)
def test_a_group_is_closed(schema: Any) -> None:
    """So that a misspelt field is found. What kinds share is closed by each kind."""
    assert schema.get("additionalProperties", schema.get("unevaluatedProperties")) is False


def test_each_format_has_its_check() -> None:
    """A format is a word that a validator may not know; here each is known."""
    known = {word for check in checks_with("on_value").values() for word in formats_of(check)}
    assert {schema["format"] for _, _, schema in ALL if "format" in schema} <= known


def test_a_pattern_is_written_for_every_dialect() -> None:
    """No class that one engine extends to all of Unicode and another does not.

    Anchored, since JSON Schema searches.
    """
    patterns = {(name, *way): schema["pattern"] for name, way, schema in ALL if "pattern" in schema}
    assert patterns
    for place, pattern in patterns.items():
        assert not re.search(r"\\[wWdDbBZA]|\(\?", pattern), place
        assert pattern == r"\S" or re.fullmatch(r"\^.*\$", pattern), place


# The same verdict


BY_SCHEMA = {
    "unknown-field",
    "contradicting-fields",
    "missing-field",
    "wrong-type",
    "empty-value",
    "unknown-term",
    "malformed-value",
    "repeated-value",
}

"""What a schema finds.

It knows no other record (dangling-reference, duplicate-id), no calendar (invalid-date), no
register of languages (unknown-language), no check digit, and not how a record is written
(duplicate-key, yaml-tag)."""

OTHERWISE = {
    "wrong-type/a-date-with-a-decimal-point-and-zero": "for JSON Schema 2021.0 is an integer",
    "wrong-type/right-numbers-that-yaml-1-2-reads-as-text": "ruamel reads 1_000, 0b11 and 0o9 as YAML 1.1 did",
    "ambiguous-scalar/a-number-with-an-underscore": "ruamel reads it as YAML 1.1 did, of which the finding warns",
    "ambiguous-scalar/signs-with-a-meaning": "ruamel reads = and << as YAML 1.1 did, of which the finding warns",
    "unknown-field/a-merge-of-another-group": "ruamel merges <<, which YAML 1.2 does not know",
    "malformed-value/an-id-with-a-line-break-at-its-end": "in Python $ also matches before a line break at the end",
}
"""Where check-jsonschema judges otherwise, and why no schema can change it."""


def verdicts(kind: str, paths: list[Path]) -> dict[str, bool]:
    """Return for each record whether check-jsonschema calls it valid."""
    if not paths:
        return {}
    schema = ROOT / "schemas" / f"{kind}{SUFFIX}"
    command = (sys.executable, "-m", "check_jsonschema", "--output-format", "json")
    ran = run(*command, "--schemafile", schema, *paths)
    report = json.loads(ran.out)
    wrong = set()
    for each in (*report.get("errors", ()), *report.get("parse_errors", ())):
        wrong.add(each["filename"])
    assert ran.code == (1 if wrong else 0), ran.err
    assert wrong <= {str(path) for path in paths}
    return {str(path): str(path) not in wrong for path in paths}


def by_kind(paths: list[Path]) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in paths:
        match = re.search(
            r"^\ufeff?[{]?.*?\bkind: \"?([a-z]+)\b",
            path.read_text("utf-8", "replace"),
            re.MULTILINE,
        )
        found.setdefault(match[1] if match else "", []).append(path)
    return found


@pytest.mark.parametrize(
    "root", [ROOT, ROOT / "tests" / "golden" / "catalogue"], ids=["records", "golden"]
)
def test_right_records(root: Path) -> None:
    records = by_kind(sorted((root / "records").rglob("*.yaml")))
    assert records
    assert set(records) <= set(SCHEMAS.kinds)
    for kind, paths in records.items():
        assert set(verdicts(kind, paths).values()) == {True}


def errors(case: Path) -> set[str]:
    return {each.name for each in judged(case) if severity(each) is Severity.ERROR}


def test_wrong_records() -> None:
    """check-jsonschema refuses the records that only a schema can refuse, and accepts the right
    ones.
    """
    count, differ = 0, []
    cases = by_kind(CASES)
    for kind in SCHEMAS.kinds:
        found = {case: errors(case) for case in cases.get(kind, ())}
        comparable = [case for case in found if not found[case] - BY_SCHEMA]
        valid = verdicts(kind, comparable)
        count += len(comparable)
        for case in comparable:
            if valid[str(case)] is bool(found[case]):
                differ.append(f"{case.parent.name}/{case.stem}")
    assert count > 200
    assert sorted(differ) == sorted(OTHERWISE)


@pytest.mark.parametrize(
    "rule",
    [
        {"oneOf": [{"required": ["place"]}, {"required": ["edition"]}]},
        {"anyOf": [{"properties": {"language": {"const": "ja"}}}]},
        {"if": {"required": ["title"]}, "then": {"required": ["place"]}},
        {"properties": {"title": {"minLength": 90}}},
        {"maxProperties": 3},
    ],
    ids=json.dumps,
)
def test_a_rule_of_a_catalogue_s_own_that_no_check_knows_is_told(
    rule: dict[str, Any], tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    path = tmp_path / "schemas" / "book.schema.json"
    schema = json.loads(path.read_text("utf-8"))
    properties = schema["properties"] | rule.get("properties", {})
    path.write_text(json.dumps(schema | rule | {"properties": properties}), "utf-8")
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "tea.yaml").write_text(
        "id: tea\nkind: book\nlanguage: en\ntitle: Tea\n", "utf-8"
    )
    (found,) = [
        each for each in validate_catalogue(tmp_path).findings if severity(each) is Severity.ERROR
    ]
    assert found.name in {"malformed-value", "missing-field"}
    assert "schema" in found.message + found.hint or found.name == "missing-field"


@pytest.mark.parametrize("other", ["cafe\u0301", "ｃａｆé", "CAFÉ"])
def test_names_of_a_catalogue_s_own_that_look_alike_are_one(other: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    path = tmp_path / "schemas" / "book.schema.json"
    schema = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(schema | {"unevaluatedProperties": {"type": "string"}}), "utf-8")
    (tmp_path / "records").mkdir()
    text = f"id: tea\nkind: book\nlanguage: en\ntitle: Tea\ncafé: a\n{other}: b\n"
    (tmp_path / "records" / "tea.yaml").write_text(text, "utf-8")
    (found,) = [
        each for each in validate_catalogue(tmp_path).findings if severity(each) is Severity.ERROR
    ]
    assert (found.name, found.position and found.position.line) == ("duplicate-key", 6)
