"""Values of an item as marked text: the rich text of CSL-JSON, and quotation marks.

A value may contain `<i>`, `<b>`, `<sup>`, `<sub>`, small capitals and no-case spans (csl-data.json;
citeproc-js manual, "HTML-like formatting tags"). Any other tag, and one without a partner, is text
like the rest.
"""

from __future__ import annotations

import re
from functools import lru_cache

from exporter.cite.markup import (
    CLOSE_QUOTE,
    END,
    KEEP,
    NO_CASE,
    SUBSCRIPT,
    SUPERSCRIPT,
    TOGGLE_BOLD,
    TOGGLE_ITALIC,
    TOGGLE_SMALL_CAPS,
)
from exporter.cite.quotation_marks import QuotationMarks

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SPECIAL = re.compile(r"[\x00-\x1f\x7f-\x9f<\"'“”‘’„‚«»‹›「」『』]|[.!?:;,…][.!?:;,…]| [?!;:]")
"""What a value contains if it needs more than being copied."""
_PUNCTUATION = re.compile(r"[.!?:;,…]{2,}")
_QUESTION_BEHIND_QUOTE = re.compile(f"({CLOSE_QUOTE})(?=[?!])")
"""A quotation within a question, which has its sign behind the quotation marks in every locale."""
_STOP_BEHIND_QUESTION = re.compile(r"(?<=[?!][”’»])(?=\.)")
"""Where a value has a full stop behind a quotation that ends as a question (`“Why?”.`)."""
_FRENCH_SPACES = (
    (re.compile(r"« (?=\S)"), "«\u202f"),
    (re.compile(r"(\S) (?=[?!;:»])"), "\\1\u202f"),
)
"""Spaces that French has at its punctuation, where no line may break."""

_TAG = re.compile(r"</?[a-z][^<>]*>")
_OPENING_TAGS = {
    "<i>": TOGGLE_ITALIC,
    "<b>": TOGGLE_BOLD,
    "<sup>": SUPERSCRIPT,
    "<sub>": SUBSCRIPT,
    "<sc>": TOGGLE_SMALL_CAPS,
    '<span style="font-variant:small-caps;">': TOGGLE_SMALL_CAPS,
    '<span style="font-variant: small-caps;">': TOGGLE_SMALL_CAPS,
    '<span style="font-variant:small-caps">': TOGGLE_SMALL_CAPS,
    '<span style="font-variant: small-caps">': TOGGLE_SMALL_CAPS,
    '<span class="nocase">': NO_CASE,
}
_LITERAL_LESS_THAN = "<\u2060"
"""A word joiner behind `<` says that no tag begins there."""


def plain_text(value: str) -> str:
    """Return a value of which nothing is markup, without control characters."""
    return value if value.isprintable() else _CONTROL.sub("", value)


def verbatim_text(value: str) -> str:
    """Return an address, a number or a date of which nothing is markup, with all its punctuation.

    In a DOI of Wiley two colons stand together (`<693::AID-ASI4>`).
    """
    return _PUNCTUATION.sub(lambda signs: KEEP.join(signs[0]), plain_text(value))


def marked_text(value: str, quotes: QuotationMarks) -> str:
    """Return a value with marks in place of its rich text and its quotation marks."""
    return _marked(value, quotes) if _SPECIAL.search(value) else value


@lru_cache(maxsize=10_000)
def _marked(value: str, quotes: QuotationMarks) -> str:
    text = _CONTROL.sub("", value)
    if "<" in text:
        text = _with_tags(text).replace(_LITERAL_LESS_THAN, "<")
    for space, no_break_space in _FRENCH_SPACES:
        text = space.sub(no_break_space, text)
    text = _QUESTION_BEHIND_QUOTE.sub(rf"\1{KEEP}", quotes.marked(text))
    text = _STOP_BEHIND_QUESTION.sub(KEEP, text)
    return _PUNCTUATION.sub(lambda signs: KEEP.join(signs[0]), text)


def _with_tags(text: str) -> str:
    """Replace the tags of rich text that have a partner by marks; leave all others as they are."""
    parts: list[str] = []
    open_tags: list[tuple[str, int, str]] = []  # the closing tag, the part that opens, its mark
    position = 0
    for match in _TAG.finditer(text):
        tag = match[0]
        parts += [text[position : match.start()], tag]
        position = match.end()
        if tag in _OPENING_TAGS:
            name = tag.strip("<>").split()[0]
            open_tags.append((f"</{name}>", len(parts) - 1, _OPENING_TAGS[tag]))
            continue
        for index in range(len(open_tags) - 1, -1, -1):
            closing, opened_at, mark = open_tags[index]
            if closing == tag:
                parts[opened_at], parts[-1] = mark, END
                del open_tags[index:]  # a tag within it that is not closed stays text
                break
    parts.append(text[position:])
    return "".join(parts)
