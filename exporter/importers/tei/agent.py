"""Persons, bodies, families, events, places and concepts, read from their elements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exporter.export.crosswalk import Crosswalk
from exporter.export.tei.scope import record_scope
from exporter.importers.tei.branches import branch_of, with_own_fields, without
from exporter.importers.tei.decoder import Decoder, Match
from exporter.importers.tei.mentions import read_mentions, read_reasons
from exporter.importers.tei.problems import Problems
from exporter.importers.tei.records import read_notes, read_relations
from exporter.importers.tei.unmapped import add_unmapped
from exporter.importers.xml import XML_LANG, Element
from exporter.model.node import text_languages
from exporter.records.schema import Schemas

KINDS = {
    "person": "person",
    "org": "organization",
    "event": "event",
    "place": "place",
    "category": "concept",
}
"""The kind of a record that does not name it, by its element."""
_KIND_ATTRIBUTE = {"category": "n"}
_AT_ROOT = ("id", "kind", "cataloguing_language")


def kind_of(root: Element) -> str:
    """Return the kind of the record that an element of this sort holds."""
    tag = str(root.tag)
    return root.get(_KIND_ATTRIBUTE.get(tag, "type"), "") or KINDS[tag]


def read_agent(
    root: Element,
    relations: Sequence[Element],
    schemas: Schemas,
    crosswalk: Crosswalk,
    problems: Problems,
) -> dict[str, Any]:
    """Return the record of an agent, a place or a concept, and what the relations beside it say."""
    kind = kind_of(root)
    field = schemas.root(kind)
    scope = record_scope(crosswalk, schemas.noun(kind), str(root.tag))
    decoder = Decoder(root, scope, crosswalk, problems)
    decoder.check_known(root, {"type", "sortKey"})
    data: dict[str, Any] = {"id": decoder.id, "kind": kind}
    if XML_LANG in root.attrib:
        data["cataloguing_language"] = root.get(XML_LANG)
    decoder.languages = text_languages(data, decoder.default)
    decoder.special = {
        "notes": lambda match: read_notes(decoder, match),
        "found": lambda match: read_mentions(decoder, match),
        "inferred": lambda match: read_reasons(decoder, match),
    }
    if "coordinates" in field.children and root.tag == "place":
        decoder.special = {
            **decoder.special,
            "coordinates": lambda match: _coordinates(decoder, match),
        }
    branch = without(with_own_fields(branch_of(scope), scope, field.children), _AT_ROOT)
    data.update(decoder.group(root, scope, field, decoder.languages, branch=branch))
    related = field.child("related")
    if relations and related is not None:
        data["related"] = read_relations(decoder, relations, "related", related)
    add_unmapped(decoder, data, field)
    return data


def _coordinates(decoder: Decoder, match: Match) -> dict[str, Any]:
    """Return the position of a place: latitude, then longitude."""
    node = match.found[0].element
    numbers = decoder.texts.text(node, plain=True).split()
    if len(numbers) != 2:
        decoder.problems.add(node, "a position is a latitude and a longitude with a space between")
        return {}
    latitude, longitude = map(decoder.texts.number, numbers)
    return {"latitude": latitude, "longitude": longitude}
