"""Finding aids in EAD: EAD 2002, with its DTD or its schema, and EAD3.

The description of the whole and each component become records, each of which is part of the one above
it. What the finding aid says of the whole alone is not said again of the parts.
Source: EAD Tag Library 2002; EAD3 Tag Library 1.1.1; ISAD(G) 2.4, Non-repetition of information.
"""

from __future__ import annotations

from collections.abc import Iterator

from exporter.importers.ead.component import ComponentReader, header_language
from exporter.importers.ead.nodes import described, parts_of
from exporter.importers.entry import Broken, Imported
from exporter.importers.registry import ImportContext
from exporter.importers.xml import Element
from exporter.importers.xml_source import children, elements, line_of


def read(content: bytes, context: ImportContext) -> Iterator[Imported]:
    """Yield the descriptions of a document, each before those of its parts."""
    for element in elements(content, {"ead"}, outermost=True):
        if isinstance(element, Broken):
            yield element
        else:
            yield from _finding_aid(element, context)


def _finding_aid(ead: Element, context: ImportContext) -> Iterator[Imported]:
    header = [described(each) for each in children(ead, "eadheader", "control", "frontmatter")]
    language = next(filter(None, map(header_language, header)), "")
    found = children(ead, "archdesc")
    if not found:
        yield Broken(line_of(ead), "this finding aid describes nothing: it has no archdesc")
    number = 0
    for whole in found:
        waiting = [(whole, "")]
        while waiting:
            element, above = waiting.pop()
            number += 1
            place = f"description {number}"
            node = described(element)
            if element is whole:
                node.children += header
            parts = list(parts_of(element))
            entry = ComponentReader(node, context, bool(parts)).read(above, language)
            entry.place = place
            yield entry
            waiting += [(each, place) for each in reversed(parts)]
