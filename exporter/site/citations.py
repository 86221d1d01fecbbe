"""A work cited in the styles of the site, to be copied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from exporter.cite.output.html import HtmlWriter
from exporter.cite.processor import Processor
from exporter.cite.style import Style, load_style
from exporter.errors import UsageError
from exporter.export.context import ExportContext
from exporter.export.csl.readings import with_readings
from exporter.model.work import Work
from exporter.site.own_files import has_styles, style_in_catalogue
from exporter.site.site import Site

_NAMES = {
    "apa": "APA",
    "chicago-author-date": "Chicago",
    "chicago-notes-bibliography": "Chicago (notes)",
    "mla": "MLA",
    "modern-language-association": "MLA",
    "sist02": "SIST 02",
}


class Citations:
    """Cites works, each by itself."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._style = cache(self._load)

    def of(
        self, work: Work, item: Mapping[str, Any], language: str, context: ExportContext
    ) -> Iterator[tuple[str, str]]:
        """Yield each style that has a bibliography, with a work in it as HTML.

        `item` is the work as an item of CSL, `context` is for the format csl-json. There is nothing
        without the packages with the styles.
        """
        if not has_styles():
            return
        data = with_readings(dict(item), work, context)
        for name in self.site.settings.site.styles:
            style = self._style(name, language)
            if style.bibliography is None:
                continue
            writer = HtmlWriter(
                style.quotes, links=False, right_to_left=style.locale.is_right_to_left
            )
            entry = next(iter(Processor(style, [data]).bibliography()))
            if entry.text:
                yield _NAMES.get(name, name), writer.write(entry.text)

    def _load(self, name: str, language: str) -> Style:
        """Return a style in a language, or in its own if CSL has no words in that language."""
        style = style_in_catalogue(self.site.root, name)
        try:
            return load_style(style, language)
        except UsageError:
            return load_style(style)
