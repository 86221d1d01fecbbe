"""Contributors, read from `author`, `editor` and `respStmt`."""

from __future__ import annotations

from typing import Any

from exporter.export.tei.marks import Mark
from exporter.importers.tei.decoder import Decoder, Match, by_n, item_field
from exporter.importers.tei.texts import has_mark
from exporter.importers.xml import Element
from exporter.importers.xml_source import local_name
from exporter.model.vocabularies import vocabulary
from exporter.records.schema import Field

_NAMES = frozenset({"persName", "orgName", "name"})
_RESPONSIBILITY = "respStmt"
_PRINTED = "printed"


def read_contributors(decoder: Decoder, match: Match) -> Any:
    """Return the contributors, in the order of their numbers if all have one."""
    item = item_field(match.field)
    groups = by_n(match.found)
    keys = list(groups)
    if all(key.isdigit() for key in keys):
        keys.sort(key=int)
    one = match._replace(field=item)
    return [_contributor(decoder, one._replace(found=groups[key])) for key in keys]


def _contributor(decoder: Decoder, match: Match) -> dict[str, Any]:
    """Return one contributor from its elements, one for each sort of role."""
    first, field = match.elements[0], match.field
    roles = [role for each in match.elements for role in _roles(decoder, each)]
    data: dict[str, Any] = {}
    names = [each for each in first if each.tag in _NAMES]
    pointing = first
    if first.tag == _RESPONSIBILITY:
        pointing = next((each for each in names if "ref" in each.attrib), first)
    printed = [each for each in names if each.get("type") == _PRINTED]
    if "ref" in pointing.attrib:
        data["agent"] = decoder.pointer(pointing, "ref")
    else:
        own = [each for each in names if each not in printed]
        data.update(decoder.named_agent(first, own, field, match.languages))
    if printed:
        tag = decoder.tag(field.child(_PRINTED), match.languages)
        data[_PRINTED] = decoder.texts.forms(printed, tag)
    if len(roles) == 1 and not has_mark(first, Mark.LIST):
        data["role"] = roles[0]
    elif roles:
        data["roles"] = roles
    data.update(_details(decoder, first, field))
    affiliations = first.findall("affiliation") + first.findall("note/affiliation")
    if affiliations:
        data["affiliation"] = _affiliation(decoder, affiliations, match)
    for each in match.elements:
        decoder.check_known(each, {"ref", "role", "cert"})
        _check_children(decoder, each)
    decoder.remember(first, data, field)
    return data


def _roles(decoder: Decoder, node: Element) -> list[str]:
    if node.tag != _RESPONSIBILITY:
        return [node.get("role") or str(node.tag)]
    roles = []
    for resp in node.findall("resp"):
        code = resp.get("ref", "").removeprefix("marcrel:")
        codes = {row["code"] for row in vocabulary("roles").values()}
        if code and code not in codes:
            decoder.problems.add(resp, f"there is no role with the code “{code}”")
        roles.append(decoder.texts.text(resp, plain=True))
    if not roles:
        decoder.problems.add(node, "this respStmt has no resp")
    return roles


def _details(decoder: Decoder, node: Element, field: Field) -> dict[str, Any]:
    data: dict[str, Any] = {}
    certainty = field.child("certainty")
    if "cert" in node.attrib and certainty is not None:
        word = node.get("cert", "")
        known = decoder.term("certainty", word)
        terms = certainty.keyword("enum", ())
        data["certainty"] = decoder.one_of(node, word, terms, known, certainty.title)
    for name, mark in (("corresponding", Mark.CORRESPONDING), ("equal", Mark.EQUAL)):
        if has_mark(node, mark):
            data[name] = True
    return data


def _affiliation(decoder: Decoder, nodes: list[Element], match: Match) -> Any:
    field = match.field.child("affiliation") or match.field
    listed = any("n" in each.attrib for each in nodes)
    item = item_field(field) if listed else field
    values = [decoder.agent(each, item, match.languages) for each in nodes]
    return values if listed else values[0]


def _check_children(decoder: Decoder, node: Element) -> None:
    known = {*_NAMES, "resp", "affiliation", "note"}
    for child in node:
        if child.tag not in known:
            decoder.problems.add(
                child, f"{local_name(child)} in {local_name(node)} is not understood"
            )
