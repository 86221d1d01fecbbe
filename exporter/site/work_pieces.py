"""What the site says of a work without its index: its files, its tags and its citations.

These pieces depend on the record, on those that it is linked to, and on the settings. So they can
be kept for the next run, and most of the time that a page takes is theirs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

from exporter.cache import hash_of
from exporter.export.context import ExportContext
from exporter.export.csl.items import item as csl_item
from exporter.model.catalogue import LazySequence
from exporter.model.work import Work
from exporter.site.citations import Citations
from exporter.site.files import WorkFiles
from exporter.site.known_agents import KnownAgents
from exporter.site.site import Site
from exporter.site.tags import page_tags


class WorkPieces(NamedTuple):
    """The pieces of a work, as JSON, and a hash of them.

    `files` are the contents of its files by format, `tags` the elements `meta` of its pages.
    `citations` are pairs of a style and the citation as HTML, by the language of the page.
    """

    files: Mapping[str, str]
    tags: str
    citations: Mapping[str, Sequence[tuple[str, str]]]
    digest: str


NO_PIECES = WorkPieces({}, "", {}, "")
"""The pieces of a record that is not a work."""


class PieceMaker:
    """Makes the pieces of the works of a site."""

    def __init__(self, site: Site, files: WorkFiles) -> None:
        self.site = site
        self.files = files

    @cached_property
    def _citations(self) -> Citations:
        return Citations(self.site)

    def each(self, ids: Sequence[str]) -> Iterator[WorkPieces]:
        """Yield the pieces of works, in order, from an earlier run where they are the same."""
        assert self.site.results is not None  # noqa: S101 - asked for only if there are any
        works = LazySequence(self.site.context.catalogue.works, ids)
        found = self.site.results.each("site pieces", self.make, works, self.site.context)
        return (WorkPieces(*each) for each in found)

    def make(self, work: Work, context: ExportContext) -> WorkPieces:
        """Return the pieces of a work. `context` is that of the site, perhaps with an observer."""
        contexts = self.site.contexts
        if context.catalogue is not self.site.context.catalogue:
            contexts = {
                name: replace(
                    each,
                    catalogue=context.catalogue,
                    days_of_entry=context.days_of_entry,
                    results=KnownAgents(),
                )
                for name, each in contexts.items()
            }
        files = self.files.contents(work, contexts)
        item = self._csl_item(work, files, contexts["csl-json"])
        tags = "".join(page_tags(work, item, context))
        citations = {
            language: list(self._citations.of(work, item, language, contexts["csl-json"]))
            for language in self.site.languages
        }
        return WorkPieces(files, tags, citations, hash_of(files, tags, citations))

    def _csl_item(
        self, work: Work, files: Mapping[str, str], context: ExportContext
    ) -> Mapping[str, Any]:
        """Return a work as an item of CSL: that of its file, if it has one."""
        if "csl-json" in files:
            [item] = json.loads(files["csl-json"])
            return dict(item)
        return csl_item(work, context)
