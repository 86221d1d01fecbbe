"""Differences between two versions of the data of a record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from exporter.records.document import Pointer

NodePart = Literal["key", "value"]


def differences(
    before: Any, after: Any, pointer: Pointer = ()
) -> Iterator[tuple[Pointer, NodePart, Any]]:
    """Yield each place where `after` has another key or value, and what it has there.

    The pointers are those in `before`. The order of fields matters. Lists and groups of different
    length differ as a whole. Numbers of different types differ (1 and 1.0); .nan equals itself.
    """
    if isinstance(before, dict) and isinstance(after, dict) and len(before) == len(after):
        for (key, value), (other_key, other) in zip(before.items(), after.items(), strict=True):
            if key != other_key:
                yield (*pointer, key), "key", other_key
            yield from differences(value, other, (*pointer, key))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (value, other) in enumerate(zip(before, after, strict=True)):
            yield from differences(value, other, (*pointer, index))
    elif type(before) is not type(after) or repr(before) != repr(after):
        yield pointer, "value", after
