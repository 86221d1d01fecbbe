"""Addresses that XML Schema allows in a pointer."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S")


def is_uri(text: str) -> bool:
    """Return whether a text is an absolute URI or IRI that can stand in a pointer.

    Source: XML Schema 1.0, 3.2.17.

    A percent sign begins an escape there, and there is one fragment at most (RFC 3986, 2.1 and
    3.5).
    """
    return bool(_SCHEME.match(text)) and not _ESCAPE.search(text) and text.count("#") <= 1
