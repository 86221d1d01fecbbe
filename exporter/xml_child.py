"""Elements of lxml that are added to others of the same namespace."""

from __future__ import annotations

from lxml import etree


def child(
    parent: etree._Element, tag: str, text: str | None = None, /, **attributes: str
) -> etree._Element:
    """Add an element in the namespace of its parent, and return it."""
    namespace = etree.QName(parent).namespace
    element = etree.SubElement(parent, f"{{{namespace}}}{tag}", attributes)
    element.text = text
    return element
