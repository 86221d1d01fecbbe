"""One record as it was read: its file, its data and its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

Pointer = tuple[str | int, ...]
"""The keys and list indexes (from 0) that lead to a value in a record: `("found", 0, "title")`."""


class Document(NamedTuple):
    """A record with the file that it was read from.

    `data` consists of dict, list, str, int, float, bool and None. `text` is the text of the file,
    or empty if only the data matter. `whole_numbers` is true if `data` is known to contain no
    float. `unambiguous` is true if YAML 1.1 is known to read all of it as YAML 1.2 does, but for
    dates. `keys` are the names of all fields, at any depth, if they are known.
    """

    path: Path
    data: Mapping[str, Any]
    text: str = ""
    whole_numbers: bool = False
    unambiguous: bool = False
    keys: frozenset[str] | None = None

    @property
    def id(self) -> str:
        """The id in the record, or the file's stem if there is none."""
        id = self.data.get("id")
        return id if isinstance(id, str) else self.path.stem

    @property
    def kind(self) -> str:
        """The kind in the record, or an empty string if there is none."""
        kind = self.data.get("kind")
        return kind if isinstance(kind, str) else ""


_ID = re.compile(r"[a-z][a-z0-9-]{0,99}")


def is_id(text: str) -> bool:
    """Return whether a text can be an id, which is the name of a file on every system."""
    return _ID.fullmatch(text) is not None


def former_ids(data: Mapping[str, Any]) -> list[str]:
    """Return the ids that a record had before; none if the field is not a list, which is an error."""
    found = data.get("former_ids")
    return [str(each) for each in found] if isinstance(found, list) else []


def current_id(id: str, documents: Mapping[str, Document]) -> str:
    """Return the id of the record that had an id before; an empty text if there is none."""
    return next((now for now, each in documents.items() if id in former_ids(each.data)), "")


def leaves(value: object, pointer: Pointer = ()) -> Iterator[tuple[Pointer, object]]:
    """Yield every scalar in `value` with its pointer, in the order of the file.

    `pointer` is that of `value` itself.
    """
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(inner, (*pointer, key))
    elif isinstance(value, Sequence):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*pointer, index))
    else:
        yield pointer, value


def written_steps(pointer: Pointer) -> list[str]:
    """Return the steps of a pointer as people write them: items of lists are counted from 1."""
    return [str(step + 1 if isinstance(step, int) else step) for step in pointer]


def written_path(pointer: Pointer) -> str:
    """Return the path to a value as a key of `inferred` has it: `contributors.1.role`."""
    return ".".join(written_steps(pointer))


def json_pointer(pointer: Pointer) -> str:
    """Return a pointer as text: `/contributors/0/role` (RFC 6901, 3)."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in pointer)


def value_at(value: Any, pointer: Pointer) -> Any:
    """Return the value that `pointer` leads to in `value`. Raises LookupError if there is none."""
    for step in pointer:
        value = value[step]
    return value
