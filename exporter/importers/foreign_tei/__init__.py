"""TEI P5 by other projects: works in lists and headers, and lists of persons, bodies, places and events.

Read are `biblStruct` anywhere, `bibl` and `biblFull` in `listBibl` and `sourceDesc`, and the entries
of `listPerson`, `listOrg`, `listPlace` and `listEvent`. The text of an edition and its header are not
records and are left alone; manuscript descriptions, and relations between others than persons and
bodies, are reported. Source: TEI P5, chapters 3.12 and 13.
"""

from __future__ import annotations

from collections.abc import Iterator

from exporter.importers.entry import Broken, Entry, Imported
from exporter.importers.foreign_tei.named import read_named
from exporter.importers.foreign_tei.nodes import node_of
from exporter.importers.foreign_tei.relations import Relation, related, relation_of
from exporter.importers.foreign_tei.work import read_work
from exporter.importers.registry import ImportContext
from exporter.importers.xml import Element
from exporter.importers.xml_source import elements, line_of, local_name

_WORKS = frozenset({"biblStruct", "bibl", "biblFull"})
_NAMED = {
    "person": "person",
    "personGrp": "organization",
    "org": "organization",
    "place": "place",
    "event": "event",
}
_NOT_READ = {
    "msDesc": "a description of a manuscript is not imported",
    "nym": "canonical names are not imported",
}
_LISTS = frozenset({"listBibl", "sourceDesc", "biblFull"})
_NAMED_LISTS = frozenset({"listPerson", "listOrg", "listPlace", "listEvent", "particDesc"})
_ROOT = frozenset({"standOff", "div", "body"})
"""Where some projects put entries without a list around them."""
_FORMATTED = frozenset({"formatted", "coins"})
"""Types of `bibl` that repeat a `biblStruct` as text."""


def read(content: bytes, context: ImportContext) -> Iterator[Imported]:
    """Yield the works of a document, then its persons, bodies, places and events with their relations."""
    names = {*_WORKS, *_NAMED, *_NOT_READ, "relation"}
    named: list[Entry] = []
    relations: list[Relation] = []
    for element in elements(content, names, outermost=True):
        if isinstance(element, Broken):
            yield element
        elif local_name(element) == "relation":
            relations.append(relation_of(element))
        elif _is_named(element):
            kind = _NAMED[local_name(element)]
            named += read_named(node_of(element), kind, context)
        else:
            yield from _work(element, context)
    yield from related(named, relations)
    yield from named


def _is_named(element: Element) -> bool:
    around = _name_around(element)
    return local_name(element) in _NAMED and around in _NAMED_LISTS | _ROOT | {""}


def _name_around(element: Element) -> str:
    parent = element.getparent()
    return local_name(parent) if parent is not None else ""


def _work(element: Element, context: ImportContext) -> Iterator[Imported]:
    name = local_name(element)
    if name in _NOT_READ:
        yield Broken(line_of(element), f"{name}: {_NOT_READ[name]}", whole=False, harmless=True)
        return
    is_listed = name == "biblStruct" or (name in _WORKS and _name_around(element) in _LISTS)
    if is_listed and element.get("type") not in _FORMATTED:
        yield read_work(node_of(element), context)
