"""Elements of TEI as nodes: mixed content is taken apart, so that every word of it is accounted for."""

from __future__ import annotations

import re

from lxml import etree

from exporter.importers.tree import SourceNode, from_xml
from exporter.importers.xml import Element
from exporter.importers.xml_source import line_of, local_name

WORDS = "words"
"""The name of the nodes for words between the elements of a citation."""
_TEXTS = frozenset(
    {
        *("title", "note", "p", "publisher", "pubPlace", "date", "biblScope", "citedRange", "idno"),
        *("edition", "extent", "meeting", "forename", "surname", "addName", "genName", "roleName"),
        *("nameLink", "orgName", "placeName", "name", "resp", "desc", "label", "head", "ref", "q"),
        *("textLang", "occupation", "nationality", "settlement", "country", "region", "geo"),
        *("licence", "series", "distributor", "authority", "langKnown", "trait", "education"),
    }
)
"""Elements whose content is one text, if no element inside them structures it."""
_STRUCTURE = frozenset(
    {
        *("forename", "surname", "nameLink", "genName", "addName", "roleName", "title", "date"),
        *("persName", "orgName", "placeName", "country", "settlement", "region", "biblScope"),
        *("publisher", "pubPlace", "desc", "label", "geo", "idno", "p", "note", "bibl", "licence"),
    }
)
"""Elements that structure the content of another one."""
_ITALICS = frozenset({"emph", "foreign", "term", "gloss", "mentioned"})
_LETTERS = re.compile(r"\w\w")
_JOINTS = re.compile(r"(?:and|und|et|e|y|in|by|ed|eds|hrsg|vol|no|pp?)\.?", re.IGNORECASE)
"""Words that only join the parts of a printed citation."""


def node_of(element: Element) -> SourceNode:
    """Return an element as a node; words between its inner elements become nodes `words`."""
    _flatten(element)
    return from_xml(element)


def _flatten(element: Element) -> None:
    """Turn an element into one that has either text or elements, here and inside."""
    inner = [each for each in element if isinstance(each.tag, str)]
    if not inner:
        return
    names = {local_name(each) for each in inner}
    if local_name(element) in _TEXTS and not names & _STRUCTURE:
        _make_text(element)
        return
    for each in inner:
        _flatten(each)
    _take_words(element)


def _make_text(element: Element) -> None:
    """Leave only the text of an element, with tags for italics, and the targets that it points to."""
    targets = [each.get("target") for each in element.iter() if each.get("target")]
    for each in list(element.iter()):
        if each is element or not isinstance(each.tag, str):
            continue
        is_italic = local_name(each) in _ITALICS or each.get("rend") in {"italic", "italics", "i"}
        each.attrib.clear()
        each.tag = "i" if is_italic and (each.text or "").strip() else "span"
    etree.strip_tags(element, "span")
    parent = element.getparent()
    if parent is not None:
        for target in targets:
            if element.get("target") != target:
                pointer = etree.Element("ptr", target=str(target))
                _set_line(pointer, element)
                parent.append(pointer)


def _take_words(element: Element) -> None:
    """Move the words between the elements inside one into elements of their own."""
    for each in (element, *list(element)):
        text = each.text if each is element else each.tail
        words = " ".join((text or "").split()).strip(" .,;:()[]“”\"'–—-·/。，、")
        if each is element:
            element.text = None
        else:
            each.tail = None
        if not _LETTERS.search(words) or _JOINTS.fullmatch(words):
            continue
        own = etree.SubElement(element, WORDS)
        own.text = words
        _set_line(own, each)


def _set_line(new: Element, source: Element) -> None:
    new.sourceline = line_of(source)  # type: ignore[assignment]  # the stubs have a setter of no type
