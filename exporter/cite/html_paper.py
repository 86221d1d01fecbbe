"""Papers in HTML that cite works by keys."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from exporter.cite.cite_syntax import key_pattern
from exporter.cite.output.html import HtmlWriter
from exporter.cite.output.writer import OutputEntry
from exporter.cite.paper import ADDRESS, Paper, citation_pattern

_NO_CITATION = (
    r"<!--.*?-->"
    r"|<(?P<code>script|style|pre|code|textarea|title)\b.*?</(?P=code)\s*>"
    r"|<[^<>]*>"
    r"|\\@"
)
_PLACE = re.compile(
    r"(?P<start><(?P<tag>div|section)\b[^<>]*\bid=[\"']?refs\b[^<>]*>)\s*(?P<end></(?P=tag)>)",
    re.IGNORECASE,
)
_END = re.compile(r"</body\s*>", re.IGNORECASE)

_CITATION = citation_pattern(key_pattern(":.#$%+?~/"))


class HtmlPaper(Paper):
    """A paper in HTML. The bibliography stands at its end, or in `<div id="refs"></div>`."""

    tokens = re.compile(f"{_NO_CITATION}|{ADDRESS}|{_CITATION}", re.DOTALL | re.IGNORECASE)

    def make_writer(self) -> HtmlWriter:
        """Return the writer of citations in the format of the paper."""
        right_to_left = self.style.locale.is_right_to_left
        return HtmlWriter(self.style.quotes, right_to_left=right_to_left)

    def plain(self, text: str) -> str:
        """Return text of the paper without the syntax of character references."""
        return unescape(text)

    def is_in_note(self, place: int) -> bool:  # noqa: ARG002 - HTML has no notes
        """Return whether a place lies in a note of the paper; HTML has none."""
        return False

    def note(self, text: str) -> str:
        """Keep a note, and return the mark for it."""
        self.notes.append(text)
        number = len(self.notes)
        return f'<sup id="cite-{number}"><a href="#note-{number}">{number}</a></sup>'

    def with_bibliography(self, text: str, entries: Sequence[OutputEntry]) -> str:
        """Return the text of the paper with the notes and the bibliography."""
        added = self._notes()
        if entries:
            added += "".join(self.writer.document(entries))
        place = _PLACE.search(text)
        if place:
            return f"{text[: place.end('start')]}\n{added}{text[place.start('end') :]}"
        end = _END.search(text)
        at = end.start() if end else len(text)
        return f"{text[:at].rstrip()}\n{added}{text[at:]}"

    def _notes(self) -> str:
        if not self.notes:
            return ""
        lines = [
            f'  <li id="note-{number}">{note} <a href="#cite-{number}">↩</a></li>\n'
            for number, note in enumerate(self.notes, 1)
        ]
        return f'<ol class="csl-notes">\n{"".join(lines)}</ol>\n'
