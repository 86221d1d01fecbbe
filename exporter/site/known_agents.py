"""Keeps what a format says of agents: many works name the same ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from exporter.export.context import ExportContext, Step
from exporter.model.agent import Agent

_KEPT = 5_000


class KnownAgents:
    """Runs the steps of an export for each record, but for the same agent only once.

    It belongs to one context, since the results depend on it. The last 5,000 are kept.
    """

    def __init__(self) -> None:
        self._result = lru_cache(_KEPT)(self._computed)
        self._context: ExportContext | None = None

    def each(
        self, name: str, step: Step, records: Sequence[Any], context: ExportContext
    ) -> Iterator[Any]:
        """Yield what a step returns for each record, in order."""
        del name  # a step has one name
        self._context = context
        for record in records:
            if isinstance(record, Agent):
                yield self._result(step, record.id)
            else:
                yield step(record, context)

    def _computed(self, step: Step, id: str) -> Any:
        assert self._context is not None  # noqa: S101 - set before
        return step(self._context.catalogue.agents[id], self._context)
