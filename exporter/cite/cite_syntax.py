"""Citations as authors write them: `see kokoro, p. 12; sanshiro`, with or without pandoc's `@`.

Source: Pandoc User's Guide, Citation syntax.
"""

from __future__ import annotations

import re

from exporter.cite.citation import Cite
from exporter.cite.locale import Locale
from exporter.cite.locators import parse_locator
from exporter.cite.work_keys import WorkKeys
from exporter.errors import UsageError


def key_pattern(within: str) -> str:
    """Return a pattern for a key: `@id` or `@{id}`, with a hyphen before it to leave out the author.

    `within` are the signs that a key without braces may have between letters and digits.
    """
    bare = rf"\w(?:[\w{within}-]*[\w/#$%&+~])?"
    return rf"(?P<suppressed>-?)@(?:\{{(?P<braced>[^{{}}\s]+)\}}|(?P<bare>{bare}))"


KEY = key_pattern(":.#$%&+?<>~/")
"""A key as pandoc reads it."""
_KEY = re.compile(rf"(?:^|[^\w@]){KEY}")
_WORD = re.compile(r"[^\s,;]+")
_BRACES = re.compile(r"\s*,?\s*\{([^{}]*)\}")


def parse_cites(text: str, keys: WorkKeys, locale: Locale) -> list[Cite]:
    """Return the cites of a citation, which are separated by semicolons.

    Each may have a prefix before its key, and a locator and a suffix behind it. Raises UsageError
    where a part names no work.
    """
    parts = [part for part in text.split(";") if part.strip()]
    if not parts:
        raise UsageError("the citation names no work", "write for example 'kokoro, p. 12'")
    return [_parse_cite(part, keys, locale) for part in parts]


def _parse_cite(text: str, keys: WorkKeys, locale: Locale) -> Cite:
    match = _KEY.search(text)
    if match:
        key = match["braced"] or match["bare"]
        start, end = match.start("suppressed"), match.end()
        suppressed = bool(match["suppressed"])
    else:
        word = _bare_key(text, keys)
        key, suppressed = word[0], False
        start, end = word.span()
    id = keys.find(key)
    if id is None:
        raise keys.unknown(key)
    before = text[:start].lstrip()
    prefix = before.rstrip()
    if before != prefix:
        prefix += " "
    return _with_rest(Cite(id, prefix=prefix, suppress_author=suppressed), text[end:], locale)


def _bare_key(text: str, keys: WorkKeys) -> re.Match[str]:
    """Return the first word that is a key, or else the first that is nearly one.

    If there is none, it is the word before the first comma, where a key stands. Raises UsageError
    where there is no word.
    """
    words = list(_WORD.finditer(text))
    if not words:
        raise UsageError(f"“{text.strip()}” names no work", "name the id of a work")
    found = [word for word in words if keys.find(word[0]) is not None]
    if not found:
        found = [word for word in words if keys.nearest(word[0])]
    if found:
        return found[0]
    before_comma = list(_WORD.finditer(text.partition(",")[0]))
    return (before_comma or words)[-1]


def _with_rest(cite: Cite, rest: str, locale: Locale) -> Cite:
    """Return a cite with the locator and the suffix behind its key.

    Braces say where the locator ends.
    """
    braces = _BRACES.match(rest)
    if braces:
        inner, suffix = braces[1], rest[braces.end() :]
        locator = parse_locator(inner, locale)
        label = locator.label if locator else "page"
        text = f"{locator.text}{locator.rest}" if locator else inner
        return cite.with_locator(text.strip(), label, suffix.rstrip())
    locator = parse_locator(rest, locale) if rest[:1] in {",", " ", ""} else None
    if locator is None:
        return cite.with_locator("", "page", rest.rstrip())
    return cite.with_locator(locator.text, locator.label, locator.rest.rstrip())
