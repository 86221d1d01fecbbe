"""Relations between the persons and bodies of a document. Source: TEI P5, 13.3.2.3."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from exporter.importers.entry import Broken, Entry, Reference
from exporter.importers.field_table import field_table
from exporter.importers.xml import Element
from exporter.importers.xml_source import line_of

_TABLE = field_table(Path(__file__).with_name("named.tsv"))
_OPPOSITE = {
    "parent": "child",
    "child": "parent",
    "teacher": "student",
    "student": "teacher",
    "employer": "employee",
    "employee": "employer",
    "founder": "founded",
    "member": "member of",
}
_ABLE = frozenset({"person", "organization", "family", "event"})


class Relation(NamedTuple):
    """A `relation`: its line, its name, and the keys of those between whom it is."""

    line: int
    name: str
    active: tuple[str, ...]
    passive: tuple[str, ...]
    mutual: tuple[str, ...]


def relation_of(element: Element) -> Relation:
    """Return a relation as its element states it."""
    keys = []
    for name in ("active", "passive", "mutual"):
        keys.append(tuple(each.removeprefix("#") for each in (element.get(name) or "").split()))
    name = element.get("name") or element.get("ref") or element.get("type") or ""
    return Relation(line_of(element), name, *keys)


def related(entries: Sequence[Entry], relations: Sequence[Relation]) -> Iterator[Broken]:
    """Add relations to the entries between which they are; yield those that cannot be carried."""
    by_key = {each.key: each for each in entries if each.key and each.data["kind"] in _ABLE}
    for relation in relations:
        term = _TABLE.word("relation", relation.name.lower())
        ends = {*relation.active, *relation.passive, *relation.mutual}
        if not term or not ends <= by_key.keys():
            reason = "this relation is not known"
            if term:
                reason = "it names others than the persons and bodies of the document"
            shown = " ".join(sorted(ends))
            message = f"relation {relation.name} ({shown}): {reason}"
            yield Broken(relation.line, message, whole=False, harmless=True)
            continue
        for one in relation.passive:
            for other in relation.active:
                _relate(by_key[one], other, term)
                _relate(by_key[other], one, _OPPOSITE.get(term, term))
        for one in relation.mutual:
            for other in relation.mutual:
                if one != other:
                    _relate(by_key[one], other, term)


def _relate(entry: Entry, key: str, term: str) -> None:
    found = entry.data.setdefault("related", [])
    relation = {"agent": Reference((key,)), "as": term}
    if relation not in found:
        found.append(relation)
