"""A statement that a format could not carry, and why."""

from __future__ import annotations

from typing import NamedTuple

from exporter.records.document import Pointer


class Loss(NamedTuple):
    """What record `record` says at `pointer` is missing from the output, or `weakened` in it, for `reason`."""

    record: str
    pointer: Pointer
    value: str
    reason: str
    weakened: bool = False

    def __str__(self) -> str:
        """Print it on one line, whatever the value holds: `mao/publisher/1: php: BibTeX holds one publisher`."""
        way = "/".join(str(step) for step in (self.record, *self.pointer))
        value = "".join(
            each if each.isprintable() else f"\\u{ord(each):04x}"
            for each in " ".join(self.value.split())
        )
        return f"{way}: {value}: {self.reason}"
