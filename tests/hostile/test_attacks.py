"""No text of a record breaks out of its place: attack strings in every text of every kind, through every format.

The small catalogue is exported twice. In the first every text is a harmless word of its own; in the second an attack
stands before and behind that word. Readers that know nothing of the exporter read both documents. They have to find the
same document, but for the attacks, which stand at their words as they stand in the records.
"""

from __future__ import annotations

import copy
import itertools
import json
import re
from collections.abc import Iterator, Mapping
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
from exporter.records.document import Document
from exporter.records.files import find_records
from exporter.records.finding import Severity
from exporter.records.loader import parse_document, read_schemas
from exporter.records.schema import Schemas
from exporter.records.settings import Limits
from exporter.validate.checks import checks
from tests.conftest import ROOT
from tests.support.document_readers import WORD, reader_of
from tests.support.findings import findings_in
from tests.support.markers import long_except

ATTACKS = {
    "a script": '</title></script><script>fetch("//evil")</script><img src=x onerror=alert(1)>',
    "a comment": "--></p><!-- <![CDATA[ ]]> <?php ?>",
    "references": "&lt; &amp; &#x3c; &nosuch; &quot;",
    "quotes": '""" \'\'\' \\" \\u0022 \\',
    "an address": "<http://evil> . ^^<x> @en ; javascript:alert(1)",
    "TeX": r"\input{/etc/passwd} \write18{touch sprung} \end{document} % # $ _ ^ ~ &",
    "a brace": "} , @comment{",
    "braces the wrong way round": '}} = "x" # {{',
    "an entry": "@book{stolen, title = {x}}",
    "a line of RIS": "ER  - \nTY  - BOOK\nTI  - stolen",
    "a line of YAML": "x: [y, {z: *a}] # & ! | > %TAG\n...\n---\n- stolen: true",
    "a line of MARC": "$a ‡b |c \\x1e =245 10$astolen",
    "a formula": '=HYPERLINK("http://evil","x")+@SUM(1)-1|cmd',
    "a command": "::error::x ::set-output name=x::y %0A%0D $(id) `id` ; id",
    "a template": "{{7*7}} ${7*7} <%= 7*7 %> #{7*7} %s {0}",
}


@cache
def schemas() -> Schemas:
    return read_schemas(ROOT)


@cache
def documents() -> list[Document]:
    root = ROOT / "tests" / "golden" / "catalogue"
    return [
        found
        for path in find_records(root)
        if isinstance(found := parse_document(path.read_bytes(), path, Limits()), Document)
    ]


def is_text(kind: str, way: tuple[Any, ...]) -> bool:
    """Whether any text may stand at a place: all that the schema wants there is a character that is no blank."""
    field = schemas().field(kind, way)
    return field is not None and not field.refers_to and field.keyword("pattern") == r"\S"


def places(kind: str, value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the way to each text of a record."""
    if isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(kind, inner, (*way, step))
    elif isinstance(value, str) and is_text(kind, way):
        yield way


NAMED = {
    "work": "disputed-book",
    "agent": "li-wei",
    "organization": "tea-board",
    "photo": "tea-photo",
    "source": "tea-report",
}
"""A record of the small catalogue for each sort of reference."""
ADDRESS = "https://example.org/~a/(b)?c='d'&e=$f%20;#g_h"
"""What is dangerous and may stand in a web address."""


def whole(kind: str, path: tuple[str, ...], *, mapped: bool) -> Any:
    """Make a value that has all that the schema allows at a place; texts are plain, or `mapped` by language."""
    fields = schemas().fields(kind)
    field = fields[path]
    inner = {each[-1]: each for each in fields if each[:-1] == path}
    if path[-1] == "through":
        return "tea-report"  # a source that is not quoted by itself
    if field.refers_to:
        return next(NAMED[each] for each in field.refers_to if each in NAMED)
    if field.keyword("pattern") == r"\S" and not (mapped and inner):
        return "a text"
    if field.keyword("type") == "array":
        return [whole(kind, inner["*"], mapped=mapped)]
    if path[-1] == "inferred":
        return {"notes": whole(kind, inner["*"], mapped=mapped)}
    if "*" in inner:
        return {
            "ja": whole(kind, inner["*"], mapped=True),
            "en": whole(kind, inner["*"], mapped=False),
        }
    if inner:
        return {name: whole(kind, each, mapped=mapped) for name, each in inner.items()}
    return ADDRESS if path == ("url",) else field.keyword("examples")[0]


def whole_records() -> Iterator[Document]:
    """Make two records of each kind that have all its fields, and where a title may be devised, two with that alone."""
    for kind, mapped in itertools.product(schemas().kinds, (False, True)):
        names = [path[0] for path in schemas().fields(kind) if len(path) == 1]
        data = {name: whole(kind, (name,), mapped=mapped) for name in names}
        made = {"whole": data}
        if "devised_title" in data:
            made["devised"] = {
                name: data[name] for name in ("type", "devised_title") if name in data
            }
            del data["devised_title"]
        folder = schemas().catalogued(kind)["folder"]
        for sort, said in made.items():
            id = f"{sort}-{kind}-{'mapped' if mapped else 'plain'}"
            whole_record = {**said, "id": id, "kind": kind, "language": "ja"}
            yield Document(Path(f"records/{folder}/{id}.yaml"), whole_record, "")


@cache
def words() -> list[Document]:
    """Give the small catalogue and two whole records of each kind, a word of its own for each of their texts."""
    count, made = itertools.count(1000), []
    for document in (*documents(), *whole_records()):
        data = copy.deepcopy(dict(document.data))
        for way in list(places(document.kind, data)):
            inner = data
            for step in way[:-1]:
                inner = inner[step]
            inner[way[-1]] = f"Q{next(count)}Q"
        made.append(Document(document.path, data, document.text))
    return made


def attacked(value: Any, attack: str) -> Any:
    """Give a value with the attack before and behind each word in it; readers may have changed the blanks."""
    if isinstance(value, str):
        return plain(WORD.sub(lambda word: f"{attack}{word[0]}{attack}", value))
    if isinstance(value, Mapping):
        return {
            plain(WORD.sub(lambda word: f"{attack}{word[0]}{attack}", key)): attacked(inner, attack)
            for key, inner in value.items()
        }
    if isinstance(value, list | tuple):
        return [attacked(inner, attack) for inner in value]
    return value


def plain(text: str) -> str:
    return "".join(text.split())


@cache
def linked(attack: str) -> Catalogue:
    """Give the catalogue of words with an attack around each."""
    texts = ((each.path, json.dumps(raw(each.data, attack)).encode()) for each in words())
    right = [
        each
        for path, text in texts
        if isinstance(each := parse_document(text, path, Limits()), Document)
    ]
    assert len(right) == len(words())
    severe = {name for name, each in checks().items() if each.SEVERITY is Severity.ERROR}
    assert [each for each in findings_in(right, schemas()) if each.name in severe] == []
    return link(Records(right), schemas())[0]


def exported(
    format_name: str, attack: str, ids: frozenset[str] | None = None
) -> tuple[frozenset[str], bytes]:
    """Export that catalogue: all works that the format takes, or those asked for."""
    catalogue = linked(attack)
    context = ExportContext(catalogue, formats.crosswalk(format_name), ())
    format = formats.format_named(format_name)
    lacking = {each.record for each in missing_requirements(format, catalogue.works, context)}
    chosen = [id for id in catalogue.works if (id not in lacking if ids is None else id in ids)]
    return frozenset(chosen), b"".join(render(format, chosen, context))


def raw(value: Any, attack: str) -> Any:
    if isinstance(value, str):
        return WORD.sub(lambda word: f"{attack}{word[0]}{attack}", value)
    if isinstance(value, dict):
        return {key: raw(inner, attack) for key, inner in value.items()}
    return [raw(inner, attack) for inner in value] if isinstance(value, list) else value


def without(value: Any, changed: str) -> Any:
    """Return a value without what the format changes in its texts."""
    if isinstance(value, str):
        return re.sub(changed, "", value)
    if isinstance(value, dict):
        return {without(key, changed): without(inner, changed) for key, inner in value.items()}
    return [without(inner, changed) for inner in value] if isinstance(value, list) else value


@cache
def harmless(name: str, ids: frozenset[str]) -> Any:
    return reader_of(formats.format_named(name)).read(exported(name, "", ids)[1])


@pytest.mark.parametrize(
    "attack", long_except(ATTACKS, "a script", "quotes", "TeX", "a line of RIS", "a line of YAML")
)
@pytest.mark.parametrize("name", formats.names())
def test_a_text_stays_where_it_belongs(name: str, attack: str) -> None:
    ids, dangerous = exported(name, ATTACKS[attack])
    assert len(ids) > 5
    reader = reader_of(formats.format_named(name))
    found = attacked(reader.read(dangerous), "")
    expected = attacked(harmless(name, ids), ATTACKS[attack])
    assert without(found, reader.changed) == without(expected, reader.changed)


def test_every_text_of_every_kind_is_attacked() -> None:
    reached = {
        (each.kind, schemas().field(each.kind, way).path)
        for each in words()
        for way in places(each.kind, each.data)
    }
    assert reached == {
        (kind, path)
        for kind in schemas().kinds
        for path, field in schemas().fields(kind).items()
        if field.keyword("pattern") == r"\S" and not field.refers_to
    }
