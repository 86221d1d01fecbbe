"""Papers in Markdown that cite works by keys."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from exporter.cite.cite_syntax import KEY
from exporter.cite.output.markdown import MarkdownWriter
from exporter.cite.output.writer import OutputEntry
from exporter.cite.paper import ADDRESS, Paper, citation_pattern

_NO_CITATION = (
    r"\A---\n.*?^(?:---|\.\.\.)[ \t]*$"  # metadata
    r"|^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)[`~]*[ \t]*$"  # a fenced block of code
    r"|(?P<ticks>`++).*?[^`](?P=ticks)(?!`)"  # code in a line
    r"|<[^<>]*>"  # a tag or an address
    r"|!\[[^\[\]]*\]"  # the text of an image
    r"|\]\([^()\s]*"  # the address of a link
    r"|\\."  # an escaped character
)
_NOTE = re.compile(r"^\[\^[^\]]+\]:.*(?:\n(?:[ \t]+.*|(?=\n)))*", re.MULTILINE)
_PLACE = re.compile(
    r"^(?P<fence>:{3,})[ \t]*\{[^{}]*#refs\b[^{}]*\}[ \t]*\n(?:.*\n)*?(?P=fence)[ \t]*$",
    re.MULTILINE,
)
_MARKUP = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])|\*\*(?P<bold>[^\s*][^*]*)\*\*|\*(?P<italic>[^\s*][^*]*)\*"
)

_CITATION = citation_pattern(KEY)


class MarkdownPaper(Paper):
    """A paper in Markdown. The bibliography stands at its end, or in a div: `::: {#refs}`."""

    tokens = re.compile(f"{_NO_CITATION}|{ADDRESS}|{_CITATION}", re.DOTALL | re.MULTILINE)

    def make_writer(self) -> MarkdownWriter:
        """Return the writer of citations in the format of the paper."""
        return MarkdownWriter(self.style.quotes)

    @cached_property
    def _notes_of_paper(self) -> Sequence[tuple[int, int]]:
        """Where the notes of the paper begin and end."""
        return [match.span() for match in _NOTE.finditer(self.text)]

    def plain(self, text: str) -> str:
        """Return text of the paper without escapes, with the rich text of CSL-JSON for emphasis."""
        return _MARKUP.sub(_rich_text, text)

    def is_in_note(self, place: int) -> bool:
        """Return whether a place lies in a note of the paper."""
        return any(start <= place < end for start, end in self._notes_of_paper)

    def note(self, text: str) -> str:
        """Keep a note, and return the mark for it."""
        self.notes.append(text)
        return f"[^cite-{len(self.notes)}]"

    def with_bibliography(self, text: str, entries: Sequence[OutputEntry]) -> str:
        """Return the text of the paper with the notes and the bibliography."""
        bibliography = "".join(self.writer.document(entries))
        place = _PLACE.search(text)
        if place and bibliography:
            fence = place[0].partition("\n")[0]
            end = place["fence"] + text[place.end() :]
            text = f"{text[: place.start()]}{fence}\n\n{bibliography}\n{end}"
        elif bibliography:
            text = f"{text.rstrip()}\n\n{bibliography}"
        notes = [f"[^cite-{number}]: {note}\n" for number, note in enumerate(self.notes, 1)]
        return f"{text.rstrip()}\n\n{''.join(notes)}" if notes else text


def _rich_text(match: re.Match[str]) -> str:
    if match["bold"]:
        return f"<b>{match['bold']}</b>"
    return f"<i>{match['italic']}</i>" if match["italic"] else match["escaped"]
