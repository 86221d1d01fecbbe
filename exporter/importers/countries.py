"""Countries by the codes that libraries write for them. Source: MARC Code List for Countries."""

from __future__ import annotations

from functools import cache

from exporter.model.vocabularies import vocabulary

_PART_OF_A_CODE = frozenset({"AX", "GG", "HK", "IC", "IM", "JE", "MO", "SJ"})
"""Countries of ISO 3166-1 that MARC gives the code of a larger one, or one code together."""


def country_of(code: str) -> str:
    """Return the country of a code of MARC; empty for one that is not known."""
    return _countries().get(code.strip(" |#"), "")


@cache
def _countries() -> dict[str, str]:
    """Return the country of each code; a code of several means the largest of them."""
    found: dict[str, str] = {}
    for term, row in vocabulary("countries").items():
        if row["code"] and term not in _PART_OF_A_CODE:
            found.setdefault(row["code"], term)
    return found
