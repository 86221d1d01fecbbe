"""Fields that the table has no row for, such as those of a catalogue's own, read from notes."""

from __future__ import annotations

from typing import Any

from exporter.export.tei.marks import decoded_name
from exporter.export.tei.paths import Path
from exporter.export.tei.unmapped import VALUE
from exporter.importers.tei.decoder import Decoder, Found, by_n, item_field
from exporter.importers.xml import Element
from exporter.records.schema import Field

_LABEL = "label"


def add_unmapped(decoder: Decoder, data: dict[str, Any], field: Field) -> None:
    """Put the fields without a row into a record, or into the groups to which they belong.

    `field` is that of the whole record.
    """
    for node in decoder.unmapped:
        decoder.check_known(node, {"type", "subtype", "target"})
        name = decoded_name(node.get("type", ""))
        target = node.get("target", "").removeprefix("#")
        if target and target not in decoder.groups:
            decoder.problems.add(node, f"there is no group “{target}” to which this belongs")
            continue
        group, inside = decoder.groups[target] if target else (data, field)
        group[name] = _value(decoder, node, inside.child(name))


def _value(decoder: Decoder, node: Element, field: Field | None) -> Any:
    found = [child for child in node if child.tag != _LABEL]
    if len(found) == 1 and found[0].tag == "num":
        return decoder.texts.number(decoder.texts.text(found[0], plain=True))
    if len(found) == 1 and found[0].tag == "fs":
        return _structure(decoder, found[0])
    for other in found:
        if other.tag != "seg":
            decoder.problems.add_unknown(other)
    if not any("n" in each.attrib for each in found):
        return _text(decoder, found, field)
    item = item_field(field) if field else None
    groups = by_n(Found(each, Path()) for each in found)
    return [_text(decoder, [each.element for each in group], item) for group in groups.values()]


def _text(decoder: Decoder, nodes: list[Element], field: Field | None) -> Any:
    if not nodes:
        return ""
    if field is not None and field.keyword("textual") is not None:
        return decoder.texts.forms(nodes, decoder.tag(field, decoder.languages))
    return decoder.texts.text(nodes[0], plain=True)


def _structure(decoder: Decoder, node: Element) -> Any:
    """Return the value of a feature structure."""
    features = {decoded_name(each.get("name", "")): _content(decoder, each) for each in node}
    return features[VALUE] if node.get("type") == VALUE else features


def _content(decoder: Decoder, node: Element) -> Any:
    return _feature(decoder, node[0]) if len(node) else decoder.texts.text(node, plain=True)


def _feature(decoder: Decoder, node: Element) -> Any:
    match node.tag:
        case "fs":
            return _structure(decoder, node)
        case "vColl":
            return [_feature(decoder, each) for each in node]
        case "numeric":
            return decoder.texts.number(node.get("value", ""))
        case "binary":
            return node.get("value") == "true"
        case "default":
            return None
        case _:
            return decoder.texts.text(node, plain=True)
