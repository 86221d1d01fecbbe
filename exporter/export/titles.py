"""The title of a work with its subtitle and its part, for formats that hold all of it in one text.

Order and marks are those of ISBD (1.4), without a space before the colon: `Title: subtitle. Part, name of the part`.
"""

from __future__ import annotations

from exporter.export.field_words import plain_text
from exporter.model.node import Node
from exporter.model.text import Parallel, Text
from exporter.model.work import Work

PARTS = (("subtitle", ": "), ("part_number", ". "), ("part_name", ", "))
"""The fields that belong to a title, and the marks before them."""
_ENDS = (":", ".", "?", "!", "…")


def full_title(work: Work, *, plain: bool = True) -> Text:
    """Return the title with its subtitle and its part; each form has the parts in its own language and script.

    It has no markup if it is to be `plain`.
    """
    title = _with_parts(work.node, work.title)
    return plain_text(title) if plain else title


def _with_parts(node: Node, title: Text) -> Text:
    forms = dict(title)
    for field, mark in PARTS:
        part = node.text(field)
        for tag, form in part or ():
            if tag in forms:
                forms[tag] = _joined(forms[tag], mark, form)
    return Parallel(title.language, forms, title.pointer, title.plain)


def loose_parts(work: Work) -> list[tuple[str, str, str]]:
    """Return the field, the tag and the words of each part that belongs to no form of the title."""
    found = []
    for field, _ in PARTS:
        for tag, form in work.text(field) or ():
            if tag not in work.title.forms:
                found.append((field, tag, form))
    return found


def _joined(title: str, mark: str, part: str) -> str:
    if mark == ". " and title.endswith(_ENDS):
        return f"{title} {part}"
    if mark == ", " and title.endswith(_ENDS):
        return f"{title} {part}"
    return f"{title}{mark}{part}"


def variant_details(node: Node) -> str:
    """Return what a record says of a variant title, in words: `cover title; Issues for 1910`."""
    sort, notes = node.line("type"), node.text("note")
    words = [f"{sort} title" if sort else "", *(form for _, form in notes or ())]
    return "; ".join(filter(None, words))
