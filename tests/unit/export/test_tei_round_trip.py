"""TEI read back into the records of which it was made, by the reader of `exporter import`."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from exporter.records.document import leaves
from tests.conftest import exporter
from tests.support import every_field
from tests.support.tei_documents import (
    CATALOGUES,
    POINTING,
    Data,
    assert_valid,
    named,
    parsed,
    read_back,
    records,
    schemas,
    written,
)
from tests.support.tei_schematron import complaints

each_catalogue = pytest.mark.parametrize("name", CATALOGUES)


@pytest.fixture(scope="module")
def full() -> bytes:
    """Return the document of a catalogue in which every field of every kind is filled."""
    return written(every_field.records().values())


@pytest.mark.long
def test_every_field_of_every_kind_comes_back(full: bytes) -> None:
    back = read_back(full)
    assert back.keys() == every_field.records().keys()
    for id, data in every_field.records().items():
        assert data == back[id], id


@pytest.mark.long
def test_no_work_has_two_dates_by_which_it_can_be_sorted(full: bytes) -> None:
    works = parsed(full).xpath("//listBibl/biblStruct")
    assert works
    assert [len(each.xpath("monogr/imprint/date")) for each in works] == [1] * len(works)


@pytest.mark.long
def test_the_document_of_every_field_is_valid(full: bytes, tmp_path: Path) -> None:
    path = tmp_path / "full.xml"
    path.write_bytes(full)
    assert_valid(path)
    assert complaints(full) == []


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """Return, for each catalogue, the documents of one work each."""
    found = {}
    for name, root in CATALOGUES.items():
        folder = tmp_path_factory.mktemp(name) / "split"
        ran = exporter("-C", root, "export", "-f", "tei", "--split", "-o", folder)
        assert (ran.code, ran.out, ran.err) == (0, "", "")
        found[name] = sorted(folder.iterdir())
        assert found[name]
    return found


@each_catalogue
def test_the_records_come_back_from_the_document_of_all(name: str) -> None:
    there = records(name)
    document = written(there.values())
    assert read_back(document) == there
    assert read_back(document, whole=False) == {}


@each_catalogue
def test_the_document_of_one_work_holds_it_whole_and_all_that_it_names(
    name: str, split: dict[str, list[Path]]
) -> None:
    there = records(name)
    assert split[name]
    for path in split[name]:
        document = path.read_bytes()
        back, in_short = read_back(document), read_back(document, whole=False)
        assert back == {id: there[id] for id in back}
        assert {path.stem, *named(there[path.stem])} <= {*back, *in_short}
        makers = {each.get("agent") for each in there[path.stem].get("contributors", ())}
        cited = {each["source"] for each in there[path.stem].get("citations", ())}
        assert {path.stem, *makers, *cited} - {None} <= set(back)
        for id, data in in_short.items():
            assert data.items() <= there[id].items()
            assert data.keys() & {"name", "title", "devised_title"}


@each_catalogue
def test_a_document_holds_no_record_to_which_nothing_in_it_points(
    name: str, split: dict[str, list[Path]]
) -> None:
    assert split[name]
    for path in split[name]:
        document = path.read_bytes()
        pointers = [
            pointer
            for node in parsed(document).iter()
            for attribute in set(POINTING) & set(node.attrib)
            for pointer in node.attrib[attribute].split()
        ]
        pointed = {each[1:].partition(".")[0] for each in pointers if each.startswith("#")}
        back = {*read_back(document), *read_back(document, whole=False)}
        assert back <= {path.stem, *pointed}


# ---- every value changed, one at a time

LONGER = " \t{}\r & <b>]]> \"'\n &amp;  語 "
"""What a text becomes: with markup as text, and with white space of every sort before, in and after
it.
"""
OTHER_KINDS = {"article": "source", "book": "photo", "photo": "book"}
"""Kinds with the same fields, between which a record can change."""

Way = tuple[Any, ...]
Changes = Callable[[Data, Mapping[str, Data]], Iterator[Data]]


def other_value(kind: str, way: Way, value: Any, there: Mapping[str, Data]) -> Any:
    """Return another value that the schema allows at this place; None if there is no other."""
    field = schemas().field(kind, way)
    assert field is not None, way
    if way == ("kind",):
        return OTHER_KINDS.get(value)
    if way == ("id",) or field.keyword("const"):
        return None
    terms = field.keyword("enum")
    if terms:
        return terms[terms.index(value) - 1] if len(terms) > 1 else None
    if field.refers_to and value in there:
        nouns = {id: {each["kind"], schemas().noun(each["kind"])} for id, each in there.items()}
        allowed = [id for id in there if nouns[id] & set(field.refers_to)]
        return allowed[allowed.index(value) - 1] if len(allowed) > 1 else None
    if field.keyword("format") == "edtf":
        return value + 1 if isinstance(value, int) else "1987-05-04/1988?"
    if field.keyword("format") == "language-tag":
        return "fr-CA"
    if field.keyword("format") == "web-address":
        return f"{value}9"
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value + 1
    return LONGER.format(value) if field.keyword("pattern") == r"\S" else f"{value}9"


def at(data: Data, way: Way, change: Callable[[Any], Any]) -> Data:
    """Return a copy of a record in which the group at a place is changed."""
    inner = made = copy.deepcopy(data)
    for step in way:
        inner = inner[step]
    change(inner)
    return made


def values_changed(data: Data, there: Mapping[str, Data]) -> Iterator[Data]:
    """Yield the record once for each of its values, with that value changed."""
    for way, value in leaves(data):
        other = other_value(data["kind"], way, value, there)
        if other is None:
            continue

        def put(inner: Any, key: Any = way[-1], new: Any = other) -> None:
            inner[key] = new

        yield at(data, way[:-1], put)


def tags_changed(data: Data, _: Mapping[str, Data]) -> Iterator[Data]:
    """Yield the record once for each language tag of a text in it, with another tag there."""
    for way, _value in leaves(data):
        for place, step in enumerate(way):
            field = schemas().field(data["kind"], way[: place + 1])
            is_tag = isinstance(step, str) and field is not None and field.path[-1] == "*"
            if not is_tag or "inferred" in way[:place][-1:]:
                continue

            def rename(inner: Any, tag: Any = step) -> None:
                inner["fr-CA"] = inner.pop(tag)

            yield at(data, way[:place], rename)


@pytest.mark.long
@each_catalogue
@pytest.mark.parametrize("changes", [values_changed, tags_changed], ids=["values", "tags"])
def test_a_change_of_any_value_or_tag_comes_back(name: str, changes: Changes) -> None:
    """One change in each record at a time, until no record has a value that was not changed."""
    there = records(name)
    coming = {id: changes(data, there) for id, data in there.items()}
    assert coming
    while coming:
        now = {id: next(iterator, None) for id, iterator in coming.items()}
        coming = {id: iterator for id, iterator in coming.items() if now[id] is not None}
        expected = {id: now.get(id) or data for id, data in there.items()}
        assert read_back(written(expected.values())) == expected


def test_another_id_comes_back_wherever_it_is_named() -> None:
    there = records("small")
    names = {id: f"{id}-{number}" for number, id in enumerate(there)}

    def renamed(value: Any, way: Way, kind: str) -> Any:
        if isinstance(value, dict):
            return {key: renamed(inner, (*way, key), kind) for key, inner in value.items()}
        if isinstance(value, list):
            return [renamed(inner, (*way, place), kind) for place, inner in enumerate(value)]
        field = schemas().field(kind, way)
        is_id = field is not None and (field.refers_to or way == ("id",))
        return names.get(value, value) if is_id else value

    expected = {names[id]: renamed(data, (), data["kind"]) for id, data in there.items()}
    assert read_back(written(expected.values())) == expected


@each_catalogue
@pytest.mark.parametrize("wish", ["en", "ja", "ja-Latn", "zh-Latn"])
def test_the_reader_s_language_stands_first_and_nothing_is_lost(name: str, wish: str) -> None:
    there = records(name)
    document = written(there.values(), languages=(wish,))
    assert read_back(document) == there
    tree = parsed(document)
    for titles in tree.xpath("//biblStruct/*[self::analytic or self::monogr]"):
        tags = titles.xpath("title[@type='main' or @type='alt'][not(@corresp)]/@xml:lang")
        assert titles.xpath("count(title[@type='main'])") <= 1
        assert wish not in tags or tags[0] == wish
    for person in tree.xpath("//person"):
        tags = person.xpath("persName[not(@type)]/@xml:lang")
        assert wish not in tags or tags[0] == wish
