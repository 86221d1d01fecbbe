"""evidence: what each statement rests on, and what a change takes away from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from exporter.model.records import Record, Records, record_of
from exporter.records.document import Document
from exporter.records.loader import read_packaged_schemas
from exporter.review.changes import CatalogueState, compare
from exporter.review.evidence import (
    EvidenceChange,
    compare_evidence,
    figures,
    statements,
    tally,
    uncatalogued_sources,
)

SCHEMAS = read_packaged_schemas()


def record(id: str = "tea", kind: str = "book", **data: Any) -> Record:
    return record_of(Document(Path(f"{id}.yaml"), {"id": id, "kind": kind, **data}))


def supports(**data: Any) -> dict[str, str]:
    """Return what each statement of a book rests on, by its path."""
    found = {}
    for each in statements(record(**data), SCHEMAS):
        found[".".join(map(str, each.pointer))] = each.support
    return found


def found(*mentions: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"in": f"source-{number}", **each} for number, each in enumerate(mentions)]


def test_a_statement_rests_on_the_sources_that_print_its_field() -> None:
    one, two = {"title": "Tea"}, {"title": "TEA"}
    assert supports(title="Tea") == {"title": "nothing"}
    assert supports(title="Tea", found=found(one)) == {"title": "one"}
    assert supports(title="Tea", found=found(one, two)) == {"title": "several"}


def test_two_mentions_in_one_source_are_one_source() -> None:
    twice = [{"in": "a", "at": "cover", "title": "Tea"}, {"in": "a", "at": "spine", "title": "Tea"}]
    (statement,) = statements(record(title="Tea", found=twice), SCHEMAS)
    assert (statement.support, statement.sources) == ("one", ("a",))


@pytest.mark.parametrize(
    ("field", "value", "printed"),
    [
        ("subtitle", "A history", {"title": "Tea. A history"}),
        ("statement_of_responsibility", "by Okakura", {"contributors": "by Okakura"}),
        ("extent", "320 pages", {"pages": "320 p."}),
        ("issue", "4", {"volume": "vol. 3, no. 4"}),
        ("series_number", "12", {"series": "Tea studies 12"}),
    ],
)
def test_a_field_can_be_printed_under_another_name(
    field: str, value: str, printed: dict[str, str]
) -> None:
    assert supports(**{field: value})[field] == "nothing"
    assert supports(**{field: value}, found=found(printed))[field] == "one"


def test_a_reason_covers_the_field_its_items_and_what_it_is_in() -> None:
    makers = [{"agent": "a", "role": "author"}, {"agent": "b", "role": "editor"}]
    first, second = "contributors.0", "contributors.1"

    def reasoned(key: str) -> dict[str, str]:
        return supports(contributors=makers, inferred={key: "The preface says so."})

    assert reasoned("contributors") == {first: "concluded", second: "concluded"}
    assert reasoned("contributors.2") == {first: "nothing", second: "concluded"}
    assert reasoned("contributors.2.role") == {first: "nothing", second: "concluded"}


def test_a_field_that_no_mention_can_print_counts_only_with_a_reason() -> None:
    assert supports(genre="novel", language="en") == {}
    assert supports(genre="novel", inferred={"genre": "By its form."}) == {"genre": "concluded"}


@pytest.mark.parametrize(
    ("issued", "printed", "expected"),
    [
        ("2021-03-03", "3月3日発売", "unreasoned"),
        ("2021-03-03", "2021年3月3日", "one"),
        ("2021", "March 3, 2021", "one"),
        (2021, "© 2021", "one"),
        ("2021-03", "2021", "unreasoned"),
        ("2021?", "last year", "one"),
    ],
)
def test_a_date_is_printed_with_all_of_its_parts(
    issued: str | int, printed: str, expected: str
) -> None:
    mentions = found({"issued": printed})
    assert supports(issued=issued, found=mentions) == {"issued": expected}
    why = {"issued": "The year is that of the events."}
    after = "concluded" if expected == "unreasoned" else "one"
    assert supports(issued=issued, found=mentions, inferred=why) == {"issued": after}


@pytest.mark.parametrize("date", ["1949?", "1949~", "1949%", "194X"])
def test_a_date_that_is_marked_as_doubtful_needs_a_reason(date: str) -> None:
    assert supports(issued=date) == {"issued": "unreasoned"}
    assert supports(issued={"date": date}) == {"issued": "unreasoned"}
    assert supports(issued="1949") == {"issued": "nothing"}


def test_a_reason_without_words_is_none() -> None:
    assert supports(issued="1949", inferred={"issued": "???"}) == {"issued": "unreasoned"}


def test_figures_count_by_kind_and_field_and_round_down() -> None:
    printed = record("a", title="Tea", found=found({"title": "Tea"}))
    records = [printed, printed, record("b", title="Tea")]
    counted = tally(each for record in records for each in statements(record, SCHEMAS))
    (figure,) = figures(counted)
    assert (figure.kind, figure.field, figure.supported, figure.total) == ("book", "title", 2, 3)
    assert figure.percent == 66
    assert figure.is_below(67)
    assert not figure.is_below(66)


def test_sources_without_a_record() -> None:
    work = record(
        citations=[{"source": "gone", "intent": "cites"}, {"source": "tea", "intent": "cites"}],
        references=["missing", "tea", {"title": "The book of tea"}],
        found=[{"in": "lost"}],
        reviews="not-a-citation",
    )
    records = Records()
    records.extend([work])
    pointers = {each.pointer for each in uncatalogued_sources(work, records, SCHEMAS)}
    assert pointers == {
        ("citations", 0, "source"),
        ("references", 0),
        ("references", 2),
        ("found", 0, "in"),
    }


def changed(before: list[Record], after: list[Record]) -> EvidenceChange:
    states = []
    for each in (before, after):
        records = Records()
        records.extend(each)
        states.append(CatalogueState(records, SCHEMAS))
    return compare_evidence(states[0], states[1], compare(states[0], states[1]))


def losses(change: EvidenceChange) -> list[tuple[str, str, str]]:
    return [(each.statement.field, each.before, each.statement.support) for each in change.lost]


ONE = found({"title": "Tea", "issued": "1906"})


def test_evidence_that_is_removed_is_lost() -> None:
    before = [record(title="Tea", issued=1906, found=ONE)]
    change = changed(before, [record(title="Tea", issued=1906, found=found({"title": "Tea"}))])
    assert losses(change) == [("issued", "one", "nothing")]
    (fall,) = change.falls
    assert (fall.after.field, fall.before.supported, fall.after.supported) == ("issued", 1, 0)


def test_one_source_fewer_is_lost_but_lowers_no_figure() -> None:
    before = [record(title="Tea", found=found({"title": "Tea"}, {"title": "Tea"}))]
    change = changed(before, [record(title="Tea", found=found({"title": "Tea"}))])
    assert losses(change) == [("title", "several", "one")]
    assert change.falls == []


def test_a_new_value_without_evidence_is_lost() -> None:
    before = [record(issued="1906", found=ONE)]
    change = changed(before, [record(issued="1906-05", found=ONE)])
    assert losses(change) == [("issued", "one", "unreasoned")]


def test_a_reason_that_is_removed_is_lost_for_any_field() -> None:
    before = [record(title="Tea", genre="novel", inferred={"genre": "By its form."})]
    change = changed(before, [record(title="Tea", genre="novel")])
    assert losses(change) == [("genre", "concluded", "nothing")]
    assert [fall.after.field for fall in change.falls] == ["genre"]


def test_a_renamed_record_with_the_same_evidence_loses_nothing() -> None:
    data = {"title": "Tea", "issued": 1906, "found": ONE}
    after = record("tea-1906", former_ids=["tea"], **data)
    assert changed([record(**data)], [after]) == EvidenceChange([], [])


def test_a_record_without_evidence_that_is_added_lowers_the_figure() -> None:
    before = record(title="Tea", found=ONE)
    change = changed([before], [before, record("coffee", title="Coffee")])
    assert change.lost == []
    (fall,) = change.falls
    assert (fall.before.percent, fall.after.percent) == (100, 50)


def test_a_record_that_gets_another_kind_lowers_the_figure_of_the_kind_that_it_had() -> None:
    before = [record(title="Tea", found=ONE), record("coffee", title="Coffee")]
    change = changed(before, [record(kind="article", title="Tea", found=ONE), before[1]])
    (fall,) = change.falls
    assert (fall.after.kind, fall.before.percent, fall.after.percent) == ("book", 50, 0)


def test_evidence_that_is_added_or_deleted_with_its_record_is_not_lost() -> None:
    bare, printed = record(title="Tea"), record(title="Tea", found=ONE)
    assert changed([bare], [printed]) == EvidenceChange([], [])
    assert changed([printed], []) == EvidenceChange([], [])
