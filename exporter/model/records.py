"""The data of the records of a catalogue, by id."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple, TypeVar

from exporter.model.agent import bearer_names
from exporter.model.vocabularies import vocabulary
from exporter.records.document import Document
from exporter.records.one_or_more import one_or_more
from exporter.text_store import TextStore

T = TypeVar("T")


class Record(NamedTuple):
    """What one file says: its path, and the id, the kind and the data of its record.

    The data are JSON, which takes a seventh of the memory of dictionaries, and less time to send to
    another process. `relations` are those that the record states to works: pairs of the id of a work
    and the field. `digest` is a hash of the kind and the data. `names` are those of an agent, as
    `bearer_names` returns them.
    """

    file: str
    id: str
    kind: str
    relations: Sequence[tuple[str, str]]
    digest: str
    names: Sequence[str]
    json: str

    @property
    def data(self) -> Mapping[str, Any]:
        """The data of the record, parsed anew each time."""
        found: Mapping[str, Any] = json.loads(self.json)
        return found


def record_of(document: Document) -> Record:
    """Return the record of a document, without its text."""
    data = document.data
    relations = [
        (target, field) for field in data if field in _fields() for target in _targets(data[field])
    ]
    text = json.dumps(data)
    digest = hash_of_text(f"{document.kind} {text}")
    names: Sequence[str] = ()
    if "name" in data:
        with suppress(TypeError, AttributeError):  # it has errors, and will not be linked
            names = bearer_names(document.kind, data)
    return Record(str(document.path), document.id, document.kind, relations, digest, names, text)


def hash_of_text(text: str) -> str:
    """Return a hash of a text, the same in every process."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@cache
def _fields() -> frozenset[str]:
    return frozenset(vocabulary("relations"))


def _targets(value: Any) -> list[str]:
    """Return the ids that a relation names: alone, in a group, or in a list of these."""
    targets = []
    for each in one_or_more(value):
        id = each.get("work") if isinstance(each, Mapping) else each
        if isinstance(id, str) and id:
            targets.append(id)
    return targets


class _Row(NamedTuple):
    """A record without its JSON, which the store has by its number."""

    file: str
    id: str
    kind: str
    relations: Sequence[tuple[str, str]]
    digest: str
    names: Sequence[str]
    number: int


_MENTIONED = {field: f'"{field}"' for field in ("former_ids", "licence", "permission")}
"""Fields that few records have, each as it stands in JSON: noted while the records are read."""


class Records(Mapping[str, Mapping[str, Any]]):
    """The data of records by id. If several have the same id, the last of them counts."""

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        self._texts = TextStore()
        self._all: list[_Row] = []
        self._by_id: dict[str, _Row] = {}
        self._mentioning: dict[str, dict[str, None]] = {field: {} for field in _MENTIONED}
        self.extend(map(record_of, documents))

    def extend(self, records: Iterable[Record]) -> None:
        """Add records."""
        for file, id, kind, relations, digest, names, text in records:
            number = self._texts.add(text)
            row = _Row(file, id, intern(kind), tuple(relations), digest, tuple(names), number)
            self._add(row)
            for field, quoted in _MENTIONED.items():
                if quoted in text:
                    self._mentioning[field][id] = None

    def _add(self, row: _Row) -> None:
        self._all.append(row)
        self._by_id[row.id] = row

    def without(self, files: Collection[str]) -> Records:
        """Return the records but for those in these files."""
        if not files:
            return self
        others = Records()
        others._texts = self._texts
        for row in self._all:
            if row.file not in files:
                others._add(row)
        for field, ids in self._mentioning.items():
            others._mentioning[field] = {id: None for id in ids if id in others}
        return others

    def __getitem__(self, id: str) -> Mapping[str, Any]:
        data: Mapping[str, Any] = json.loads(self.json(id))
        return data

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    def record(self, id: str) -> Record:
        """Return a whole record. Raises KeyError if there is none."""
        file, id, kind, relations, digest, names, number = self._by_id[id]
        return Record(file, id, kind, relations, digest, names, self._texts[number])

    def json(self, id: str) -> str:
        """Return the JSON of a record. Raises KeyError if there is none."""
        return self._texts[self._by_id[id].number]

    def digests(self) -> dict[str, str]:
        """Return the hashes of the kinds and the data of all records, by id."""
        return {id: row.digest for id, row in self._by_id.items()}

    def may_have(self, id: str, field: str) -> bool:
        """Return whether a record has a field of this name, or the name as a text: a quick look.

        `field` is one of `former_ids`, `licence` and `permission`.
        """
        return id in self._mentioning[field]

    def names(self, id: str) -> Sequence[str]:
        """Return the names of an agent, as `Record` has them. Raises KeyError if there is none."""
        return self._by_id[id].names

    def kind(self, id: object) -> str:
        """Return the kind of a record, or an empty text if there is none."""
        row = self._by_id.get(str(id))
        return row.kind if row else ""

    def current_id(self, id: str) -> str:
        """Return the id of the record that has or had an id; the id itself if there is none."""
        if id in self._by_id:
            return id
        for renamed in self._mentioning["former_ids"]:
            if id in self[renamed].get("former_ids", ()):
                return renamed
        return id

    def former_ids(self) -> dict[str, str]:
        """Return the ids that records had before, each with the id of its record now."""
        found: dict[str, str] = {}
        for id in self._mentioning["former_ids"]:
            found.update(dict.fromkeys(self[id].get("former_ids", ()), id))
        return found

    def file(self, id: str) -> str:
        """Return the file of a record. Raises KeyError if there is none."""
        return self._by_id[id].file

    def keyed_by_id(self, by_file: Mapping[Path, T]) -> dict[str, T]:
        """Return what is known of record files by the ids of the records."""
        paths = {id: self.path(id) for id in self}
        return {id: by_file[path] for id, path in paths.items() if path in by_file}

    def path(self, id: str) -> Path:
        """Return the path of the file of a record. Raises KeyError if there is none."""
        return Path(self.file(id))

    def relations(self, id: str) -> Sequence[tuple[str, str]]:
        """Return the relations that a record states to works, as `Record` has them."""
        return self._by_id[id].relations

    def of_kinds(self, kinds: Collection[str]) -> Iterator[str]:
        """Yield the ids of all records of some kinds."""
        return (row.id for row in self._by_id.values() if row.kind in kinds)
