"""Lists in which each value stands once, whatever it is: a text, or a group, which has no hash."""

from __future__ import annotations

import json
from typing import Any

_FEW = 100
"""So many values are compared one by one, which is fastest; among more, they are looked up."""


class DistinctValues:
    """JSON values in the order in which they were added, each once."""

    __slots__ = ("_written", "values")

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._written: set[str] = set()

    def add(self, value: Any) -> None:
        """Add a value, unless it is there."""
        if len(self.values) < _FEW:
            if value not in self.values:
                self.values.append(value)
            return
        if not self._written:
            self._written.update(map(_as_text, self.values))
        text = _as_text(value)
        if text not in self._written:
            self._written.add(text)
            self.values.append(value)


def _as_text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
