"""Where an element or an attribute stands in the text of an XML document, with its column.

lxml knows the line of an element only, and that of where its tag ends.
"""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat


def place_in_xml(source: bytes, root: Any, node: Any, attribute: str = "") -> tuple[int, int]:
    """Return the line and the column of an element or of its attribute, the first being 1.

    `root` is the tree that lxml made of the source. In another encoding than UTF-8 an attribute is
    at the place of its element.
    """
    parser = expat.ParserCreate()
    places: list[tuple[int, int, int]] = []

    def begin(*_: Any) -> None:
        places.append(
            (parser.CurrentByteIndex, parser.CurrentLineNumber, parser.CurrentColumnNumber)
        )

    parser.StartElementHandler = begin
    parser.DefaultHandler = lambda _: None  # entities are not expanded then, as in the tree
    try:
        parser.Parse(source, True)
    except expat.ExpatError:
        return node.sourceline, 1
    elements = [each for each in root.iter() if isinstance(each.tag, str)]
    index = elements.index(node)
    if index >= len(places):
        return node.sourceline, 1
    start, line, column = places[index]
    name = attribute.rpartition("}")[2].encode()
    match = re.compile(rb"[\s:]" + re.escape(name) + rb"\s*=").search(source, start)
    if not attribute or match is None:
        return line, column + 1
    at = match.start() + 1
    before = source[source.rfind(b"\n", 0, at) + 1 : at]
    return source.count(b"\n", 0, at) + 1, len(before.decode("utf-8", "replace")) + 1
