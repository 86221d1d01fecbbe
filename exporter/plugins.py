"""Formats and checks from other packages: found by their entry points, and looked at before they are used."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from exporter.errors import UsageError


def plugin_modules(group: str) -> dict[str, str]:
    """Give the modules that other packages bring to a group of entry points, each by its stem (`plain_list`)."""
    if not _are_there():
        return {}
    from importlib.metadata import (
        entry_points,
    )  # here, since it takes longer to import than most commands to run

    return {point.name.replace("-", "_"): point.value for point in entry_points(group=group)}


@cache
def _are_there() -> bool:
    """Tell whether a package may have an entry point for us, by a look at what is installed.

    Source: Core metadata specifications, `.dist-info` folders (`.egg-info` in older ones) with an `entry_points.txt`.
    What is no folder may hold packages as well.
    """
    for place in map(Path, sys.path):
        if place.is_file():
            return True
        for kind in ("dist", "egg"):
            for file in place.glob(f"*.{kind}-info/entry_points.txt"):
                if b"[exporter." in file.read_bytes():
                    return True
    return False


def load_plugin(what: str, module: str, offers: Sequence[str]) -> ModuleType:
    """Import the module of `what` (“the check “house-rule””), which has to have a docstring and to define `offers`.

    Raises UsageError where it cannot be imported or lacks one of them.
    """
    try:
        found = import_module(module)
    except Exception as error:  # whatever the code of another package may do
        wrong = f"{type(error).__name__}: {error}"
        raise UsageError(
            f"{what} cannot be used: {wrong}", f"mend or uninstall the package of {module}"
        ) from error
    lacking = ["a docstring"] if not found.__doc__ else []
    lacking += [each for each in offers if not hasattr(found, each)]
    if lacking:
        raise UsageError(
            f"{what} cannot be used: {module} lacks {', '.join(lacking)}",
            "CONTRIBUTING.md says what it needs",
        )
    return found
