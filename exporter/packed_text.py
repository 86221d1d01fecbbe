"""Texts packed for a file or for another machine, quickly rather than as small as can be."""

from __future__ import annotations

from zlib import compress, decompress

_QUICKLY = 1
"""The level of zlib: records are a seventh as long then, what is written of works a ninth."""


def packed(text: str) -> bytes:
    """Return a text packed. It may hold a lone surrogate, which stands for a byte of a file name that is not UTF-8."""
    return compress(text.encode("utf-8", "surrogatepass"), _QUICKLY)


def unpacked(content: bytes) -> str:
    """Return the text that was packed."""
    return decompress(content).decode("utf-8", "surrogatepass")
