"""Turtle: how a text, an address and a word of a vocabulary are written.

Source: RDF 1.1 Turtle, W3C Recommendation 25 February 2014, 2.3 to 2.5 and 6.5.
"""

from __future__ import annotations

import re

_ESCAPES = {
    "\t": "\\t",
    "\b": "\\b",
    "\n": "\\n",
    "\r": "\\r",
    "\f": "\\f",
    '"': '\\"',
    "\\": "\\\\",
}
_SPECIAL = re.compile(r'["\\\x00-\x1f\x7f]')
_NO_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*", re.ASCII)


def string(text: str) -> str:
    r"""Return a text in quotation marks: `"Say \"tea\""` (6.5, STRING_LITERAL_QUOTE)."""
    return f'"{_SPECIAL.sub(lambda found: _ESCAPES.get(found[0]) or _code(found[0]), text)}"'


def iri(text: str) -> str:
    """Return an address: `<#tea-report>` (6.5, IRIREF)."""
    return f"<{_NO_IRI.sub(lambda found: _code(found[0]), text)}>"


def word(prefix: str, name: str, namespace: str) -> str:
    """Return a word of a vocabulary: `bibo:Book`; in full where it is not a plain name (6.5, PN_LOCAL)."""
    return f"{prefix}:{name}" if _LOCAL.fullmatch(name) else iri(namespace + name)


def _code(character: str) -> str:
    return f"\\u{ord(character):04X}"
