"""Roles by the terms and codes of the MARC relators, which MODS uses too."""

from __future__ import annotations

from functools import cache

from exporter.model.vocabularies import vocabulary


def role_of(word: str) -> str:
    """Return the role that a term or a code in lower case means; empty for any other word."""
    return word if word in vocabulary("roles") else role_of_code(word)


def role_of_code(code: str) -> str:
    """Return the role that a code such as `aut` means; empty for any other word."""
    return _codes().get(code, "")


@cache
def _codes() -> dict[str, str]:
    return {row["code"]: term for term, row in vocabulary("roles").items() if row["code"]}
