"""What this reader reads, other readers of YAML read in the same way, if they read it at all.

They do not resolve plain scalars here, since most of them do so by YAML 1.1: compared are the
structure and the text of the scalars that are text here.
"""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML, YAMLError
from ruamel.yaml.error import ReusedAnchorWarning

from exporter.records.settings import Limits
from exporter.records.yaml import YamlError, load
from tests.conftest import ROOT
from tests.support.odd_records import records
from tests.unit.records.test_yaml import CASES

WORDS = (
    *(
        "no",
        "Yes",
        "on",
        "y",
        "true",
        "True",
        "tRue",
        "FALSE",
        "null",
        "Null",
        "nULL",
        "~",
        "none",
        "",
        "=",
        "<<",
    ),
    *(
        "0",
        "00",
        "01",
        "-0",
        "+1",
        "1",
        "12",
        "1941",
        "0123",
        "09",
        "0o17",
        "0x1F",
        "0b11",
        "1_000",
        "1:30",
        "1e3",
    ),
    *(
        "1.",
        ".5",
        "1.5",
        "-.inf",
        ".nan",
        ".",
        "..",
        "...",
        "-",
        "--",
        "---",
        "+",
        "1e400",
        "12345678901234567890123",
    ),
    *(
        "2021-08",
        "2021-08-27",
        "199X",
        "2021-08?",
        "1995/..",
        "2020-02-30",
        "- a",
        "a:",
        "a: b",
        ":",
        ": a",
        "?",
        "?a",
    ),
    *(
        "#a",
        " #a",
        "a #b",
        "a#b",
        "'a'",
        '"a"',
        '"a"#b',
        "'a' : b",
        "[a]",
        "[a]: b",
        "{a}",
        "{a: b}",
        "[a: b]",
        "a, b",
    ),
    *(
        "&a",
        "*a",
        "!a",
        "!!str 1",
        "%a",
        "@a",
        "`a",
        "|",
        ">",
        ">-",
        "a\tb",
        "\ufeff",
        "\u2028",
        "\x85",
        "茶",
        "1茶",
        "\\",
    ),
    *(
        "a!",
        "a! b",
        "a & b",
        "R&D",
        "a *b",
        "b%",
        "a @b",
        "a | b",
        "a !b",
        "1 &b",
        "茶!",
        "a  &b",
        "'a' &b",
        "a: &b c",
    ),
    *(
        r'"\_"',
        r'"a\"b"',
        r'"\\"',
        r'"\n"',
        r'"\t"',
        r'"\/"',
        r'"\x41"',
        r'"\\x85"',
        r'"\N"',
        r"a\_",
        r"'\'",
        r"\_: b",
    ),
)
FORMS = (
    *(
        "a: {}\n",
        "a: {}",
        "{}: a\n",
        "- {}\n",
        "a:\n  - {}\n  - b\n",
        "a: [{}, b]\n",
        "a: {{b: {}}}\n",
        "{{{}: a}}\n",
    ),
    *(
        "{{{}}}\n",
        "a: {{b, {} }}\n",
        "a: {{{}, b: c}}\n",
        "a: {{b: {{c: d}}, {} # e\n  }}\n",
        "a: {{ # b\n  {}}}\n",
    ),
    *(
        "a:\n  {}\n",
        "a: b\n  {}\n",
        "{}\n",
        "a: {} b\n",
        "a: {} # b\n",
        "a: {}: b\n",
        "a:\n{}: b\n",
        "'a': {}\n",
    ),
    *(
        '{{"a":{}}}\n',
        "{{'a':{}, b: c}}\n",
        '{{"a":[{}]}}',
        '{{"a":\n{}}}',
        '{{"a"\n:{}}}',
        "[[]:{}]",
        "{{a:{}}}",
    ),
)


def pyyaml(text: str) -> Any:
    """Read with the parser in Python, which is not the one that is used here (libyaml)."""
    return yaml.load(text, yaml.BaseLoader)


def ruamel(text: str) -> Any:
    reader = YAML(typ="base", pure=True)
    reader.version = (1, 2)
    with warnings.catch_warnings(action="ignore", category=ReusedAnchorWarning):
        return reader.load(io.StringIO(text))


def same(term: Any, target: Any) -> bool:
    if isinstance(term, dict):
        return (
            isinstance(target, dict)
            and list(term) == list(target)
            and all(same(value, target[key]) for key, value in term.items())
        )
    if isinstance(term, list):
        return (
            isinstance(target, list)
            and len(term) == len(target)
            and all(same(*pair) for pair in zip(term, target, strict=True))
        )
    if isinstance(term, str):
        return term == target
    return isinstance(target, str)


def agreeing(text: str) -> int:
    """Compare the readers, and return how many of the others read the text as well."""
    try:
        term = load(text, Limits())
    except YamlError:
        return 0
    number = 0
    for reader in (pyyaml, ruamel):
        try:
            target = reader(text)
        except (yaml.YAMLError, YAMLError):
            continue
        assert same(term, target), (reader, text)
        number += 1
    return number


def texts(folder: Path) -> list[str]:
    return [path.read_bytes().decode("utf-8", "replace") for path in sorted(folder.rglob("*.yaml"))]


def test_the_catalogue_is_read_by_all() -> None:
    found = texts(ROOT / "records")
    assert found
    assert all(agreeing(text) == 2 for text in found)


@pytest.mark.parametrize("folder", ["findings", "golden/catalogue"])
def test_right_and_wrong_records(folder: str) -> None:
    assert sum(map(agreeing, texts(ROOT / "tests" / folder))) > 1


def test_the_official_suite() -> None:
    read = [agreeing((folder / "in.yaml").read_bytes().decode()) for folder in CASES.values()]
    assert sum(read) > 1 or not CASES


@settings(max_examples=150, deadline=None)
@given(records())
def test_records_written_in_odd_ways(text: str) -> None:
    agreeing(text)


@pytest.mark.parametrize("form", FORMS)
def test_words_in_every_place(form: str) -> None:
    for word in WORDS:
        agreeing(form.format(word))


def test_most_words_are_compared() -> None:
    assert sum(agreeing(f"a: {word}\n") for word in WORDS) > len(WORDS)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from((*WORDS, *"\n\n\n::  ,,[]{}-", "\n  ", ": ", "- ", "a", "b")), max_size=14
    ).map("".join)
)
@example("a: {b: c}\n")
@example("a:\n  01  \n")
@example("a: [01 , 1]\n")
@example("a: 01 # b\n")
@example("&a?no")
@example("&aa:a:")
@example("a: [&b c, *b?]\n")
def test_any_text(text: str) -> None:
    agreeing(text)


def test_it_goes_no_deeper_than_its_limit() -> None:
    for one in ("[", "{a: ", "- "):
        with pytest.raises(YamlError):
            load(f"a: {one * 60}", Limits())
    with pytest.raises(YamlError):
        load("".join(f"{' ' * depth}a:\n" for depth in range(60)), Limits())
    with pytest.raises(YamlError):
        load("a: [[[b]]]\n", Limits(depth=3))
    with pytest.raises(YamlError):
        load("a: [b, c, d]\n", Limits(values=4))
