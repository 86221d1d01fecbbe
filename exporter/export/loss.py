"""A statement that a format could not carry, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from exporter.records.document import Pointer
from exporter.terminal import escape_control_chars


class Loss(NamedTuple):
    """What `record` says at `pointer` is missing from the output, or `weakened`, for a `reason`."""

    record: str
    pointer: Pointer
    value: str
    reason: str
    weakened: bool = False

    @classmethod
    def from_json(cls, value: Sequence[Any]) -> Loss:
        """Return the loss of a list in JSON, or of a plain tuple."""
        record, pointer, *others = value
        return cls(record, tuple(pointer), *others)

    def __str__(self) -> str:
        """Return the loss on one line: `mao/publisher/1: php: BibTeX has one publisher`."""
        path = "/".join((self.record, *map(str, self.pointer)))
        value = escape_control_chars(" ".join(self.value.split()))
        return f"{path}: {value}: {self.reason}"
