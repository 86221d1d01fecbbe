"""A catalogue's own schemas may be anybody's: they are used, or refused with a word.

Nothing is fetched or endless.
"""

from __future__ import annotations

import copy
import json
import os
import random
import re
import socket
import sys
from itertools import product
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from exporter.model.linker import link
from exporter.model.records import Records
from exporter.records.dialect import meta_schema
from exporter.records.document import Document
from exporter.records.files import find_records
from exporter.records.finding import Severity
from exporter.records.loader import read_document, read_schemas
from exporter.records.schema import Schemas
from exporter.records.schema_errors import find_schema_error
from exporter.records.schema_patterns import find_pattern_error, pattern_matcher
from exporter.records.settings import Limits
from exporter.validate.record import severity
from tests.conftest import ROOT, exporter, run
from tests.support.findings import findings_in
from tests.support.hangs import not_hanging

FILES: dict[str, Any] = {name: dict(file) for name, file in read_schemas(ROOT).files.items()}
KIND = {
    "properties": {"kind": {"const": "book"}},
    "catalogued": {"as": "work", "folder": "books", "type": "book"},
}


def chain(links: int) -> dict[str, Any]:
    return {f"s{number}": {"$ref": f"#/$defs/s{number + 1}"} for number in range(links)} | {
        f"s{links}": {}
    }


def doubling(times: int) -> dict[str, Any]:
    twice = (
        {"properties": {name: {"$ref": f"#/$defs/s{n + 1}"} for name in "ab"}} for n in range(times)
    )
    return {f"s{n}": each for n, each in enumerate(twice)} | {f"s{times}": {}}


def nested(levels: int) -> dict[str, Any]:
    schema: dict[str, Any] = {}
    for _ in range(levels):
        schema = {"not": schema}
    return schema


HOSTILE: dict[str, tuple[Any, str]] = {
    "a reference to the network": ({"$ref": "https://example.org/schema.json"}, "leads nowhere"),
    "a reference to a file outside": ({"$ref": "../../../etc/passwd"}, "leads nowhere"),
    "a reference to a file by its address": ({"$ref": "file:///etc/passwd"}, "leads nowhere"),
    "a reference by an anchor": (
        {"$ref": "#here", "$defs": {"a": {"$anchor": "here"}}},
        "“$anchor” is not followed here",
    ),
    "an anchor": ({"$defs": {"a": {"$anchor": "here"}}}, "“$anchor” is not followed here"),
    "another address": ({"$id": "https://example.org/"}, "“$id” is not followed here"),
    "a dynamic reference": (
        {"$dynamicRef": "https://example.org/#meta"},
        "“$dynamicRef” is not followed here",
    ),
    "another draft": (
        {"$schema": "https://example.org/draft"},
        "“$schema” is not https://json-schema.org/draft/2020-12/schema",
    ),
    "another draft within": (
        {"$defs": {"a": {"$schema": "http://json-schema.org/draft-07/schema#"}}},
        "“$schema” is not",
    ),
    "a reference to itself": ({"$ref": "#"}, "contains itself"),
    "a reference round in a circle": (
        {"allOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": {"$ref": "#"}}},
        "itself",
    ),
    "a field that contains all fields": ({"items": {"$ref": "#"}}, "contains itself"),
    "a conditional circle": ({"if": {"not": {"$ref": "#"}}}, "contains itself"),
    "1,000 references one after another": (
        {"$ref": "#/$defs/s0", "$defs": chain(1_000)},
        "more than 100 steps",
    ),
    "fields that double 20 times": (
        {"$ref": "#/$defs/s0", "$defs": doubling(20)},
        "too many fields",
    ),
    "100 levels": (nested(100), "more than 50 levels deep"),
    "100 levels where no schema stands": (
        {"examples": [json.loads("[" * 100 + "]" * 100)]},
        "more than 50 levels deep",
    ),
    "a pattern that is none": ({"pattern": "("}, "a parenthesis is not closed"),
    "a catastrophic pattern for names": (
        {"patternProperties": {"^(a|aa)+$": {}}},
        "only one part may be repeated, and no group",
    ),
    "another catastrophic pattern for names": (
        {"contains": {"then": {"patternProperties": {"^a*a*a*$": {}}}}},
        "only one part may be repeated, and no group",
    ),
    "a pattern that is too long": ({"contains": {"then": {"pattern": "x" * 600}}}, "too long"),
    "a pattern that programs read differently": ({"pattern": "^(?=a)"}, "not every program"),
    "no choice": ({"anyOf": []}, "anyOf: JSON Schema does not allow [] here"),
    "a number of times that is none": (
        {"minItems": -1},
        "minItems: JSON Schema does not allow -1 here",
    ),
    "no list of words": ({"required": [[]]}, "required/0: JSON Schema does not allow [] here"),
}
HOSTILE |= {
    f"{word} with a wrong value": ({"$defs": {"a": {word: value}}}, f"“{word}” is not {what}")
    for word, value, what in (
        ("refersTo", "work", "a list of words"),
        ("alsoCalled", [1], "a list of words"),
        ("vocabulary", ["roles"], "a word"),
        ("uri", {}, "a web address"),
        ("textual", 1, "work, catalogue, true or false"),
        ("relation", "yes", "true or false"),
    )
}
CATALOGUED = KIND["catalogued"]
HOSTILE |= {
    f"the folder {folder!r}": (
        {"catalogued": {**CATALOGUED, "folder": folder}},
        "“folder” is that of the records",
    )
    for folder in (
        "..",
        "../../outside",
        "/tmp",
        "a/../../b",
        "a//b",
        "",
        ".",
        ".git",
        "a\\b",
        "c:",
        "a\n",
    )
}
NAMES = (
    "\x1b[31mred",
    "=HYPERLINK(1)",
    "::error::x",
    "a\n::error::x",
    "##[error]",
    "\u202e",
    "|x|",
    "+1",
    "-1",
    "@a",
    "",
)
HOSTILE |= {
    f"a field {name!r}": ({"properties": {**KIND["properties"], name: {}}}, "a field cannot")
    for name in NAMES
}


def test_a_kind_whose_name_a_terminal_would_obey() -> None:
    found = find_schema_error(
        {"\x1b[31m.schema.json": {**KIND, "properties": {"kind": {"const": "\x1b[31m"}}}}
    )
    assert found
    assert "a kind cannot have the name" in found.message


@pytest.mark.parametrize("what", HOSTILE)
def test_a_schema_that_is_refused(what: str) -> None:
    schema, says = HOSTILE[what]
    found = find_schema_error({**FILES, "book.schema.json": KIND | schema})
    assert found
    assert found.file == "book.schema.json"
    assert says in found.message


@pytest.mark.long
def test_without_jsonschema_rs_the_same_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no wheel of it, jsonschema and re take its place."""
    files = [{"book.schema.json": KIND | schema} for schema, _ in HOSTILE.values()]
    with_it = [find_schema_error(each) for each in files]
    monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    meta_schema.cache_clear()
    assert [find_schema_error(each) for each in files] == with_it
    assert find_schema_error(FILES) is None
    pattern_matcher.cache_clear()
    for pattern in ("^a+$", r"^a\\$", r"a\$", "b"):
        assert [pattern_matcher(pattern)(text) for text in ("a", "aa\n", "a\\", "a$", "ab")] == [
            re.search(pattern.replace("+$", r"+\Z"), text) is not None
            for text in ("a", "aa\n", "a\\", "a$", "ab")
        ]
    pattern_matcher.cache_clear()
    meta_schema.cache_clear()


def test_without_jsonschema_rs_a_catalogue_is_validated(catalogue: Path) -> None:
    (catalogue / "schemas").mkdir()
    for name, file in FILES.items():
        (catalogue / "schemas" / name).write_text(json.dumps(file), "utf-8")
    record = "id: case\nkind: book\nlanguage: en\ntitle: Tea\nurl: none\nvolume: 3\n"
    (catalogue / "records" / "books" / "case.yaml").write_text(record, "utf-8")
    code = (
        "import sys; sys.modules['jsonschema_rs'] = None; from exporter.cli.main import main; "
        "sys.argv = ['exporter', 'validate', '--format', 'json']; main()"
    )
    without = run(sys.executable, "-c", code, cwd=catalogue)
    assert without.code == 1, without.err
    assert '"malformed-value"' in without.out
    assert without.out == exporter("validate", "--format", "json", cwd=catalogue).out


@pytest.mark.parametrize(
    "content", ["[" * 100_000, '{"a":' * 100_000, "9" * 5_000, "\0", "\ufeff{}"]
)
def test_a_file_that_is_no_schema(content: str, catalogue: Path) -> None:
    (catalogue / "schemas").mkdir()
    (catalogue / "schemas" / "book.schema.json").write_text(content, "utf-8")
    ran = exporter("-C", catalogue, "validate")
    assert (ran.code, ran.out) == (2, "")
    assert re.search(r"book\.schema\.json(:1:1)? cannot be", ran.err)
    assert "bug" not in ran.err


def test_a_schema_that_is_no_ordinary_file_or_too_large(catalogue: Path) -> None:
    (catalogue / "schemas").mkdir()
    file = catalogue / "schemas" / "book.schema.json"
    for make in (
        lambda: os.mkfifo(file),
        lambda: file.symlink_to("/dev/zero"),
        lambda: file.symlink_to("/etc/passwd"),
        lambda: file.touch() or os.truncate(file, 1_000_000_000),
        file.mkdir,
    ):
        make()
        ran = exporter("-C", catalogue, "validate")
        assert (ran.code, ran.out) == (2, "")
        assert "book.schema.json cannot be read" in ran.err
        assert "bug" not in ran.err
        file.rmdir() if file.is_dir() else file.unlink()


def test_no_folder_of_schemas_outside_is_followed(catalogue: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (catalogue / "schemas").symlink_to(outside)
    ran = exporter("-C", catalogue, "validate")
    assert (ran.code, ran.out) == (2, "")
    assert "schemas is a link that leads out of the catalogue" in ran.err


def test_nothing_is_fetched(catalogue: Path) -> None:
    """Wherever an address may stand, nobody asks for what is there."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a.json"
        (catalogue / "schemas").mkdir()
        for word in (
            "$ref",
            "$schema",
            "$id",
            "$dynamicRef",
            "format",
            "title",
            "default",
            "unknown",
        ):
            for place in (
                {word: address},
                {"properties": {"kind": {"const": "book"}, "title": {word: address}}},
            ):
                file = catalogue / "schemas" / "book.schema.json"
                file.write_text(json.dumps(KIND | place), "utf-8")
                if not find_schema_error({"book.schema.json": KIND | place}):
                    documents = [each for each in DOCUMENTS if each.kind == "book"]
                    findings_in(documents, Schemas({"book.schema.json": KIND | place}))
        with pytest.raises(TimeoutError):
            server.accept()


DOCUMENTS = [
    each
    for path in find_records(ROOT / "tests" / "golden" / "catalogue")
    if isinstance(
        each := read_document(path, ROOT / "tests" / "golden" / "catalogue", Limits()), Document
    )
]
VALUES: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    1.5,
    "",
    "x",
    [],
    {},
    ["x"],
    [[]],
    {"x": 1},
    {"$ref": "#"},
    [{}],
    [1, 1],
]
VALUES += [{"type": "string"}, "https://example.org/", 10**30, "type", "^a|b$"]
KEYWORDS = (  # noqa: SIM905
    "$ref type enum const pattern properties items required allOf anyOf not if then $id $schema $defs catalogued "
    "refersTo format minItems uniqueItems additionalProperties unevaluatedProperties propertyNames dependentSchemas "
    "patternProperties prefixItems contains title description examples multipleOf minimum dependentRequired "
    "$dynamicRef $comment default deprecated readOnly contentEncoding $vocabulary"
).split()


def groups(value: Any) -> list[Any]:
    """List all that holds something, from the outside in."""
    if isinstance(value, dict):
        return [value, *(each for one in value.values() for each in groups(one))]
    if isinstance(value, list) and value:
        return [value, *(each for one in value for each in groups(one))]
    return []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_a_schema_with_anything_in_it_is_used_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    used = refused = 0
    for _ in range(60):
        files = copy.deepcopy(FILES)
        for _ in range(chance.choice((1, 1, 2))):
            group = chance.choice(groups(files[chance.choice(sorted(files))]))
            places = list(group) if isinstance(group, dict) else range(len(group))
            place = chance.choice(
                [*places, *(chance.sample(KEYWORDS, 2) if isinstance(group, dict) else ())]
            )
            group[place] = copy.deepcopy(chance.choice(VALUES))
        if find_schema_error(files):
            refused += 1
            continue
        schemas = Schemas(files)
        unsound = {
            each.path
            for each in findings_in(DOCUMENTS, schemas)
            if severity(each) is Severity.ERROR
        }
        link(Records(each for each in DOCUMENTS if each.path not in unsound), schemas)
        used += 1
    assert used > 10
    assert refused > 10


# Patterns


def patterns(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["pattern"]} if isinstance(value.get("pattern"), str) else set()
        return own.union(*(patterns(each) for each in value.values()))
    return set().union(*(patterns(each) for each in value)) if isinstance(value, list) else set()


OURS = sorted(patterns(FILES))
PARTS = (
    "",
    "a",
    "Z",
    "0",
    "9",
    "-",
    ".",
    "_",
    "Q",
    "10.",
    "/",
    "x",
    "i-",
    "https://",
    " ",
    "\t",
    "\n",
    "\r",
    "é",
    "茶",
)
PARTS += (
    "\U0001f375",
    "\xa0",
    "\u3000",
    "٣",
    "９",
    "[",
    "{",
    "?",
    "~",
    "%",
    ":",
    "+",
    "^",
    "|",
    "\\",
    '"',
    "<",
)


def test_there_are_patterns() -> None:
    assert len(OURS) > 8


@pytest.mark.parametrize("pattern", OURS)
def test_a_pattern_takes_no_longer_than_its_text(pattern: str) -> None:
    """With 200,000 characters of what it takes, and then one that it does not."""
    assert find_pattern_error(pattern) == ""
    compiled = jsonschema_rs.Draft202012Validator({"pattern": pattern})
    starts = ("", "10.1000/", "https://", "i-", "ja-", "Q", "a")
    parts = ("a", "0", "-a", ".a", "-", " ", "/", "aA0-", "ja-Latn-")
    with not_hanging():
        for start, part, end in product(starts, parts, ("", "\n", "!", "é", " ")):
            text = start + part * (200_000 // len(part)) + end
            assert pattern_matcher(pattern)(text) == compiled.is_valid(text)


@pytest.mark.parametrize("pattern", OURS)
def test_a_pattern_means_the_same_to_both_validators(pattern: str) -> None:
    compiled = jsonschema_rs.Draft202012Validator({"pattern": pattern})
    chance = random.Random(pattern)
    for _ in range(1_500):
        text = "".join(chance.choice(PARTS) for _ in range(chance.randrange(9)))
        assert pattern_matcher(pattern)(text) == compiled.is_valid(text), text


CATASTROPHIC = (
    "^(a+)+$", "(a|a)*$", "^(a|aa)+$", "^(a*)*b$", "(x+x+)+y", r"^\s*\s*$", r"\s+$", "^.*.*$", "^(a?){30}a{30}$",
    "^" + "a?" * 30 + "a{30}$", "^(.*,){11}P", "^([a-zA-Z0-9])(([-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}$",
    "^(?:.*a){1,2}$", "^(a|b|ab)*c$", "^[a-z]+[a-z0-9]+$", "^([a-z]+)*$", "^(a|b)*(b|c)*$",
)  # fmt: skip
NOT_ALIKE = (
    r"^\d+$", r"^\w$", r"^(?=a)", r"^(a)\1$", "[", "(", ")", "a**", "^a|b$", r"\p{L}", "a{3,1}", "a$b", "[a&&b]",
    "[[a]]", "[z-a]", "^a{,5}$", "^(?i)a$", "^a+?$", "^a++$", r"^\bx", r"\Z", "*", "a^", "[]a]", "\\",
)  # fmt: skip
ENDLESS = (
    "a{1,100000}",
    "((((a{1,100}){1,100}){1,100}){1,100})",
    "((((){1,99}){1,99}){1,99}){1,99}",
    "x" * 600,
)
ENDLESS += ("(" * 5_000 + ")" * 5_000,)
PLAIN = (
    r"^[^\n]+$", "^(ab|cd)*$", "^a{1,8}(-[a-z]{1,8})*$", r"^(ab|ac)*$", r"^\S+( \S+)*$", r"^.+$", "colou?r", "^a{2,}b$",
    r"^\u0041\x42$", "^[a-z]+@[a-z]+(\\.[a-z]+)+$", r"^(a|b)?c{2,}$", r"[^\s]", r"^\$[0-9]+\.[0-9]{2}$", "", "^$",
    r"a\$", "^(?:ab){0,3}$", "[a-]", r"^[\]\\^-]$",
)  # fmt: skip


@pytest.mark.parametrize("pattern", CATASTROPHIC)
def test_a_pattern_that_keeps_a_backtracking_search_busy(pattern: str) -> None:
    """It is searched in linear time, whatever the text."""
    assert find_pattern_error(pattern) == ""
    matches = pattern_matcher(pattern)
    with not_hanging():
        for part in ("a", "x", "aa", "ab", "a,", " ", "a-", "aB0_"):
            for end in ("", "!", "b", "c", "P", "y"):
                matches(part * 20_000 + end)


def test_a_record_that_keeps_a_backtracking_search_busy(catalogue: Path) -> None:
    (catalogue / "schemas").mkdir()
    for name, file in FILES.items():
        schema = json.loads(json.dumps(file))
        if name == "book.schema.json":
            schema["properties"]["edition"] = {"type": "string", "pattern": "^(a+)+$"}
        (catalogue / "schemas" / name).write_text(json.dumps(schema), "utf-8")
    record = f"id: busy\nkind: book\nlanguage: en\ntitle: Busy\nedition: {'a' * 5000}!\n"
    (catalogue / "records" / "books" / "busy.yaml").write_text(record, "utf-8")
    ran = exporter("-C", catalogue, "validate")
    assert ran.code == 1
    assert "busy.yaml:5:10: error: malformed-value" in ran.out


@pytest.mark.parametrize("pattern", NOT_ALIKE)
def test_a_pattern_that_programs_read_differently(pattern: str) -> None:
    assert find_pattern_error(pattern)
    assert "too long" not in find_pattern_error(pattern)


@pytest.mark.parametrize("pattern", ENDLESS, ids=lambda pattern: pattern[:20])
def test_a_pattern_that_is_too_long(pattern: str) -> None:
    with not_hanging():
        assert "too long" in find_pattern_error(pattern)


@pytest.mark.parametrize("pattern", PLAIN)
def test_a_plain_pattern(pattern: str) -> None:
    """It is taken, and means to each program what it means to the others."""
    assert find_pattern_error(pattern) == ""
    compiled = jsonschema_rs.Draft202012Validator({"pattern": pattern})
    chance = random.Random(pattern)
    letters = [
        *re.sub(r"[\\^$(){}|*+?\[\]]", "", pattern),
        "a",
        "b",
        "\n",
        "$",
        "\\",
        "-",
        "^",
        "]",
    ]
    for _ in range(500):
        text = "".join(chance.choice(letters) for _ in range(chance.randrange(8)))
        assert pattern_matcher(pattern)(text) == compiled.is_valid(text), text
