"""The fast reader says what the other one says, of every text that it reads at all."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exporter.records.document import leaves
from exporter.records.settings import Limits
from exporter.records.yaml import YamlError, load
from exporter.records.yaml.fast_load import DOUBTFUL, quick
from tests.conftest import ROOT, missing
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


@pytest.fixture(autouse=True)
def reader() -> None:
    if not importlib.util.find_spec("ryaml"):
        missing("ryaml", "pip install 'catalogue-exporter[fast]'")


def agrees(text: str) -> bool:
    """Compare both readers; tell whether the fast one reads the text at all: no decimal."""
    data = quick(text, Limits())
    if data is DOUBTFUL:
        return False
    assert repr(load(text, Limits())) == repr(data), text
    assert not any(isinstance(value, float) for _, value in leaves(data)), text
    return True


def texts(folder: Path) -> list[str]:
    return [path.read_bytes().decode("utf-8", "replace") for path in sorted(folder.rglob("*.yaml"))]


def test_of_the_catalogue_all_is_read() -> None:
    read = [agrees(text) for text in texts(ROOT / "records")]
    assert all(read)


@pytest.mark.parametrize("folder", ["findings", "golden/catalogue"])
def test_right_and_wrong_records(folder: str) -> None:
    assert sum(agrees(text) for text in texts(ROOT / "tests" / folder)) > 1


def test_the_official_suite() -> None:
    read = [agrees((folder / "in.yaml").read_bytes().decode()) for folder in CASES.values()]
    assert sum(read) > 1 or not CASES


@settings(max_examples=500, deadline=None)
@given(records())
def test_records_written_in_odd_ways(text: str) -> None:
    agrees(text)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("word", WORDS)
def test_words_in_every_place(word: str, form: str) -> None:
    agrees(form.format(word))


@settings(max_examples=1000, deadline=None)
@given(
    st.lists(
        st.sampled_from((*WORDS, *"\n\n\n::  ,,[]{}-", "\n  ", ": ", "- ", "a", "b")), max_size=14
    ).map("".join)
)
@example("a: {b: c}\n")
@example("a:\n  01  \n")
@example("a: [01 , 1]\n")
@example("a: 01 # b\n")
def test_any_text(text: str) -> None:
    agrees(text)


def test_it_goes_no_deeper_than_any_limit() -> None:
    for one in ("[", "{a: ", "- "):
        assert quick(f"a: {one * 60}", Limits()) is DOUBTFUL
    deep = "".join(f"{' ' * depth}a:\n" for depth in range(60))
    assert quick(deep, Limits()) is DOUBTFUL
    assert quick("a: b\n", Limits(depth=3)) is DOUBTFUL
    assert quick("a: b\n", Limits(values=4)) is DOUBTFUL
    with pytest.raises(YamlError):
        load("a: [[[b]]]\n", Limits(depth=3))
