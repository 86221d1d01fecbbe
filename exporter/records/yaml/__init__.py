"""YAML 1.2 (core schema) into plain data, with the place of every key and value where one asks for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from exporter.records.document import Pointer
from exporter.records.finding import Position
from exporter.records.settings import Limits


class YamlError(Exception):
    """The text is no record: `name` is the finding's, `place` where it stands."""

    def __init__(self, name: str, message: str, hint: str, place: Position) -> None:
        super().__init__(message)
        self.name, self.message, self.hint, self.position = name, message, hint, place


class Scalar(NamedTuple):
    """How a key or a single value is written: offsets in the text, and PyYAML's style (`'`, `"`, `|`, `>` or empty).

    Anchor and tag lie within.
    """

    start: int
    end: int
    style: str


@dataclass(slots=True)
class Places:
    """Where each key and each value begins and ends, by the way to it; the single ones that stand there themselves.

    A value that `*` repeats is no scalar at its own place.
    """

    keys: dict[Pointer, Position] = field(default_factory=dict)
    values: dict[Pointer, Position] = field(default_factory=dict)
    scalars: dict[tuple[Pointer, Literal["key", "value"]], Scalar] = field(default_factory=dict)


def load(text: str, limits: Limits, places: Places | None = None) -> Any:
    """Read one YAML document into dict, list, str, int, float, bool and None; note the places where given.

    Raises YamlError, with a finding's name and its place, for anything that is not one plain document.
    """
    from exporter.records.yaml.composer import (
        compose,  # here, since PyYAML takes long to import, and few records need it
    )

    return compose(text, limits, places)
