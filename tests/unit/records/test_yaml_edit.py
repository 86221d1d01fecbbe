"""Editing YAML: the wanted value changes, and every other byte stays."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.records.document import value_at
from exporter.records.settings import UNLIMITED
from exporter.records.yaml import load
from exporter.records.yaml.edit import remove_value, set_value
from exporter.records.yaml.emitter import emit

RECORD = """\
# the first line
id: kokoro  # as in the file's name
title:
  ja: こころ
  en: Kokoro  # the translation
contributors:
  # checked on the title page
  - agent: soseki
    role: author
  - {agent: mcclellan, role: translator}  # from the cover
pages: 12
# the last line
"""


def test_a_scalar_is_replaced() -> None:
    assert set_value(RECORD, ("title", "en"), "The Heart") == RECORD.replace(
        "en: Kokoro  #", "en: The Heart  #"
    )


def test_a_field_is_added_at_the_end_of_its_group() -> None:
    assert set_value(RECORD, ("title", "de"), "Herz") == RECORD.replace(
        "  en: Kokoro  # the translation\n", "  en: Kokoro  # the translation\n  de: Herz\n"
    )


def test_an_item_is_added_to_a_list() -> None:
    added = {"agent": "anon", "role": "editor"}
    assert set_value(RECORD, ("contributors", 2), added) == RECORD.replace(
        "  # from the cover\n", "  # from the cover\n  - {agent: anon, role: editor}\n"
    )


def test_a_value_in_brackets_is_replaced() -> None:
    assert set_value(RECORD, ("contributors", 1, "role"), "editor") == RECORD.replace(
        "role: translator", "role: editor"
    )


def test_a_list_is_made_for_its_first_item() -> None:
    assert set_value(RECORD, ("notes", 0), "A note.") == RECORD.replace(
        "pages: 12\n", "pages: 12\nnotes: [A note.]\n"
    )


def test_an_item_is_removed() -> None:
    assert remove_value(RECORD, ("contributors", 1)) == RECORD.replace(
        "  - {agent: mcclellan, role: translator}  # from the cover\n", ""
    )


def test_the_first_field_of_an_item_is_removed() -> None:
    assert remove_value(RECORD, ("contributors", 0, "agent")) == RECORD.replace(
        "- agent: soseki\n    role", "- role"
    )


def test_a_group_goes_with_its_last_field() -> None:
    text = "id: a\ntitle:\n  en: A\npages: 1\n"
    assert remove_value(text, ("title", "en")) == "id: a\npages: 1\n"


def test_comments_inside_a_value_that_is_replaced_stay() -> None:
    new = set_value(RECORD, ("contributors",), [{"agent": "soseki", "role": "author"}])
    assert "# checked on the title page\n" in new
    assert "# from the cover\n" in new


def test_a_pointer_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(LookupError):
        remove_value(RECORD, ("title", "fr"))
    with pytest.raises(LookupError):
        set_value(RECORD, ("id", "x"), "y")


WORDS = st.text("ab: #-'\"[]{}\n", min_size=1, max_size=8)
VALUES = st.recursive(
    WORDS,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(st.sampled_from("xyz"), inner, min_size=1, max_size=3)
    ),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from("pqr"), VALUES, min_size=1), VALUES, st.data())
def test_any_value_can_be_set_and_removed(
    record: dict[str, Any], value: Any, data: st.DataObject
) -> None:
    text = emit(record)
    pointer = data.draw(st.sampled_from(list(_pointers(record))))
    assert value_at(load(set_value(text, pointer, value), UNLIMITED), pointer) == value
    if record.keys() != {pointer[0]}:  # a document without fields is no record
        assert _size(load(remove_value(text, pointer), UNLIMITED)) < _size(record)


def _size(value: Any) -> int:
    """Return the number of keys, items and scalars."""
    inner = value.values() if isinstance(value, dict) else value
    return 1 + sum(map(_size, inner)) if isinstance(value, dict | list) else 1


def _pointers(value: Any, pointer: tuple[str | int, ...] = ()) -> Any:
    if pointer:
        yield pointer
    steps: Any = value.items() if isinstance(value, dict) else ()
    for step, inner in enumerate(value) if isinstance(value, list) else steps:
        yield from _pointers(inner, (*pointer, step))
