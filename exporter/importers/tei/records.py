"""What the records of all kinds have in common: notes, and relations beside the record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exporter.importers.tei.decoder import Decoder, Match, by_n, item_field
from exporter.importers.xml import Element
from exporter.records.schema import Field

_DATING = ("from", "from-iso", "from-custom", "to", "to-iso", "to-custom", "datingMethod")
"""The attributes by which a relation has a beginning and an end (TEI P5, att.datable)."""


def read_notes(decoder: Decoder, match: Match) -> Any:
    """Return notes: a list of general ones, or notes by their type."""
    if any(each.key for each in match.found):
        return decoder.by_key(match)
    for node in match.elements:
        decoder.check_known(node, set())
    tag = decoder.tag(item_field(match.field), match.languages)
    items = by_n(match.found).values()
    return [decoder.texts.forms([each.element for each in item], tag) for item in items]


def read_relations(
    decoder: Decoder, nodes: Sequence[Element], name: str, field: Field
) -> list[dict[str, Any]]:
    """Return what a record says of others in the relations beside it."""
    scope = decoder.scope.inner(name)
    item = item_field(field)
    found = []
    for node in nodes:
        decoder.check_known(node, {"type", "active", "passive", "name", "ref", *_DATING})
        if decoder.pointer(node, "active") != decoder.id:
            decoder.problems.add(node, f"this relation is not one of “{decoder.id}”")
        defaults = {"name": node.get("type", "")}
        found.append(decoder.group(node, scope, item, decoder.languages, defaults=defaults))
    return found
