"""All files of a site, made on all cores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, NamedTuple

from exporter.cache import chunks_by_name
from exporter.export.context import ExportContext, Step
from exporter.export.kept import KeptResults
from exporter.model.observed import Observer
from exporter.parallel import map_in_order
from exporter.site.addresses import (
    FEED,
    HOME,
    MISSING,
    SCRIPT,
    SEARCH,
    SEARCH_DATA,
    SITEMAP,
    STYLE_SHEET,
    relative,
)
from exporter.site.citation_graph import PAGE as CITATIONS
from exporter.site.citation_graph import ROW, WIDTH, all_citations, make_graph
from exporter.site.entry import Entry
from exporter.site.feeds import feed, newest, sitemaps
from exporter.site.items import Items
from exporter.site.list_pages import ListPages, RecordList
from exporter.site.record_pages import HISTORY, RecordPages
from exporter.site.renderer import LISTS, Renderer
from exporter.site.search_data import search_data
from exporter.site.site import Site
from exporter.site.work_pieces import NO_PIECES, WorkPieces

_NEWEST = 10
_FETCHED = 4_000
"""Of how many records at least the pieces are in memory at a time."""
_PIECES = "pieces"
"""The word for questions for the pieces of a work."""


class _ListPage(NamedTuple):
    """A page of a list in a language."""

    listed: RecordList
    number: int
    language: str


_Task = str | _ListPage
"""What makes files: a record, by its id, or a page of a list."""


class SitePages:
    """Makes the files of a site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.list_pages = ListPages(site)
        self.lists: Mapping[str, Sequence[RecordList]] = {
            language: list(self.list_pages.lists(language)) for language in site.languages
        }
        self.citations = all_citations(site.index)
        there = {each.page for each in self.lists[site.languages[0]]}
        if self.citations:
            there.add(CITATIONS)
        self.renderer = Renderer(site, frozenset(there & LISTS.keys()))
        self.record_pages = RecordPages(site, self.renderer)

    def documents(self, on_progress: Callable[[int, int], None]) -> Iterator[tuple[str, bytes]]:
        """Yield the name and the contents of each file. `on_progress` gets the pages made so far."""
        tasks: list[_Task] = [*self.site.index.entries, *self._list_pages()]
        pages = []
        for done, made in enumerate(self._made(tasks), start=1):
            for name, data in made:
                yield name, data
                if name.endswith(".html"):
                    pages.append(name)
            on_progress(done, len(tasks))
        for name, text in (*self._other_pages(), *self._graph()):
            yield name, text.encode()
            if not name.startswith(SEARCH):  # which asks not to be indexed
                pages.append(name)
        for name, text in (
            *self._redirects(),
            *self._missing(),
            *self._parts(),
            *self._for_programs(pages),
        ):
            yield name, text.encode()

    def document(self, name: str) -> bytes | None:
        """Return one file of the site, made for itself; None if the site has no such file."""
        if name in self._pages_by_file:
            return dict(self._make(self._pages_by_file[name]))[name]
        id = name.partition("/")[0]
        if id in self.site.index.entries:
            made = dict(self.record_pages.documents(id))
            if name in made:
                return made[name]
        for part in (self._other_pages, self._graph, self._parts, self._redirects, self._missing):
            for each, text in part():
                if each == name:
                    return text.encode()
        return None

    @cached_property
    def _pages_by_file(self) -> Mapping[str, _ListPage]:
        """The pages of lists by the names of their files."""
        file = self.site.addresses.file
        return {
            file(each.listed.name(each.number), each.language): each for each in self._list_pages()
        }

    def _list_pages(self) -> Iterator[_ListPage]:
        for language, lists in self.lists.items():
            for listed in lists:
                for number in range(1, listed.pages + 1):
                    yield _ListPage(listed, number, language)

    def _made(self, tasks: Sequence[_Task]) -> Iterator[list[tuple[str, bytes]]]:
        """Yield the files that each task makes."""
        if self.site.results is None:
            yield from map_in_order(self._make, tasks)
            return
        yield from self._records(self.site.results)
        yield from map_in_order(self._make, list(self._list_pages()))

    def _records(self, results: KeptResults) -> Iterator[list[tuple[str, bytes]]]:
        """Yield the files of each record, with pieces and pages of an earlier run where they fit.

        The pieces are fetched for some thousand records at a time: the worker processes find them in
        the memory that they share with this one.
        """
        site, pages = self.site, self.record_pages
        asked = {**site.index.mappings, HISTORY: site.history}
        results = results.depending_on(asked, *self.renderer.depends_on)
        for ids in self._batches():
            works = [id for id in ids if id in site.context.catalogue.works]
            pieces = dict(zip(works, pages.pieces.each(works), strict=True))
            digests = {id: each.digest for id, each in pieces.items()}
            made = results.depending_on({_PIECES: digests}).each_observed(
                "site pages", partial(self._page_step, pieces, digests), ids, site.context
            )
            for id, html in zip(ids, made, strict=True):
                yield list(pages.all_files(id, pieces.get(id, NO_PIECES), html))

    def _page_step(
        self, pieces: Mapping[str, WorkPieces], digests: Mapping[str, str], observer: Observer
    ) -> Step:
        """Return the step that makes the pages of a record. `digests` are hashes of these pieces."""
        seen = observer.observed(digests, _PIECES)
        pages = self.record_pages.observed(observer)

        def make(record: Any, _: ExportContext) -> list[str]:
            return pages.pages(record, pieces[record.id] if record.id in seen else NO_PIECES)

        return make

    def _batches(self) -> Iterator[list[str]]:
        """Yield the ids of some thousand records at a time, in whole chunks of the cache."""
        batch: list[str] = []
        for ids in chunks_by_name([*self.site.index.entries]):
            batch += ids
            if len(batch) >= _FETCHED:
                yield batch
                batch = []
        yield batch

    def _make(self, task: _Task) -> list[tuple[str, bytes]]:
        if isinstance(task, str):
            return list(self.record_pages.documents(task))
        listed, number, language = task
        file = self.site.addresses.file(listed.name(number), language)
        html = self.list_pages.page(listed, number, language, self.renderer)
        return [(file, html.encode())]

    def _other_pages(self) -> Iterator[tuple[str, str]]:
        """Yield the home page and the page of search in each language."""
        for language in self.site.languages:
            yield self._home(language)
            yield self._search(language)

    def _home(self, language: str) -> tuple[str, str]:
        site = self.site
        file = site.addresses.file(HOME, language)
        values = {
            "title": site.words[language].text("Home"),
            "description": site.settings.catalogue.description,
            "newest": Items(site, file, language).works(newest(site, _NEWEST)),
            "newest_heading": "New in the catalogue" if site.history else "Latest works",
            "numbers": self._numbers(language),
        }
        return file, self.renderer.page("home.html", HOME, language, values)

    def _search(self, language: str) -> tuple[str, str]:
        site, words = self.site, self.site.words[language]
        kinds = sorted({entry.kind for entry in site.index.entries.values()})
        values = {
            "title": words.text("Search"),
            "title_text": words.text("Search"),
            "kinds": {kind: words.text(site.kind(kind)) for kind in kinds},
            "numbers": self._numbers(language),
            "page_suffix": "" if language == site.languages[0] else f".{language}",
        }
        file = site.addresses.file(SEARCH, language)
        return file, self.renderer.page("search.html", SEARCH, language, values)

    def _numbers(self, language: str) -> dict[str, str]:
        """Return how many records each list has, in words, by the name of its page."""
        words = self.site.words[language]
        numbers = {each.page: words.number(len(each.ids)) for each in self.lists[language]}
        return {**numbers, CITATIONS: words.number(len(self.citations))}

    def _graph(self) -> Iterator[tuple[str, str]]:
        """Yield the page of citations in each language, if there are any."""
        site = self.site
        if not self.citations:
            return
        graph = make_graph(site.index, self.citations)
        for language in site.languages:
            words = site.words[language]
            file = site.addresses.file(CITATIONS, language)
            items = Items(site, file, language)
            count = words.count(len(graph.citations), "{} citation", "{} citations")
            if graph.total > len(graph.works):
                shown = words.number(len(graph.works))
                count = words.phrase("The {} works with most citations", shown)
            values = {
                "title": words.markup("Citations"),
                "title_text": words.text("Citations"),
                "description": count,
                "about": count,
                "works": items.works(graph.works),
                "citations": [tuple(items.works(each)) for each in graph.citations],
                "arcs": graph.arcs,
                "width": WIDTH,
                "height": ROW * len(graph.works),
            }
            yield file, self.renderer.page("citations.html", CITATIONS, language, values)

    def _redirects(self) -> Iterator[tuple[str, str]]:
        """Yield a page at each address that a record had before."""
        site = self.site
        language = site.languages[0]
        current: dict[str, Entry] = {}
        for entry in site.index.entries.values():
            for former in entry.former_ids:
                current.setdefault(former, entry)
        for former, entry in current.items():
            if former not in site.index.entries:
                page = f"{former}/{HOME}"
                file = site.addresses.file(page, language)
                target = site.addresses.record(entry.id, language)
                values = {
                    "title": entry.labels[0].text,
                    "title_text": entry.labels[0].text,
                    "target": relative(target, file),
                    "target_address": site.addresses.absolute(target),
                }
                yield file, self.renderer.page("redirect.html", page, language, values)

    def _missing(self) -> Iterator[tuple[str, str]]:
        """Yield the page for addresses that the site does not have, in its main language."""
        language = self.site.languages[0]
        title = self.site.words[language].text("There is no such page")
        values = {"title": title, "title_text": title, "numbers": self._numbers(language)}
        file = self.site.addresses.file(MISSING, language)
        yield file, self.renderer.page("404.html", MISSING, language, values)

    def _parts(self) -> Iterator[tuple[str, str]]:
        yield STYLE_SHEET, self.renderer.source(STYLE_SHEET)
        yield SCRIPT, self.renderer.source(SCRIPT)
        yield SEARCH_DATA, "".join(search_data(self.site))
        yield ".nojekyll", ""  # GitHub Pages then serves all files as they are

    def _for_programs(self, pages: list[str]) -> Iterator[tuple[str, str]]:
        """Yield what needs the address of the site."""
        if not self.site.addresses.base:
            return
        yield from sitemaps(self.site, sorted(pages))
        yield "robots.txt", f"Sitemap: {self.site.addresses.absolute(SITEMAP)}\n"
        if self.site.history:
            yield FEED, "".join(feed(self.site))
