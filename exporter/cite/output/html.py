"""HTML as the test suite of CSL shows it, which is that of citeproc-js."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from html import escape

from exporter.cite.output.writer import OutputEntry, Writer

_STYLED = {
    ("style", "italic"): ("<i>", "</i>"),
    ("style", "oblique"): ("<em>", "</em>"),
    ("style", "normal"): ('<span style="font-style:normal;">', "</span>"),
    ("weight", "bold"): ("<b>", "</b>"),
    ("weight", "normal"): ('<span style="font-weight:normal;">', "</span>"),
    ("variant", "small-caps"): ('<span style="font-variant:small-caps;">', "</span>"),
    ("variant", "normal"): ('<span style="font-variant:normal;">', "</span>"),
    ("decoration", "underline"): ('<span style="text-decoration:underline;">', "</span>"),
    ("decoration", "none"): ('<span style="text-decoration:none;">', "</span>"),
    ("position", "sup"): ("<sup>", "</sup>"),
    ("position", "sub"): ("<sub>", "</sub>"),
    ("position", "baseline"): ('<span style="vertical-align:baseline;">', "</span>"),
}
_DISPLAY = {
    "block": ('\n\n    <div class="csl-block">', "</div>\n"),
    "left-margin": ('\n    <div class="csl-left-margin">', "</div>"),
    "right-inline": ('<div class="csl-right-inline">', "</div>\n  "),
    "indent": ('<div class="csl-indent">', "</div>\n  "),
}
_ESCAPED = str.maketrans({"&": "&#38;", "<": "&#60;", ">": "&#62;"})
_SUPERSCRIPT = re.compile(r"[ªº²³¹ʰ-ʸˠ-ˤᴬ-ᵪᵸᶛ-ᶿ⁰ⁱ⁴-ⁿ℠™ⵯ㆒-㆟]")
"""Superscript letters and digits, which few fonts have; they are written with `sup`, as citeproc-js
does."""


class HtmlWriter(Writer):
    """Writes a fragment of HTML.

    With `links`, an entry also has the id `ref-…` and the language of its item, and text of the
    other direction is isolated; without, the HTML is what the test suite of CSL shows.
    """

    STYLED = _STYLED
    DISPLAYED = _DISPLAY

    def escape(self, text: str) -> str:
        """Return text in which nothing is markup of the format."""
        text = text.translate(_ESCAPED)
        return text if text.isascii() else _SUPERSCRIPT.sub(_raised, text)

    def link(self, address: str, text: str) -> str:
        """Return written text that leads to an address."""
        return f'<a href="{escape(address)}">{text}</a>'

    def isolated(self, text: str) -> str:
        """Return written text that is in the other direction than the text around it."""
        return f"<bdi>{text}</bdi>" if self.links else text

    def document(self, entries: Iterable[OutputEntry]) -> Iterator[str]:
        """Yield a bibliography piece by piece."""
        direction = ' dir="rtl"' if self.right_to_left and self.links else ""
        yield f'<div class="csl-bib-body"{direction}>\n'
        for entry in entries:
            if entry.is_heading:
                yield f"  <h2>{self.write(entry.text)}</h2>\n"
                continue
            attributes = self._attributes(entry)
            yield f'  <div class="csl-entry"{attributes}>{self.write(entry.text)}</div>\n'
        yield "</div>\n"

    def lines(self, entries: Iterable[OutputEntry]) -> Iterator[str]:
        """Yield citations piece by piece."""
        for entry in entries:
            yield f"{entry.label}{self.write(entry.text)}\n"

    def _attributes(self, entry: OutputEntry) -> str:
        if not self.links:
            return ""
        id = f' id="ref-{escape(entry.id)}"' if entry.id else ""
        language = f' lang="{escape(entry.language)}"' if entry.language else ""
        return id + language


def _raised(match: re.Match[str]) -> str:
    """Return a superscript sign as the sign that it stands for, raised."""
    kind, _, _ = unicodedata.decomposition(match[0]).partition(" ")
    base = unicodedata.normalize("NFKC", match[0])
    return f"<sup>{base}</sup>" if kind == "<super>" else match[0]
