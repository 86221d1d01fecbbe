"""The words of one page: those of its language, with links to the other pages of the site."""

from __future__ import annotations

from html import escape

from exporter.export.context import ExportContext
from exporter.export.html.wording import Wording
from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.date import Date
from exporter.model.folding import folded
from exporter.model.text import Text
from exporter.model.vocabularies.countries import country_name
from exporter.model.work import Work
from exporter.site.addresses import Addresses, heading_page, relative
from exporter.site.index import SiteIndex
from exporter.site.words import SiteWords


class PageWording(Wording):
    """What `exporter.export.html` asks for; `page` is the file in which it all stands."""

    def __init__(
        self,
        page: str,
        words: SiteWords,
        addresses: Addresses,
        index: SiteIndex,
        context: ExportContext,
    ) -> None:
        self.page = page
        self.words = words
        self.addresses = addresses
        self.index = index
        self.context = context

    def term(self, english: str) -> str:
        """Return a label as HTML."""
        return self.words.html(english)

    def date(self, date: Date) -> str:
        """Return a date in words."""
        return self.words.date(date)

    def language(self, tag: str) -> str:
        """Return what a language is called."""
        return self.words.language_name(tag)

    def form(self, tag: str) -> str:
        """Return the name of the form of a text in a language, as HTML."""
        return escape(self.words.language_name(tag))

    def country(self, code: str) -> str:
        """Return what a country or a part of it is called, as HTML."""
        name = self.words.country_name(code)
        return escape(name) if name else self.words.html(country_name(code))

    def link(self, record: Work | Agent | Authority, words: str) -> str:
        """Return words with a link to the page of a record, if it has one."""
        if record.id not in self.index.entries:
            return words
        return self._linked(self.addresses.record(record.id, self.words.language), words)

    def link_heading(self, sort: str, heading: Text, words: str) -> str:
        """Return words with a link to the page of a series or a subject without a record."""
        form = heading[self.context.tag(heading)]
        name = heading_page(sort, folded(form) or form)
        if name not in self.index.headings:
            return words
        return self._linked(self.addresses.file(name, self.words.language), words)

    def _linked(self, file: str, words: str) -> str:
        return f'<a href="{relative(file, self.page)}">{words}</a>'
