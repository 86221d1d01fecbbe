"""Citations of a document that grows and changes, as a word processor keeps them.

The protocol is that of citeproc-js's `processCitationCluster`: a citation is inserted, or replaced,
between those before and behind it, and the texts that change by it are returned. Positions (ibid,
near notes) follow CSL 1.0.2, Choose, and citation numbers and letters the order of the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from exporter.cite.bibliography import BibliographyEntry, BibliographyRenderer
from exporter.cite.citation import CitationRenderer, Cite, note_number, read_cite
from exporter.cite.item import Item, ItemReader, unknown_work
from exporter.cite.positions import NotedCites, Positions
from exporter.cite.registry import Registry
from exporter.cite.style import Style
from exporter.errors import UsageError


@dataclass(slots=True)
class CitationCluster:
    """A citation in a document. `note` is the number of its note, 0 in the text.

    With an `infix` the author of the first cite is named in the sentence before it, as in `Doe
    (2001)`, where the infix is a space.
    `basis` is what its text was made of, by which a change is noticed.
    """

    id: str
    cites: list[Cite]
    note: int = 0
    infix: str = ""
    text: str = ""
    basis: Any = None


def read_citation(data: Mapping[str, Any], id: str = "") -> CitationCluster:
    """Return the citation of an object as citeproc-js takes it.

    It has `citationItems`, and perhaps a `citationID`, else the `id`, and `properties` with a
    `noteIndex`, the number of its note, and a `mode`: `author-only`, `suppress-author` or
    `composite`, which is both with the `infix` between them.
    """
    properties = data.get("properties")
    if not isinstance(properties, Mapping):
        properties = {}
    cites = [read_cite(each) for each in data["citationItems"]]
    mode = properties.get("mode")
    if mode == "author-only":
        cites = [replace(cite, author_only=True) for cite in cites[:1]]
    elif mode == "suppress-author" and cites:
        cites[0] = replace(cites[0], suppress_author=True)
    infix = f" {str(properties.get('infix') or '').strip()} ".replace("  ", " ")
    return CitationCluster(
        str(data.get("citationID", id)),
        cites,
        note_number(properties.get("noteIndex")),
        infix if mode == "composite" and cites else "",
    )


def _rendered(renderer: CitationRenderer, citation: CitationCluster, cites: Sequence[Cite]) -> str:
    """Return the text of a citation, whose cites are sorted and have their positions."""
    if not citation.infix:
        return renderer.render(cites)
    first = citation.cites[0].id
    named = Cite(first, author_only=True)
    others = [replace(cite, suppress_author=cite.id == first) for cite in cites]
    return citation.infix.join(filter(None, (renderer.render([named]), renderer.render(others))))


class CitingDocument:
    """The citations of a document in one style.

    `items` are objects of CSL-JSON that may be cited.
    """

    def __init__(self, style: Style, items: Iterable[Mapping[str, Any]]) -> None:
        self.style = style
        self._reader = ItemReader(style.quotes)
        self._data = {str(data["id"]): data for data in items}
        self._read: dict[str, Item] = {}
        self.citations: list[CitationCluster] = []
        self.registry = Registry(style, [])
        self._positions = Positions(style)

    def process(
        self,
        citation: Mapping[str, Any],
        before: Sequence[tuple[str, int]] = (),
        after: Sequence[tuple[str, int]] = (),
    ) -> list[tuple[int, str]]:
        """Insert a citation between others, or replace it, and return what changes.

        `citation` has `citationID`, `citationItems` and `properties` with a `noteIndex`, as for
        citeproc-js. `before` and `after` are the ids of the other citations with the numbers of
        their notes. Returns the place and the marked text of each citation that is new or has
        another text than before. Raises UsageError for a work or a citation that there is not.
        """
        known = {each.id: each for each in self.citations}
        new = read_citation(citation, str(len(known)))
        known[new.id] = new
        for id, note in [*before, *after]:
            if id not in known:
                raise UsageError(f"there is no citation “{id}”", "insert it before you name it")
            known[id].note = note
        ids = [id for id, _ in before] + [new.id] + [id for id, _ in after]
        self.citations = [known[id] for id in ids]
        return self._update(new)

    def cite_all(self, citations: Iterable[tuple[Sequence[Cite], int]]) -> list[str]:
        """Replace all citations, each with its note, 0 in the text; return their texts."""
        return self.replace_all(
            CitationCluster(str(place), list(cites), note)
            for place, (cites, note) in enumerate(citations)
        )

    def replace_all(self, citations: Iterable[CitationCluster]) -> list[str]:
        """Replace all citations; return their texts."""
        self.citations = list(citations)
        self._update(None)
        return self.texts()

    def bibliography(self) -> Iterator[BibliographyEntry]:
        """Yield the entries of the works that are cited, in order; none without a bibliography."""
        if self.style.bibliography is not None:
            yield from BibliographyRenderer(self.registry, self.style.bibliography).entries()

    def texts(self) -> list[str]:
        """Return the marked texts of all citations."""
        return [citation.text for citation in self.citations]

    def _update(self, new: CitationCluster | None) -> list[tuple[int, str]]:
        cited: dict[str, Item] = {}
        for citation in self.citations:
            for cite in citation.cites:
                cited[cite.id] = self._item(cite.id)
        self.registry = Registry(self.style, list(cited.values()))
        renderer = CitationRenderer(self.registry)
        changed = []
        positioned = self._positions.place(
            [
                NotedCites(renderer.sorted(citation.cites), citation.note)
                for citation in self.citations
            ]
        )
        for index, (citation, cites) in enumerate(zip(self.citations, positioned, strict=True)):
            text = _rendered(renderer, citation, cites)
            basis = text, self._basis(citation.cites)
            if citation is new or basis != citation.basis:
                changed.append((index, text))
            citation.text, citation.basis = text, basis
        return changed

    def _item(self, id: str) -> Item:
        if id not in self._data:
            raise unknown_work(id, self._data)
        if id not in self._read:
            self._read[id] = self._reader.read(self._data[id])
        return self._read[id]

    def _basis(self, cites: Sequence[Cite]) -> list[Any]:
        """Return what texts depend on besides cites: numbers, and what tells items apart."""
        registry = self.registry
        numbered = self.style.uses_citation_numbers
        return [
            (registry.numbers[cite.id] if numbered else 0, registry.ambiguity.get(cite.id))
            for cite in cites
        ]
