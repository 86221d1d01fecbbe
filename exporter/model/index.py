"""Every id, every reference and a few fields of each record: all that a check of the whole keeps in memory."""

from __future__ import annotations

import marshal
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from exporter.model.document import Document, Pointer
from exporter.model.schema import Schemas

T = TypeVar("T")

_COMPARED = frozenset(
    (
        *("type", "language", "title", "devised_title", "issued", "container_title", "publisher"),
        *("edition", "volume", "issue", "pages", "series_number", "identifiers"),
        *("name", "short_name", "other_names", "born", "died", "founded", "dissolved"),
    )
)

Reference = tuple[Pointer, str, tuple[str, ...]]
"""A place in a record that names another one: the way to it, the id, and the kinds or nouns that may stand there."""


class Entry(NamedTuple):
    """One record as the others see it: its file, its kind, whether that is a `work` or an `agent`, whom it names.

    `keys` has, by the name of a check, that by which it finds the records to be compared with each other. `said` are
    the fields that are compared then, or the bytes of them, for a catalogue can be large. `strays` are all texts of a
    record that breaks its schema: there may be references in the wrong place.
    """

    file: str
    id: str
    kind: str = ""
    noun: str = ""
    references: tuple[Reference, ...] = ()
    said: Mapping[str, Any] | bytes = b""
    keys: Mapping[str, tuple[Any, ...]] = {}
    strays: tuple[str, ...] = ()

    def packed(self) -> Entry:
        """Give the same entry with the bytes of its fields: small, and quick to be handed on."""
        return self if isinstance(self.said, bytes) else self._replace(said=marshal.dumps(dict(self.said)))

    @property
    def path(self) -> Path:
        """The record's file."""
        return Path(self.file)

    @property
    def stem(self) -> str:
        """The id that the name of the file promises."""
        name = self.file.rpartition(os.sep)[2]
        return name.rpartition(".")[0] or name

    @property
    def fields(self) -> Mapping[str, Any]:
        """The fields by which records are compared with each other, as written, right or wrong.

        `found` is among them where a mention prints a publisher, whose record alone can tell which names are one.
        """
        return (marshal.loads(self.said) if self.said else {}) if isinstance(self.said, bytes) else self.said  # noqa: S302


def entry_of(document: Document, schemas: Schemas) -> Entry:
    """Make the entry of a record, still without keys."""
    kind, data = document.kind, document.data
    fields = {name: value for name, value in data.items() if name in _COMPARED}
    mentions = data.get("found")
    if isinstance(mentions, list) and any(isinstance(each, dict) and "publisher" in each for each in mentions):
        fields["found"] = mentions
    references = tuple(schemas.references(kind, data)) if kind in schemas.kinds else ()
    return Entry(str(document.path), document.id, kind, schemas.noun(kind), references, fields)


def unknown_entry(path: Path) -> Entry:
    """Make the entry of what could not be read or does not say what it is: others may refer to it all the same."""
    return Entry(str(path), path.stem)


@dataclass(slots=True)
class Index:
    """The entries of all records in the order of their files, for the checks of the whole catalogue."""

    schemas: Schemas
    entries: list[Entry] = field(default_factory=list)
    _made: dict[Callable[[Index], Any], Any] = field(default_factory=dict)

    def once(self, make: Callable[[Index], T]) -> T:
        """Give what a function makes of the index, made only once."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    def references(self) -> Iterator[tuple[Entry, Reference]]:
        """Give each reference with the record that it stands in."""
        return ((entry, each) for entry in self.entries for each in entry.references)

    def groups(self, check: str, *, same: Callable[[Any], Any] = lambda key: key) -> Iterator[list[tuple[Entry, Any]]]:
        """Give the records that have one of a check's keys in common, each with its key, the most used first.

        Keys are one of which `same` makes the same.
        """
        bearers: dict[Any, list[tuple[Entry, Any]]] = {}
        for entry in self.entries:
            for key in entry.keys.get(check, ()):
                bearers.setdefault(same(key), []).append((entry, key))
        several = [group for group in bearers.values() if len(group) > 1]
        if several:
            uses = self.once(_uses)
            for group in several:
                yield sorted(group, key=lambda each: (-uses[each[0].id], each[0].file))

    def by_id(self) -> Mapping[str, Entry]:
        """Give the records by id and by file name: a record with a mistyped id is still meant by its file's name.

        Where two claim an id it is that of the file with the name.
        """
        return self.once(_by_id)

    def twins(self) -> Iterable[tuple[Entry, Entry]]:
        """Give each record whose id another one has, with that other one: the one that its file's name confirms."""
        return self.once(_twins)


def _uses(index: Index) -> Counter[str]:
    return Counter(target for _, (_, target, _) in index.references())


def _by_id(index: Index) -> dict[str, Entry]:
    called = {entry.id: entry for entry in reversed(index.entries)}
    return called | {entry.stem: entry for entry in reversed(index.entries)}


def _twins(index: Index) -> list[tuple[Entry, Entry]]:
    if len({entry.id for entry in index.entries}) == len(index.entries):
        return []
    first: dict[str, Entry] = {}
    found = []
    for entry in sorted(index.entries, key=lambda each: (each.stem != each.id, each.file)):
        if entry.id in first:
            found.append((entry, first[entry.id]))
        else:
            first[entry.id] = entry
    return found
