"""XML from anyone into elements: nothing outside the text is opened, nothing in it can grow.

A document type can name other files and make a few lines into gigabytes, so none is allowed. Source: XML 1.0, 2.8, 4.
"""

from __future__ import annotations

from typing import NoReturn
from xml.parsers import expat

from lxml import etree

from exporter.export.xml import Element
from exporter.records.finding import Position

_TAGS = 4_000_000
"""How many tags a document may have, about as many as stand in 100 MB of TEI: each takes a hundred times its bytes."""


class NotXml(Exception):
    """The text is no XML that can be trusted: `message` says why, `place` where."""

    def __init__(self, message: str, place: Position) -> None:
        super().__init__(message)
        self.message, self.position = message, place


class _Begun(Exception):
    """The outermost element begins, so there is no document type."""


def parse_xml(content: bytes) -> Element:
    """Give the outermost element, without comments and processing instructions.

    Raises NotXml where the text is not well-formed, has a document type, or is too large or nested too deep to be a
    document.
    """
    if content.count(b"<") > _TAGS:
        raise NotXml(f"this document has more than {_TAGS:,} tags", Position(1, 1))
    _refuse_document_type(content)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,  # two elements with one id are for the reader to judge
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        reason = (error.msg or "").partition(",")[0]
        raise NotXml(
            f"this is not XML: {reason}", Position(max(line or 1, 1), max(column or 1, 1))
        ) from None


def _refuse_document_type(content: bytes) -> None:
    """Look at what stands before the outermost element, with a reader that opens nothing and stops there."""

    def refuse(*_: object) -> NoReturn:
        message = (
            "a document type stands here, and none is read: it could bring in what stands elsewhere"
        )
        raise NotXml(message, Position(parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))

    def begin(*_: object) -> NoReturn:
        raise _Begun

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler, parser.StartElementHandler = refuse, begin
    try:
        parser.Parse(content, True)
    except _Begun:
        pass
    except (expat.ExpatError, LookupError, ValueError) as error:
        place = Position(max(parser.CurrentLineNumber, 1), parser.CurrentColumnNumber + 1)
        raise NotXml(f"this is not XML: {str(error).partition(':')[0]}", place) from None
