"""One module per reporter: its `render(report)` yields the text in pieces."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType


def names() -> list[str]:
    """Return the names of the reporters."""
    return [info.name for info in pkgutil.iter_modules(__path__)]


def reporter_named(name: str) -> ModuleType:
    """Return the module of a reporter. Raises ModuleNotFoundError if there is none."""
    return import_module(f"{__name__}.{name}")
