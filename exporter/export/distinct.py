"""Lists in which each value stands once, whatever it is: a text, or a group, which has no hash."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from typing import Any

LONG = 100
"""So many values are compared one by one, which is fastest; among more, they are looked up."""
_written = partial(json.dumps, sort_keys=True)


def add_new(said: Iterable[Any], values: list[Any], known: set[str]) -> None:
    """Add what is not there to a long list of values; `known` are those values, or empty at first."""
    if not known:
        known.update(map(_written, values))
    for each in said:
        written = _written(each)
        if written not in known:
            known.add(written)
            values.append(each)
