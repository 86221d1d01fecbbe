"""The positions of cites in a document: first, ibid, near note. Source: CSL 1.0.2, Choose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from exporter.cite.citation import Cite
from exporter.cite.numbers import as_count
from exporter.cite.style import Style

_NEAR_NOTE = "5"
"""The distance in notes within which a cite is near, where a style does not say (CSL 1.0.2,
near-note-distance)."""


class NotedCites(NamedTuple):
    """The cites of a citation, and the number of its note, 0 in the text."""

    cites: Sequence[Cite]
    note: int


class Positions:
    """Finds the positions of the cites of a document in one style.

    A cite of the author alone, whose work is cited behind it, has no position.
    """

    def __init__(self, style: Style) -> None:
        self._is_note_style = style.is_note_style
        self._near_note = as_count(style.citation.option("near-note-distance", _NEAR_NOTE))

    def place(self, citations: Sequence[NotedCites]) -> list[list[Cite]]:
        """Return the cites of each citation with their positions; the citations are in order."""
        first_notes: dict[str, int] = {}
        last_notes: dict[str, int] = {}
        in_note = Counter(citation.note for citation in citations)
        placed = []
        previous: NotedCites | None = None
        for citation in citations:
            ibid = self._is_preceding(previous, citation.note, in_note)
            preceding = previous.cites[0] if previous is not None and ibid else None
            cites = []
            for cite in citation.cites:
                if cite.author_only:
                    cites.append(cite)
                    continue
                if cite.id in first_notes:
                    near = citation.note - last_notes[cite.id] <= self._near_note
                    position = _position(cite, preceding)
                    first = first_notes[cite.id]
                    cites.append(replace(cite, position=position, near_note=near, first_note=first))
                else:
                    first_notes[cite.id] = citation.note
                    cites.append(replace(cite, position="first"))
                last_notes[cite.id] = citation.note
                preceding = cite
            placed.append(cites)
            if not all(cite.author_only for cite in citation.cites):
                previous = citation
        return placed

    def _is_preceding(self, previous: NotedCites | None, note: int, in_note: Counter[int]) -> bool:
        """Return whether the first cite of a note can say “ibid.” to the citation before it."""
        if previous is None or len(previous.cites) != 1:
            return False
        if not self._is_note_style or note == previous.note:
            return True
        return in_note[previous.note] == 1 and note - previous.note <= 1


def _position(cite: Cite, preceding: Cite | None) -> str:
    """Return the position of a cite of a work that was cited before."""
    if preceding is None or preceding.id != cite.id:
        return "subsequent"
    if cite.locator:
        same = cite.locator == preceding.locator and cite.label == preceding.label
        return "ibid" if same else "ibid-with-locator"
    return "subsequent" if preceding.locator else "ibid"
