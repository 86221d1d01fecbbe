"""Places as `place`, concepts as `category` of a taxonomy (TEI P5 14.3.4, 2.3.7)."""

from __future__ import annotations

from exporter.export.context import ExportContext
from exporter.export.tei.arrangement import arrange
from exporter.export.tei.encoder import Encoder
from exporter.export.tei.mentions import write_reasons
from exporter.export.tei.paths import Step
from exporter.export.tei.record_fields import special_fields
from exporter.export.tei.scope import record_scope
from exporter.export.tei.unmapped import write_unmapped
from exporter.export.xml import XML_LANG, Element, element
from exporter.model.authority import Authority
from exporter.model.node import Node

PLACE, CONCEPT = "place", "concept"


def noun_of(authority: Authority) -> str:
    """Return whether an authority is catalogued as a place or as a concept."""
    field = authority.node.field
    catalogued = field.keyword("catalogued", {}) if field else {}
    return str(catalogued.get("as", authority.kind))


def authority_element(
    authority: Authority, context: ExportContext, node: Node | None = None
) -> Element:
    """Return a place or a concept as an element.

    With `node`, which has some of its fields, it is only described in short.
    """
    noun = noun_of(authority)
    own_kind = "" if authority.kind == noun else authority.kind
    if noun == PLACE:
        root = element("place", xml_id=authority.id, type=own_kind)
    else:
        root = element("category", xml_id=authority.id, n=own_kind)
    if "cataloguing_language" in authority.node.value:
        root.set(XML_LANG, authority.node.line("cataloguing_language"))
    scope = record_scope(context.crosswalk, noun, root.tag)
    encoder = Encoder(authority, authority.node if node is None else node, root, scope, context)
    _write(encoder, noun)
    return root


def _write(encoder: Encoder, noun: str) -> None:
    encoder.special = {
        **special_fields(encoder),
        "coordinates": lambda node, holder: _write_coordinates(encoder, node, holder),
    }
    encoder.group(encoder.node, encoder.root, encoder.scope)
    write_unmapped(encoder, _holder_of_notes(encoder, noun))
    write_reasons(encoder, _holder_of_notes(encoder, noun))
    for empty in [each for each in encoder.root.iter() if each.tag == "state" and not len(each)]:
        if empty.parent is not None:
            empty.parent.remove(empty)
    arrange(encoder.root)


def _holder_of_notes(encoder: Encoder, noun: str) -> Element:
    """Return the element for notes; in a category, whose description has none, that is a `state`."""
    if noun == PLACE:
        return encoder.root
    return encoder.parent(encoder.root, (Step(("catDesc",)), Step(("state",))))


def _write_coordinates(encoder: Encoder, node: Node, holder: Element) -> None:
    """Write the position of a place as latitude and longitude."""
    if set(node.value) != {"latitude", "longitude"}:
        encoder.leave(node, holder)
        return
    path = encoder.scope.paths["coordinates"][0]
    made = element("geo", f"{node.line('latitude')} {node.line('longitude')}")
    encoder.parent(holder, path.steps[:-1]).append(made)
    encoder.register(node, [made])
