"""What each record is to the others, and the questions that checks of the whole catalogue ask."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from sys import intern
from types import ModuleType
from typing import Any, NamedTuple, TypeVar

from exporter.records.document import Document, Pointer
from exporter.records.finding import Finding
from exporter.records.retractions import Retractions
from exporter.records.schema import Schemas
from exporter.records.settings import DEFAULT_LANGUAGE
from exporter.validate.checked_record import CheckedRecord
from exporter.validate.record_contents import Reference

T = TypeVar("T")

Extract = Callable[[CheckedRecord], Any]
"""Returns what a check needs of each record when it looks at all: plain data, as JSON has them, or
None for nothing."""


class IndexEntry(NamedTuple):
    """What the other records need of a record: file, kind, noun (`work`, `agent` …), references.

    `extracts` holds what the functions of the checks return for it, by `name_of` the function.
    `strings` are all strings of a record that breaks its schema: there may be references in the
    wrong place.
    """

    file: str
    id: str
    kind: str = ""
    noun: str = ""
    references: tuple[Reference, ...] = ()
    extracts: Mapping[str, Any] = {}
    strings: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        """The record's file."""
        return Path(self.file)

    @property
    def stem(self) -> str:
        """The id that the name of the file promises."""
        name = self.file.rpartition(os.sep)[2]
        return name.rpartition(".")[0] or name


def index_entry(record: CheckedRecord, extracts: Mapping[str, Extract]) -> IndexEntry:
    """Return the entry of a record, with what these functions return for it.

    Strings that many entries have are interned: a large catalogue has millions of them.
    """
    kind = intern(record.kind)
    references = []
    for pointer, target, allowed in record.contents.references:
        references.append((shared(pointer), intern(target), allowed))
    found = {}
    for name, function in extracts.items():
        value = function(record)
        if value is not None:
            found[name] = value
    id = intern(record.document.id)
    return IndexEntry(str(record.path), id, kind, record.noun, tuple(references), found)


@lru_cache(maxsize=10_000)
def shared(pointer: Pointer) -> Pointer:
    """Return the same object for equal pointers.

    It saves memory: most references are in the same few fields.
    """
    return pointer


def unknown_entry(path: Path) -> IndexEntry:
    """Return the entry of a file that cannot be read or does not say its kind.

    Others may refer to it all the same.
    """
    return IndexEntry(str(path), path.stem)


@cache
def name_of(function: Callable[..., Any]) -> str:
    """Return the name under which an entry holds the result of a function, in every process."""
    return f"{function.__module__}.{function.__qualname__}"


BrokenReference = tuple[IndexEntry, Reference, IndexEntry | None]
"""A record, its reference, and the record that it names, if there is one."""


class ReadByCheck(NamedTuple):
    """What a check has read beside the entries themselves.

    `columns` are the names of the functions whose results for all records it has seen, `files`
    those of the records that it has read again.
    """

    columns: set[str]
    files: set[str]


class Entries:
    """The index entries of all records in the order of their files.

    They are not asked for before a check needs them.
    """

    def __init__(self, entries: Iterable[IndexEntry]) -> None:
        self._entries = entries

    @cached_property
    def all(self) -> Sequence[IndexEntry]:
        """The entries."""
        return list(self._entries)

    def column(self, name: str) -> Iterator[tuple[IndexEntry, Any]]:
        """Yield each record for which the function of this name returns something, with that."""
        return ((entry, entry.extracts[name]) for entry in self.all if name in entry.extracts)

    def value(self, entry: IndexEntry, name: str) -> Any:
        """Return what the function of this name returned for a record, or None."""
        return entry.extracts.get(name)

    def forget(self) -> None:
        """Forget what was kept for the check that has ended."""


class Index:
    """The entries of all records in the order of their files, and questions about all of them.

    `read` returns the record of a file again, for the few that a check has to look at once more.
    `language` is the language tag of the catalogue. `retractions` is its table of retracted works.
    """

    def __init__(
        self,
        schemas: Schemas,
        entries: Entries,
        read: Callable[[Path], Document | None],
        language: str = DEFAULT_LANGUAGE,
        retractions: Retractions | None = None,
    ) -> None:
        self.retractions: Retractions = retractions or {}
        self.schemas = schemas
        self.read = ReadByCheck(set(), set())
        """What the check in `findings_of` has read so far."""
        self._declared: Collection[str] | None = None
        """The columns that it may read; None if it may read all."""
        self._entries = entries
        self._read = read
        self._language = language
        self._record = lru_cache(maxsize=1_000)(self._read_record)
        self._cached: dict[Callable[[Index], Any], tuple[Any, ReadByCheck]] = {}

    @property
    def entries(self) -> Sequence[IndexEntry]:
        """The entries of all records."""
        return self._entries.all

    def findings_of(self, check: ModuleType) -> list[Finding]:
        """Return what a check of the whole catalogue reports, and note what it reads (`read`).

        It may read only what the functions in its `EXTRACTS` return; for others a LookupError is
        raised.
        """
        self.read = ReadByCheck(set(), set())
        self._declared = [name_of(each) for each in getattr(check, "EXTRACTS", ())]
        found = list(check.on_catalogue(self))
        self._entries.forget()
        return found

    def cached(self, make: Callable[[Index], T]) -> T:
        """Return what a function makes of the index; it is called only once.

        It must read all that it needs at once: that counts for every check that asks for it.
        """
        if make not in self._cached:
            outer, self.read = self.read, ReadByCheck(set(), set())
            self._cached[make] = make(self), self.read
            self.read = outer
        made, read = self._cached[make]
        self.read.files.update(read.files)
        self.read.columns.update(read.columns)
        result: T = made
        return result

    def record(self, entry: IndexEntry) -> CheckedRecord:
        """Return a record, which is read again; an empty one if its file is no longer there."""
        self.read.files.add(entry.file)
        return self._record(entry.path)

    def _read_record(self, path: Path) -> CheckedRecord:
        document = self._read(path) or Document(path, {})
        return CheckedRecord(document, self.schemas, self._language)

    @cached_property
    def _by_stem(self) -> dict[str, IndexEntry]:
        return {entry.stem: entry for entry in reversed(self.entries)}

    @cached_property
    def _by_claim(self) -> dict[str, IndexEntry]:
        """The records whose id is not the name of their file, by id; of several, the first."""
        return {entry.id: entry for entry in reversed(self.entries) if entry.id != entry.stem}

    def find(self, id: str) -> IndexEntry | None:
        """Return the record that an id means: the one whose file has this name, or else this id."""
        return self._by_stem.get(id) or self._by_claim.get(id)

    @property
    def ids(self) -> Iterator[str]:
        """All ids that mean a record."""
        yield from self._by_stem
        yield from (id for id in self._by_claim if id not in self._by_stem)

    def has_unknown(self) -> bool:
        """Return whether there is a file that cannot be read, whose references are unknown."""
        return not all(entry.noun for entry in self.entries)

    def broken_references(self) -> Sequence[BrokenReference]:
        """Return each reference to no record, or to one that may not stand there, with that one."""
        return self.cached(_broken_references)

    def relations(self, field: str) -> Iterator[tuple[IndexEntry, Reference]]:
        """Yield each reference in a relation (`translation_of`) to a work, with the record."""
        for entry in self.entries:
            for reference in entry.references:
                pointer = reference[0]
                if pointer[0] == field and field_of(pointer) in {field, f"{field}.work"}:
                    yield entry, reference

    def self_references(self) -> Iterator[tuple[IndexEntry, Reference]]:
        """Yield each reference of a record to itself."""
        for entry in self.entries:
            for reference in entry.references:
                if reference[1] == entry.id:
                    yield entry, reference

    def unreferenced_agents(self, mistaken: Iterable[str]) -> Iterator[IndexEntry]:
        """Yield the agents that no other record names, but for `distinct_from`.

        What is named by mistake may be what is meant: the ids `mistaken`, and the strings of
        records that break their schema.
        """
        named = set(mistaken)
        for entry in self.entries:
            named.update(word for word in entry.strings if word != entry.id)
            for pointer, target, _ in entry.references:
                if target != entry.id and pointer[0] != "distinct_from":
                    named.add(target)
        for entry in self.entries:
            if entry.noun == "agent" and entry.id not in named and entry.stem not in named:
                yield entry

    def groups(self, function: Extract) -> Iterator[list[IndexEntry]]:
        """Yield the records that have a key in common; a function returns the list of keys.

        In each group, those to which most others refer come first.
        """
        by_key: dict[str, list[IndexEntry]] = {}
        for entry, keys in self.extracts(function):
            for key in dict.fromkeys(keys):
                by_key.setdefault(key, []).append(entry)
        groups = [group for group in by_key.values() if len(group) > 1]
        members = {entry.id for group in groups for entry in group}
        uses = Counter[str]()
        for entry in self.entries if members else ():
            uses.update(target for _, target, _ in entry.references if target in members)
        for group in groups:
            yield sorted(group, key=lambda entry: (-uses[entry.id], entry.file))

    def extracts(self, function: Extract) -> Iterator[tuple[IndexEntry, Any]]:
        """Yield each record for which a function returns something, with that."""
        return self._entries.column(self._column(function))

    def extract(self, entry: IndexEntry, function: Extract) -> Any:
        """Return what a function returned for a record, or None."""
        return self._entries.value(entry, self._column(function))

    def _column(self, function: Extract) -> str:
        name = name_of(function)
        if self._declared is not None and name not in self._declared:
            raise LookupError(f"the check does not list {name} in EXTRACTS")
        self.read.columns.add(name)
        return name

    def duplicate_ids(self) -> Iterator[tuple[IndexEntry, IndexEntry]]:
        """Yield each record whose id another one has, with the one whose file has that name."""
        first: dict[str, IndexEntry] = {}
        for entry in sorted(
            self._with_shared_id(), key=lambda each: (each.stem != each.id, each.file)
        ):
            other = first.setdefault(entry.id, entry)
            if other is not entry:
                yield entry, other

    def _with_shared_id(self) -> list[IndexEntry]:
        number = Counter(entry.id for entry in self.entries)
        return [entry for entry in self.entries if number[entry.id] > 1]

    def misnamed(self) -> Iterator[IndexEntry]:
        """Yield each record whose id is not the name of its file."""
        return (entry for entry in self.entries if entry.id != entry.stem)


def _broken_references(index: Index) -> list[BrokenReference]:
    found: list[BrokenReference] = []
    sound: set[tuple[str, tuple[str, ...]]] = set()  # most records are named more than once
    for entry in index.entries:
        for reference in entry.references:
            _, id, allowed = reference
            if (id, allowed) in sound:
                continue
            target = index.find(id)
            if target is None or not is_allowed(target, allowed):
                found.append((entry, reference, target))
            else:
                sound.add((id, allowed))
    return found


def is_allowed(entry: IndexEntry, allowed: Collection[str]) -> bool:
    """Return whether a record may stand where these kinds and nouns may.

    One of unknown kind may everywhere.
    """
    return not entry.noun or entry.kind in allowed or entry.noun in allowed


def field_of(pointer: Pointer) -> str:
    """Return the names on the way to a value, joined by dots, without the places in lists."""
    return ".".join([step for step in pointer if isinstance(step, str)])
