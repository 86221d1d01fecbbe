"""Texts of CSL-JSON, in which words may be marked up (CSL 1.0.2, Rich Text Markup within Fields)."""

from __future__ import annotations

import re

from exporter.model.markup import as_csl, is_marked

_TAG = re.compile(r"<(?=/?(?:i|b|sc|sub|sup|span)\b)", re.IGNORECASE)
"""What citation processors take for markup (citeproc-js, Citeproc Markup)."""

_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_HARMLESS = ("Also titled ", "Translated from ", "Publisher also ")
"""How a note begins that nobody takes for data: several words, which are not the name of a field."""

_JOINER = "\u2060"
"""A word joiner: invisible, and enough to keep a text from being read as something else."""


def csl_text(text: str) -> str:
    """Return a text on one line with its markup in the spelling of CSL; what only looks like markup stays text."""
    text = _SPACES.sub(" ", text)
    return as_csl(text) if is_marked(text) else _TAG.sub(f"<{_JOINER}", text)


def csl_note(sentences: list[str]) -> str:
    """Return a note on one line that no reader takes for data of the item.

    Zotero and citeproc-js take a line `issued: 2001` at the beginning of a note for a variable that replaces the true
    one (citeproc-js, Cheater Syntax; Zotero, Extra), and citeproc-js finds `{:issued: 2001}` anywhere. So a note begins
    with a word joiner, unless its first words are ours and harmless.
    """
    note = " ".join(sentences).replace("{:", "{ :")
    return note if note.startswith(_HARMLESS) else _JOINER + note
