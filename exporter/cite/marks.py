"""Formatting within a text, as characters that no record can hold; and the punctuation where pieces meet.

citeproc-py writes the tags of its output while it renders, so that it cannot tell a tag from a text that looks like one
(`<script>` is written as it is), sees a full stop behind a tag as new, cannot nest quotation marks, and leaves a full
stop outside of them. Here a piece carries marks (control characters, which YAML forbids) until it is complete; then its
punctuation is mended, and a form writes the marks as its own.
"""

from __future__ import annotations

import re
from typing import Any

ITALIC, BOLD, UNDERLINE, SUPERSCRIPT, SUBSCRIPT, SMALL_CAPS, LINK = "\x01\x02\x03\x04\x05\x06\x07"
END = "\x0f"
"""Ends the innermost of the seven."""
QUOTE, UNQUOTE = "\x0e", "\x10"
MARGIN, INLINE, BLOCK, INDENT = "\x11\x12\x13\x14"
"""Parts of a reference that stand beside or below each other (CSL 1.0.2, display); each is ended by `END`."""
APART = "\x1f"
"""Keeps the punctuation of one value as it is written (`...`, `!?`)."""

OF_ATTRIBUTE = {
    "font-style": {"italic": ITALIC, "oblique": ITALIC},
    "font-weight": {"bold": BOLD},
    "font-variant": {"small-caps": SMALL_CAPS},
    "text-decoration": {"underline": UNDERLINE},
    "vertical-align": {"sup": SUPERSCRIPT, "sub": SUBSCRIPT},
    "display": {"left-margin": MARGIN, "right-inline": INLINE, "block": BLOCK, "indent": INDENT},
}
"""The marks of the formatting attributes of CSL (CSL 1.0.2, Formatting and Display)."""


def opening(element: Any) -> str:
    """Give the marks that the attributes of an element ask for; each is ended by `END`."""
    return "".join(of.get(element.get(name), "") for name, of in OF_ATTRIBUTE.items())


ALL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

_MEETING = {
    *(
        "!.",
        "!:",
        "!;",
        "!!",
        "?.",
        "?:",
        "?;",
        "??",
        ":.",
        ":;",
        "::",
        ";.",
        ";;",
        ";:",
        ",,",
        ",.",
        "..",
        "….",
    ),
}
"""Where these meet, the second is dropped. Source: the practice of citeproc-js and pandoc."""
_REPLACED = {":!", ":?", ";!", ";?"}
"""Where these meet, the first is dropped."""
_SEAM = re.compile(rf"([.!?:;,…])([{END}{UNQUOTE}{QUOTE}\x01-\x07]*)([.!?:;,])")
_BEFORE_QUOTE = re.compile(rf"([{END}{UNQUOTE}]*{UNQUOTE}[{END}{UNQUOTE}]*)([.,])")
_STRAIGHT = re.compile(r'(?<![\w"])"(?=[^\s"])([^"]*?)(?<=[^\s"])"(?![\w"])')
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_WITHIN = re.compile(r"(?<=[.!?:;,…])(?=[.!?:;,])")
_SPACES = re.compile(r"[ \t\r\n]{2,}|[\t\r\n]")


def value(text: str) -> str:
    """Give the value of a variable as a piece: without characters that would be marks; straight quotes become marks."""
    if ALL.search(text):
        text = ALL.sub("", text)
    if '"' in text:
        text = _STRAIGHT.sub(rf"{QUOTE}\1{UNQUOTE}", text)
    if "“" in text:
        text = re.sub("“([^“”]*)”", rf"{QUOTE}\1{UNQUOTE}", text)
    if "'" in text:
        text = _APOSTROPHE.sub("’", text)
    return _WITHIN.sub(APART, text)


def mended(piece: str, *, punctuation_in_quote: bool) -> str:
    """Give a complete piece with its punctuation in order where its parts meet."""
    if UNQUOTE in piece and punctuation_in_quote:
        piece = _BEFORE_QUOTE.sub(r"\2\1", piece)
    before = ""
    while before != piece:
        before, piece = piece, _SEAM.sub(_met, piece)
    return _SPACES.sub(" ", piece).replace(APART, "")


def _met(match: re.Match[str]) -> str:
    first, marks, second = match.groups()
    if first + second in _MEETING:
        return first + marks
    return marks + second if first + second in _REPLACED else first + marks + second


def bare(piece: str) -> str:
    """Give a piece without its marks."""
    return ALL.sub("", piece)
