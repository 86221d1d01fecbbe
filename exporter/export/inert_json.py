"""JSON that may stand inside a web page: nothing in it ends a script, opens a comment, or breaks a line of JavaScript.

Source: HTML, 4.12.1.3 (restrictions for contents of script elements); ECMA-262, 12.3 (line terminators).
"""

from __future__ import annotations

from typing import Any

from exporter.export import json_layout

_ESCAPES = {"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def dumps(value: Any, depth: int = 0) -> str:
    """Give a value as indented lines, as one that lies `depth` deep; without a break after the last."""
    margin = "  " * depth
    written = margin + json_layout.dumps(value, margin)
    for character, escape in _ESCAPES.items():
        written = written.replace(character, escape)
    return written
