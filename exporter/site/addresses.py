"""The names of the files of a site, and the links between them.

The page of a record is `ID/index.html`, so that its address is `ID/` on any server. Every other page
stands in the folder of the site and has a full stop in its name, which no id has. In a language
other than the main one of the site, a page is called `index.ja.html`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from exporter.errors import UsageError
from exporter.records.settings import with_path

STYLE_SHEET = "site.css"
SCRIPT = "site.js"
SEARCH_DATA = "search-data.js"
SITEMAP = "sitemap.xml"
FEED = "feed.atom"
HOME = "index"
SEARCH = "search"
MISSING = "404"
"""The page that GitHub Pages and others show for an address that the site does not have."""
_DIGITS = 12
"""How many digits of a hash tell the pages of headings apart."""
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`?#]+/", re.ASCII)
"""The web address of a folder (RFC 3986, 3.3)."""


@dataclass(frozen=True)
class Addresses:
    """The addresses of the pages of a site.

    `base` is the web address of its folder, empty if it is not known; `languages` are those of the
    pages, the main one first.
    """

    base: str
    languages: tuple[str, ...]

    def file(self, page: str, language: str) -> str:
        """Return the file of a page in a language: `titles.html`, `titles.ja.html`."""
        suffix = "" if language == self.languages[0] else f".{language}"
        return f"{page}{suffix}.html"

    def record(self, id: str, language: str) -> str:
        """Return the file of the page of a record."""
        return self.file(f"{id}/{HOME}", language)

    def absolute(self, file: str) -> str:
        """Return the canonical web address of a file; empty if the site has none."""
        if not self.base:
            return ""
        folder, _, name = file.rpartition("/")
        if name == "index.html":
            return f"{self.base}{folder}/" if folder else self.base
        return self.base + file

    def permalink(self, id: str) -> str:
        """Return the short address of a record, which is its URI; empty if the site has none."""
        return self.base + id if self.base else ""


def site_address(written: str) -> str:
    """Return the web address of the folder of a site; empty if none is stated.

    Raises UsageError for what is not the address of a folder.
    """
    address = with_path(written)
    if written and not _ADDRESS.fullmatch(address):
        hint = "end it with a slash, https://example.org/catalogue/, or set it with --base-url"
        raise UsageError(f"the address of the site, “{written}”, is not that of a folder", hint)
    return address


def relative(file: str, page: str) -> str:
    """Return the link from a page to another file of the site, both named from its folder."""
    return "../" * page.count("/") + file


def heading_page(sort: str, words: str) -> str:
    """Return the name of the page of a heading without a record: `subject.4f2a91c0de37`."""
    digest = hashlib.sha256(f"{sort}\0{words}".encode()).hexdigest()
    return f"{sort}.{digest[:_DIGITS]}"
