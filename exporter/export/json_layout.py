"""JSON in indented lines, as `json.dumps` lays it out with two spaces and every character as it is, but sooner.

Python's own fast encoder knows no indented lines, and its other one would take a third of a large export's time.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from json.encoder import encode_basestring
from typing import Any

_string: Callable[[str], str] = encode_basestring


def dumps(value: Any, margin: str = "") -> str:
    """Give a value as lines, each but the first behind a margin; without a break after the last."""
    if isinstance(value, str):
        return _string(value)
    inner = margin + "  "
    if isinstance(value, dict) and value:
        lines = [f"{inner}{_string(name)}: {dumps(each, inner)}" for name, each in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{margin}}}"
    if isinstance(value, list | tuple) and value:
        return "[\n" + ",\n".join([inner + dumps(each, inner) for each in value]) + f"\n{margin}]"
    return json.dumps(value)
