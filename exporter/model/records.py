"""What records say, by id: for a catalogue can be large, each is bytes until it is asked for."""

from __future__ import annotations

import marshal
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from exporter.model.document import Document
from exporter.model.shelf import Shelf


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
    """The data of records, each made anew when it is asked for; of two with one id, the one that was put in last."""

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        self._files: list[str] = []
        self._ids: list[str] = []
        self._kinds: list[str] = []
        self._shelf = Shelf()
        self._without: Collection[str] = ()
        for each in documents:
            self.put(str(each.path), packed(each))

    def put(self, file: str, said: Said) -> None:
        """Add what the record in a file says."""
        self._files.append(file)
        self._ids.append(said.id)
        self._kinds.append(sys.intern(said.kind))
        self._shelf.append(said.data)

    def without(self, files: Collection[str]) -> Records:
        """Give the records but for those in some files."""
        others = Records()
        others.__dict__.update(self.__dict__, _without=files)
        others.__dict__.pop("_rows", None)
        return others

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {
            id: row
            for row, id in enumerate(self._ids)
            if id and not (self._without and self._files[row] in self._without)
        }

    def __getitem__(self, id: str) -> Mapping[str, Any]:
        data: Mapping[str, Any] = marshal.loads(self._shelf[self._rows[id]])  # noqa: S302 - our own bytes
        return data

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, id: object) -> bool:
        return id in self._rows

    def packed(self, id: str) -> Said:
        """Give a record as bytes."""
        return Said(id, self.kind(id), self._shelf[self._rows[id]])

    def kind(self, id: str) -> str:
        """Give the kind of a record."""
        return self._kinds[self._rows[id]]

    def path(self, id: str) -> Path:
        """Give the file of a record."""
        return Path(self._files[self._rows[id]])
