"""What is found in some records that are looked at together."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from exporter.model.packed_records import Said
from exporter.records.finding import Finding
from exporter.validate.index import Part


class Found(NamedTuple):
    """What was found in some records: their entries, what is wrong with each, and what they say if that was asked.

    What was found earlier has the way to the entries in place of them.
    """

    entries: Part | Callable[[], Part]
    findings: list[Finding]
    said: list[Said]
