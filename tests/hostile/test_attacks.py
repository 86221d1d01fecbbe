"""No text of a record breaks out of its place: attacks in every text field, through every format.

A catalogue is exported twice. In the first export every text is a harmless word of its own; in the
second an attack stands before and behind that word. Readers that know nothing of exporter read both
documents. They must find the same document but for the attacks, which are at their words as they
are in the records.

Each word has the attack whose turn it is, and each run moves the attacks on, so that each text meets
five of them.
"""

from __future__ import annotations

import copy
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from exporter.export import registry as formats
from exporter.export.context import ExportContext
from exporter.export.render import missing_requirements, render
from exporter.model.catalogue import Catalogue
from exporter.model.linker import link
from exporter.model.records import Records
from exporter.records.document import Document, Pointer, leaves, value_at
from exporter.records.files import find_records
from exporter.records.finding import Severity
from exporter.records.loader import parse_document
from exporter.records.settings import UNLIMITED, CatalogueSettings, Limits
from exporter.validate.checks import checks
from tests.conftest import ROOT
from tests.support.document_readers import WORD, reader_of
from tests.support.every_field import Data, is_text, minimal, records, referents, schemas
from tests.support.findings import findings_in

ATTACKS = {
    "a script": '</title></script><script>fetch("//evil")</script><img src=x onerror=alert(1)>',
    "a comment": "--></p><!-- <![CDATA[ ]]> <?php ?>",
    "references": "&lt; &amp; &#x3c; &nosuch; &quot; &",
    "quotes": '""" \'\'\' \\" \\u0022 \\',
    "an address": "<http://evil> . ^^<x> @en ; javascript:alert(1)",
    "TeX": r"\input{/etc/passwd} \write18{touch sprung} \end{document} % # $ _ ^ ~ &",
    "a brace": "} , @comment{",
    "braces the wrong way round": '}} = "x" # {{',
    "an entry": "@book{stolen, title = {x}}",
    "a line of RIS": "ER  - \nTY  - BOOK\nTI  - stolen",
    "a line of YAML": "- x: [y, {z: *a}] # & ! | > %TAG\n...\n---\n- stolen: true",
    "a line of MARC": "$a ‡b |c \\x1e =245 10$astolen",
    "a formula": '=HYPERLINK("http://evil","x")+@SUM(1)-1|cmd',
    "a command": "::error::x ::set-output name=x::y %0A%0D $(id) `id` ; id",
    "a template": "{{7*7}} ${7*7} <%= 7*7 %> #{7*7} %s {0}",
}


def places(kind: str, data: Mapping[str, Any]) -> Iterator[Pointer]:
    """Yield the way to each text of a record at a place where any text is valid."""
    for way, value in leaves(data):
        field = schemas().field(kind, way)
        if isinstance(value, str) and field and is_text(field):
            yield way


def text_fields(data: Mapping[str, Any]) -> set[tuple[str, tuple[str, ...]]]:
    """Return the fields that are a text in a record, with the noun of the record."""
    kind = data["kind"]
    found = {schemas().field(kind, way) for way in places(kind, data)}
    return {(schemas().noun(kind), field.path) for field in found if field}


@cache
def whole_records() -> dict[str, Data]:
    """Return few records that together have every text field of every noun, and those they refer
    to.
    """
    texts = {id: text_fields(data) for id, data in records().items()}
    missing = set().union(*texts.values())
    chosen = dict(referents())
    while missing:
        id = max(texts, key=lambda id: (len(texts[id] & missing), id.endswith("-book"), id))
        missing -= texts[id]
        chosen[id] = records()[id]
    for data in list(chosen.values()):
        for _, id, _ in schemas().references(data["kind"], data):
            chosen.setdefault(id, minimal(id))
    agents = [id for id, data in chosen.items() if schemas().noun(data["kind"]) == "agent"]
    made = [{"agent": id, "role": "author"} for id in agents]
    chosen["of-all"] = {
        "id": "of-all",
        "kind": "book",
        "language": "ja",
        "title": "茶",
        "contributors": made,
        "about": agents,
    }
    return chosen


def read(root: Path) -> Iterator[Document]:
    for path in find_records(root):
        document = parse_document(path.read_bytes(), path, Limits())
        assert isinstance(document, Document)
        yield document


@cache
def words() -> list[Document]:
    """Return the small catalogue and the whole records, each text of which is a word of its own."""
    count, made = itertools.count(10_000), []
    whole = [
        Document(
            Path("records", schemas().catalogued(data["kind"])["folder"], f"{id}.yaml"), data, ""
        )
        for id, data in whole_records().items()
    ]
    for document in (*read(ROOT / "tests" / "golden" / "catalogue"), *whole):
        data = copy.deepcopy(dict(document.data))
        for way in list(places(document.kind, data)):
            value_at(data, way[:-1])[way[-1]] = f"Q{next(count)}Q"
        made.append(Document(document.path, data, document.text))
    return made


def in_turn(first: int) -> tuple[str, ...]:
    """Return all attacks, from one of them on."""
    attacks = list(ATTACKS.values())
    return (*attacks[first:], *attacks[:first])


def surrounded(text: str, attacks: Sequence[str]) -> str:
    """Return a text with the attack whose turn it is before and behind each word in it."""
    if not attacks:
        return text

    def with_attack(word: re.Match[str]) -> str:
        attack = attacks[int(word[0].strip("Q")) % len(attacks)]
        return f"{attack}{word[0]}{attack}"

    return WORD.sub(with_attack, text)


def attacked(value: Any, attacks: Sequence[str]) -> Any:
    """Return what a reader has read, with an attack around each word in it.

    There are no blanks in it: readers may have changed them.
    """
    if isinstance(value, str):
        return "".join(surrounded(value, attacks).split())
    if isinstance(value, Mapping):
        return {attacked(key, attacks): attacked(inner, attacks) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [attacked(inner, attacks) for inner in value]
    return value


@cache
def linked(attacks: tuple[str, ...]) -> Catalogue:
    """Return the catalogue of words with an attack around each."""
    texts = ((each.path, json.dumps(raw(each.data, attacks)).encode()) for each in words())
    right = [
        each
        for path, text in texts
        if isinstance(each := parse_document(text, path, UNLIMITED), Document)
    ]
    assert len(right) == len(words())
    severe = {name for name, each in checks().items() if each.SEVERITY is Severity.ERROR}
    assert [each for each in findings_in(right, schemas()) if each.name in severe] == []
    return link(Records(right), schemas(), CatalogueSettings(email="library@example.org"))[0]


def exported(
    format_name: str, attacks: tuple[str, ...], ids: frozenset[str] | None = None
) -> tuple[frozenset[str], bytes]:
    """Export that catalogue: all works that the format takes, or those asked for.

    A work that an attack makes too long for the format (a field of MARC) is not in the document.
    """
    catalogue = linked(attacks)
    context = ExportContext(catalogue, formats.crosswalk(format_name), ())
    format = formats.format_named(format_name)
    lacking = {each.record for each in missing_requirements(format, [*catalogue.works], context)}
    chosen = [id for id in catalogue.works if (id not in lacking if ids is None else id in ids)]
    document = b"".join(render(format, chosen, context))
    too_long = {each.record for each in context.undeliverable}
    return frozenset(chosen) - too_long, document


def raw(value: Any, attacks: Sequence[str]) -> Any:
    if isinstance(value, str):
        return surrounded(value, attacks)
    if isinstance(value, dict):
        return {key: raw(inner, attacks) for key, inner in value.items()}
    return [raw(inner, attacks) for inner in value] if isinstance(value, list) else value


def without(value: Any, changed: str) -> Any:
    """Return a value without what the format changes in its texts."""
    if isinstance(value, str):
        return re.sub(changed, "", value)
    if isinstance(value, dict):
        return {without(key, changed): without(inner, changed) for key, inner in value.items()}
    return [without(inner, changed) for inner in value] if isinstance(value, list) else value


def differences(found: Any, expected: Any, way: Pointer = ()) -> Iterator[tuple[Pointer, Any, Any]]:
    """Yield where two documents differ, with what is there in each."""
    if isinstance(found, dict) and isinstance(expected, dict) and found.keys() == expected.keys():
        for key, value in found.items():
            yield from differences(value, expected[key], (*way, key))
    elif isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        for place, (one, other) in enumerate(zip(found, expected, strict=True)):
            yield from differences(one, other, (*way, place))
    elif found != expected:
        yield way, found, expected


@cache
def harmless(name: str, ids: frozenset[str]) -> Any:
    return reader_of(formats.format_named(name)).read(exported(name, (), ids)[1])


@pytest.mark.long
@pytest.mark.parametrize("first", range(0, len(ATTACKS), 3))
@pytest.mark.parametrize("name", formats.names())
def test_a_text_stays_where_it_belongs(name: str, first: int) -> None:
    attacks = in_turn(first)
    ids, dangerous = exported(name, attacks)
    assert len(ids) >= 5
    reader = reader_of(formats.format_named(name))
    found = attacked(reader.read(dangerous), ())
    expected = attacked(harmless(name, ids), attacks)
    differing = differences(without(found, reader.changed), without(expected, reader.changed))
    assert "\n".join(str(each) for each in itertools.islice(differing, 20)) == ""


def test_every_text_of_every_noun_is_attacked() -> None:
    reached = set().union(*(text_fields(document.data) for document in words()))
    assert reached >= {
        (schemas().noun(kind), path)
        for kind in schemas().kinds
        for path, field in schemas().fields(kind).items()
        if is_text(field)
    }
