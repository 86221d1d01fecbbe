"""Which items a repository has: each work with its datestamp and set, and the deleted ones."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from exporter.errors import UsageError
from exporter.model.records import Records
from exporter.records.document import Document
from exporter.records.files import OversizedFile
from exporter.records.git import ShallowCloneError, changed_files
from exporter.records.landings import DeletedFile, Landings, landings
from exporter.records.loader import parse_document
from exporter.records.schema import Schemas
from exporter.records.settings import Limits

_SETTINGS = "exporter.toml"


class Item(NamedTuple):
    """A work, in the order in which items are listed.

    `datestamp` is in seconds since 1970; `kind` is that of its record, and its set.
    """

    datestamp: int
    id: str
    kind: str
    is_deleted: bool = False


class Selection(NamedTuple):
    """What a harvester asks for: datestamps from and until, both inclusive, and a set."""

    start: int | None = None
    end: int | None = None
    kind: str = ""


class Index:
    """The items of a repository by id, and in the order of their datestamps.

    `is_persistent` says whether every deleted item is known (OAI-PMH 2.5.1).
    """

    def __init__(self, items: Iterable[Item], *, is_persistent: bool) -> None:
        self._items = sorted(items)
        self._by_id = {item.id: item for item in self._items}
        self._by_kind: dict[str, list[Item]] = {}
        for item in self._items:
            self._by_kind.setdefault(item.kind, []).append(item)
        self.is_persistent = is_persistent

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items)

    def get(self, id: str) -> Item | None:
        """Return the item with an id, or None."""
        return self._by_id.get(id)

    @property
    def kinds(self) -> list[str]:
        """The kinds that items have, sorted."""
        return sorted(self._by_kind)

    @property
    def earliest(self) -> int | None:
        """The earliest datestamp; None if there are no items."""
        return self._items[0].datestamp if self._items else None

    def select(self, wanted: Selection, after: tuple[int, str] | None = None) -> Iterator[Item]:
        """Yield the items that a harvester wants, behind the one with this datestamp and id."""
        items, start, end = self._range(wanted)
        if after is not None:
            start = max(start, bisect_right(items, after, key=_place))
        for place in range(start, end):
            yield items[place]

    def count(self, wanted: Selection) -> int:
        """Return how many items a harvester wants."""
        _, start, end = self._range(wanted)
        return max(0, end - start)

    def _range(self, wanted: Selection) -> tuple[list[Item], int, int]:
        """Return the items of a set, and where those that a harvester wants begin and end."""
        items = self._by_kind.get(wanted.kind, []) if wanted.kind else self._items
        start, end = 0, len(items)
        if wanted.start is not None:
            start = bisect_left(items, wanted.start, key=_datestamp)
        if wanted.end is not None:
            end = bisect_right(items, wanted.end, key=_datestamp)
        return items, start, end


def _datestamp(item: Item) -> int:
    return item.datestamp


def _place(item: Item) -> tuple[int, str]:
    return item.datestamp, item.id


class CatalogueState(NamedTuple):
    """The records of a catalogue in `root`, and its schemas.

    `offered` are the ids of the works that are offered. A work that is not, because it has errors
    or lacks what its rights demand, is announced as deleted.
    """

    root: Path
    records: Records
    schemas: Schemas
    offered: frozenset[str]


def read_index(state: CatalogueState, limits: Limits) -> Index:
    """Return the index of a catalogue, from git, or without git from the times of the files.

    Raises ShallowCloneError if the clone lacks older commits.
    """
    try:
        found = landings(state.root, limits.size, (_SETTINGS,))
        uncommitted = changed_files(state.root, "records")
        is_persistent = True
    except ShallowCloneError:
        raise
    except UsageError:
        found, uncommitted, is_persistent = Landings({}, {}), set(), False
    own = _own_datestamps(state.records, found, uncommitted)
    floor = found.changed.get(state.root / _SETTINGS, 0)
    datestamps = _with_referring(state, own)
    items = []
    for id in state.records:
        kind = state.records.kind(id)
        if state.schemas.noun(kind) == "work":
            datestamp = max(datestamps[id], floor)
            items.append(Item(datestamp, id, kind, is_deleted=id not in state.offered))
    items += _deleted(state, found.deleted, limits)
    return Index(items, is_persistent=is_persistent)


def _own_datestamps(records: Records, found: Landings, uncommitted: set[Path]) -> dict[str, int]:
    """Return when the file of each record has changed last."""
    datestamps = {}
    for id in records:
        path = records.path(id)
        committed = found.changed.get(path)
        if committed is None or path in uncommitted:
            committed = max(committed or 0, int(path.stat().st_mtime))
        datestamps[id] = committed
    return datestamps


def _with_referring(state: CatalogueState, own: Mapping[str, int]) -> dict[str, int]:
    """Return when each record, or one that it refers to or that refers to it, has changed last.

    What a work's metadata say comes from these, too: the names of its authors, its journal, the
    review of it. The publisher of its journal is two steps away.
    """
    datestamps = dict(own)
    references: dict[str, list[str]] = {}
    for id in state.records:
        record = state.records.record(id)
        if record.kind not in state.schemas.kinds:
            continue
        found = state.schemas.references(record.kind, record.data)
        references[id] = [target for _, target, _ in found if target in own]
    for id, targets in references.items():
        for target in targets:
            datestamps[target] = max(datestamps[target], own[id])
            further = [own[each] for each in references.get(target, ())]
            datestamps[id] = max(datestamps[id], own[target], *further)
    return datestamps


def _deleted(
    state: CatalogueState, deleted: Mapping[Path, DeletedFile], limits: Limits
) -> Iterator[Item]:
    """Yield the works that git has seen and that are gone.

    A file that was moved has its id still; a record that was renamed or merged has another one.
    """
    found: dict[str, Item] = {}
    for path, file in deleted.items():
        document = _document(path, file, limits)
        if document is None or document.id in state.records:
            continue
        kind = document.kind
        if kind in state.schemas.kinds and state.schemas.noun(kind) == "work":
            item = Item(file.time, document.id, kind, is_deleted=True)
            found[item.id] = max(item, found.get(item.id, item))
    yield from found.values()


def _document(path: Path, file: DeletedFile, limits: Limits) -> Document | None:
    if isinstance(file.content, OversizedFile):
        return None
    document = parse_document(file.content, path, limits)
    return document if isinstance(document, Document) else None
