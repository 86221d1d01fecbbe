"""A catalogue: works, agents, places and concepts by id, every reference resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar, overload

from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.work import Work
from exporter.records.settings import CatalogueSettings

T = TypeVar("T")

_CACHE_SIZE = 2_000
"""How many works, and how many agents, are kept once they were made."""


class LazyMapping(Mapping[str, T]):
    """Records of one sort by id, in the order of their ids; each is made when it is asked for."""

    def __init__(self, ids: Iterable[str], make: Callable[[str], T]) -> None:
        self._ids = dict.fromkeys(sorted(ids))
        self._make = lru_cache(_CACHE_SIZE)(make)

    def __getitem__(self, id: str) -> T:
        if id not in self._ids:
            raise KeyError(id)
        return self._make(id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, id: object) -> bool:
        return id in self._ids


class LazySequence(Sequence[T]):
    """Some records of a catalogue in an order of their own; each is made when it is asked for."""

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


def _no_relations() -> dict[str, tuple[tuple[str, str], ...]]:
    return {}


@dataclass(slots=True)
class Catalogue:
    """The records without errors, by id.

    `authorities` are the places and concepts. `inverse` has, by the id of a work, the relations
    that other records state to it: pairs of the other record's id and the field. `bearers` returns
    the ids of agents by their names, and an empty one for a name that several bear.
    """

    works: Mapping[str, Work]
    agents: Mapping[str, Agent]
    authorities: Mapping[str, Authority]
    settings: CatalogueSettings = field(default_factory=CatalogueSettings)
    inverse: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=_no_relations)
    bearers: Callable[[], Mapping[str, str]] = dict

    def related_from(self, id: str) -> Sequence[tuple[str, str]]:
        """Return the relations that other records state to a work: pairs of an id and a field."""
        return self.inverse.get(id, ())

    def agent_named(self, names: Iterable[str]) -> Agent | None:
        """Return the only agent that bears one of these names.

        The result is None if there is none or there are several.
        """
        bearers = self.bearers()
        for name in names:
            if id := bearers.get(name):
                return self.agents[id]
        return None

    def record(self, id: str) -> Work | Agent | Authority | None:
        """Return the record with an id; None if there is none."""
        for records in (self.agents, self.works, self.authorities):
            if id in records:
                found: Work | Agent | Authority = records[id]
                return found
        return None
