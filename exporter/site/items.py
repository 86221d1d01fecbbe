"""Records as items of lists."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from exporter.export.field_words import sort_words
from exporter.site.addresses import relative
from exporter.site.site import Site
from exporter.site.view import Item


class Items:
    """Makes the items of one page, which stands in the file `file`."""

    def __init__(self, site: Site, file: str, language: str) -> None:
        self.site = site
        self.file = file
        self.language = language
        self.words = site.words[language]

    def href(self, id: str) -> str:
        """Return the link to the page of a record."""
        return relative(self.site.addresses.record(id, self.language), self.file)

    def title(self, id: str) -> Markup:
        """Return the title or the name of a record."""
        label = self.site.index.label(id, self.language)
        return self.site.bdi(label.text, label.tag)

    def makers(self, id: str) -> Markup:
        """Return the names of the first contributors of a work."""
        entry = self.site.index.entries[id]
        names = [self.site.bdi(text, tag) for text, tag in entry.makers]
        if entry.more_makers:
            names.append(Markup("…"))
        return Markup(", ").join(names)

    def work(self, id: str) -> Item:
        """Return a work with its makers, its date and its type."""
        entry = self.site.index.entries[id]
        is_work = entry.noun == "work"
        label = sort_words(entry.kind, entry.type) if is_work else self.site.kind(entry.kind)
        return Item(
            self.href(id),
            self.title(id),
            self.makers(id),
            self.date(entry.date),
            self.words.markup(label),
        )

    def works(self, ids: Iterable[str]) -> list[Item]:
        """Return several works."""
        return [self.work(id) for id in ids]

    def counted(self, id: str) -> Item:
        """Return an agent or a subject with the number of works that refer to it."""
        entry = self.site.index.entries[id]
        sections = self.site.index.uses.get(id, {})
        works = {each for ids in sections.values() for each in ids if self._is_work(each)}
        count = self.words.count(len(works), "{} work", "{} works") if works else ""
        label = self.words.markup(self.site.kind(entry.kind))
        return Item(self.href(id), self.title(id), kind=label, works=count)

    def _is_work(self, id: str) -> bool:
        return self.site.index.entries[id].noun == "work"

    def date(self, edtf: str) -> str:
        """Return a date in words; empty if there is none."""
        return self.words.written_date(edtf) if edtf else ""
