"""Each format's table is true: what a record says is in the output, or listed among the losses.

Every value of every field is changed, one at a time, and the output before and after is compared. So
is the output for every role, type, intent and kind of date. A field that the table calls lost never
shows; one that it calls weakened is listed each time; all others show, unless the losses say why they
do not in this record. Each record has one field besides those that it must have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from exporter.export import registry as formats
from exporter.export.context import AuthorityRecords, ExportContext
from exporter.export.loss import Loss
from exporter.export.render import render
from exporter.model.catalogue import Catalogue
from exporter.model.linker import link
from exporter.model.records import Records
from exporter.records.document import Pointer, leaves
from exporter.records.finding import Severity
from exporter.validate.record import severity
from tests.support.coverage import elements
from tests.support.every_field import (
    SHORT,
    Data,
    documents,
    filled,
    minimal,
    other,
    paths,
    put,
    records,
    referents,
    schemas,
)
from tests.support.findings import findings_in
from tests.support.markers import SAME_STATEMENTS

NAMES = list(formats.names())
WRITERS = [name for name in NAMES if name not in SAME_STATEMENTS - {"biblatex-ms", "dcterms"}]
"""The formats with statements of their own; biblatex-ms and dcterms say more than biblatex and dc."""
KINDS = schemas().kinds


@dataclass(frozen=True)
class Change:
    """One value changed: in record `record` at `way`, seen in the document of the work `work`."""

    record: str
    way: Pointer
    work: str
    before: Catalogue
    after: Catalogue

    @property
    def noun(self) -> str:
        return "work" if self.record in self.after.works else "agent"

    @property
    def unchanged(self) -> tuple[str, str | int, str]:
        """The record, its one field and the work: changes that have them alike share `before`."""
        return self.record, self.way[0], self.work


def catalogue(data: Mapping[str, Data]) -> Catalogue:
    return link(Records(documents(data)), schemas())[0]


def with_companions(data: Data) -> dict[str, Data]:
    """Return a record with all that it refers to, and for an agent a work by it and one about it."""
    found = {**referred_to(data), data["id"]: data}
    if schemas().noun(data["kind"]) == "agent":
        work = {"kind": "article", "language": "ja", "title": "茶", "type": "article-journal"}
        made = [{"agent": data["id"], "role": "author"}]
        found["by-it"] = {**work, "id": "by-it", "contributors": made}
        found["about-it"] = {**work, "id": "about-it", "about": [data["id"]]}
    return found


def referred_to(data: Data) -> dict[str, Data]:
    """Return the records that a record refers to."""
    names = [str(value) for _, value in leaves(data)]
    return {name: referents()[name] for name in names if name in referents()}


def units(id: str) -> tuple[str, ...]:
    """Return the works in whose documents a record is seen: itself, or those by or about an agent."""
    is_work = schemas().noun(records()[id]["kind"]) == "work"
    return (id,) if is_work else ("by-it", "about-it")


@cache
def small(id: str, name: str) -> Data:
    """Return a record that has no more than one field besides those it must have."""
    data = minimal(id) | {name: records()[id][name]}
    if name == "devised_title":
        data.pop("title", None)
    return data


@cache
def linked(id: str, name: str) -> Catalogue:
    return catalogue(with_companions(small(id, name)))


def changed(id: str, way: Pointer, value: Any) -> Catalogue:
    """Return a small catalogue with another value at a place of its record, or without it."""
    data = put({id: small(id, str(way[0]))}, id, way, value)[id]
    return catalogue(with_companions(data))


@cache
def changes() -> list[Change]:
    """Return a change of every value of works and agents, but for those that a record before has alike."""
    made, seen = [], set()
    for id, data in records().items():
        noun = schemas().noun(data["kind"])
        for way, value in leaves(data):
            place = (noun, way, type(value))
            if place in seen or noun not in {"work", "agent"} or not is_changed(id, way):
                continue
            seen.add(place)
            after = changed(id, way, other(data, way))
            before = linked(id, str(way[0]))
            made += [Change(id, way, work, before, after) for work in units(id)]
    return made


def is_changed(id: str, way: Pointer) -> bool:
    """Whether there is a test for a change of this value: not for ids and terms."""
    field = schemas().field(records()[id]["kind"], way)
    assert field is not None
    if id.startswith(SHORT) and way[0] not in {"devised_title", "found"}:
        return False
    return len(field.keyword("enum") or ()) < 2 and way not in {("id",), ("kind",), ("type",)}


def delivered(
    name: str, catalogue: Catalogue, work: str, *, collect_losses: bool = True
) -> tuple[bytes, list[Loss]]:
    format = formats.format_named(name)
    authorities: AuthorityRecords = "with" if hasattr(format, "AUTHORITIES") else "no"
    table = formats.crosswalk(name)
    context = ExportContext(
        catalogue, table, authorities=authorities, collect_losses=collect_losses
    )
    pieces = render(format, [work], context)
    return b"".join(pieces), context.losses


def listed(losses: list[Loss], record: str, way: Pointer) -> list[Loss]:
    """Return the losses that speak of a value, or of one that holds it."""
    return [
        each
        for each in losses
        if each.record == record and way[: len(each.pointer)] == each.pointer
    ]


def test_every_field_of_every_kind_is_filled() -> None:
    assert {kind: paths(kind) - filled(kind) for kind in KINDS} == {kind: set() for kind in KINDS}


def test_the_full_records_have_no_error() -> None:
    found = findings_in(documents(records()), schemas())
    assert [each for each in found if severity(each) is Severity.ERROR] == []


@pytest.mark.long
@pytest.mark.parametrize("name", WRITERS)
def test_a_changed_value_shows_or_is_listed(name: str) -> None:
    table = formats.crosswalk(name)
    wrong: dict[tuple[str, str, str], list[str]] = {}
    shows: dict[tuple[str, str], bool] = {}
    unchanged: dict[tuple[str, str | int, str], tuple[bytes, list[Loss]]] = {}
    assert len(changes()) > 1000
    for each in changes():
        way = "/".join(str(step) for step in (each.record, *each.way))
        try:
            if each.unchanged not in unchanged:
                unchanged[each.unchanged] = delivered(name, each.before, each.work)
            before, losses = unchanged[each.unchanged]
            after, _ = delivered(name, each.after, each.work, collect_losses=False)
        except Exception as error:  # noqa: BLE001 - one of the faults, and the others are shown, too
            fault = f"raises {type(error).__name__}: {error}"
            wrong.setdefault((fault, each.noun, str(each.way[0])), []).append(
                f"{way} in {each.work}"
            )
            continue
        reported = listed(losses, each.record, each.way)
        shown = before != after
        is_evidence = each.noun == "work" and each.way[0] == "found"
        settled = is_evidence and not each.before.works[each.record].disputed
        row = table.field(each.noun, each.way[:1] if settled else each.way)
        field = (each.noun, row.term)
        shows[field] = shows.get(field, False) or shown
        for fault in faults(row.match, shown, reported):
            wrong.setdefault((fault, *field), []).append(f"{way} in {each.work}")
    proved = {path for each in elements() if each.format == name for path in each.paths}
    for field, shown in shows.items():  # some show in works of one type alone: see test_coverage.py
        if not shown and table.row(*field).match != "none" and field[1] not in proved:
            wrong["is said to be carried, and never shows", *field] = []
    assert not wrong, summary(wrong)


def summary(wrong: Mapping[tuple[str, str, str], list[str]]) -> str:
    """Return a line for each fault, with one of the places where it is."""
    lines = [
        f"{noun} {term}: {fault} ({len(places)}): {next(iter(places), '')}"
        for (fault, noun, term), places in sorted(wrong.items())
    ]
    return f"{len(lines)} faults\n" + "\n".join(lines)


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


@pytest.mark.parametrize("name", NAMES)
def test_a_loss_leads_to_a_value(name: str) -> None:
    """The place that a loss names is one in the record, whatever form the record writes it in."""
    works = [id for id, data in records().items() if data["kind"] == "book"]
    context = ExportContext(catalogue(records()), formats.crosswalk(name))
    list(render(formats.format_named(name), works, context))
    ways = {(id, way) for id, data in records().items() for way, _ in leaves(data)}
    within = {(id, way[:end]) for id, way in ways for end in range(1, len(way) + 1)}
    assert {(each.record, each.pointer) for each in context.losses} - within == set()
    told = [(each.record, each.pointer, each.reason) for each in context.losses]
    assert sorted(set(told), key=str) == sorted(told, key=str)


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
    """Return a place for each date that a plain record of a work or an agent has."""
    found: dict[tuple[str, Pointer], tuple[str, Pointer]] = {}
    for id, data in records().items():
        noun = schemas().noun(data["kind"])
        if not id.startswith("plain-") or id.startswith(SHORT) or noun not in {"work", "agent"}:
            continue
        for way, _ in leaves(data):
            field = schemas().field(data["kind"], way)
            if field and field.keyword("format") == "edtf":
                found.setdefault((noun, way), (id, way))
    return list(found.values())


def terms() -> dict[str, tuple[str, Pointer, tuple[str, ...]]]:
    """Return a place for the terms of each list, and the terms."""
    places: list[tuple[str, Pointer]] = [
        ("plain-article", ("contributors", 0, "role")),
        ("plain-source", ("type",)),
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
    return {word: changed(id, way, word) for word in words}


@pytest.mark.long
@pytest.mark.parametrize("name", WRITERS)
def test_what_is_said_differently_is_delivered_differently_or_listed(name: str) -> None:
    """Of all terms, or kinds of date, that are delivered as the same thing, one at most is not listed as a loss."""
    wrong: dict[tuple[str, ...], str] = {}
    for what, (id, way, words) in terms().items():
        alike: dict[bytes, list[str]] = {}
        for word in words:
            catalogue = said(what)[word]
            work = units(id)[0]
            out, losses = delivered(name, catalogue, work)
            reported = listed(losses, id, way)
            if not reported:
                alike.setdefault(out, []).append(word)
        for group in alike.values():
            if len(group) > 1:
                wrong[what, *group] = "are delivered as the same"
    assert wrong == {}, "\n".join(map(str, wrong))
