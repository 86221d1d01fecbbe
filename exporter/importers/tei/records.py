"""What the records of all kinds have in common: notes, and relations beside the record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exporter.export.tei.marks import token
from exporter.importers.tei.decoder import Decoder, Found, Match, item_field
from exporter.importers.xml import Element
from exporter.records.schema import Field


def read_notes(decoder: Decoder, match: Match) -> Any:
    """Return notes: a list of general ones, or notes by their type."""
    if not any(each.key for each in match.found):
        items = item_field(match.field)
        return _items(decoder, match, items)
    data: dict[str, Any] = {}
    by_key: dict[str, list[Found]] = {}
    for each in match.found:
        by_key.setdefault(each.key, []).append(each)
    for word, found in by_key.items():
        name = next((name for name in match.field.children if token(name) == word), "")
        field = match.field.child(name) if name else None
        if field is None:
            decoder.problems.add(found[0].element, f"there is no type of note “{word}”")
            continue
        data[name] = decoder.items(match._replace(field=field, found=found))
    return data


def _items(decoder: Decoder, match: Match, field: Field) -> list[Any]:
    groups: dict[str, list[Element]] = {}
    for place, node in enumerate(match.elements):
        decoder.check_known(node, set())
        groups.setdefault(node.get("n") or f"#{place}", []).append(node)
    tag = decoder.tag(field, match.languages)
    return [decoder.texts.forms(nodes, tag) for nodes in groups.values()]


def read_relations(
    decoder: Decoder, nodes: Sequence[Element], name: str, field: Field
) -> list[dict[str, Any]]:
    """Return what a record says of others in the relations beside it."""
    scope = decoder.scope.inner(name)
    item = item_field(field)
    found = []
    for node in nodes:
        decoder.check_known(
            node, {"type", "active", "passive", "name", "ref", "from", "to"} | _dating()
        )
        if decoder.pointer(node, "active") != decoder.id:
            decoder.problems.add(node, f"this relation is not one of “{decoder.id}”")
        defaults = {"name": node.get("type", "")}
        found.append(decoder.group(node, scope, item, decoder.languages, defaults=defaults))
    return found


def _dating() -> set[str]:
    return {
        *("from-iso", "to-iso", "from-custom", "to-custom", "datingMethod"),
    }
