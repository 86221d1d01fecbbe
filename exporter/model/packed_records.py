"""What records say, by id: for a catalogue can be large, each is bytes until it is asked for."""

from __future__ import annotations

import marshal
import sys
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import compress, repeat
from pathlib import Path
from typing import Any, NamedTuple

from exporter.records.document import Document
from exporter.records.hash_index import Marks
from exporter.records.packed_list import Roll
from exporter.records.spill_buffer import Shelf


class Said(NamedTuple):
    """What one record says, as bytes; empty for what cannot be read."""

    id: str
    kind: str
    data: bytes


NOTHING = Said("", "", b"")


def packed(document: Document) -> Said:
    """Pack what a record says."""
    return Said(document.id, document.kind, marshal.dumps(dict(document.data)))


class Records(Mapping[str, Mapping[str, Any]]):
    """The data of records, each made anew when it is asked for; of two with one id, the one that was put in last.

    Where the files of all that will be added are known already, they need not be kept twice.
    """

    def __init__(self, documents: Iterable[Document] = (), files: Roll | None = None) -> None:
        self._files = Roll() if files is None else files
        self._ids = Roll()
        self._kinds: list[str] = []
        self._shelf = Shelf()
        self._without: Collection[str] = ()
        for each in documents:
            self.put(str(each.path), packed(each))

    def put(self, file: str, said: Said) -> None:
        """Add what the record in a file says."""
        self._files.append(file)
        self.add(said)

    def add(self, said: Said) -> None:
        """Add what the record in the next of the known files says."""
        self._ids.append(said.id)
        self._kinds.append(sys.intern(said.kind))
        self._shelf.append(said.data)

    def without(self, files: Collection[str]) -> Records:
        """Give the records but for those in some files."""
        others = Records()
        others.__dict__.update(self.__dict__, _without=files)
        others.__dict__.pop("_marks", None)
        others.__dict__.pop("_there", None)
        return others

    @cached_property
    def _marks(self) -> Marks:
        """The records that are not left out, by their ids."""
        files = self._files if self._without else repeat("")
        rows, marks = array("I"), array("Q")
        for row, (id, file) in enumerate(zip(self._ids, files, strict=False)):
            if id and file not in self._without:
                rows.append(row)
                marks.append(_mark(id))
        return Marks([(rows, marks)])

    @cached_property
    def _there(self) -> bytearray:
        """Whether each is the one that its id means."""
        there = bytearray(len(self._shelf))
        for row in self._marks.lasts():
            there[row] = 1
        return there

    def _row(self, id: object) -> int | None:
        return self._marks.last(_mark(id))

    def __getitem__(self, id: str) -> Mapping[str, Any]:
        return self.of(id)[1]

    def __iter__(self) -> Iterator[str]:
        return compress(self._ids, self._there)

    def __len__(self) -> int:
        return sum(self._there)

    def __contains__(self, id: object) -> bool:
        return self._row(id) is not None

    def of(self, id: str) -> tuple[str, Mapping[str, Any]]:
        """Give the kind of a record with its data. Raises KeyError where there is none."""
        said = self.packed(id)
        return said.kind, marshal.loads(said.data)  # noqa: S302 - our own bytes

    def of_kinds(self, kinds: Collection[str]) -> Iterator[str]:
        """Give the ids of all records of some kinds."""
        return (
            id
            for id, kind in compress(zip(self._ids, self._kinds, strict=True), self._there)
            if kind in kinds
        )

    def packed(self, id: str) -> Said:
        """Give a record as bytes. Raises KeyError where there is none."""
        row = self._row(id)
        if row is None:
            raise KeyError(id)
        return Said(id, self._kinds[row], self._shelf[row])

    def kind(self, id: object) -> str:
        """Give the kind of a record; empty where there is none."""
        row = self._row(id)
        return "" if row is None else self._kinds[row]

    def path(self, id: str) -> Path:
        """Give the file of a record."""
        row = self._row(id)
        if row is None:
            raise KeyError(id)
        return Path(self._files[row])


def _mark(id: object) -> int:
    """Give the number for an id by which it is found as long as this process and its copies live."""
    return hash(id) & 0xFFFF_FFFF_FFFF_FFFF
