"""Index entries of a large catalogue, in little memory.

Two thirds of an entry are what the functions of the checks have returned for it, and each check
reads only one or two columns of that. The columns wait as JSON in a `TextStore` until one reads
them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from exporter.text_store import TextStore
from exporter.validate.index import Entries, IndexEntry

Columns = Mapping[str, str]
"""By the name of a function, what it has returned for some records: pairs of their place and that,
as JSON."""


def columns_of(entries: Iterable[IndexEntry]) -> Columns:
    """Return what was extracted from some records, in the order of the names."""
    columns: dict[str, list[tuple[int, Any]]] = {}
    for place, entry in enumerate(entries):
        for name, value in entry.extracts.items():
            columns.setdefault(name, []).append((place, value))
    return {
        name: json.dumps(column, ensure_ascii=False) for name, column in sorted(columns.items())
    }


def columns_apart(entries: Sequence[IndexEntry]) -> tuple[list[IndexEntry], Columns]:
    """Return index entries without what was extracted, and that by columns."""
    bare = [IndexEntry(*entry[:5], strings=entry.strings) for entry in entries]
    return bare, columns_of(entries)


class StoredEntries(Entries):
    """Entries that come in chunks, each with its columns; those of `chunks` if they are needed."""

    def __init__(self, chunks: Iterable[tuple[Iterable[IndexEntry], Columns]] = ()) -> None:
        super().__init__(())
        self._chunks = chunks
        self._added: list[IndexEntry] = []
        self._texts = TextStore()
        self._columns: dict[str, list[tuple[int, int]]] = {}  # places of chunks, numbers of texts
        self._values: dict[str, dict[str, Any]] = {}

    def add(self, entries: Iterable[IndexEntry], columns: Columns) -> None:
        """Add some entries."""
        start = len(self._added)
        self._added.extend(entries)
        for name, text in columns.items():
            self._columns.setdefault(name, []).append((start, self._texts.add(text)))

    @cached_property
    def all(self) -> Sequence[IndexEntry]:
        """The entries, without what was extracted."""
        for entries, columns in self._chunks:
            self.add(entries, columns)
        return self._added

    def column(self, name: str) -> Iterator[tuple[IndexEntry, Any]]:
        """Yield each record for which the function of this name returns something, with that."""
        entries = self.all
        for start, number in self._columns.get(name, ()):
            for place, value in json.loads(self._texts[number]):
                yield entries[start + place], value

    def value(self, entry: IndexEntry, name: str) -> Any:
        """Return what the function of this name returned for a record, or None."""
        if name not in self._values:
            self._values[name] = {other.file: value for other, value in self.column(name)}
        return self._values[name].get(entry.file)

    def forget(self) -> None:
        """Forget the columns that were read to find a value."""
        self._values.clear()
