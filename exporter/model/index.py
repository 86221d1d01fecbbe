"""Every id, every reference and a few fields of each record: all that a check of the whole keeps in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from exporter.model.document import Document, Pointer, leaves
from exporter.model.schema import Schemas

_COMPARED = frozenset(
    (
        *("type", "language", "title", "devised_title", "issued", "container_title", "publisher"),
        *("edition", "volume", "issue", "pages", "series_number", "identifiers"),
        *("name", "short_name", "other_names", "born", "died", "founded", "dissolved"),
    )
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as the others see it: its file, its kind, whether that is a `work` or an `agent`.

    `fields` are those by which records are compared with each other, as written, right or wrong; `found` is among
    them where a mention prints a publisher, whose record alone can tell which names are one.
    """

    id: str
    path: Path
    kind: str
    noun: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in a record that names another one; `wanted` are the kinds or nouns that may stand there."""

    path: Path
    pointer: Pointer
    target: str
    wanted: tuple[str, ...]


@dataclass(slots=True)
class Index:
    """Filled record by record, then read by the checks of the whole catalogue.

    `strays` are all texts of the records that break their schemas.
    """

    schemas: Schemas
    entries: list[Entry] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    strays: set[str] = field(default_factory=set)

    def add(self, document: Document) -> None:
        """Take in one record with its references."""
        kind, data = document.kind, document.data
        fields = {name: value for name, value in data.items() if name in _COMPARED}
        mentions = data.get("found")
        if isinstance(mentions, list) and any(isinstance(each, dict) and "publisher" in each for each in mentions):
            fields["found"] = mentions
        self.entries.append(Entry(document.id, document.path, kind, self.schemas.noun(kind), fields))
        if kind in self.schemas.kinds:
            self.references.extend(
                Reference(document.path, pointer, target, wanted)
                for pointer, target, wanted in self.schemas.references(kind, document.data)
            )

    def add_strays(self, document: Document) -> None:
        """Take in what a record that breaks its schema says anywhere: there may be references in the wrong place."""
        self.strays.update(value for _, value in leaves(document.data) if isinstance(value, str))

    def add_unknown(self, path: Path) -> None:
        """Take in a record that could not be read or does not say what it is: others may refer to it all the same."""
        self.entries.append(Entry(path.stem, path, "", ""))

    def by_use(self) -> list[Entry]:
        """Give the records in the order of how many references lead to each, the most used first, then by path."""
        uses = Counter(each.target for each in self.references)
        return sorted(self.entries, key=lambda entry: (-uses[entry.id], str(entry.path)))

    def by_id(self) -> dict[str, Entry]:
        """Give the records by id and by file name: a record with a mistyped id is still meant by its file's name.

        Where two claim an id it is that of the file with the name.
        """
        called = {entry.id: entry for entry in reversed(self.entries)}
        return called | {entry.path.stem: entry for entry in reversed(self.entries)}

    def twins(self) -> Iterator[tuple[Entry, Entry]]:
        """Give each record whose id another one has, with that other one: the one that its file's name confirms."""
        first: dict[str, Entry] = {}
        for entry in sorted(self.entries, key=lambda each: (each.path.stem != each.id, str(each.path))):
            if entry.id in first:
                yield entry, first[entry.id]
            else:
                first[entry.id] = entry
