"""What each record is to the others, and the questions that a check of the whole catalogue asks."""

from __future__ import annotations

import marshal
import os
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import compress
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from exporter.records.document import Document, Pointer
from exporter.records.hash_index import Column, Marks
from exporter.records.schema import Schemas
from exporter.records.spill_buffer import Shelf

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

    `fields` are those by which records are compared, as written, right or wrong; `found` is among them where a mention
    prints a publisher, whose record alone can tell which names are one. `keys` has, by the name of a check, that by
    which it finds the records to be compared with each other. `strays` are all texts of a record that breaks its
    schema: there may be references in the wrong place.
    """

    file: str
    id: str
    kind: str = ""
    noun: str = ""
    references: tuple[Reference, ...] = ()
    fields: Mapping[str, Any] = {}
    keys: Mapping[str, tuple[tuple[str, ...], ...]] = {}
    strays: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        """The record's file."""
        return Path(self.file)

    @property
    def stem(self) -> str:
        """The id that the name of the file promises."""
        name = self.file.rpartition(os.sep)[2]
        return name.rpartition(".")[0] or name


def entry_of(document: Document, schemas: Schemas) -> Entry:
    """Make the entry of a record, still without keys."""
    kind, data = document.kind, document.data
    fields = {name: value for name, value in data.items() if name in _COMPARED}
    mentions = data.get("found")
    if isinstance(mentions, list) and any(
        isinstance(each, dict) and "publisher" in each for each in mentions
    ):
        fields["found"] = mentions
    references = tuple(schemas.references(kind, data)) if kind in schemas.kinds else ()
    return Entry(str(document.path), document.id, kind, schemas.noun(kind), references, fields)


def unknown_entry(path: Path) -> Entry:
    """Make the entry of what could not be read or does not say what it is: others may refer to it all the same."""
    return Entry(str(path), path.stem)


_Label = tuple[str, ...]
_FILE, _CLAIM, _REFERENCE, _ITSELF, _KEY, _STRAY = (
    "file",
    "claim",
    "reference",
    "itself",
    "key",
    "stray",
)
"""What a mark says of a record: its file's name, another id than that, whom it names, itself, a key, a stray text."""


def _marks(entry: Entry) -> Iterator[tuple[_Label, int]]:
    yield (_FILE, entry.kind), mark(entry.stem)
    if entry.id != entry.stem:
        yield (_CLAIM, entry.kind), mark(entry.id)
    for reference in entry.references:
        yield _label(entry, reference), mark(reference[1])
    for check, keys in entry.keys.items():
        for key in dict.fromkeys(keys):
            yield (_KEY, check), mark(*key)
    for text in entry.strays:
        yield (_STRAY,), mark(text)


@lru_cache(maxsize=10_000)
def mark(*words: str) -> int:
    """Give a number for some words: eight bytes, so that of a million records no two will ever share one by chance."""
    return int.from_bytes(
        blake2b("\0".join(words).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little"
    )


_NONE: Column = array("I"), array("Q")

Part = tuple[bytes, list[int], dict[_Label, tuple[bytes, bytes]]]
"""Some entries in a form that can be handed on or put away: their bytes, how many each has, their marks by label."""


PLAIN = 2
"""The version of marshal in which what is equal is the same bytes, however it was made."""


def part(entries: Iterable[Entry]) -> Part:
    """Pack some entries."""
    packed = []
    marks: dict[_Label, Column] = {}
    for row, entry in enumerate(entries):
        packed.append(
            marshal.dumps((*entry[:5], dict(entry.fields), dict(entry.keys), entry.strays), PLAIN)
        )
        for label, value in _marks(entry):
            if label not in marks:
                marks[label] = array("I"), array("Q")
            rows, values = marks[label]
            rows.append(row)
            values.append(value)
    columns = {label: (rows.tobytes(), values.tobytes()) for label, (rows, values) in marks.items()}
    return b"".join(packed), [*map(len, packed)], columns


_MOST = 8_000_000
"""How many bytes of entries wait to be put where they belong, in case nothing is asked."""


class Index:
    """The entries of all records in the order of their files, and the answers to questions about all of them.

    A catalogue can be large. So an entry is bytes until it is asked for, and a question is answered by the marks of
    the records, which are numbers: only where those say that there is something to be seen are entries looked at.
    """

    def __init__(self, schemas: Schemas, entries: Iterable[Entry] = ()) -> None:
        self.schemas = schemas
        self._waiting: list[Part | Callable[[], Part]] = []
        self._held = 0
        self._shelf = Shelf()
        self._columns: dict[_Label, Column] = {}
        self._ordered: dict[_Label, Marks] = {}
        self._made: dict[Callable[[Index], Any], Any] = {}
        self.add(part(entries))

    def add(self, some: Part | Callable[[], Part]) -> None:
        """Add packed entries after those that are there, or the way to them, which is gone when something is asked."""
        self._waiting.append(some)
        self._held += 0 if callable(some) else len(some[0])
        if self._held > _MOST:
            self._settle()

    def _settle(self) -> None:
        for some in self._waiting:
            packed, lengths, marks = some() if callable(some) else some
            before = len(self._shelf)
            self._shelf.extend(packed, lengths)
            for label, (rows, values) in marks.items():
                there = self._columns.setdefault(label, (array("I"), array("Q")))
                there[0].extend([before + row for row in array("I", rows)])
                there[1].frombytes(values)
        self._waiting.clear()
        self._held = 0

    @property
    def _marks(self) -> Mapping[_Label, Column]:
        self._settle()
        return self._columns

    def __len__(self) -> int:
        self._settle()
        return len(self._shelf)

    def __getitem__(self, row: int) -> Entry:
        self._settle()
        return Entry._make(marshal.loads(self._shelf[row]))  # noqa: S302 - our own bytes

    def once(self, make: Callable[[Index], T]) -> T:
        """Give what a function makes of the index, made only once."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    def __iter__(self) -> Iterator[Entry]:
        return (self[row] for row in range(len(self)))

    def named(self, id: str) -> Entry | None:
        """Give the record that an id means: that whose file has the name, or else that which claims the id."""
        row = self._meant(mark(id))
        return None if row is None else self[row]

    def unknown(self) -> bool:
        """Tell whether there is a record of which it is not known what it is, and so whom it names."""
        return not all(self.schemas.noun(label[1]) for label, _, _ in self._marked(_FILE))

    def astray(self) -> Iterator[tuple[Entry, Reference, Entry | None]]:
        """Give each reference that leads to no record, or to one that may not stand there, with that one."""
        named = lru_cache(16)(self.named)  # one record can lead astray very often, to the same one
        for label, rows, values in self._marked(_REFERENCE, _ITSELF):
            wrong = self._wrong(values, {*label[2:], ""})
            for row in dict.fromkeys(
                row for row, value in zip(rows, values, strict=True) if value in wrong
            ):
                entry = self[row]
                for reference in entry.references:
                    if mark(reference[1]) in wrong and _label(entry, reference) == label:
                        yield entry, reference, named(reference[1])

    def _wrong(self, values: array[int], wanted: Collection[str]) -> set[int]:
        """Give those of some ids that mean no record, or none of the kinds or nouns that are wanted."""

        def fits(kind: str) -> bool:
            return kind in wanted or self.schemas.noun(kind) in wanted

        ids = {*values}
        doubtful = ids & self._by(_FILE).several()
        for label, _, those in self._marked(_FILE):
            if fits(label[1]):
                ids.difference_update(those)
        return {
            id
            for id in ids | doubtful
            if (row := self._meant(id)) is None or not fits(self[row].kind)
        }

    def references(self, field: str) -> Iterator[tuple[Entry, Reference]]:
        """Give each reference in a field (`translation_of.work`) with the record in which it stands."""
        for label, rows, _ in self._marked(_REFERENCE, _ITSELF):
            for row in dict.fromkeys(rows) if label[1] == field else ():
                entry = self[row]
                yield from ((entry, each) for each in entry.references if _field(each[0]) == field)

    def to_itself(self) -> Iterator[tuple[Entry, Reference]]:
        """Give each reference of a record to itself."""
        for row in dict.fromkeys(row for _, rows, _ in self._marked(_ITSELF) for row in rows):
            entry = self[row]
            yield from ((entry, each) for each in entry.references if each[1] == entry.id)

    def circles(self, field: str) -> Iterator[list[tuple[Entry, Reference]]]:
        """Give each chain of references in a field that comes back to its first record."""
        steps: dict[int, tuple[int, int]] = {}
        for label, rows, values in self._marked(_REFERENCE, _ITSELF):
            for row, value in zip(rows, values, strict=True) if label[1] == field else ():
                steps.setdefault(self._own[row], (value, row))
        done: set[int] = set()
        for start in steps:
            here, met = start, dict[int, None]()
            while here in steps and here not in done:
                done.add(here)
                met[here] = None
                here = steps[here][0]
            if here in met:
                way = list(met)
                circle = [self[steps[each][1]] for each in way[way.index(here) :]]
                yield [
                    (entry, next(each for each in entry.references if _field(each[0]) == field))
                    for entry in circle
                ]

    def unreferred(
        self, kinds: Collection[str], but: str, strays: Iterable[str]
    ) -> Iterator[Entry]:
        """Give the records of these kinds or nouns that no other one names, other than in the field `but`.

        What is named by mistake may be what is meant: `strays`, and the texts of records that break their schema.
        """
        strayed = {mark(word) for word in strays}
        named = [
            values for label, _, values in self._marked(_REFERENCE, _STRAY) if label[1:2] != (but,)
        ]

        def unnamed(ids: Iterable[int]) -> set[int]:
            left = {*ids} - strayed
            for each in named:
                left.difference_update(each)
            return left

        claims = unnamed(value for _, _, values in self._marked(_CLAIM) for value in values)
        for label, rows, values in self._marked(_FILE):
            if label[1] in kinds or self.schemas.noun(label[1]) in kinds:
                files = unnamed(values)
                for row in compress(rows, map(files.__contains__, values)):
                    entry = self[row]
                    if entry.id == entry.stem or mark(entry.id) in claims:
                        yield entry

    def groups(self, check: str) -> Iterator[list[Entry]]:
        """Give the records that have one of a check's keys in common, the most used first."""
        several: dict[tuple[str, ...], list[Entry]] = {}
        rows, values = self._marks.get((_KEY, check), _NONE)
        often = Marks([(rows, values)]).several()
        for row in dict.fromkeys(compress(rows, map(often.__contains__, values))) if often else ():
            entry = self[row]
            for key in dict.fromkeys(entry.keys[check]):
                several.setdefault(key, []).append(entry)
        groups = [group for group in several.values() if len(group) > 1]
        members = {mark(entry.id) for group in groups for entry in group}
        uses = Counter(
            each
            for _, _, values in self._marked(_REFERENCE, _ITSELF)
            for each in values
            if members and each in members
        )
        for group in groups:
            yield sorted(group, key=lambda entry: (-uses[mark(entry.id)], entry.file))

    def bearers(self, check: str, *key: str) -> Iterator[Entry]:
        """Give the records that have a key of a check."""
        return (self[row] for row in self._by(_KEY, check).rows(mark(*key)))

    def twins(self) -> Iterator[tuple[Entry, Entry]]:
        """Give each record whose id another one has, with that other one: the one that its file's name confirms."""
        often = self._by(_FILE).several().union(self._by(_CLAIM).marks)
        alike = [self[row] for row, own in enumerate(self._own) if own in often] if often else []
        first: dict[str, Entry] = {}
        for entry in sorted(alike, key=lambda each: (each.stem != each.id, each.file)):
            if first.setdefault(entry.id, entry) is not entry:
                yield entry, first[entry.id]

    def misnamed(self) -> Iterator[Entry]:
        """Give each record whose id is not the name of its file."""
        return (self[row] for _, rows, _ in self._marked(_CLAIM) for row in rows)

    def _marked(self, *sorts: str) -> list[tuple[_Label, array[int], array[int]]]:
        """Give the labels of some sorts, each with its records and with what is marked."""
        return [
            (label, rows, values)
            for label, (rows, values) in self._marks.items()
            if label[0] in sorts
        ]

    def _by(self, *label: str) -> Marks:
        """Give the records by what is marked of them under all labels that begin so."""
        if label not in self._ordered:
            columns = [
                column for each, column in self._marks.items() if each[: len(label)] == label
            ]
            self._ordered[label] = Marks(columns)
        return self._ordered[label]

    def _meant(self, id: int) -> int | None:
        """Give the record that an id means, both as numbers; of several, the first."""
        return next(
            (rows[0] for sort in (_FILE, _CLAIM) if (rows := self._by(sort).rows(id))), None
        )

    @cached_property
    def _own(self) -> array[int]:
        """The number of each record's own id."""
        own = array("Q", bytes(8 * len(self)))
        for sort in (_FILE, _CLAIM):
            for _, rows, values in self._marked(sort):
                for row, value in zip(rows, values, strict=True):
                    own[row] = value
        return own


@lru_cache(maxsize=10_000)
def _field(pointer: Pointer) -> str:
    return ".".join([step for step in pointer if isinstance(step, str)])


def _label(entry: Entry, reference: Reference) -> _Label:
    pointer, target, wanted = reference
    return (_ITSELF if target == entry.id else _REFERENCE, _field(pointer), *wanted)
