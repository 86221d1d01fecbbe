"""All works and agents by id, and what of them is delivered how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from exporter.model.agent import Agent
from exporter.model.work import Work


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The records that are right, sorted by id, every reference resolved."""

    works: Mapping[str, Work]
    agents: Mapping[str, Agent]

    def __post_init__(self) -> None:
        for noun in ("works", "agents"):
            ordered = dict(sorted(getattr(self, noun).items()))
            object.__setattr__(self, noun, MappingProxyType(ordered))
