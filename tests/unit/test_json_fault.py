"""What is wrong with JSON, in words that do not need a programmer."""

from __future__ import annotations

import json

import pytest

from exporter.errors import json_fault

FAULTS = {
    '{"a": tru}': "here is no value, or a text without quotation marks",
    "[1 2]": "a comma is missing before this",
    '{"a" 1}': "a colon is missing after the name of a field",
    "{'a': 1}": "here is no name of a field in straight quotation marks",
    '["x\ny"]': "a text does not end in its line",
    '["\\q"]': "a backslash in a text is written twice",
    "[1] x": "there is more after the end",
    '[{"a": 1}, ': "it ends too early",
    '{"a":': "it ends too early",
    "[" * 100_000: "it is nested too deeply",
    "9" * 5_000: "a number has too many digits",
}


@pytest.mark.parametrize("text", FAULTS, ids=FAULTS.values())
def test_the_words_for_a_fault(text: str) -> None:
    with pytest.raises((ValueError, RecursionError)) as raised:
        json.loads(text)
    assert json_fault(raised.value).startswith(FAULTS[text])
