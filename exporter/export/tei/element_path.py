"""What the table says of an element: the last step of `biblStruct/note[@type=credit]` is a note of that type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

_STEP = re.compile(r"(?:.*/)?(?P<tags>[\w|()]+)(?P<conditions>(\[@\w+=[\w-]+\])*)")
_CONDITION = re.compile(r"\[@(\w+)=([\w-]+)\]")


class Step(NamedTuple):
    """An element by its tag and the attributes that tell it from others of the same tag."""

    tag: str
    attributes: Mapping[str, Any]


@cache
def last_step(path: str, *, person: bool = True) -> Step:
    """Read the last step of a path. Of `(persName|orgName)` it is the first for a person, else the second."""
    found = _STEP.fullmatch(path)
    if not found:
        raise ValueError(f"“{path}” does not end in an element")
    tags = found["tags"].strip("()").split("|")
    return Step(tags[0 if person else -1], dict(_CONDITION.findall(found["conditions"])))
