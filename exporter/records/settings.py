"""The settings of a catalogue: which checks are off, and how large a record may be."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

from exporter.errors import UsageError
from exporter.suggest import did_you_mean


class Limits(NamedTuple):
    """How large a record may be.

    `size` is in bytes, `depth` in levels of nesting, and `values` counts keys and values, including
    those that an alias repeats.
    """

    size: int = 1_000_000
    depth: int = 50
    values: int = 100_000


MAX_LIMITS = Limits(100_000_000, 200, 10_000_000)
"""What a catalogue can allow: more would exceed the stack of Python, or the memory."""
UNLIMITED = Limits(sys.maxsize, sys.maxsize, sys.maxsize)
"""For text that was already read within the catalogue's limits."""


class Settings(NamedTuple):
    """`off` are the names of the checks whose findings are not reported."""

    off: frozenset[str] = frozenset()
    limits: Limits = Limits()


def parse_settings(written: Mapping[str, Any], source: str) -> Settings:
    """Return the settings in a parsed TOML file: `[checks] off`, `[limits] size, depth, values`.

    Raises UsageError, which names the file `source`, for an unknown name or a wrong value.
    """
    _require_known(written, ("checks", "limits"), source)
    checks = written.get("checks", {})
    limits = written.get("limits", {})
    _require_known(checks, ("off",), f"{source}, [checks]")
    _require_known(limits, Limits._fields, f"{source}, [limits]")
    off = checks.get("off", [])
    if not isinstance(off, list) or not all(isinstance(name, str) for name in off):
        message = f"{source}, [checks]: off must be a list of names"
        raise UsageError(message, 'write off = ["orphaned-record"]')
    for name, number in limits.items():
        most: int = getattr(MAX_LIMITS, name)
        if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= most:
            message = f"{source}, [limits]: {name} must be a whole number from 1 to {most:,}"
            raise UsageError(message, f"write {name} = {getattr(Limits(), name)}")
    return Settings(frozenset(off), Limits(**limits))


def _require_known(written: object, names: tuple[str, ...], where: str) -> None:
    if not isinstance(written, Mapping):
        raise UsageError(f"{where} must be a table", "write its name in brackets: [checks]")
    for name in written:
        if name not in names:
            hint = did_you_mean(name, names) or f"there is {', '.join(names)}"
            raise UsageError(f"{where}: there is no setting “{name}”", hint)
