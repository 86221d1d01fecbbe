"""Texts as the content of elements: marked-up words as `hi`, and the language they inherit.

Source: TEI P5 3.3.2.2, 1.3.1.1.
"""

from __future__ import annotations

from typing import Any

from exporter.export.xml import XML_LANG, Element, element
from exporter.model.markup import MarkedUp, nested

RENDERING: dict[str, tuple[str, dict[str, Any]]] = {
    "<i>": ("hi", {"rend": "italic"}),
    "<b>": ("hi", {"rend": "bold"}),
    "<sup>": ("hi", {"rend": "superscript"}),
    "<sub>": ("hi", {"rend": "subscript"}),
    "<sc>": ("hi", {"rend": "smallcaps"}),
    '<span style="font-variant:small-caps;">': (
        "hi",
        {"rend": "smallcaps", "style": "font-variant:small-caps;"},
    ),
    '<span style="font-variant: small-caps;">': (
        "hi",
        {"rend": "smallcaps", "style": "font-variant: small-caps;"},
    ),
    '<span class="nocase">': ("seg", {"type": "nocase"}),
}
"""The element and its attributes for each tag with which a record marks up words."""


def content(text: str) -> list[Element | str]:
    """Return a text as the content of an element.

    It begins with a string, so that no white space is added.
    """
    parts: list[Element | str] = [""]
    for part in nested(text):
        parts.append(part if isinstance(part, str) else _marked_up(part))
    return parts


def _marked_up(part: MarkedUp) -> Element:
    tag, attributes = RENDERING[part.tag]
    children = [each if isinstance(each, str) else _marked_up(each) for each in part.content]
    return element(tag, "", *children, **attributes)


def language_of(node: Element, default: str) -> str:
    """Return the language that an element states or inherits; `default` if there is none."""
    here: Element | None = node
    while here is not None:
        if tag := here.attrib.get(XML_LANG):
            return tag
        here = here.parent
    return default


def set_language(node: Element, tag: str, default: str) -> None:
    """State the language of an element, unless it inherits it."""
    if tag and language_of(node, default) != tag:
        node.set(XML_LANG, tag)
