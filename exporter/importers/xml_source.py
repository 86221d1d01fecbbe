"""Elements of an XML document, one by one, with their lines; nothing outside the document is opened.

A document that declares entities is refused, for a few lines of them can grow without end or bring
in another file. A document that is not well-formed is read as far as it can be understood, which is
reported. Source: XML 1.0, 2.8, 4; lxml, iterparse.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from io import BytesIO

from lxml import etree

from exporter.importers.encoding import wide_encoding
from exporter.importers.entry import Broken
from exporter.importers.xml import SAFELY, Element

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_DECLARED = re.compile(rb"""[\s\xef\xbb\xbf]*<\?xml[^<>]*\bencoding\s*=\s*["']([\w.:-]+)""")
_XML_DECLARATION = re.compile(r"\A[\s\ufeff]*<\?xml[^<>]*\?>")
_REFERENCE = re.compile(rb"&#(?:x0*([0-9a-f]{1,6})|0*([0-9]{1,7}));", re.IGNORECASE)
_PROLOG = re.compile(rb"\xef\xbb\xbf|<\?xml[^>]*\?>|<!DOCTYPE[^\[>]*>")
"""What can only stand at the beginning of a document (XML 1.0, 2.8)."""
_SEVERAL = "the file has several XML documents, one after another"
_SEVERAL_DOCUMENTS = ("Extra content at the end", "XML declaration allowed only at the start")
_PREFIX = re.compile(rb"<(\w+):\w+[\s>/]")
_ADVICE = re.compile(r", (?:use|try) XML_PARSE_HUGE(?: option)?")
"""What libxml2 advises programmers to do about a document that is too large or too deep."""
_ATTRIBUTE_PREFIX = re.compile(r"Namespace prefix \S+ for \S+ on \S+ is not defined")


def elements(
    content: bytes, names: Collection[str], *, outermost: bool = False
) -> Iterator[Element | Broken]:
    """Yield the elements with one of the local names, innermost first or only the outermost.

    An element may be changed; it is emptied when the next one is asked for.
    """
    declared = _ENTITY.search(content)
    if declared:
        line = content.count(b"\n", 0, declared.start()) + 1
        yield Broken(
            line, "the document declares entities, and is not read: they could bring in anything"
        )
        return
    content, wrong_encoding = _in_stated_encoding(content)
    if wrong_encoding:
        yield Broken(1, wrong_encoding, whole=False, harmless=True)
    seen = 0
    try:
        for element in _parsed(content, names, recover=False, outermost=outermost):
            seen += 1
            yield element
    except etree.XMLSyntaxError as error:
        line = error.position[0] or 1
        reason = _ADVICE.sub("", (error.msg or "").partition(", line")[0])
        message = f"this is not well-formed XML: {reason}; the rest is read as far as possible"
        is_harmless = _is_prefix_only(content, reason)
        if reason.startswith(_SEVERAL_DOCUMENTS):
            message, is_harmless = _SEVERAL, True
            if content[:1].isspace() and content.count(b"<?xml") == 1:
                message = "there are blanks before the XML declaration"
            content = _as_one(content)
        yield Broken(line, message, whole=False, harmless=is_harmless)
        yield from _recovered(content, names, seen, outermost=outermost)


def _recovered(
    content: bytes, names: Collection[str], seen: int, *, outermost: bool
) -> Iterator[Element]:
    """Yield the elements of a broken document after the first `seen` ones."""
    try:
        parsed = _parsed(_readable(content), names, recover=True, outermost=outermost)
        for number, element in enumerate(parsed):
            if number >= seen:
                yield element
    except etree.XMLSyntaxError:
        return


def _readable(content: bytes) -> bytes:
    """Return a broken document with � for each surrogate and whatever else is no character.

    The parser lets them through when it recovers, and no text can be made of them. A document of
    another encoding than those of Unicode can have none but as references.
    """
    wide = wide_encoding(content)
    declared = _DECLARED.match(content)
    if wide or not declared or declared[1].lower() in {b"utf-8", b"utf8", b"us-ascii"}:
        text = content.decode(wide or "utf-8", "replace")
        content = _XML_DECLARATION.sub("", text).encode()
    return _REFERENCE.sub(_without_surrogate, content)


def _without_surrogate(reference: re.Match[bytes]) -> bytes:
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return b"&#xFFFD;" if 0xD800 <= number <= 0xDFFF else reference[0]


def _in_stated_encoding(content: bytes) -> tuple[bytes, str]:
    """Return a document that is in UTF-8 and says otherwise without what it says, and what that is.

    Alma's answers say UTF-16 and are in UTF-8, as are many files that a program has read and written.
    """
    match = _DECLARED.match(content)
    stated = match[1].decode("ascii").lower() if match else ""
    if not match or not stated.startswith(
        ("utf-16", "utf-32", "ucs-", "iso-8859-1", "windows-125")
    ):
        return content, ""
    is_wide = not stated.startswith(("iso", "windows"))
    try:
        is_utf8 = not content.decode("utf-8").isascii() or is_wide
    except UnicodeDecodeError:
        is_utf8 = False
    if not is_utf8:
        return content, ""
    begin, end = match.span(1)
    said = f"the document says that it is in {match[1].decode('ascii')}, but is in UTF-8"
    return content[:begin] + b"UTF-8" + content[end:], said


def _as_one(content: bytes) -> bytes:
    """Return documents that stand one after another as one; the lines stay."""
    declared = _DECLARED.match(content)
    begin = b'<?xml version="1.0" encoding="%s"?>' % declared[1] if declared else b""
    return begin + b"<documents>" + _PROLOG.sub(_only_lines, content) + b"</documents>"


def _only_lines(match: re.Match[bytes]) -> bytes:
    return b"\n" * match[0].count(b"\n")


def _is_prefix_only(content: bytes, reason: str) -> bool:
    """Return whether all that is wrong is a prefix that the document does not declare.

    That of an attribute is mostly `xsi`, which says only where the schema is.
    """
    is_of_attribute = _ATTRIBUTE_PREFIX.match(reason) is not None
    return is_of_attribute or ("prefix" in reason.lower() and _PREFIX.search(content) is not None)


def _parsed(
    content: bytes, names: Collection[str], *, recover: bool, outermost: bool
) -> Iterator[Element]:
    events = etree.iterparse(
        BytesIO(content),
        events=("start", "end"),
        **SAFELY,
        recover=recover,
    )
    depth = 0
    for event, element in events:
        if local_name(element) not in names:
            continue
        depth += 1 if event == "start" else -1
        if event == "start" or (outermost and depth):
            continue
        yield element
        element.clear(keep_tail=True)
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace, or a prefix that was not declared."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag.rpartition("}")[2].rpartition(":")[2]


def text_of(element: Element) -> str:
    """Return all text inside an element."""
    return "".join(str(each) for each in element.itertext())


def children(element: Element, *names: str) -> list[Element]:
    """Return the children with one of the local names."""
    return [each for each in element if local_name(each) in names]


def line_of(element: Element) -> int:
    """Return the line of an element."""
    line = element.sourceline
    return line if isinstance(line, int) else 1
