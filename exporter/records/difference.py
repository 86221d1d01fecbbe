"""Where two readings of one record differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from exporter.records.document import Pointer

NodePart = Literal["key", "value"]


def differences(
    before: Any, after: Any, pointer: Pointer = ()
) -> Iterator[tuple[Pointer, NodePart, Any]]:
    """Give each place, as `before` names it, at which `after` has another key or value, and what it has there.

    Fields that stand in another order differ. Lists and groups that do not have the same number of entries differ as
    a whole.
    """
    if isinstance(before, dict) and isinstance(after, dict) and len(before) == len(after):
        for (key, value), (other_key, other) in zip(before.items(), after.items(), strict=True):
            if key != other_key:
                yield (*pointer, key), "key", other_key
            yield from differences(value, other, (*pointer, key))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for place, (value, other) in enumerate(zip(before, after, strict=True)):
            yield from differences(value, other, (*pointer, place))
    elif type(before) is not type(after) or repr(before) != repr(
        after
    ):  # repr: 1 is not 1.0, and .nan is .nan
        yield pointer, "value", after
