"""Marks in `ana` for what an element alone does not say, and our terms as XML tokens.

The header explains each mark as a category (TEI P5 17.2.3: `ana` points to an interpretation).
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from exporter.export.xml import Element

TAXONOMY = "MARKS"
"""The xml:id of the taxonomy of the marks; in capitals, so that it is not a record's id."""


class Mark(StrEnum):
    """The marks; the value is the xml:id under which the header explains it."""

    LIST = "LIST"
    GROUP = "GROUP"
    TAGGED = "TAGGED"
    STATED = "STATED"
    CURRENT = "CURRENT"
    FORMER = "FORMER"
    PRIMARY = "PRIMARY"
    CORRESPONDING = "CORRESPONDING"
    EQUAL = "EQUAL"
    NONPUBLIC = "NONPUBLIC"


MEANINGS = {
    Mark.LIST: "The record states a list, though of one item.",
    Mark.GROUP: "The record states a group, though of one field.",
    Mark.TAGGED: "The record states the language of this text, though it is that of other texts.",
    Mark.STATED: "The record states this, though it follows from the kind of the record.",
    Mark.CURRENT: "The present or latest one.",
    Mark.FORMER: "A former one.",
    Mark.PRIMARY: "The main subject.",
    Mark.CORRESPONDING: "The corresponding author.",
    Mark.EQUAL: "Contributed as much as the others with this mark.",
    Mark.NONPUBLIC: "Not for the public.",
}

CODED = {
    "identifiers": "scheme",
    "classification": "class scheme",
    "intent": "intent",
    "certainty": "certainty",
    "status": "status",
}
"""The fields whose terms have words of their own in TEI: the vocabulary with their rows, by the
name of the field.
"""

_BREAK = re.compile(r"[ _]+(\w)")
_NOT_IN_NAME = re.compile(r"[^\w.-]|_(?=x[0-9a-f]+_)")
_ENCODED = re.compile(r"_x([0-9a-f]+)_")


def add_mark(made: Element, mark: str) -> None:
    """Add a mark to those of an element."""
    marks = made.get("ana", "").split()
    made.set("ana", " ".join([*marks, f"#{mark}"]))


def set_sort_key(root: Element, words: str) -> None:
    """Set @sortKey to the words by which something is filed, joined by underscores.

    The attribute is one word, without spaces and control characters (TEI P5, teidata.word). In the
    order of Unicode (UTS 10) an underscore counts as little as a space. XML Schema knows the
    characters of Unicode 3.1: words with a later one have no key.
    """
    visible = [each for each in words if not unicodedata.category(each).startswith("C")]
    key = "_".join("".join(visible).split())
    known = unicodedata.ucd_3_2_0.category
    if key and not any(known(each).startswith("C") for each in key):
        root.set("sortKey", key)


def token(term: str) -> str:
    """Return a term of several words as one token: `reportType` for `report_type`."""
    return _BREAK.sub(lambda match: match[1].upper(), term)


def encoded_name(name: str) -> str:
    """Return any text as an XML name, with a space as `_x20_` (as in ISO 9075-14)."""
    encoded = _NOT_IN_NAME.sub(lambda match: f"_x{ord(match[0]):x}_", name)
    if encoded[:1].isalpha() or encoded[:1] == "_":
        return encoded
    return f"_x{ord(name[0]):x}_{encoded[1:]}" if name else "_x_"


def decoded_name(encoded: str) -> str:
    """Return the text of which `encoded_name` made an XML name."""
    if encoded == "_x_":
        return ""
    return _ENCODED.sub(lambda match: chr(int(match[1], 16)), encoded)
