"""JSON for a `script` element of a web page: no character of it can end the script.

Sources: HTML, 4.12.1.3 (restrictions for contents of script elements); ECMA-262, 12.3 (line
terminators).
"""

from __future__ import annotations

import json
from typing import Any

_ESCAPES = {"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def dumps(value: Any, depth: int = 0) -> str:
    """Return a value as lines, indented by `depth` steps of two spaces.

    The last line does not end.
    """
    margin = "  " * depth
    lines = json.dumps(value, ensure_ascii=False, indent=2).replace("\n", f"\n{margin}")
    for character, escape in _ESCAPES.items():
        lines = lines.replace(character, escape)
    return margin + lines
