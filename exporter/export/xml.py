"""XML: elements, built from their children, and their text with fixed indentation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = "{http://www.w3.org/XML/1998/namespace}"
XML_ID = NAMESPACE + "id"
XML_LANG = NAMESPACE + "lang"
INDENT = "  "
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What is no Char of XML 1.0, 2.2."""
_ESCAPED = re.compile("[&<>\r]")


def element(
    tag: str,
    *children: Element | str | None,
    names: Mapping[str, str] | None = None,
    **attributes: str | None,
) -> Element:
    """Return an element: `element("title", "Tea", xml_lang="en", when_custom=None)`.

    Children are elements and text in any order; None is left out. An element with text, even with
    the empty text, has mixed content: `serialise` adds no white space to it. Attributes that are
    None or empty are left out; `xml_lang` is xml:lang, `when_custom` is when-custom, `from_` is
    from. Tags and attributes in a namespace are written `{http://…}name`; `names` maps prefixes to
    namespaces.
    """
    written: dict[str, str] | None = None
    if attributes:
        written = {_attribute(name): value for name, value in attributes.items() if value}
    made = etree.Element(tag, written, names)
    last: Element | None = None
    for child in children:
        if isinstance(child, str):
            if last is None:
                made.text = (made.text or "") + child
            else:
                last.tail = (last.tail or "") + child
        elif child is not None:
            made.append(child)
            last = child
    return made


@cache
def _attribute(name: str) -> str:
    if name.startswith("{"):
        return name
    if name.startswith("xml_"):
        return NAMESPACE + name.removeprefix("xml_")
    return name.rstrip("_").replace("_", "-")


def serialise(made: Element, depth: int = 0) -> str:
    """Return an element as lines, indented by `depth` steps; the last line ends, too.

    White space is added only between elements, and only where there is no text beside them.
    """
    _indent(made, depth)
    return INDENT * depth + etree.tostring(made, encoding="unicode", with_tail=False) + "\n"


def _indent(made: Element, depth: int) -> None:
    children = list(made)
    if not children or made.text is not None:
        return
    for child in children:
        if child.tail is not None:
            return
    before = "\n" + INDENT * (depth + 1)
    for child in children:
        _indent(child, depth + 1)
        child.tail = before
    made.text = before
    children[-1].tail = "\n" + INDENT * depth


def escape_text(text: str) -> str:
    """Return text for the contents of an element, as `serialise` writes it.

    Raises ValueError for a character that XML does not have.
    """
    if _UNWRITABLE.search(text):
        raise ValueError(f"XML has no place for a character of {text!r}")
    if not _ESCAPED.search(text):
        return text
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


@lru_cache(maxsize=1_000)
def escape_attribute(text: str) -> str:
    """Return a short text for the value of an attribute in double quotes, as `serialise` writes it."""
    return escape_text(text).replace('"', "&quot;")


def web_address(uri: str) -> str:
    """Return an address with brackets and stray percent signs escaped, which no schema accepts."""
    without_stray_signs = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", uri)
    before, sign, fragment = without_stray_signs.partition("#")
    fragment = fragment.replace("#", "%23")
    return f"{before}{sign}{fragment}".replace("[", "%5B").replace("]", "%5D")
