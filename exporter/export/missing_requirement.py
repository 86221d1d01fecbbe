"""Something that a format demands and a record does not say."""

from __future__ import annotations

from typing import NamedTuple

from exporter.records.document import Pointer


class MissingRequirement(NamedTuple):
    """Why a format cannot take the record `record`: what stands at `pointer` does not do, or is not there at all.

    Said in a cataloguer's words, with a hint how to mend it, as in a finding.
    """

    record: str
    message: str
    hint: str
    pointer: Pointer = ()


class UndeliverableRecordError(Exception):
    """A format cannot hold a record, which shows only when it is written: a field is too long."""

    def __init__(self, why: MissingRequirement) -> None:
        super().__init__(why.message)
        self.why = why
