"""Which works of the catalogue cite which: works in the order of their dates, joined by arcs.

Works are words in HTML, which a reader can follow and search; only the arcs beside them are a
drawing. A table has each citation in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from exporter.site.entry import CITED_BY
from exporter.site.index import SiteIndex

PAGE = "citations"
MOST_WORKS = 150
"""How many works the page has: those with most citations, if there are more."""
ROW = 40
"""The height of a work in the drawing."""
WIDTH = 100
_MARGIN = 8
"""The place at the right of the drawing for the ends of the arcs."""
_NARROWEST = 12
"""How far an arc between two neighbours goes to the left; longer ones go further."""


class Citation(NamedTuple):
    """A work that cites another one, by their ids."""

    citing: str
    cited: str


class Arc(NamedTuple):
    """The path of a citation in SVG, and where its end is: at the work that is cited."""

    path: str
    x: int
    y: int


class CitationGraph(NamedTuple):
    """Works in the order of their dates, and the citations between them.

    `total` is the number of all works of the catalogue that cite or are cited.
    """

    works: Sequence[str]
    citations: Sequence[Citation]
    arcs: Sequence[Arc]
    total: int


def all_citations(index: SiteIndex) -> list[Citation]:
    """Return the citations between the works of a catalogue."""
    return [
        Citation(citing, cited)
        for cited, sections in index.uses.items()
        for citing in sections.get(CITED_BY, ())
    ]


def make_graph(index: SiteIndex, citations: Sequence[Citation]) -> CitationGraph:
    """Return the graph of the works with most citations, given and received together."""
    degrees: Counter[str] = Counter()
    for each in citations:
        degrees.update(each)
    chosen = set(sorted(degrees, key=lambda id: (-degrees[id], id))[:MOST_WORKS])
    shown = [each for each in citations if chosen.issuperset(each)]
    works = index.dated({id for each in shown for id in each})
    places = {id: place for place, id in enumerate(works)}
    shown.sort(key=lambda each: (places[each.citing], places[each.cited]))
    arcs = [_arc(places[each.citing], places[each.cited]) for each in shown]
    return CitationGraph(works, shown, arcs, len(degrees))


def _arc(start: int, end: int) -> Arc:
    """Return the arc from one row of the drawing to another."""
    x, distance = WIDTH - _MARGIN, abs(start - end)
    left = max(0, x - _NARROWEST * distance)
    y_start, y_end = ROW * start + ROW // 2, ROW * end + ROW // 2
    return Arc(f"M{x} {y_start}C{left} {y_start} {left} {y_end} {x} {y_end}", x, y_end)
