"""Punctuation where the parts of a reference meet.

A style adds affixes and delimiters without knowing how a value ends, so that full stops, commas and
spaces meet. The specification leaves it to the processor what is printed then; this is the practice
of citeproc-js, which the test suite of CSL shows. Within a value nothing is changed.
"""

from __future__ import annotations

import re

from exporter.cite.markup import (
    BEHIND_NUMBER,
    CLOSE_QUOTE,
    DISPLAY_MARKS,
    END,
    OPENING,
    OPENING_MARKS,
    PREFIX,
    SAME_ONLY,
    UNPRINTED,
)

_MARKS = f"[{OPENING}{END}]*"
_MARKS_IN_SAME = f"[{OPENING}{END}{SAME_ONLY}{BEHIND_NUMBER}]*"
_SECOND_DROPPED = re.compile(
    rf"[!?;]{_MARKS}[.:]|[!?]{_MARKS}[”’»][{OPENING}{END}{CLOSE_QUOTE}]*\.|:{_MARKS}\.|([.:;,!?]){_MARKS_IN_SAME}\1"
    rf"|[！？。]{_MARKS}[.。]|．{_MARKS}[.．]|，{_MARKS}[,，]|、{_MARKS}[,、]"
)
"""Signs that meet, perhaps across formatting, of which the second is dropped."""
_FIRST_DROPPED = re.compile(rf"[:;]{_MARKS}[!?]")
"""Signs that meet of which the first is dropped."""
_CLOSING = rf"{CLOSE_QUOTE}[{END}{CLOSE_QUOTE}{SAME_ONLY}]*"
_BEHIND_QUOTE = re.compile(rf"({_CLOSING})([.,!?]+)")
_WITHIN_QUOTE = re.compile(rf"([:;,])({_CLOSING})(?=[.!?:;,])")
_STOP_BEHIND_SENTENCE = re.compile(rf"([.!?])({_CLOSING})(?:\.|\1)")
_BEHIND_NUMBER_BEFORE_PREFIX = re.compile(rf"{BEHIND_NUMBER}({_MARKS})(?={PREFIX})")
_BLOCKS = "".join(sorted(DISPLAY_MARKS))
_STARTS_BLOCK = re.compile(f"[{_BLOCKS}]")
_BEGINS_BLOCK = re.compile(rf"(.)([{_BLOCKS}]+)([.,;:]+)")
_BEHIND_BLOCK = re.compile(rf"({END}+)([.,;:]+)")
_UNPRINTED = re.compile(f"[{UNPRINTED}]")
_SPACES = re.compile(rf" ([{OPENING}{END}{CLOSE_QUOTE}{SAME_ONLY}]*)(?: +)")


def merge_punctuation(text: str, *, in_quote: bool) -> str:
    """Return a complete marked text with its punctuation merged.

    `in_quote` says that a full stop or a comma behind a quotation moves into it
    (`punctuation-in-quote`).
    """
    if PREFIX in text:
        if BEHIND_NUMBER in text:
            text = _BEHIND_NUMBER_BEFORE_PREFIX.sub(r"\1", text)
        text = text.replace(PREFIX, "")
    if _STARTS_BLOCK.search(text):
        text = _at_blocks(text)
    text = _merge_all(text)
    if CLOSE_QUOTE in text:
        text = _merge_all(_at_quotes(text, in_quote=in_quote))
    if "  " in text or END in text:
        text = _SPACES.sub(r" \1", text)
    return _UNPRINTED.sub("", text)


def _merge_all(text: str) -> str:
    before = ""
    while before != text:
        before = text
        text = _SECOND_DROPPED.sub(lambda match: match[0][:-1], text)
        text = _FIRST_DROPPED.sub(lambda match: match[0][1:], text)
    return text


def _at_quotes(text: str, *, in_quote: bool) -> str:
    if in_quote:
        return _BEHIND_QUOTE.sub(r"\2\1", text)
    return _STOP_BEHIND_SENTENCE.sub(r"\1\2", _WITHIN_QUOTE.sub(r"\2\1", text))


def _at_blocks(text: str) -> str:
    """Return a text whose blocks begin with no punctuation, and are followed by none.

    A block is a paragraph of its own, where punctuation belongs to what it follows.
    """
    text = _BEGINS_BLOCK.sub(r"\1\3\2", text)
    return _BEHIND_BLOCK.sub(lambda match: _within_block(match, text), text)


def _within_block(match: re.Match[str], text: str) -> str:
    """Return the ends of marks with the punctuation behind them, inside if one ends a block."""
    ends, punctuation = match.groups()
    opened: list[str] = []
    for sign in text[: match.end(1)]:
        if sign in OPENING_MARKS:
            opened.append(sign)
        elif sign == END:
            last = opened.pop()
    return f"{punctuation}{ends}" if last in DISPLAY_MARKS else match[0]
