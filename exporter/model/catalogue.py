"""All works and agents by id, and what of them is delivered how."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar, overload

from exporter.model.agent import Agent
from exporter.model.work import Work

T = TypeVar("T")

_AT_HAND = 5_000
"""How many works, and how many agents, are kept once they were made."""


class LazyMapping(Mapping[str, T]):
    """Works or agents by id, in the order of their ids; each is made when it is asked for.

    `make` raises KeyError where there is none of an id; `has` only tells.
    """

    def __init__(
        self, ids: Iterable[str], has: Callable[[object], bool], make: Callable[[str], T]
    ) -> None:
        self._ids, self._has = sorted(ids), has
        self._make = lru_cache(_AT_HAND)(make)

    def __getitem__(self, id: str) -> T:
        return self._make(id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, id: object) -> bool:
        return self._has(id)


class LazySequence(Sequence[T]):
    """Some works or agents of a catalogue in an order of their own; each is made when it is asked for."""

    def __init__(self, records: Mapping[str, T], ids: Sequence[str]) -> None:
        self.records, self.ids = records, ids

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> LazySequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | LazySequence[T]:
        if isinstance(place, slice):
            return LazySequence(self.records, self.ids[place])
        return self.records[self.ids[place]]

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The records that are right, sorted by id, every reference resolved."""

    works: Mapping[str, Work]
    agents: Mapping[str, Agent]
