"""A record changed to other data: it says what is wanted, and the rest stays as it was written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exporter.editing.text_changes import Layout, change_record
from exporter.records.settings import UNLIMITED
from exporter.records.yaml import load
from exporter.records.yaml.edit import UneditableError
from exporter.records.yaml.emitter import emit

PLAIN = Layout(lambda _: (), frozenset())
ORDERED = Layout(lambda _: ("id", "title", "subtitle", "issued", "notes"), frozenset({("issued",)}))
RECORD = """\
# the head
id: a   # why
title: "One"
issued: 1906-05-06

notes: [x, 'y']  # two
people:
  - name: A  # first
    role: author
  # between
  - {name: B, role: editor}
# the end
"""
TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Co", "Zl", "Zp", "Zs"]), max_size=8
) | st.sampled_from(
    ["a b", "- x", "#", "a: b", "yes", "1", "''", '"', "two\nlines", "[", "2001-01-01"]
)
VALUES = st.recursive(
    TEXT.filter(bool) | st.integers(-5, 2000) | st.booleans(),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(
            st.sampled_from(["a", "b", "c", "ja-Latn"]), inner, min_size=1, max_size=3
        )
    ),
    max_leaves=8,
)
DATA = st.fixed_dictionaries(
    {"id": st.just("x")},
    optional=dict.fromkeys(("title", "subtitle", "issued", "notes", "people"), VALUES),
)


def wanted(**changes: Any) -> dict[str, Any]:
    """Return the data of RECORD with changes; None removes a field."""
    data = {**load(RECORD, UNLIMITED), **changes}
    return {name: value for name, value in data.items() if value is not None}


@pytest.mark.parametrize(
    ("changes", "before", "after"),
    [
        ({"title": "Two"}, '"One"', '"Two"'),
        ({"issued": "1907-01-01"}, "1906-05-06", "1907-01-01"),
        ({"issued": 1907}, "1906-05-06", "1907"),
        ({"subtitle": "S"}, '"One"\n', '"One"\nsubtitle: S\n'),
        ({"notes": ["x", "z"]}, "'y'", "'z'"),
        ({"issued": None}, "issued: 1906-05-06\n", ""),
        ({"last": "L"}, "# the end\n", "last: L\n# the end\n"),
        (
            {"people": [{"name": "A", "role": "poet"}, {"name": "B", "role": "editor"}]},
            "role: author",
            "role: poet",
        ),
        (
            {"people": [{"name": "B", "role": "editor"}]},
            "  - name: A  # first\n    role: author\n",
            "",
        ),
    ],
)
def test_only_what_changes_is_written_anew(
    changes: Mapping[str, Any], before: str, after: str
) -> None:
    assert before in RECORD
    assert change_record(RECORD, wanted(**changes), ORDERED) == RECORD.replace(before, after)


def test_line_breaks_stay_what_they_are() -> None:
    windows = RECORD.replace("\n", "\r\n")
    changed = change_record(windows, wanted(subtitle="S", title="Two\nlines"), ORDERED)
    assert "\n" not in changed.replace("\r\n", "")
    assert load(changed, UNLIMITED) == wanted(subtitle="S", title="Two\nlines")


def test_one_and_true_are_not_the_same() -> None:
    text = "id: a\ngroup: {number: 1}\n"
    changed = change_record(text, {"id": "a", "group": {"number": True}}, PLAIN)
    assert changed == "id: a\ngroup: {number: true}\n"


def test_what_an_alias_repeats_is_not_changed_by_the_way() -> None:
    text = "id: a\ntitle: &t One\nsubtitle: *t\n"
    try:
        changed = change_record(text, {"id": "a", "title": "Two", "subtitle": "One"}, PLAIN)
    except UneditableError:
        return
    assert load(changed, UNLIMITED) == {"id": "a", "title": "Two", "subtitle": "One"}


@settings(max_examples=250, deadline=None)
@given(before=DATA, after=DATA)
@example(before={"id": "x", "a": [[1], [2]]}, after={"id": "x", "a": [[2]]})
def test_any_record_becomes_any_other(before: dict[str, Any], after: dict[str, Any]) -> None:
    text = "# head\n" + emit(before) + "# tail\n"
    changed = change_record(text, after, ORDERED)
    found = load(changed, UNLIMITED)
    assert repr(_sorted(found)) == repr(_sorted(after))
    assert changed.startswith("# head\n")
    assert "# tail" in changed
    assert change_record(changed, after, ORDERED) == changed


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _sorted(value[name]) for name in sorted(value)}
    return [_sorted(each) for each in value] if isinstance(value, list) else value
