"""Each format's table is true: whatever a record says shows in the output, or is listed among the losses.

Every value of every field is changed, one at a time, and what is delivered before and after is compared; so is what is
delivered of every role, type, intent and kind of date. A field that the table calls lost never shows; one that it calls
weakened is listed each time; all others show, unless the losses say why they do not in this record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from exporter.export import registry as formats
from exporter.export.context import ExportContext
from exporter.export.loss import Loss
from exporter.export.render import missing_requirements, render
from exporter.model.catalogue import Catalogue
from exporter.model.linker import link
from exporter.model.records import Records
from exporter.records.document import Pointer, leaves
from exporter.records.finding import Severity
from exporter.validate.record import severity
from tests.support.every_field import Data, documents, filled, other, paths, put, records, schemas
from tests.support.findings import findings_in

NAMES = list(formats.names())
KINDS = schemas().kinds
MAKERS = ("contributors", "publisher", "about")


def catalogue(data: Mapping[str, Data]) -> Catalogue:
    return link(Records(documents(data)), schemas())[0]


@cache
def unchanged() -> Catalogue:
    return catalogue(records())


@dataclass(frozen=True)
class Change:
    """One value changed: `delivered` are the works in whose company the record is delivered."""

    record: str
    way: Pointer
    catalogue: Catalogue
    delivered: tuple[tuple[str, ...], ...]

    @property
    def noun(self) -> str:
        return "work" if self.record in self.catalogue.works else "agent"


@cache
def changes() -> list[Change]:
    """Give a change of every value of the full records, of those kinds that have a field which the ones before lack."""
    made, seen = [], set()
    for id, data in records().items():
        noun, form = schemas().noun(data["kind"]), id.removesuffix(data["kind"])
        for way, _ in leaves(data):
            field = schemas().field(data["kind"], way)
            assert field is not None
            place = (noun, form, *way)
            words = field.keyword("enum") or ()
            if place in seen or len(words) > 1 or way in {("id",), ("kind",)} or not units(id):
                continue
            if "short" in form and way[0] not in {"devised_title", "found"}:
                continue
            made.append(Change(id, way, replaced(id, way, other(data, way)), units(id)))
            seen.add(place)
    return made


def units(id: str) -> tuple[tuple[str, ...], ...]:
    """Give the works with which a record is delivered: itself alone, an agent with one it made and one about it."""
    if id in unchanged().works:
        return ((id,),)
    return tuple(
        (work,)
        for work in ("rich-short-article", "plain-short-article")
        if id in names(unchanged(), work)
    )


def names(catalogue: Catalogue, work: str) -> set[str]:
    """Give the agents that a work names."""
    of = catalogue.works[work]
    return {
        each.id for each in (*(each.agent for each in of.contributions), *of.publishers, *of.about)
    }


def replaced(id: str, way: Pointer, other: Any) -> Catalogue:
    """Give the catalogue with one value changed; what is not touched by it is shared, for it is large."""
    made = catalogue(put(records(), id, way, other))
    if id in made.works:
        return Catalogue({**unchanged().works, id: made.works[id]}, unchanged().agents)
    return made


def delivered(name: str, catalogue: Catalogue, works: tuple[str, ...]) -> tuple[bytes, list[Loss]]:
    context = ExportContext(catalogue, formats.crosswalk(name))
    pieces = render(formats.format_named(name), works, context)
    return b"".join(pieces), context.losses


def listed(losses: list[Loss], record: str, way: Pointer) -> list[Loss]:
    """Give the losses that speak of a value, or of one that holds it."""
    return [
        each
        for each in losses
        if each.record == record and way[: len(each.pointer)] == each.pointer
    ]


def test_every_field_of_every_kind_is_filled() -> None:
    assert {kind: paths(kind) - filled(kind) for kind in KINDS} == {kind: set() for kind in KINDS}


def test_the_full_records_are_right_and_so_are_the_changed_ones() -> None:
    made = [unchanged(), *(each.catalogue for each in changes())]
    for each in made[:1]:
        assert each.works.keys() | each.agents.keys() == records().keys()
    found = findings_in(documents(records()), schemas())
    assert [each for each in found if severity(each) is Severity.ERROR] == []


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_a_changed_value_shows_or_is_listed(name: str) -> None:
    table = formats.crosswalk(name)
    wrong: dict[tuple[str, str, str], list[str]] = {}
    shows: dict[tuple[str, str], bool] = {}
    together = {works for each in changes() for works in each.delivered}
    base = {works: delivered(name, unchanged(), works) for works in together}
    for each in changes():
        for works in each.delivered:
            if each.noun == "agent" and each.record not in names(each.catalogue, works[0]):
                continue
            before, losses = base[works]
            reported = listed(losses, each.record, each.way)
            shown = before != delivered(name, each.catalogue, works)[0]
            evidence = (
                each.noun == "work"
                and each.way[0] == "found"
                and not unchanged().works[each.record].disputed
            )
            row = table.field(each.noun, each.way[:1] if evidence else each.way)
            field = (each.noun, row.term)
            shows[field] = shows.get(field, False) or shown
            for fault in faults(row.match, shown, reported):
                way = "/".join(str(step) for step in (each.record, *each.way))
                wrong.setdefault((fault, *field), []).append(f"{way} in {works[0]}")
    for noun, term in [
        field for field, shown in shows.items() if not shown and table.row(*field).match != "none"
    ]:
        wrong["is said to be carried, and never shows", noun, term] = []
    assert wrong == {}


def faults(match: str, shown: bool, reported: list[Loss]) -> Iterator[str]:
    lost = [each for each in reported if not each.weakened]
    if match == "none" and shown:
        yield "is said to be lost, and shows"
    if match in {"none", "broad"} and not reported:
        yield "is not listed"
    if match not in {"none", "broad"} and not shown and not lost:
        yield "is said to be carried, and does not show"
    if lost and shown:
        yield f"is listed as lost, and shows: {lost[0].reason}"


def test_a_loss_leads_to_a_value() -> None:
    """The place that a loss names is one in the record, whatever form the record writes it in."""
    for name in NAMES:
        context = ExportContext(unchanged(), formats.crosswalk(name))
        for _ in render(formats.format_named(name), list(unchanged().works), context):
            pass
        ways = {(id, way) for id, data in records().items() for way, _ in leaves(data)}
        within = {(id, way[:end]) for id, way in ways for end in range(1, len(way) + 1)}
        assert {(each.record, each.pointer) for each in context.losses} - within == set(), name
        assert len({(each.record, each.pointer, each.reason) for each in context.losses}) == len(
            context.losses
        ), name


DATES = (
    *(
        "1906",
        "1907",
        "1906~",
        "1906?",
        "1906%",
        "1906-05",
        "1906-05-04",
        "1906-05-04?",
        "1906-21",
        "190X",
        "19XX",
    ),
    *(
        "1906/1908",
        "1906~/1908",
        "1906/..",
        "../1906",
        "1906/",
        "/1906",
        "XXXX-05-04",
        "1906-XX-04",
        "-0044",
        "Y170000002",
    ),
)
"""Dates of every kind that ISO 8601-2 knows of; no two of them say the same."""


def dated() -> list[tuple[str, Pointer]]:
    """Give each place of a full record in which a date stands."""
    return [
        (id, way)
        for id in ("plain-article", "plain-photo", "plain-person", "plain-organization")
        for way, _ in leaves(records()[id])
        if (field := schemas().field(records()[id]["kind"], way))
        and field.keyword("format") == "edtf"
        if id == "plain-article" or records()[id]["kind"] != "photo" or way == ("created",)
    ]


def terms() -> dict[str, tuple[str, Pointer, tuple[str, ...]]]:
    """Give a place for the terms of each list, and the terms."""
    places: list[tuple[str, Pointer]] = [
        ("plain-short-article", ("contributors", 1, "role")),
        ("plain-short-source", ("type",)),
        ("plain-article", ("citations", 0, "intent")),
    ]
    made = {}
    for id, way in places:
        field = schemas().field(records()[id]["kind"], way)
        assert field is not None
        made[str(way[-1])] = (id, way, tuple(field.keyword("enum")))
    return made | {f"date {id}/{'/'.join(map(str, way))}": (id, way, DATES) for id, way in dated()}


@cache
def said(what: str) -> dict[str, Catalogue]:
    id, way, words = terms()[what]
    return {word: replaced(id, way, word) for word in words}


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_differently_is_delivered_differently_or_listed(name: str) -> None:
    """Of all terms, or kinds of date, that are delivered as the same thing, one at most is not listed as a loss."""
    wrong: dict[tuple[str, ...], str] = {}
    format, table = formats.format_named(name), formats.crosswalk(name)
    for what, (id, way, words) in terms().items():
        alike: dict[bytes, list[str]] = {}
        for word in words:
            catalogue = said(what)[word]
            works = units(id)[0]
            if missing_requirements(format, works, ExportContext(catalogue, table)):
                continue
            out, losses = delivered(name, catalogue, works)
            reported = listed(losses, id, way)
            if not reported:
                alike.setdefault(out, []).append(word)
        for group in alike.values():
            if len(group) > 1:
                wrong[what, *group] = "are delivered as the same"
    assert wrong == {}
