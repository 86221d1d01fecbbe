"""The languages of a work as `textLang` (TEI P5 3.12.2.8)."""

from __future__ import annotations

from exporter.export.tei.encoder import Encoder
from exporter.export.tei.marks import Mark, add_mark
from exporter.export.tei.text import set_language
from exporter.export.tei.words import LANGUAGE
from exporter.export.xml import Element, element
from exporter.model.node import Node
from exporter.model.vocabularies.languages import meaning


def write_languages(encoder: Encoder, node: Node, holder: Element) -> None:
    """Append the languages of a work to the element that describes it, the main one first."""
    tags = node.lines()
    made = element("textLang", "; ".join(map(meaning, tags)), mainLang=tags[0])
    if len(tags) > 1:
        made.set("otherLangs", " ".join(tags[1:]))
    elif isinstance(node.value, list):
        add_mark(made, Mark.LIST)
    holder.append(made)
    set_language(made, LANGUAGE, encoder.language)
    encoder.register(node, [made])
