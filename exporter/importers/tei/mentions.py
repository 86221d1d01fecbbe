"""Mentions in other works, and the reasons for conclusions."""

from __future__ import annotations

from typing import Any

from exporter.export.tei.marks import decoded_name
from exporter.importers.tei.decoder import Decoder, Match, item_field
from exporter.importers.tei.texts import SIC
from exporter.importers.xml import XML_ID, Element


def read_mentions(decoder: Decoder, match: Match) -> list[Any]:
    """Return what is printed of a record elsewhere."""
    inner = match.scope.inner("found")
    item = item_field(match.field)
    found = []
    for node in match.elements:
        decoder.check_known(node, set())
        words = _sic(node)
        data = decoder.group(node, inner, item, match.languages)
        data.pop(SIC, None)
        if words:
            data[SIC] = words
        found.append(data)
    return found


def _sic(node: Element) -> list[str]:
    """Return the words that are printed exactly so, by their numbers if they have any."""
    marked = list(node.iter(SIC))
    marked.sort(key=lambda each: int(each.get("n", "0")))
    return ["".join(map(str, each.itertext())) for each in marked]


def read_reasons(decoder: Decoder, match: Match) -> dict[str, Any]:
    """Return the reasons by the paths of what they speak of, which their xml:id has."""
    prefix = f"{decoder.id}.inferred."
    found = {}
    for node in match.elements:
        decoder.check_known(node, {"type", "target"})
        id = node.get(XML_ID, "")
        path = decoded_name(id.removeprefix(prefix))
        if not id.startswith(prefix):
            decoder.problems.add(node, "this reason does not say in its @xml:id of what it speaks")
        texts = [each for each in node if each.tag == "seg"]
        tag = match.languages.catalogue
        if texts:
            found[path] = decoder.texts.forms(texts, tag)
    return found
