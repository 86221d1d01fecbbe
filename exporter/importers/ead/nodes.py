"""The elements of a finding aid as nodes: what is structure as nodes inside nodes, what is prose as text.

Source: EAD Tag Library 2002, m.blocks and m.para.content; EAD3 Tag Library 1.1.1.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from lxml import etree

from exporter.importers.field_table import field_table
from exporter.importers.text import is_web_address
from exporter.importers.tree import SourceNode
from exporter.importers.xml import Element
from exporter.importers.xml_source import line_of, local_name

TABLE = field_table(Path(__file__).with_name("ead.tsv"))
PROSE = frozenset(TABLE.terms("prose"))
"""Elements with paragraphs about the material, such as `scopecontent`."""
_APART = PROSE - {"note"} | {"head"}
"""What is no part of the text around it. Access to Memory has its paragraphs in a `note`."""
ACCESS_POINTS = frozenset(TABLE.terms("subject"))
"""Elements with a name or a term by which the material is found, such as `persname`."""
_COMPONENT = re.compile(r"c(?:0[1-9]|1[0-2])?")
"""The name of a component: `c`, or one that is numbered by its depth."""
_MIXED = frozenset({"physdesc", "langmaterial", "origination", "repository", "langusage"})
"""Elements in which words stand beside elements with a meaning of their own."""
_PARAGRAPHS = frozenset(
    {"p", "head", "item", "defitem", "chronitem", "bibref", "archref", "row", "blockquote", "note"}
    | {"indexentry", "descriptivenote", "list", "chronlist", "listhead", "address", "thead"}
)
_AFTER = {"label": ": ", "entry": " | ", "addressline": ", ", "lb": "\n", "event": "; "}
"""What parts an element from the next one in the same item, row or address."""
_AFTER_DATE = ": "
"""What parts the date of a `chronitem` from what happened."""
_STYLES = {"italic": "i", "bold": "b", "super": "sup", "sub": "sub", "smcaps": "sc"}
"""The values of `@render` for which a record has a tag (EAD 2002, emph)."""


def parts_of(element: Element) -> Iterator[Element]:
    """Yield the components inside a description, of all its `dsc`."""
    for each in element:
        name = local_name(each)
        if _COMPONENT.fullmatch(name):
            yield each
        elif name == "dsc":
            yield from parts_of(each)


def described(element: Element) -> SourceNode:
    """Return an element as a node, without the components in it."""
    name = local_name(element)
    node = SourceNode(name, line_of(element))
    for attribute, value in element.attrib.items():
        plain = str(attribute).rpartition("}")[2].rpartition(":")[2]
        if plain != "schemaLocation":
            node.children.append(SourceNode(f"@{plain}", node.line, str(value)))
    inner = [each for each in element if local_name(each)]
    apart: list[Element] = []
    if name in PROSE:
        parts = [each for each in inner if _COMPONENT.fullmatch(local_name(each))]
        others = [each for each in inner if local_name(each) in _APART]
        node.children += map(described, others)
        apart = parts + others
    elif name == "unittitle":
        apart = _dates_at_end(inner)
        named = (each for each in element.iter() if local_name(each) in ACCESS_POINTS - {"title"})
        node.children += map(described, named)
        node.children += [described(each) for each in inner if local_name(each) == "unitdate"]
    elif _has_words(element) or not inner:
        if name in _MIXED:
            node.children += map(described, inner)
    else:
        node.children += [
            described(each) for each in inner if not _COMPONENT.fullmatch(local_name(each))
        ]
        return node
    node.text = _prose(element, frozenset(apart))
    if apart and name == "unittitle":
        node.text = node.text.rstrip(" ,;:")
    return node


def _dates_at_end(inner: list[Element]) -> list[Element]:
    """Return the dates with which a title ends, and which are no words of it: `Letters, 1900-1910`."""
    found = []
    for each in reversed(inner):
        if local_name(each) != "unitdate" or re.search(r"\w", each.tail or ""):
            break
        found.append(each)
    return found


def _has_words(element: Element) -> bool:
    own = [element.text or "", *(each.tail or "" for each in element)]
    return any(part.strip() for part in own)


def _prose(element: Element, without: Collection[Element] = ()) -> str:
    """Return the text of an element, except that of some children.

    An empty line parts paragraphs, and what is a link has its address behind it.
    """
    pieces = [_words(element.text)]
    for each in element:
        if each not in without:
            pieces.append(_piece(each))
        pieces.append(_words(each.tail))
    return "".join(pieces).strip()


def _piece(element: Element) -> str:
    """Return an element inside a text as a part of this text."""
    if element.tag is etree.Entity:  # of a DTD that is not read
        return html.unescape(element.text or "")
    name, text = local_name(element), _prose(element)
    style = _STYLES.get(element.get("render", ""))
    if style and text:
        text = f"<{style}>{text}</{style}>"
    address = _address(element)
    if address and address not in text:
        text = f"{text} ({address})" if text else address
    if name in _PARAGRAPHS:
        return f"\n\n{text.rstrip('; |')}\n\n"
    parent = element.getparent()
    if name.startswith("date") and parent is not None and local_name(parent) == "chronitem":
        return text + _AFTER_DATE
    return text + _AFTER.get(name, "")


def _address(element: Element) -> str:
    """Return the web address to which an element leads, in the space of XLink or without one."""
    for attribute, value in element.attrib.items():
        if str(attribute).rpartition("}")[2] == "href" and is_web_address(str(value)):
            return str(value)
    return ""


def _words(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")
