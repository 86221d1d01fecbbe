"""XML from anyone into elements: nothing outside the text is opened, and nothing in it can grow.

A document type can name other files and make a few lines into gigabytes, so none is allowed.
Source: XML 1.0, 2.8, 4.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NoReturn, TypeAlias
from xml.parsers import expat

from lxml import etree

from exporter.records.finding import Position

Element: TypeAlias = etree._Element

_NAMESPACE = "{http://www.w3.org/XML/1998/namespace}"
XML_ID = _NAMESPACE + "id"
XML_LANG = _NAMESPACE + "lang"

_MAX_TAGS = 4_000_000
"""How many tags a document may have, about as many as there are in 100 MB of TEI."""

_PIECE = 1_000_000
"""How many bytes are parsed before the elements in them are yielded."""


SAFELY: Mapping[str, Any] = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
    "collect_ids": False,  # two elements with one id are for the reader to judge
}
"""How a file that nobody trusts is parsed: nothing is fetched or expanded, and no tree is huge."""


class NotXml(Exception):
    """The text is not XML that can be trusted: `message` says why, `position` where."""

    def __init__(self, message: str, position: Position) -> None:
        super().__init__(message)
        self.message, self.position = message, position


class _Started(Exception):
    """The outermost element starts, so there is no document type."""


class XmlStream:
    """A document of which some elements are read one by one, so that it needs little memory.

    `containers` are the tags of elements whose children are yielded; containers inside such a child
    are part of it. Children with a tag in `attached` are yielded together with the one before them.
    Elements are emptied and removed when the next ones are asked for; until then they are in their
    place in the document. Comments and processing instructions are left out.
    """

    def __init__(
        self, content: bytes, containers: Collection[str], attached: Collection[str] = ()
    ) -> None:
        """Raise NotXml for a document type, too many tags, or a beginning that is not XML."""
        if content.count(b"<") > _MAX_TAGS:
            raise NotXml(f"this document has more than {_MAX_TAGS:,} tags", Position(1, 1))
        _refuse_document_type(content)
        self._content = content
        self._containers = containers
        self._attached = attached
        self.root: Element | None = None

    def __iter__(self) -> Iterator[list[Element]]:
        """Yield the children of the containers, each with those attached to it.

        After that, `root` is the rest.

        Raises NotXml if the text is not well-formed or nested too deep to be a document.
        """
        parser = etree.XMLPullParser(
            events=("start", "end"),
            **SAFELY,
        )
        try:
            yield from self._children(self._events(parser))
        except etree.XMLSyntaxError as error:
            raise _not_xml(parser, error) from None

    def _events(self, parser: etree.XMLPullParser) -> Iterator[Any]:
        """Yield pairs of `start` or `end` and the element."""
        for start in range(0, len(self._content), _PIECE):
            parser.feed(self._content[start : start + _PIECE])
            yield from parser.read_events()
        parser.close()
        yield from parser.read_events()

    def _children(self, events: Iterator[tuple[str, Element]]) -> Iterator[list[Element]]:
        inside: Element | None = None
        together: list[Element] = []
        for event, node in events:
            if self.root is None:
                self.root = node
            if inside is None and event == "start":
                parent = node.getparent()
                if parent is not None and parent.tag in self._containers:
                    inside = node if node.tag not in self._containers else None
            elif event == "end" and node is inside:
                if node.tag not in self._attached and together:
                    yield together
                    _remove(together)
                    together = []
                together.append(node)
                inside = None
        if together:
            yield together
            _remove(together)


def _not_xml(parser: etree.XMLPullParser, error: etree.XMLSyntaxError) -> NotXml:
    """Return what is wrong: the first error that the parser has logged, or the one it raised."""
    line, column, reason = *error.position, error.msg or ""
    for entry in parser.feed_error_log.filter_from_errors():
        line, column, reason = entry.line, entry.column, entry.message
        break
    place = Position(max(line or 1, 1), max(column or 1, 1))
    return NotXml(f"this is not XML: {reason.partition(',')[0]}", place)


def _remove(nodes: list[Element]) -> None:
    """Remove elements that were read completely from their document."""
    for node in nodes:
        parent = node.getparent()
        if parent is not None:
            parent.remove(node)


def _refuse_document_type(content: bytes) -> None:
    """Look at what comes before the outermost element, with a parser that opens nothing."""

    def refuse(*_: object) -> NoReturn:
        message = (
            "a document type stands here, and none is read: it could bring in what stands elsewhere"
        )
        raise NotXml(message, Position(parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))

    def start(*_: object) -> NoReturn:
        raise _Started

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler, parser.StartElementHandler = refuse, start
    try:
        parser.Parse(content, True)
    except _Started:
        pass
    except (expat.ExpatError, LookupError, ValueError) as error:
        place = Position(max(parser.CurrentLineNumber, 1), parser.CurrentColumnNumber + 1)
        raise NotXml(f"this is not XML: {str(error).partition(':')[0]}", place) from None
