"""Fills templates: those of the package, or those of the catalogue that have the same names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from exporter.errors import UsageError
from exporter.site.addresses import (
    FEED,
    HOME,
    MISSING,
    SCRIPT,
    SEARCH,
    SEARCH_DATA,
    STYLE_SHEET,
    relative,
)
from exporter.site.citation_graph import PAGE as CITATIONS
from exporter.site.own_files import template_folder
from exporter.site.site import Site
from exporter.site.view import LanguageLink, Link
from exporter.site.words import own_name

LISTS = {
    "titles": "Titles",
    "names": "Names",
    "dates": "Dates",
    "subjects": "Subjects",
    "series": "Series",
    "kinds": "Kinds",
    CITATIONS: "Citations",
}
"""The lists that every page links to: the names of their pages and what they are called."""
_TEMPLATES = Path(__file__).with_name("templates")


class Renderer:
    """Makes pages from templates. `lists` are the names of the lists that are not empty."""

    def __init__(self, site: Site, lists: frozenset[str]) -> None:
        self.site = site
        self.lists = lists

    @cached_property
    def environment(self) -> jinja2.Environment:
        """The templates. Those of a catalogue, which may be a stranger's, can change nothing."""
        loaders: list[jinja2.BaseLoader] = []
        environment: type[jinja2.Environment] = jinja2.Environment
        folder = template_folder(self.site.root, self.site.settings.site)
        if folder:
            loaders.append(jinja2.FileSystemLoader(folder))
            environment = ImmutableSandboxedEnvironment
        loaders.append(jinja2.PackageLoader("exporter.site"))
        return environment(
            loader=jinja2.ChoiceLoader(loaders),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
            keep_trailing_newline=True,
        )

    @property
    def depends_on(self) -> Sequence[object]:
        """What pages depend on beside the values that they show, as plain data."""
        site = self.site
        folders = [_TEMPLATES, template_folder(site.root, site.settings.site)]
        templates = [_contents(folder) for folder in folders if folder]
        return templates, self.lists, site.table, site.addresses, bool(site.history)

    def source(self, name: str) -> str:
        """Return a file that no page fills: the style sheet or the script."""
        try:
            loader = self.environment.loader
            assert loader is not None  # noqa: S101 - set above
            return loader.get_source(self.environment, name)[0]
        except (jinja2.TemplateError, UnicodeDecodeError) as error:
            raise _template_error(error, name) from None

    def page(self, template: str, page: str, language: str, values: Mapping[str, Any]) -> str:
        """Return the page `page` (without language and `.html`) as HTML.

        Raises UsageError, with the file and the line, for a fault in a template.
        """
        shared = self._shared(page, language)
        try:
            return self.environment.get_template(template).render({**shared, **values})
        except jinja2.TemplateError as error:
            raise _template_error(error, template) from None
        except (TypeError, ValueError, ArithmeticError, AttributeError, LookupError) as error:
            raise _template_error(error, template) from error

    def _shared(self, page: str, language: str) -> dict[str, Any]:
        """Return the values that all templates have, for a page in one language."""
        site = self.site
        addresses, words = site.addresses, site.words[language]
        file = addresses.file(page, language)

        # a server shows the missing page at any address, however deep: links must not be relative
        start = addresses.base if page == MISSING else ""

        def to(name: str) -> str:
            return start + relative(name, file)

        def href(name: str) -> str:
            return to(addresses.file(name, language))

        links = [
            Link(href(name), words.markup(title), page == name, name)
            for name, title in LISTS.items()
            if name in self.lists
        ]
        settings = site.settings.catalogue
        return {
            "language": language,
            "direction": words.direction,
            "t": words.markup,
            "text": words.text,
            "count": words.count,
            "site_title": Markup(  # noqa: S704
                f"<bdi{site.title_attributes(language)}>{escape(site.title)}</bdi>"
            ),
            "site_name": site.title,
            "institution": settings.institution,
            "settings": settings,
            "home": href(HOME),
            "search": href(SEARCH),
            "lists": links,
            "translations": [] if page == MISSING else self._translations(page, language),
            "canonical": "" if page == MISSING else addresses.absolute(file),
            "style_sheet": to(STYLE_SHEET),
            "script": to(SCRIPT),
            "search_data": to(SEARCH_DATA),
            "feed": to(FEED) if addresses.base and site.history else "",
            "page": page,
            "title_text": "",
            "description": "",
            "breadcrumbs": [],
        }

    def _translations(self, page: str, language: str) -> list[LanguageLink]:
        """Return links from a page in one language to the same page in all."""
        addresses = self.site.addresses
        found = []
        for each in self.site.languages:
            file = addresses.file(page, each)
            href = relative(file, addresses.file(page, language))
            link = LanguageLink(
                href, each, own_name(each), addresses.absolute(file), each == language
            )
            found.append(link)
        return found


def _contents(folder: Path) -> dict[str, bytes | None]:
    """Return what the files of a folder hold, by their names; None for one that cannot be read."""
    return {
        file.relative_to(folder).as_posix(): _content(file)
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def _content(file: Path) -> bytes | None:
    with suppress(OSError):
        return file.read_bytes()
    return None


def _template_error(error: Exception, template: str) -> UsageError:
    """Return what a cataloguer can do about a fault in a template."""
    line = getattr(error, "lineno", None)
    name = getattr(error, "name", None) or template
    if isinstance(error, jinja2.TemplateNotFound):
        return UsageError(
            f"there is no template “{error.message}”", "check the name in the templates"
        )
    if line is None:
        name, line = _place(error, template)
    where = f"{name}:{line}" if line else name
    hint = "correct the template, or remove it to have that of the package"
    return UsageError(f"the template {where} cannot be filled: {error}", hint)


def _place(error: Exception, template: str) -> tuple[str, int | None]:
    """Return the template and the line in which an error was raised."""
    found: tuple[str, int | None] = (template, None)
    trace = error.__traceback__ or (error.__context__ and error.__context__.__traceback__)
    while trace:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith((".html", ".css", ".js")):
            found = (file.rpartition("/")[2], trace.tb_lineno)
        trace = trace.tb_next
    return found
