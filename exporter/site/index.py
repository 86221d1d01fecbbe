"""All records of a site: in which order lists have them, and which refer to which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from exporter.model.collation import collator
from exporter.model.observed import Observer
from exporter.site.entry import HEADINGS, IN_SERIES, Entry, Heading, Label


@dataclass(frozen=True)
class SiteIndex:
    """The entries of the records that have a page, by id, and what refers to them.

    `uses` has, by the id of a record, the sections of its page with the ids of what stands in them,
    and `works_by`, by the id of an agent, the works in which it had a role, by date. `headings` are
    the series and subjects without a record by the names of their pages, `listed` the ids of the
    works below each of them.
    """

    entries: Mapping[str, Entry]
    uses: Mapping[str, Mapping[str, Sequence[str]]]
    works_by: Mapping[str, Sequence[str]]
    headings: Mapping[str, Heading]
    listed: Mapping[str, Sequence[str]]
    languages: Sequence[str]

    @property
    def mappings(self) -> dict[str, Mapping[str, object]]:
        """The mappings by their names: all that a page can ask of this index."""
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in found.items() if isinstance(value, Mapping)}

    def observed(self, observer: Observer) -> SiteIndex:
        """Return an index of which an observer notes what is asked of it, by the same names."""
        views = {name: observer.observed(each, name) for name, each in self.mappings.items()}
        return replace(self, **views)  # type: ignore[arg-type]

    def label(self, id: str, language: str) -> Label:
        """Return what a record is called on the pages of a language."""
        return self.entries[id].labels[self.languages.index(language)]

    def filed(self, ids: Iterable[str], language: str) -> list[str]:
        """Return ids in the order of the titles and names of their records in a language."""
        collate = collator(language)
        return sorted(ids, key=lambda id: (collate(self.label(id, language).filed), id))

    def in_section(self, section: str, ids: Iterable[str], language: str) -> list[str]:
        """Return the ids of a section in its order: by date, or in a series by title."""
        return self.filed(ids, language) if section == IN_SERIES else self.dated(ids)

    def dated(self, ids: Iterable[str]) -> list[str]:
        """Return ids in the order of the dates of their records, those without a date last."""
        return _dated(ids, self.entries)

    def of(self, noun: str) -> list[str]:
        """Return the ids of all works, agents or subjects (places and concepts)."""
        return [id for id, entry in self.entries.items() if entry.noun == noun]

    @property
    def series(self) -> list[str]:
        """The ids of the works that are a series, since others name them as theirs."""
        return [id for id, sections in self.uses.items() if IN_SERIES in sections]


def make_index(found: Iterable[Entry], languages: Sequence[str]) -> SiteIndex:
    """Return the index of all records of a site."""
    entries = {entry.id: entry for entry in found}
    uses: dict[str, dict[str, list[str]]] = {}
    headings: dict[str, Heading] = {}
    listed: dict[str, list[str]] = {}
    for entry in entries.values():
        for use in entry.uses:
            if use.target in entries and use.target != entry.id:
                uses.setdefault(use.target, {}).setdefault(use.section, []).append(entry.id)
        for heading in entry.headings:
            headings.setdefault(heading.page, heading)
            listed.setdefault(heading.page, []).append(entry.id)
    works_by = {}
    for id, sections in uses.items():
        if roles := sections.keys() - HEADINGS.keys():
            works = {each for role in roles for each in sections[role]}
            works_by[id] = _dated(works, entries)
    return SiteIndex(entries, uses, works_by, headings, listed, languages)


def _dated(ids: Iterable[str], entries: Mapping[str, Entry]) -> list[str]:
    def key(id: str) -> tuple[bool, int, str, str]:
        entry = entries[id]
        return entry.year is None, entry.year or 0, entry.date, id

    return sorted(ids, key=key)
