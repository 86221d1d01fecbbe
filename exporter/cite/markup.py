"""Marked text: formatting inside a string, held as control characters until it is written.

While a reference is rendered, its text carries marks: a control character opens italics, a link or
a no-case span, and `END` closes the innermost of them. Strings can be joined, compared and searched
cheaply, punctuation can be merged across formatting, and no value of an item can be mistaken for
formatting, because control characters are removed from every value (`exporter.cite.rich_text`).
`exporter.cite.output` writes the marks as HTML, RTF and so on.

There are two kinds of formatting (CSL 1.0.2, Formatting; CSL-JSON, rich text):

- an attribute of the style (`font-style="italic"`) sets a property;
- markup inside a value (`<i>Drosophila</i>` in a title) toggles it, so that it stays visible inside
  italics ("flip-flop").
"""

from __future__ import annotations

import re
from collections.abc import Mapping

ITALIC, OBLIQUE, NORMAL_STYLE = "\x01", "\x02", "\x03"
BOLD, LIGHT, NORMAL_WEIGHT = "\x04", "\x05", "\x06"
SMALL_CAPS, NORMAL_VARIANT = "\x07", "\x08"
UNDERLINE, NO_DECORATION = "\x0e", "\x0f"
SUPERSCRIPT, SUBSCRIPT, BASELINE = "\x10", "\x11", "\x12"
TOGGLE_ITALIC, TOGGLE_BOLD, TOGGLE_SMALL_CAPS = "\x13", "\x14", "\x15"
NO_CASE, LINK = "\x16", "\x17"
LEFT_MARGIN, RIGHT_INLINE, BLOCK, INDENT = "\x18", "\x19", "\x1a", "\x80"
END = "\x1b"
"""Closes the innermost mark of all those above."""
OPEN_QUOTE, CLOSE_QUOTE = "\x81", "\x82"
"""Quotation marks, written as the locale's outer or inner ones by their depth."""
KEEP = "\x83"
"""Stands between two characters of punctuation of one value, which are not merged (`?!`, `...`)."""
SAME_ONLY = "\x89"
"""Stands between two characters of punctuation that are merged only if they are the same."""
BEHIND_NUMBER = "\x8b"
"""Like `SAME_ONLY`, but behind the suffix of a number, and not before a prefix."""
PREFIX = "\x8a"
"""Stands before a prefix that begins with punctuation."""
ISOLATE = "\x88"
"""Opens text of the other direction than that of the locale, such as Arabic in English."""
FIRST_TERM = "\x86"
"""Stands before a term of a note style; one at the beginning of a note gets a capital."""
CITATION_NUMBER = "\x87"
"""Stands before a citation number; a term behind it is at the beginning of an entry."""

OPENING = "\x01-\x08\x0e-\x1a\x80\x88"
"""All marks that `END` closes, for a character class of a regular expression."""
UNPRINTED = KEEP + SAME_ONLY + BEHIND_NUMBER + PREFIX + FIRST_TERM + CITATION_NUMBER
"""The marks that only say how the text around them is treated."""
MARKS = OPENING + END + OPEN_QUOTE + CLOSE_QUOTE + UNPRINTED
"""All marks, for a character class of a regular expression."""

OPENING_MARKS = frozenset(
    "\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x80\x88"
)
"""All marks that `END` closes."""

DISPLAY_MARKS = frozenset((LEFT_MARGIN, RIGHT_INLINE, BLOCK, INDENT))
"""The marks of `display`."""

MARK = re.compile(f"[{MARKS}]")

_ATTRIBUTES = {
    "font-style": {"italic": ITALIC, "oblique": OBLIQUE, "normal": NORMAL_STYLE},
    "font-variant": {"small-caps": SMALL_CAPS, "normal": NORMAL_VARIANT},
    "font-weight": {"bold": BOLD, "light": LIGHT, "normal": NORMAL_WEIGHT},
    "text-decoration": {"underline": UNDERLINE, "none": NO_DECORATION},
    "vertical-align": {"sup": SUPERSCRIPT, "sub": SUBSCRIPT, "baseline": BASELINE},
}
"""The formatting attributes of CSL, the innermost first (the order in which citeproc-js nests
them)."""

_DISPLAY = {
    "block": BLOCK,
    "left-margin": LEFT_MARGIN,
    "right-inline": RIGHT_INLINE,
    "indent": INDENT,
}


def opening_marks(attributes: Mapping[str, str]) -> str:
    """Return the marks for the formatting attributes of an element, the outermost first."""
    marks = ""
    for name, values in _ATTRIBUTES.items():
        marks = values.get(attributes.get(name, ""), "") + marks
    return marks


def display_mark(value: str | None) -> str:
    """Return the mark of a `display` attribute (CSL 1.0.2, Display); empty for none."""
    return _DISPLAY.get(value or "", "")


def strip_marks(text: str) -> str:
    """Return a marked text without its marks."""
    return MARK.sub("", text)
