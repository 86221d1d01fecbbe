"""What all pages of a site share: the catalogue, its words, the addresses and the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from pathlib import Path

from markupsafe import Markup

from exporter.export.context import ExportContext
from exporter.export.html.elements import language_attributes
from exporter.export.kept import KeptResults
from exporter.export.registry import crosswalk
from exporter.records.revisions import Revision
from exporter.records.schema import Schemas
from exporter.records.settings import Settings
from exporter.site.addresses import Addresses
from exporter.site.index import SiteIndex
from exporter.site.known_agents import KnownAgents
from exporter.site.word_tables import Table
from exporter.site.words import SiteWords

NEEDED_FORMATS = ("bibtex", "ris", "schema-org")
"""The formats that pages contain, whether or not there are files in them."""


@dataclass(frozen=True)
class Site:
    """A catalogue on its way to pages.

    `root` is the folder of the catalogue. `context` is for the format html, `history` has the
    revisions of the records by id, the newest first; it is empty without git. `results` are those of
    an earlier run, if there are any that hold for this one.
    """

    root: Path
    settings: Settings
    schemas: Schemas
    context: ExportContext
    addresses: Addresses
    index: SiteIndex
    table: Table
    history: Mapping[str, Sequence[Revision]]
    results: KeptResults | None = None

    @property
    def languages(self) -> Sequence[str]:
        """The languages of the pages, the main one first."""
        return self.addresses.languages

    @cached_property
    def words(self) -> Mapping[str, SiteWords]:
        """The words of each language."""
        return {language: SiteWords(language, self.table) for language in self.languages}

    @cached_property
    def contexts(self) -> Mapping[str, ExportContext]:
        """The context of each format in which works can be downloaded, and of schema.org."""
        names = {*self.settings.site.formats, *NEEDED_FORMATS, "csl-json"}
        plain = replace(self.context, collect_losses=False)
        return {
            name: replace(plain, crosswalk=crosswalk(name), results=KnownAgents())
            for name in sorted(names)
        }

    @property
    def title(self) -> str:
        """What the site is called."""
        return self.settings.catalogue.name

    def title_attributes(self, language: str) -> str:
        """Return the attributes for the language of the title and of the description."""
        own = self.settings.catalogue
        if not (own.title or own.institution) or own.language == language:
            return ""
        return language_attributes(self.title, own.language)

    def kind(self, kind: str) -> str:
        """Return what a kind of record is called in English: `Book`."""
        return self.schemas.root(kind).title or kind.replace("_", " ").capitalize()

    def bdi(self, text: str, tag: str) -> Markup:
        """Return a text with its language."""
        language = "" if tag == "und" else escape(tag)
        return Markup(f'<bdi lang="{language}">{escape(text)}</bdi>')  # noqa: S704 - it is escaped
