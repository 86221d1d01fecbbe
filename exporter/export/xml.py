"""XML: elements, built from their children, and their text with fixed indentation.

A name is written as it stands in the document, with its prefix: `dc:title`, `xlink:href`. The
outermost element declares the prefixes, which are attributes like any other: `xmlns:dc`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from weakref import ref

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
XML_ID = "xml:id"
XML_LANG = "xml:lang"
INDENT = "  "

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What is not a Char of XML 1.0, 2.2."""
_IN_TEXT = re.compile(f"[&<>\r{_UNWRITABLE.pattern[1:]}")
_IN_ATTRIBUTE = re.compile(f'["\t\n{_IN_TEXT.pattern[1:]}')
"""What cannot stand as it is: a reader would see an end, or white space instead (XML 1.0, 3.3.3)."""
_NAME = re.compile(r"([A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*", re.ASCII)
"""A name, with or without a prefix (Namespaces in XML 1.0, 4): no format has letters beyond ASCII."""


class Element:
    """An element, with the names and the meaning that its members have in lxml.

    `text` is what stands before its first child, `tail` what follows its end. An element of lxml
    takes twice the time to build and to write. It refers to its parent weakly, so that a tree is freed
    as soon as it is written: the garbage collector would take a tenth of an export to find it.
    """

    __slots__ = ("__weakref__", "_parent", "attrib", "children", "tag", "tail", "text")

    def __init__(self, tag: str, attrib: dict[str, str]) -> None:
        self.tag = tag
        self.attrib = attrib
        self.text: str | None = None
        self.tail: str | None = None
        self.children: list[Element] = []
        self._parent: ref[Element] | None = None

    @property
    def parent(self) -> Element | None:
        """The element around this one, as long as something else holds that."""
        return self._parent() if self._parent else None

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
        if child._parent:
            child._leave()
        self.children.append(child)
        child._parent = ref(self)

    def extend(self, children: Iterable[Element]) -> None:
        """Add children behind all others."""
        for child in children:
            self.append(child)

    def insert(self, place: int, child: Element) -> None:
        """Add a child at a place among the others; it leaves its own place, if it has one."""
        if child._parent:
            child._leave()
        self.children.insert(place, child)
        child._parent = ref(self)

    def addnext(self, other: Element) -> None:
        """Add an element behind this one, which has a parent."""
        if self.parent is None:
            raise ValueError("the outermost element has no place beside it")
        self.parent.insert(self.parent.children.index(self) + 1, other)

    def remove(self, child: Element) -> None:
        """Remove a child with its tail."""
        self.children.remove(child)
        child._parent = None

    def _leave(self) -> None:
        if self.parent is not None:
            self.parent.remove(self)

    def named(self, tag: str) -> list[Element]:
        """Return the children with a tag."""
        return [each for each in self.children if each.tag == tag]

    def iter(self) -> Iterator[Element]:
        """Yield this element and all that are in it, in the order of the document."""
        waiting = [self]
        while waiting:
            here = waiting.pop()
            yield here
            if here.children:
                waiting += here.children[::-1]


class Repeated(Element):
    """An element that stands in many places, unlike any other, and is put into text once.

    Neither it nor what is in it may be changed. Its parent is the element to which it was added last.
    """

    __slots__ = ("_made", "_texts")

    def __init__(self, made: Element) -> None:
        super().__init__(made.tag, made.attrib)
        self.text, self.children = made.text, made.children
        self._made = made
        self._texts: dict[str, str] = {}

    def _leave(self) -> None:
        """Stay where it is, too."""

    def as_text(self, end: str) -> str:
        """Return what `_written` returns."""
        if end not in self._texts:
            self._texts[end] = _written(self._made, end)
        return self._texts[end]


def element(tag: str, *children: Element | str | None, **attributes: str | None) -> Element:
    """Return an element: `element("title", "Tea", xml_lang="en", when_custom=None)`.

    Children are elements and text in any order; None is left out. An element with text, even with
    the empty text, has mixed content: `serialise` adds no white space to it. Attributes that are
    None or empty are left out; `xml_lang` is xml:lang, `when_custom` is when-custom, `from_` is
    from. A name with a prefix is written as it is: `**{"xlink:href": address}`.
    """
    return built(tag, children, attributes)


def built(
    tag: str, children: Iterable[Element | str | None], attributes: Mapping[str, str | None]
) -> Element:
    """Return an element as `element` does, of children and attributes that are at hand."""
    made = Element(tag, {_attribute(name): value for name, value in attributes.items() if value})
    fill(made, children)
    return made


def fill(made: Element, children: Iterable[Element | str | None]) -> None:
    """Append elements and texts to an element."""
    last: Element | None = made[-1] if len(made) else None
    for child in children:
        if child is None:
            continue
        if not isinstance(child, str):
            made.append(child)
            last = child
        elif last is None:
            made.text = (made.text or "") + child
        else:
            last.tail = (last.tail or "") + child


@cache
def _attribute(name: str) -> str:
    if ":" in name:
        return name
    if name.startswith("xml_"):
        return f"xml:{name.removeprefix('xml_')}"
    return name.rstrip("_").replace("_", "-")


def collected(entries: Iterable[str], number: int) -> Iterator[str]:
    """Yield the document of so many entries: a single one as the root, any other number in a `collection`."""
    yield DECLARATION
    if number != 1:
        yield "<collection>\n"
    yield from entries
    if number != 1:
        yield "</collection>\n"


def serialise(made: Element, depth: int = 0) -> str:
    """Return an element as lines, indented by `depth` steps; the last line ends, too.

    White space is added only between elements, and only where there is no text beside them. Raises
    ValueError for a character that XML does not have, and for a name that is none.
    """
    indent = INDENT * depth
    written = _written(made, "\n" + indent)
    return f"{indent}{written}\n"


def _written(made: Element, end: str) -> str:
    """Return an element and what is in it.

    `end` is what its end tag stands behind, if it has a line of its own: a line break and white
    space. It is empty where white space would be text.
    """
    if isinstance(made, Repeated):
        return made.as_text(end)
    tag, text, children = _name(made.tag), made.text, made.children
    start = f"<{tag}"
    if made.attrib:
        start += "".join(map(_stated, made.attrib, made.attrib.values()))
    if not children:
        return f"{start}/>" if text is None else f"{start}>{escape_text(text)}</{tag}>"
    if not end or text is not None or _has_tail(children):
        content = escape_text(text or "")
        for each in children:
            content += _written(each, "") + escape_text(each.tail or "")
        return f"{start}>{content}</{tag}>"
    content = ""
    before = end + INDENT
    for each in children:
        content += before + _written(each, before)
    return f"{start}>{content}{end}</{tag}>"


def _has_tail(elements: list[Element]) -> bool:
    for each in elements:  # `any` takes three times as long  # noqa: SIM110
        if each.tail is not None:
            return True
    return False


@lru_cache(10_000)
def _stated(name: str, value: str) -> str:
    """Return an attribute with a blank before it. Most are repeated in each record."""
    return f' {_name(name)}="{escape_attribute(value)}"'


@lru_cache(10_000)
def _name(written: str) -> str:
    """Return a name. Raises ValueError if it is none."""
    if not _NAME.fullmatch(written):
        raise ValueError(f"{written!r} is not a name in XML")
    return written


def escape_text(text: str) -> str:
    """Return text for the contents of an element.

    Raises ValueError for a character that XML does not have.
    """
    return _escaped(text) if _IN_TEXT.search(text) else text


@lru_cache(1_000)
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
