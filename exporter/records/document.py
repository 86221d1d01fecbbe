"""One record as written: its file, its kind, its plain data and its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

Pointer = tuple[str | int, ...]
"""The way to a value in a record: keys and list places from 0, as in ("found", 0, "title")."""


class Document(NamedTuple):
    """A file that was read: `data` is plain (dict, list, str, int, float, bool, None), without positions.

    `path` is the file as it can be opened; `text` is what stands in it, so that a finding can be placed; it is empty
    where only the data are asked for. `whole_numbers` says that it is known to hold no others.
    """

    path: Path
    data: Mapping[str, Any]
    text: str = ""
    whole_numbers: bool = False

    @property
    def id(self) -> str:
        """The record's id as it says itself, or else the file's stem."""
        written = self.data.get("id")
        return written if isinstance(written, str) else self.path.stem

    @property
    def kind(self) -> str:
        """The record's kind as it says itself; empty where it says none."""
        written = self.data.get("kind")
        return written if isinstance(written, str) else ""


def leaves(value: object, pointer: Pointer = ()) -> Iterator[tuple[Pointer, object]]:
    """Give each value below `value` that holds no other, with the way to it, in the order of the file."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(inner, (*pointer, key))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for place, inner in enumerate(value):
            yield from leaves(inner, (*pointer, place))
    else:
        yield pointer, value


def value_at(value: Any, pointer: Pointer) -> Any:
    """Give what stands at a place below `value`. Raises LookupError where there is nothing."""
    for step in pointer:
        value = value[step]
    return value
