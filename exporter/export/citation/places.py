"""Where the statements of a reference go, as the table of a format says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from exporter.export.crosswalk import Crosswalk

Places = Mapping[str, str]
"""The place of each statement, by its term: `{"series/title": "series"}`."""


@lru_cache(maxsize=1_000)
def places(crosswalk: Crosswalk, vocabulary: str, types: tuple[str, ...]) -> Places:
    """Return the places that an entry of these types has, the later types first.

    A row of `vocabulary` (`entry`, `tag`) lists them: `volume` is a place of the same name, `issue=number` one of
    another name, and `+book` stands for all that the row `book` has.
    """
    found: dict[str, str] = {}
    for type in types:
        for word in crosswalk.target(vocabulary, type).split():
            if word.startswith("+"):
                found |= places(crosswalk, vocabulary, (word[1:],))
            else:
                term, _, place = word.partition("=")
                found[term] = place or term
    return found


@lru_cache(maxsize=10_000)
def last_alternative(target: str) -> str:
    """Return the place that every entry has: `note` of `volume, or note`; what follows a semicolon is a remark."""
    words = re.findall(r"[A-Za-z0-9_.-]+", target.partition(";")[0])
    return words[-1] if words else ""
