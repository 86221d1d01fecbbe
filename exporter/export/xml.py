"""XML: elements, built from their children, and their text with fixed indentation.

A name is written as it stands in the document, with its prefix: `dc:title`, `xlink:href`. The
outermost element declares the prefixes, which are attributes like any other: `xmlns:dc`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
XML_ID = "xml:id"
XML_LANG = "xml:lang"
INDENT = "  "

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What is no Char of XML 1.0, 2.2."""
_IN_TEXT = re.compile(f"[&<>\r{_UNWRITABLE.pattern[1:]}")
_IN_ATTRIBUTE = re.compile(f'["\t\n{_IN_TEXT.pattern[1:]}')
"""What cannot stand as it is: a reader would see an end, or white space instead (XML 1.0, 3.3.3)."""
_START = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_PART = rf"[{_START}][{_START}\-.0-9\xb7\u0300-\u036f\u203f-\u2040]*"
_NAME = re.compile(f"(?:{_PART}:)?{_PART}")
"""A name, with or without a prefix (XML 1.0, 2.3; Namespaces in XML 1.0, 4)."""


class Element:
    """An element, with the names and the meaning that its members have in lxml.

    `text` is what stands before its first child, `tail` what follows its end. An element of lxml
    takes twice the time to build and to write.
    """

    __slots__ = ("attrib", "children", "parent", "tag", "tail", "text")

    def __init__(self, tag: str, attrib: dict[str, str]) -> None:
        self.tag = tag
        self.attrib = attrib
        self.text: str | None = None
        self.tail: str | None = None
        self.children: list[Element] = []
        self.parent: Element | None = None

    def __iter__(self) -> Iterator[Element]:
        return iter(self.children)

    def __len__(self) -> int:
        return len(self.children)

    def __getitem__(self, place: int) -> Element:
        return self.children[place]

    def get(self, name: str, default: str = "") -> str:
        """Return the value of an attribute."""
        return self.attrib.get(name, default)

    def set(self, name: str, value: str) -> None:
        """Set an attribute."""
        self.attrib[name] = value

    def append(self, child: Element) -> None:
        """Add a child behind all others; it leaves its place, if it has one."""
        if child.parent is not None:
            child.parent.remove(child)
        self.children.append(child)
        child.parent = self

    def extend(self, children: Iterable[Element]) -> None:
        """Add children behind all others."""
        for child in children:
            self.append(child)

    def insert(self, place: int, child: Element) -> None:
        """Add a child at a place among the others; it leaves its own place, if it has one."""
        if child.parent is not None:
            child.parent.remove(child)
        self.children.insert(place, child)
        child.parent = self

    def addnext(self, other: Element) -> None:
        """Add an element behind this one, which has a parent."""
        if self.parent is None:
            raise ValueError("the outermost element has no place beside it")
        self.parent.insert(self.parent.children.index(self) + 1, other)

    def remove(self, child: Element) -> None:
        """Remove a child with its tail."""
        self.children.remove(child)
        child.parent = None

    def named(self, tag: str) -> list[Element]:
        """Return the children with a tag."""
        return [each for each in self.children if each.tag == tag]

    def iter(self) -> Iterator[Element]:
        """Yield this element and all that are in it, in the order of the document."""
        yield self
        for child in self.children:
            yield from child.iter()


def element(tag: str, *children: Element | str | None, **attributes: str | None) -> Element:
    """Return an element: `element("title", "Tea", xml_lang="en", when_custom=None)`.

    Children are elements and text in any order; None is left out. An element with text, even with
    the empty text, has mixed content: `serialise` adds no white space to it. Attributes that are
    None or empty are left out; `xml_lang` is xml:lang, `when_custom` is when-custom, `from_` is
    from. A name with a prefix is written as it is: `**{"xlink:href": address}`.
    """
    made = Element(tag, {_attribute(name): value for name, value in attributes.items() if value})
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
    if ":" in name:
        return name
    if name.startswith("xml_"):
        return f"xml:{name.removeprefix('xml_')}"
    return name.rstrip("_").replace("_", "-")


def serialise(made: Element, depth: int = 0) -> str:
    """Return an element as lines, indented by `depth` steps; the last line ends, too.

    White space is added only between elements, and only where there is no text beside them. Raises
    ValueError for a character that XML does not have, and for a name that is none.
    """
    return f"{INDENT * depth}{_written(made, depth)}\n"


def _written(made: Element, depth: int | None) -> str:
    """Return an element and what is in it; `depth` is None where white space would be text."""
    tag, text, children = _name(made.tag), made.text, made.children
    start = f"<{tag}"
    for name, value in made.attrib.items():
        start += f' {_name(name)}="{escape_attribute(value)}"'
    if not children:
        return f"{start}/>" if text is None else f"{start}>{escape_text(text)}</{tag}>"
    if depth is None or text is not None or any(each.tail is not None for each in children):
        content = escape_text(text or "")
        for each in children:
            content += _written(each, None) + escape_text(each.tail or "")
        return f"{start}>{content}</{tag}>"
    end = "\n" + INDENT * depth
    between = end + INDENT
    lines = "".join([between + _written(each, depth + 1) for each in children])
    return f"{start}>{lines}{end}</{tag}>"


@lru_cache(10_000)
def _name(written: str) -> str:
    """Return a name. Raises ValueError if it is none."""
    if not _NAME.fullmatch(written):
        raise ValueError(f"{written!r} is no name in XML")
    return written


def escape_text(text: str) -> str:
    """Return text for the contents of an element.

    Raises ValueError for a character that XML does not have.
    """
    return _escaped(text) if _IN_TEXT.search(text) else text


def escape_attribute(text: str) -> str:
    """Return text for the value of an attribute in double quotes.

    Raises ValueError for a character that XML does not have.
    """
    if not _IN_ATTRIBUTE.search(text):
        return text
    text = _escaped(text).replace('"', "&quot;")
    return text.replace("\t", "&#9;").replace("\n", "&#10;")


def _escaped(text: str) -> str:
    if _UNWRITABLE.search(text):
        raise ValueError(f"XML has no place for a character of {text!r}")
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def web_address(uri: str) -> str:
    """Return an address with brackets and stray percent signs escaped, which no schema accepts."""
    without_stray_signs = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", uri)
    before, sign, fragment = without_stray_signs.partition("#")
    fragment = fragment.replace("#", "%23")
    return f"{before}{sign}{fragment}".replace("[", "%5B").replace("]", "%5D")
