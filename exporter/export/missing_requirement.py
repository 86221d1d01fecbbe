"""A statement that a format requires and a record lacks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from exporter.records.document import Pointer


class MissingRequirement(NamedTuple):
    """Why a format cannot hold the record `record`: the value at `pointer` is missing or unfit.

    `message` and `hint` are for cataloguers, as those of a finding are.
    """

    record: str
    message: str
    hint: str
    pointer: Pointer = ()

    @classmethod
    def from_json(cls, value: Sequence[Any]) -> MissingRequirement:
        """Return the requirement of a list in JSON, or of a plain tuple."""
        record, message, hint, pointer = value
        return cls(record, message, hint, tuple(pointer))


class UndeliverableRecordError(Exception):
    """A format cannot hold a record, as is known only when it is written: a field is too long."""

    def __init__(self, why: MissingRequirement) -> None:
        super().__init__(why.message)
        self.why = why
