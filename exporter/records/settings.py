"""What a catalogue decides for itself: which findings it does not want, and how large a record may be."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

from exporter.errors import UsageError
from exporter.suggest import did_you_mean


class Limits(NamedTuple):
    """How large a record may be: bytes of the file, levels of nesting, and values, repeated ones counted."""

    size: int = 1_000_000
    depth: int = 50
    values: int = 100_000


MAX_LIMITS = Limits(100_000_000, 200, 10_000_000)
"""What a catalogue can allow: deeper nesting would exhaust Python, and more values the memory."""
UNLIMITED = Limits(sys.maxsize, sys.maxsize, sys.maxsize)
"""For what was read once: it can be read again, whatever the catalogue's own limits are."""


class Settings(NamedTuple):
    """`off` are the names of findings that are not reported."""

    off: frozenset[str] = frozenset()
    limits: Limits = Limits()


def parse_settings(written: Mapping[str, Any], source: str) -> Settings:
    """Read settings as a TOML file has them: `[checks] off = […]` and `[limits] size = …, depth = …, values = …`.

    Raises UsageError, naming `source`, for a word or a value that is none.
    """
    _known(written, ("checks", "limits"), source)
    checks, limits = (written.get(part, {}) for part in ("checks", "limits"))
    _known(checks, ("off",), f"{source}, [checks]")
    _known(limits, Limits._fields, f"{source}, [limits]")
    off = checks.get("off", [])
    if not isinstance(off, list) or not all(isinstance(name, str) for name in off):
        raise UsageError(f"{source}: off takes a list of names", 'write off = ["orphaned-record"]')
    for word, number in limits.items():
        most: int = getattr(MAX_LIMITS, word)
        if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= most:
            raise UsageError(
                f"{source}: {word} takes a whole number from 1 to {most:,}",
                f"write {word} = {getattr(Limits(), word)}",
            )
    return Settings(frozenset(off), Limits(**limits))


def _known(written: object, words: tuple[str, ...], where: str) -> None:
    if not isinstance(written, Mapping):
        raise UsageError(f"{where}: here stands a group, beginning with its name in brackets")
    for word in written:
        if word not in words:
            raise UsageError(
                f"{where}: there is no setting “{word}”",
                did_you_mean(word, words) or f"there is {', '.join(words)}",
            )
