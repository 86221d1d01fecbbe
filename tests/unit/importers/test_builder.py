"""How an EntryBuilder collects many values of one field."""

from __future__ import annotations

from typing import Any

from exporter.importers.builder import EntryBuilder
from exporter.importers.entry import NamedAgent
from exporter.importers.named import NamedBuilder
from tests.support.imported import CONTEXT

MANY = 300


class Counted(str):
    """A text that counts how often it is compared."""

    __slots__ = ()
    compared = 0

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


def twice(texts: list[str]) -> list[Counted]:
    """Return each text twice, counted anew."""
    Counted.compared = 0
    return [Counted(text) for text in [*texts, *texts]]


def test_items_are_kept_once_and_not_compared_with_all_others() -> None:
    builder = EntryBuilder(CONTEXT.schemas, 1)
    topics = [f"topic {number}" for number in range(MANY)]
    for topic in twice(topics):
        builder.add_item("subjects", {"topic": topic})
        builder.relate("related_works", {"title": topic})
        builder.contribute("author", NamedAgent("person", [("", topic)]))
        builder.add_body("publisher", NamedAgent("organization", [("", topic)]))
    assert Counted.compared < 20 * MANY
    data: dict[str, Any] = builder.data
    assert data["subjects"] == [{"topic": topic} for topic in topics]
    assert data["related_works"] == [{"title": topic} for topic in topics]
    assert [each["agent"].display for each in builder.contributors] == topics
    assert [each.display for each in data["publisher"]] == topics


def test_other_names_are_kept_once_and_not_compared_with_all_others() -> None:
    builder = NamedBuilder(CONTEXT.schemas, "person", 1)
    for name in twice([f"Smith {number}" for number in range(MANY)]):
        builder.name(name)
    assert Counted.compared < 20 * MANY
    assert len(builder.data["other_names"]) == MANY - 1


def test_an_item_that_was_changed_since_is_not_taken_for_what_it_was() -> None:
    builder = EntryBuilder(CONTEXT.schemas, 1)
    builder.add_item("subjects", {"topic": "Horses"})
    builder.data["subjects"][0]["primary"] = True
    builder.add_item("subjects", {"topic": "Horses"})
    assert builder.data["subjects"] == [{"topic": "Horses", "primary": True}, {"topic": "Horses"}]


def test_the_longer_isbn_stands_in_the_place_of_the_shorter_one() -> None:
    builder = EntryBuilder(CONTEXT.schemas, 1)
    for number in ("0306406152", "316148410X", "9780306406157", "9783161484100", "0306406152"):
        builder.identify("isbn", number, "isbn")
    assert builder.data["identifiers"]["isbn"] == ["9780306406157", "9783161484100"]
