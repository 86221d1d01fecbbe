"""Results for single records that many documents of one export repeat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from exporter.export.context import ExportContext, Step
from exporter.model.catalogue import LazySequence

_MOST = 10_000
"""How many results are held. A catalogue of any size can be split, and a result may be a page."""


class RepeatedResults:
    """The results of steps so far, for the next documents in the same context (`context.Results`)."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Any] = {}

    def each(
        self, name: str, step: Step, records: LazySequence[Any], context: ExportContext
    ) -> Iterator[Any]:
        """Yield what a step returns for each record, in order. `name` is unique to the step."""
        for id in records.ids:
            key = (name, id)
            if key not in self._known:
                if len(self._known) >= _MOST:
                    self._known.clear()
                self._known[key] = step(records.records[id], context)
            yield self._known[key]
