"""TEI documents for tests: how they are made, read, and judged by the official schema."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from exporter.export.context import ExportContext
from exporter.export.registry import crosswalk, format_named
from exporter.export.render import render
from exporter.importers.tei import read
from exporter.model.linker import link
from exporter.model.records import Records
from exporter.records.document import Document, leaves
from exporter.records.files import find_records
from exporter.records.loader import parse_document, read_schemas
from exporter.records.schema import Schemas
from exporter.records.settings import Limits
from tests.support.commands import run
from tests.support.inputs import ROOT, official, program

Node = etree._Element
Data = dict[str, Any]

TEI = "http://www.tei-c.org/ns/1.0"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ID = "{http://www.w3.org/XML/1998/namespace}id"
CATALOGUES = {"small": ROOT / "tests" / "golden" / "catalogue", "real": ROOT}
"""The catalogues from which most tests make documents."""
POINTING = (
    *("target", "ref", "active", "passive", "mutual", "source", "exclude", "corresp"),
    *("datingMethod", "ana", "calendar", "key"),
)
"""The attributes that may hold pointers."""


# ---- records


@cache
def schemas() -> Schemas:
    """Return the schemas of the program itself."""
    return read_schemas(ROOT)


@cache
def _documents(name: str) -> tuple[Document, ...]:
    found = (
        parse_document(path.read_bytes(), path, Limits()) for path in find_records(CATALOGUES[name])
    )
    return tuple(document for document in found if isinstance(document, Document))


def records(name: str) -> dict[str, Data]:
    """Return the records of a catalogue by id; they may be changed."""
    return {document.id: copy.deepcopy(dict(document.data)) for document in _documents(name)}


def named(data: Data) -> set[str]:
    """Return the ids of all records that a record names."""
    found = set()
    for way, value in leaves(data):
        field = schemas().field(data["kind"], way)
        if field and field.refers_to:
            found.add(str(value))
    return found


# ---- documents


def written(
    data: Iterable[Data],
    asked: Iterable[str] | None = None,
    languages: tuple[str, ...] = (),
) -> bytes:
    """Return the document of records in memory: of all works, or of those asked for."""
    documents = (Document(Path(f"{each['id']}.yaml"), each) for each in data)
    catalogue, _ = link(Records(documents), schemas())
    ids = [id for id in catalogue.works if asked is None or id in asked]
    context = ExportContext(catalogue, crosswalk("tei"), languages)
    return b"".join(render(format_named("tei"), ids, context))


def parsed(document: bytes) -> Node:
    """Return a document without its namespace, so that the paths of the table can be used as they
    are.
    """
    tree = etree.fromstring(document)
    assert tree.tag == f"{{{TEI}}}TEI"
    return etree.fromstring(document.replace(f' xmlns="{TEI}"'.encode(), b"", 1))


def read_back(document: bytes, *, whole: bool = True) -> dict[str, Data]:
    """Return the records in a document: those that it holds whole, or those in short."""
    reading = read(document, schemas())
    assert reading.wrong == []
    return {each.data["id"]: each.data for each in reading.records if each.whole == whole}


def text(node: Node) -> str:
    """Return the text of an element."""
    return "".join(node.itertext())


def ids(node: Node, attribute: str = "target") -> list[str]:
    """Return the ids to which an attribute points."""
    pointers = node.attrib[attribute].split()
    assert all(pointer.startswith("#") for pointer in pointers)
    return [pointer[1:] for pointer in pointers]


# ---- validity


def assert_valid(*paths: Path) -> None:
    """Validate documents against the official schema with jing, and read them with libxml2."""
    ran = run(program("jing", "jing"), official("tei_all.rng"), *paths)
    assert (ran.code, ran.out) == (0, "")
    ran = run(program("xmllint", "libxml2-utils"), "--noout", *paths)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
