"""What templates show: values that are ready to be printed. `Markup` is HTML, all else is text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup


class Item(NamedTuple):
    """A record in a list: a link with its words, and what stands behind it."""

    href: str
    title: Markup
    makers: Markup = Markup("")
    date: str = ""
    kind: Markup = Markup("")
    works: str = ""


class Group(NamedTuple):
    """Items below a heading; `anchor` is its id in the page. A group may have no heading.

    `more_href` leads to all of them if these are not all.
    """

    heading: Markup
    anchor: str
    items: Sequence[Item]
    more_href: str = ""
    more: Markup = Markup("")


class Section(NamedTuple):
    """A section of the page of a record. `short` is its heading without a link."""

    heading: Markup
    anchor: str
    groups: Sequence[Group]
    short: Markup


class Link(NamedTuple):
    """A link with its words; `current` if it leads to the page itself. `page` is its name."""

    href: str
    words: Markup
    current: bool = False
    page: str = ""


class LanguageLink(NamedTuple):
    """The same page in a language, by the language's own name."""

    href: str
    language: str
    name: str
    url: str
    current: bool


class File(NamedTuple):
    """A file of a work in a format: its link, the words, its media type."""

    href: str
    name: str
    media_type: str


class Citation(NamedTuple):
    """A citation to copy: its style, and its words; `code` for the syntax of a program."""

    style: str
    words: Markup
    code: bool = False


class Change(NamedTuple):
    """A revision of a record."""

    date: str
    datetime: str
    what: Markup
    authors: str
    summary: str
