"""The lists of a site: by title, name, date, subject, series and kind, and those behind a section.

A long list has several pages. Each list is planned once, as ids in order below headings; a page is
made when it is asked for.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from itertools import groupby

from markupsafe import Markup

from exporter.model.collation import collator
from exporter.model.folding import folded
from exporter.model.text import script_of
from exporter.site.addresses import relative
from exporter.site.entry import Heading
from exporter.site.items import Items
from exporter.site.record_pages import SHOWN, section_heading, section_page
from exporter.site.renderer import LISTS, Renderer
from exporter.site.site import Site
from exporter.site.timeline import Timeline, make_timeline
from exporter.site.view import Group, Item, Link

PAGE_SIZE = 500
"""How many records a page of a list has."""
_KANA_ROWS = "あかさたなはまやらわ"
"""The heads of the rows of the kana table, by which Japanese lists are divided."""
_HANGUL = "가나다라마바사아자차카타파하"


@dataclass(frozen=True)
class RecordList:
    """A list: the name of its page, its title in English or as HTML, and ids below headings.

    `headings` has, for each id, the heading below which it stands. `item` says how an id is shown:
    as a `work`, `counted` with the works that refer to it, as a `kind`, or as a `heading`, with or
    without a record. `parent` is the list to which a reader goes back, or the record, as `ID/`; empty
    for the home page.
    """

    page: str
    title: Markup | str
    ids: Sequence[str]
    headings: Sequence[str]
    item: str = "work"
    parent: str = ""

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return max(1, -(-len(self.ids) // PAGE_SIZE))

    @cached_property
    def beginnings(self) -> Mapping[str, tuple[int, int]]:
        """The page on which each heading begins, and its place among the headings there."""
        found: dict[str, tuple[int, int]] = {}
        for page in range(1, self.pages + 1):
            shown = self.headings[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
            for place, (heading, _) in enumerate(groupby(shown), start=1):
                found.setdefault(heading, (page, place))
        return found

    def name(self, number: int) -> str:
        """Return the name of a page of the list."""
        return self.page if number == 1 else f"{self.page}.{number}"


def index_letter(filed: str) -> str:
    """Return the letter below which a title or a name stands in a list.

    That is a letter without its accents, the head of a row of kana (あ, か), the first of the
    syllables of Hangul with the same consonant, 漢 for all Han characters, or 0–9.
    """
    letters = folded(filed)[:1]
    if not letters:
        return "…"
    if letters.isdigit():
        return "0–9"
    if "\u3041" <= letters <= "\u309f":
        plain = unicodedata.normalize("NFD", letters)[0]
        small = "ぁぃぅぇぉっゃゅょゎ"
        plain = "あいうえおつやゆよわ"[small.index(plain)] if plain in small else plain
        return next((row for row in reversed(_KANA_ROWS) if row <= plain), _KANA_ROWS[0])
    if "가" <= letters <= "힣":
        return next((head for head in reversed(_HANGUL) if head <= letters), _HANGUL[0])
    if script_of(letters) == "CJK":
        return "漢"
    return letters.upper()


class ListPages:
    """Plans the lists of a site in one language and makes their pages."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def lists(self, language: str) -> Iterator[RecordList]:
        """Yield all lists that are not empty, in one language."""
        index = self.site.index
        titles = index.filed(index.of("work"), language)
        names = index.filed(index.of("agent"), language)
        dates = index.dated(index.of("work"))
        found = [
            RecordList("titles", "Titles", titles, self._letters(titles, language)),
            RecordList("names", "Names", names, self._letters(names, language), "counted"),
            RecordList("dates", "Dates", dates, [self._year(id) for id in dates]),
            *self._kinds(titles),
            self._with_headings("subjects", "Subjects", index.of("subject"), language),
            self._with_headings("series", "Series", index.series, language),
        ]
        yield from (each for each in found if each.ids)
        yield from self._of_headings(language)
        yield from self._of_sections(language)

    def _letters(self, ids: Sequence[str], language: str) -> list[str]:
        return [index_letter(self.site.index.label(id, language).filed) for id in ids]

    def _year(self, id: str) -> str:
        year = self.site.index.entries[id].year
        return "" if year is None else str(year)

    def _kinds(self, titles: Sequence[str]) -> Iterator[RecordList]:
        """Yield the list of kinds, and a list of the works of each."""
        by_kind: dict[str, list[str]] = {}
        for id in titles:
            by_kind.setdefault(self.site.index.entries[id].kind, []).append(id)
        kinds = sorted(by_kind, key=self.site.kind)
        yield RecordList("kinds", "Kinds", kinds, [""] * len(kinds), "kind")
        for kind in kinds:
            ids = by_kind[kind]
            title = self.site.kind(kind)
            yield RecordList(f"kind.{kind}", title, ids, [""] * len(ids), parent="kinds")

    def _with_headings(
        self, page: str, title: str, ids: Sequence[str], language: str
    ) -> RecordList:
        """Return a list of records and of headings without a record, in one order."""
        collate = collator(language)
        sort = "series" if page == "series" else "subject"
        rows = [(self.site.index.label(id, language).filed, id) for id in ids]
        for heading in self.site.index.headings.values():
            if heading.sort == sort:
                rows.append((heading.text, heading.page))
        rows.sort(key=lambda row: (collate(row[0]), row[1]))
        letters = [index_letter(filed) for filed, _ in rows]
        return RecordList(page, title, [id for _, id in rows], letters, "heading")

    def _of_headings(self, language: str) -> Iterator[RecordList]:
        """Yield the works below each heading without a record."""
        index = self.site.index
        for page, heading in index.headings.items():
            title = self.site.bdi(heading.text, heading.tag)
            listed = index.listed[page]
            ids = index.dated(listed) if heading.sort == "series" else index.filed(listed, language)
            parent = "series" if heading.sort == "series" else "subjects"
            yield RecordList(page, title, ids, [""] * len(ids), parent=parent)

    def _of_sections(self, language: str) -> Iterator[RecordList]:
        """Yield the lists of the sections that are too long for the page of their record."""
        index = self.site.index
        for id, sections in index.uses.items():
            for section, ids in sections.items():
                if len(ids) <= SHOWN:
                    continue
                order = index.in_section(section, ids, language)
                title = section_heading(section)
                page = section_page(id, section)
                yield RecordList(page, title, order, [""] * len(ids), parent=f"{id}/")

    def page(self, listed: RecordList, number: int, language: str, renderer: Renderer) -> str:
        """Return a page of a list as HTML."""
        file = self.site.addresses.file(listed.name(number), language)
        items = Items(self.site, file, language)
        start = (number - 1) * PAGE_SIZE
        shown = list(zip(listed.headings, listed.ids, strict=True))[start : start + PAGE_SIZE]
        groups = []
        for place, (heading, rows) in enumerate(groupby(shown, key=lambda row: row[0])):
            words = Markup(escape(self._heading(heading, listed, items)))  # noqa: S704
            made = [self._item(id, listed, items) for _, id in rows]
            groups.append(Group(words, f"g{place + 1}", made))
        title = self._title(listed, items)
        values = {
            "title": title,
            "title_text": title.striptags(),
            "description": items.words.count(len(listed.ids), "{} entry", "{} entries"),
            "groups": groups,
            "total": len(listed.ids),
            "pages": self._numbers(listed, number, items),
            "letters": self._jumps(listed, number, items),
            "breadcrumbs": self._breadcrumbs(listed, items),
            "timeline": self._timeline(listed, items) if number == 1 else None,
            "number": items.words.number,
        }
        return renderer.page("list.html", listed.name(number), language, values)

    def _timeline(self, listed: RecordList, items: Items) -> Timeline | None:
        """Return the timeline of the list of dates; no other list has one."""
        if listed.page != "dates":
            return None
        years = [int(year) for year in listed.headings if year]
        links = {}
        for year, (page, place) in listed.beginnings.items():
            if year:
                href = "" if page == 1 else self._to(listed.name(page), year, items).href
                links[int(year)] = f"{href}#g{place}"
        return make_timeline(years, links, items.words)

    def _title(self, listed: RecordList, items: Items) -> Markup:
        if isinstance(listed.title, Markup):
            return listed.title
        words = items.words.markup(listed.title)
        if listed.parent.endswith("/"):
            name = items.title(listed.parent[:-1])
            return Markup("{}: {}").format(name, words)
        return words

    def _heading(self, heading: str, listed: RecordList, items: Items) -> str:
        if listed.page != "dates":
            return heading
        if not heading:
            return items.words.text("No date")
        year = int(heading)
        return items.date(f"{year:04d}" if year >= 0 else f"-{-year:04d}")

    def _item(self, id: str, listed: RecordList, items: Items) -> Item:
        if listed.item == "work":
            return items.work(id)
        if listed.item == "kind":
            return self._kind_item(id, items)
        heading = self.site.index.headings.get(id)
        return self._heading_item(heading, items) if heading else items.counted(id)

    def _kind_item(self, kind: str, items: Items) -> Item:
        number = sum(entry.kind == kind for entry in self.site.index.entries.values())
        title = items.words.markup(self.site.kind(kind))
        return self._list_item(f"kind.{kind}", title, number, items)

    def _heading_item(self, heading: Heading, items: Items) -> Item:
        title = self.site.bdi(heading.text, heading.tag)
        return self._list_item(
            heading.page, title, len(self.site.index.listed[heading.page]), items
        )

    def _list_item(self, page: str, title: Markup, number: int, items: Items) -> Item:
        """Return a link to a list with the number of its works."""
        file = self.site.addresses.file(page, items.language)
        count = items.words.count(number, "{} work", "{} works")
        return Item(relative(file, items.file), title, works=count)

    def _numbers(self, listed: RecordList, number: int, items: Items) -> list[Link]:
        """Return links to the pages of a list; none if there is one page."""
        if listed.pages == 1:
            return []
        return [
            self._to(listed.name(each), items.words.number(each), items, current=each == number)
            for each in range(1, listed.pages + 1)
        ]

    def _jumps(self, listed: RecordList, number: int, items: Items) -> list[Link]:
        """Return links to where each heading begins, on whichever page."""
        if len(listed.beginnings) < 2 or listed.page == "dates":
            return []
        links = []
        for heading, (page, place) in listed.beginnings.items():
            link = self._to(listed.name(page), heading, items)
            href = f"#g{place}" if page == number else f"{link.href}#g{place}"
            links.append(link._replace(href=href))
        return links

    def _to(self, page: str, words: str, items: Items, *, current: bool = False) -> Link:
        file = self.site.addresses.file(page, items.language)
        return Link(relative(file, items.file), Markup(escape(words)), current)  # noqa: S704

    def _breadcrumbs(self, listed: RecordList, items: Items) -> list[Link]:
        if listed.parent.endswith("/"):
            id = listed.parent[:-1]
            return [Link(items.href(id), items.title(id))]
        if not listed.parent:
            return []
        file = self.site.addresses.file(listed.parent, items.language)
        return [Link(relative(file, items.file), items.words.markup(LISTS[listed.parent]))]
