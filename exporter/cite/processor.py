"""The works that are cited together in one style: their bibliography and citations of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from exporter.cite.bibliography import BibliographyEntry, BibliographyRenderer
from exporter.cite.citation import CitationRenderer, Cite, read_cite
from exporter.cite.item import Item, ItemReader, unknown_work
from exporter.cite.registry import Registry
from exporter.cite.sorting import sort_keys
from exporter.cite.style import Style
from exporter.errors import UsageError


class Processor:
    """Renders the bibliography of some works and citations of them.

    `items` are objects of CSL-JSON, in the order in which they are cited first. Numbers and the
    letters that tell works apart hold for all of them. `sort` names variables that order the
    bibliography instead of the style, each perhaps with a hyphen before it for descending order
    (`-issued`). The texts are marked; a writer of `exporter.cite.output` writes them.
    """

    def __init__(
        self, style: Style, items: Iterable[Mapping[str, Any]], sort: Sequence[str] = ()
    ) -> None:
        self.style = style
        reader = ItemReader(style.quotes)
        read = [reader.read(data) for data in items]
        self.registry = Registry(style, read, sort_keys(sort, style))
        self._citations = CitationRenderer(self.registry)

    @property
    def items(self) -> Sequence[Item]:
        """The works, in the order of the bibliography."""
        return self.registry.items

    def bibliography(self, items: Sequence[Item] | None = None) -> Iterator[BibliographyEntry]:
        """Yield the entry of each work in order, or of some works that are a section.

        The text of an entry is empty where the style prints nothing of the work. Raises UsageError
        where the style has no bibliography.
        """
        area = self.style.bibliography
        if area is None:
            raise UsageError(
                "the style has citations but no bibliography", "cite the works instead"
            )
        return BibliographyRenderer(self.registry, area).entries(items)

    def citation(self, cites: Sequence[Cite | Mapping[str, Any] | str]) -> str:
        """Return one citation of several works, in the order that the style asks for.

        A cite is a `Cite`, an object as citeproc-js takes it (`id`, `locator`, `label`, `prefix`,
        `suffix`, `suppress-author`, `author-only`, `position`, `near-note`), or the id of a work.
        Raises UsageError for an id that none of the works has.
        """
        return self._citations.render([self._cite(each) for each in cites])

    def _cite(self, cite: Cite | Mapping[str, Any] | str) -> Cite:
        if isinstance(cite, str):
            cite = Cite(cite)
        elif not isinstance(cite, Cite):
            cite = read_cite(cite)
        if cite.id not in self.registry.by_id:
            raise unknown_work(cite.id, self.registry.by_id)
        return cite
