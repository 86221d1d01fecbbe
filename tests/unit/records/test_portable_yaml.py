"""What the program writes or formats is read in the same way by other readers of YAML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from exporter.records.document import Document
from exporter.records.formatter import format_record
from exporter.records.loader import parse_document, read_schemas
from exporter.records.settings import Limits
from exporter.records.yaml import load
from exporter.records.yaml.emitter import emit
from tests.conftest import ROOT
from tests.support.odd_records import records
from tests.unit.records.test_other_readers import pyyaml, ruamel, same

SCHEMAS = read_schemas(ROOT)
CHARACTERS = st.sampled_from(
    "ab1 0?-:,[]{}#&*!|>'\"%@`~\\=<\n\t茶\u3000\xa0\u200d\U0001f375_.+xeNo"
)
TEXTS = st.one_of(
    st.text(CHARACTERS, max_size=12),
    st.sampled_from(
        (
            "no",
            "~",
            "null",
            "1:30",
            "0o7",
            "1_000",
            "+_",
            "-0x",
            "2021-08-27",
            "2021-08?",
            "<<",
            "=",
        )
    ),
    st.text(st.sampled_from("ab ?"), min_size=100, max_size=130),
)
KEYS = st.one_of(
    st.sampled_from(("id", "en", "title")), st.text(CHARACTERS, min_size=1, max_size=6)
)
VALUES = st.recursive(
    st.one_of(TEXTS, st.integers(-9999, 9999), st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)


def safe_pyyaml(text: str) -> Any:
    return yaml.load(text, yaml.SafeLoader)


def safe_ruamel(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


@pytest.mark.parametrize("read", [safe_pyyaml, safe_ruamel])
@settings(max_examples=300, deadline=None)
@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4))
@example({"+_": ["+_", "-_1", "+0x", "_"]})
def test_what_is_written(read: Any, data: dict[str, Any]) -> None:
    text = emit(data)
    assert load(text, Limits()) == data
    assert read(text) == data


def test_a_question_mark_in_brackets() -> None:
    data = {"keywords": ["why?", "tea"], "title": {"en": "Why? Tea", "a?": "b"}, "notes": "Why?"}
    text = emit(data)
    assert text == ('keywords: ["why?", tea]\ntitle: {en: "Why? Tea", "a?": b}\nnotes: Why?\n')
    assert safe_pyyaml(text) == safe_ruamel(text) == data


def formatted(text: str) -> str:
    document = parse_document(text.encode(), Path("records/odd.yaml"), Limits())
    assert isinstance(document, Document)
    return format_record(document, SCHEMAS)


FORMATTED = {
    "title: {en: Why? Tea, ja: 茶}  # why?\n": 'title: {en: "Why? Tea", ja: 茶}  # why?\n',
    'keywords: [ a "b"\\?, c]\n': 'keywords: [ "a \\"b\\"\\\\?", c]\n',
    "issued: [2021-08?, &a 2021?]\n": 'issued: ["2021-08?", &a "2021?"]\n',
    "notes: Why? Tea?\n": "notes: Why? Tea?\n",
    "title:\tTea\t# a\ttab\n": "title: Tea # a\ttab\n",
    "notes: a\tb\n": 'notes: "a\tb"\n',
    "notes:\n  - a\tb\n    c?\n": 'notes:\n  - "a\tb\n    c?"\n',
    "notes: |# why\n  a\n": "notes: | # why\n  a\n",
    "notes: |\n  a\tb?\n": "notes: |\n  a\tb?\n",
    "notes: ['a\t?', \"b\t?\"]\n": "notes: ['a\t?', \"b\t?\"]\n",
    "title: {en:\ta,\tja:\tb}\n": "title: {en: a, ja: b}\n",
}


@pytest.mark.parametrize("text", FORMATTED)
def test_only_what_cannot_be_read_is_quoted(text: str) -> None:
    head = "id: odd\nkind: book\nlanguage: en\n"
    after = formatted(head + text)
    assert after == head + FORMATTED[text]
    assert safe_pyyaml(after) == safe_ruamel(after) == load(head + text, Limits())


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(records())
def test_what_is_formatted(text: str) -> None:
    document = parse_document(text.encode(), Path("records/odd.yaml"), Limits())
    assume(isinstance(document, Document))
    assume("&" not in text)  # PyYAML takes a name for an anchor only once
    assert isinstance(document, Document)
    after = format_record(document, SCHEMAS)
    for read in (pyyaml, ruamel):
        assert same(document.data, dict(sorted(read(after).items(), key=_place(document))))


def _place(document: Document) -> Any:
    order = list(document.data)
    return lambda item: order.index(item[0])
