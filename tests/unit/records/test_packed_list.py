"""Long lists of texts, and records by their marks: what takes little room answers as a list and a dict do."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.model.packed_records import Records, Said
from exporter.records import packed_list as roll
from exporter.records.hash_index import Marks
from exporter.records.packed_list import Roll

TEXTS = st.lists(st.text(alphabet=["a", "b", "/", "\0", "\n", "あ", "\udc80", "😀"]), max_size=20)
PLACES = st.none() | st.integers(-25, 25)


@pytest.fixture(scope="module", autouse=True)
def _some() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(roll, "_SOME", 3)
        yield


@given(TEXTS, TEXTS, st.builds(slice, PLACES, PLACES, st.none() | st.sampled_from([1, 2, -1])))
def test_a_roll_is_a_list(texts: list[str], more: list[str], part: slice) -> None:
    made = Roll(texts)
    for each in more:
        made.append(each)
    expected = texts + more
    assert len(made) == len(expected)
    assert list(made) == expected
    assert made[part] == expected[part]
    assert [made[place] for place in range(-len(expected), len(expected))] == expected * 2
    with pytest.raises(IndexError):
        made[len(expected)]


@given(st.lists(st.integers(0, 5).map(lambda each: each * (2**64 - 1) // 5), max_size=20))
def test_marks_lead_to_records(marks: list[int]) -> None:
    made = Marks([(array("I", range(len(marks))), array("Q", marks))])
    rows = {each: [row for row, mark in enumerate(marks) if mark == each] for each in {*marks, 7}}
    assert {each: list(made.rows(each)) for each in rows} == rows
    assert {each: made.last(each) for each in rows} == {
        each: those[-1] if those else None for each, those in rows.items()
    }
    assert made.several() == {each for each, those in rows.items() if len(those) > 1}
    assert sorted(made.lasts()) == sorted(those[-1] for those in rows.values() if those)


def test_of_two_records_with_one_id_the_last_counts_that_is_not_left_out() -> None:
    records = Records()
    for file, id, kind in (
        ("1", "a", "book"),
        ("2", "b", "photo"),
        ("3", "a", "article"),
        ("4", "", ""),
    ):
        records.put(file, Said(id, kind, b"N"))
    assert (list(records), len(records), records.kind("a"), str(records.path("a"))) == (
        ["b", "a"],
        2,
        "article",
        "3",
    )
    fewer = records.without({"3"})
    assert (list(fewer), len(fewer), fewer.kind("a"), str(fewer.path("a"))) == (
        ["a", "b"],
        2,
        "book",
        "1",
    )
    assert list(records.of_kinds({"article", "book"})) == ["a"]
    assert ("b" in fewer, "c" in fewer, fewer.kind("c"), "" in records) == (True, False, "", False)
    for ask in (records.packed, records.path, records.__getitem__):
        with pytest.raises(KeyError):
            ask("c")
