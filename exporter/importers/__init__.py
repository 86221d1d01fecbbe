"""One module a format that can be read: from its bytes to the data of records, or to what keeps it from being read.

A reader defines `read(content, schemas)`, which gives a Reading for a catalogue with these schemas.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol, cast

from exporter.errors import UsageError
from exporter.records.finding import Position
from exporter.records.schema import Schemas
from exporter.suggest import did_you_mean


@dataclass(frozen=True, slots=True)
class Read:
    """The data of one record. One that is not `whole` is only what a document says of it in passing."""

    data: dict[str, Any]
    whole: bool


@dataclass(frozen=True, slots=True)
class ParseProblem:
    """What a reader does not understand, and where it stands."""

    message: str
    position: Position


@dataclass(frozen=True, slots=True)
class Reading:
    """The records of a document in its order, and what is wrong; where anything is, the records are not to be used."""

    records: Sequence[Read]
    wrong: Sequence[ParseProblem] = ()


class Reader(Protocol):
    """What every module in this folder offers."""

    def read(self, content: bytes, schemas: Schemas) -> Reading:
        """Read a document."""


def reader_named(name: str) -> Reader:
    """Give the reader of a format. Raises UsageError, with the nearest name, where there is none."""
    names = [info.name.replace("_", "-") for info in pkgutil.iter_modules(__path__)]
    if name not in names:
        hint = did_you_mean(name, names) or f"what can be read is {', '.join(names)}"
        raise UsageError(f"there is no format “{name}” that can be read", hint)
    return cast("Reader", import_module(f"{__name__}.{name.replace('-', '_')}"))
