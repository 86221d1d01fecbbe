"""Records are read as YAML 1.2 says, by its official test suite.

Where they are not, it is said why. https://github.com/yaml/yaml-test-suite, in the form of its
branch `data`: a folder for each case, with `in.yaml`, the same as `in.json`, and an empty file
`error` where a reader has to refuse it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exporter.records.settings import Limits
from exporter.records.yaml import SourceMap, YamlError, load
from tests.conftest import OFFICIAL, missing

SUITE = OFFICIAL.parent / "data" / "yaml-test-suite"
WRONG = ["/".join(path.parent.relative_to(SUITE).parts) for path in sorted(SUITE.rglob("error"))]
CASES = {
    "/".join(path.parent.relative_to(SUITE).parts): path.parent
    for path in sorted(SUITE.rglob("in.yaml"))
}

REFUSED = {
    # one file holds one record, so a stream of none or of several is refused as what it is
    "empty-file": "8G76 98YD AVM7",
    "several-documents": "6XDY 6ZKB 9DXL 9KAX JHB9 KSS4 L383 PUW8 RZT7 U9NS",
    # a record is plain data: no tag (but !!str) is followed, the names of fields are text
    "yaml-tag": "2AUY 2XXW 33X3 35KP 52DL 565N 57H4 5TYM 6CK3 6JWB 6WLZ 735Y 74H7 7FWL 8MK2 9WXW BU8L C4HZ CC74 CUP7 "
    "EHF6 F2C7 J7PZ L94M M5C3 P76L S4JQ UGM3 Z67P Z9M4",
    "key-not-text": "26DV 2SXE E76Z",
    # the escape \b, which no XML can carry
    "forbidden-character": "G4RS",
    # PyYAML speaks YAML 1.1 here
    "not-yaml": " ".join(
        (
            "2LFX 6LVF MUS6/05 MUS6/06 BEC7 W4TN",  # directives of no meaning, or of a version to come
            "4MUZ/00 4MUZ/01 4MUZ/02 5MUD 9SA2 K3WX NJ66 VJP3/01 UT92",  # a colon on the line after its key, in braces
            "58MP 5T43 DBG4 HM87/00",  # a plain scalar that begins with a colon, in brackets
            "652Z HM87/01",  # one that begins with a question mark, which PyYAML would drop
            "6BCT 6CA3 96NN/00 96NN/01 A2M4 DK95/00 DK95/03 DK95/04 Q5MG R4YG Y79Y/001 Y79Y/010",  # tabs that separate
            "8XYN W5VH",  # anchors of other characters than letters and digits
            "Y2GN",  # a colon in an anchor, at which PyYAML would end it
            "7Z25 M7A3 DK3J FP8R HWV9 QT73",  # a bare document after ..., a block scalar that is not indented
        )
    ),
}
"""What is right by the suite, and refused here by this name: no case, so no record, is read as
something else."""

BY_A_LINE_END = "JEF9/02 L24T/01"
"""Read with one line end less: the last line of the file holds nothing but blanks, and does not
end."""

LENIENT = {
    "9C9N": "a list in brackets that is indented too little",
    "CVW2": "a comment that touches the comma before it",
    "DK95/01": "a tab before the second line of a quoted text",
    "G5U8": "a dash alone, in brackets",
    "MUS6/00": "a comment that touches %YAML 1.1",
    "QB6E": "a quoted text that is indented too little",
    "S98Z": "an empty block of text with a line of blanks that is longer than the next",
    "X4QW": "a comment that touches the sign of a block of text",
    "Y79Y/003": "a tab before the second line of a list in brackets",
    "YJV2": "a dash alone, in brackets",
}
"""What the suite calls wrong and PyYAML reads all the same, as whoever wrote it meant it."""


def read(folder: Path) -> Any:
    return load((folder / "in.yaml").read_bytes().decode(), Limits())


def refusal(text: str) -> YamlError | None:
    try:
        load(text, Limits())
    except YamlError as refused:
        return refused
    return None


def documents(folder: Path) -> list[Any]:
    def each(text: str) -> Iterator[Any]:
        while text := text.strip():
            value, end = json.JSONDecoder().raw_decode(text)
            yield value
            text = text[end:]

    return list(each((folder / "in.json").read_text("utf-8")))


def same(term: Any, target: Any) -> bool:
    """Whether two values are the same, 1 and true and 1.0 being three."""
    return json.dumps(term, sort_keys=True) == json.dumps(target, sort_keys=True)


def test_the_suite_is_here() -> None:
    if not CASES:
        missing(
            "yaml-test-suite",
            "put its branch data into a folder data/ beside that of OFFICIAL_SCHEMAS",
        )
    assert len(CASES) == 402


@pytest.mark.parametrize(
    "case", [case for case in CASES if case not in WRONG and (CASES[case] / "in.json").exists()]
)
def test_official_case(case: str) -> None:
    folder = CASES[case]
    expected = next((name for name, cases in REFUSED.items() if case in cases.split()), "")
    if expected:
        with pytest.raises(YamlError) as refused:
            read(folder)
        assert refused.value.name == expected
    elif case in BY_A_LINE_END.split():
        before, _, after = json.dumps(documents(folder)[0]).rpartition(r"\n")
        assert json.dumps(read(folder)) == before + after
    else:
        assert same([read(folder)], documents(folder))


@pytest.mark.parametrize("case", WRONG)
def test_official_error(case: str) -> None:
    if case in LENIENT:
        read(CASES[case])
        return
    with pytest.raises(YamlError) as refused:
        read(CASES[case])
    assert refused.value.message != "this is not YAML"


@pytest.mark.parametrize("case", CASES)
def test_official_case_is_read_or_refused(case: str) -> None:
    """Also where there is no JSON of it.

    And every value and key that is read has a place in the text.
    """
    text = (CASES[case] / "in.yaml").read_bytes().decode()
    lines = text.split("\n")
    if refused := refusal(text):
        assert 1 <= refused.position.line <= len(lines)
        return
    places = SourceMap(text)
    assert places.values
    for place in (*places.keys.values(), *places.values.values()):
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1


# Whatever PyYAML writes is read as it was

CHARACTERS = st.one_of(
    st.sampled_from("\n\t :-?[]{},#&*!|>'\"%@`~.0123456789eExo+_/\\"),
    st.characters(
        exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\u2028\u2029\ufffe\uffff"
    ),
)
TEXTS = st.one_of(
    st.text(CHARACTERS, max_size=20),
    st.sampled_from(("no", "Yes", "null", "~", "0o7", "1e3", ".5", "=")),
)
DATA = st.recursive(
    st.one_of(TEXTS, st.integers(-(10**30), 10**30), st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=20,
)


class Dumper(yaml.SafeDumper):
    """PyYAML as it writes, but for the text that is a number in YAML 1.2 alone (`0o7`, `1e3`): that
    is quoted.
    """


def represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    plain = not refusal(f"- {text}") and same(load(f"- {text}", Limits()), [text])
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


Dumper.add_representer(str, represent_text)


@settings(max_examples=300, deadline=None)
@given(DATA, st.booleans(), st.sampled_from((None, False, True)))
@example({"a": ["\U0001f375", "\xa0", ""]}, True, None)
def test_what_pyyaml_writes(data: Any, unicode: bool, flow: bool | None) -> None:
    written = yaml.dump(
        data, Dumper=Dumper, allow_unicode=unicode, default_flow_style=flow, width=40
    )
    assert same(load(written, Limits()), data)


@settings(max_examples=300, deadline=None)
@given(DATA)
def test_json_is_yaml(data: Any) -> None:
    written = json.dumps(data, ensure_ascii=False)
    assert same(load(written, Limits()), data)


@settings(max_examples=1000, deadline=None)
@given(
    st.text(st.sampled_from("ab1 \n\t\r:-?[]{},#&*!|>'\"%@`.\\<=茶\x07\ufeff\u2028"), max_size=40)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    """With a message, a hint and a place in the text, and nothing else is raised."""
    refused = refusal(text)
    assert refused or SourceMap(text).values
    if refused:
        assert refused.message != "this is not YAML"
        assert refused.hint
        assert 1 <= refused.position.line <= text.count("\n") + text.count("\r") + 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(
            ("no", "no"),
            ("yes", "yes"),
            ("on", "on"),
            ("y", "y"),
            ("true", True),
            ("False", False),
            ("tRue", "tRue"),
        ),
        *(
            ("null", None),
            ("~", None),
            ("Null", None),
            ("nuLL", "nuLL"),
            ("--", "--"),
            ("none", "none"),
        ),
        *(
            ("1", 1),
            ("-1", -1),
            ("+1", 1),
            ("01", 1),
            ("0o17", 15),
            ("0x1F", 31),
            ("017", 17),
            ("0b1", "0b1"),
        ),
        *(
            ("1_000", "1_000"),
            ("1:30", "1:30"),
            ("2021-08-27", "2021-08-27"),
            ("2021", 2021),
            ("194X", "194X"),
        ),
        *(
            ("1.5", 1.5),
            ("1.", 1.0),
            (".5", 0.5),
            ("1e3", 1000.0),
            ("-.inf", float("-inf")),
            (".", "."),
            ("1.5.6", "1.5.6"),
        ),
        *(
            ("0o8", "0o8"),
            ("0xG", "0xG"),
            ("+", "+"),
            ("1e", "1e"),
            ("=", "="),
            ("<<", "<<"),
            ("!!str 1", "1"),
            ("'1'", "1"),
        ),
    ],
)
def test_plain_scalars_of_yaml_1_2(text: str, value: object) -> None:
    assert same(load(f"a: {text}\n", Limits()), {"a": value})
