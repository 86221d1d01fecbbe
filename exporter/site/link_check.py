"""Checks the links inside a site, without a network: each leads to a file, and to a place in it."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

_ATTRIBUTES = ("href", "src", "action")


class BrokenLink(NamedTuple):
    """A link that leads nowhere: the file and the line in which it stands, and its address."""

    file: str
    line: int
    address: str


class _Links(HTMLParser):
    """Collects the links and the ids of one page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[int, str]] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Note the links and the id of an element."""
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            elif name in _ATTRIBUTES and value:
                self.links.append((self.getpos()[0], value))


def broken_links(folder: Path) -> Iterator[BrokenLink]:
    """Yield the links of all pages below a folder that lead to no file, or to no id in a page."""
    ids: dict[Path, set[str]] = {}
    linked: list[tuple[Path, int, str, Path, str]] = []
    for file in sorted(folder.rglob("*.html")):
        page = _Links()
        page.feed(file.read_text("utf-8"))
        ids[file.resolve()] = page.ids
        for line, address in page.links:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file.resolve()
            if not target.is_file():
                yield BrokenLink(str(file.relative_to(folder)), line, address)
            elif parts.fragment:
                linked.append((file, line, address, target, unquote(parts.fragment)))
    for file, line, address, target, fragment in linked:
        if fragment not in ids.get(target, ()):
            yield BrokenLink(str(file.relative_to(folder)), line, address)
