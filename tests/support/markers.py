"""Marks for the cases of a parametrized test."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

import pytest

Case = TypeVar("Case")

SAME_STATEMENTS = frozenset(
    {"marc", "marc-json", "json-ld", "csl-yaml", "biblatex-ms", "datacite-json", "dcterms"}
)
"""The formats that write the statements of marcxml, turtle, csl-json, biblatex, datacite and dc in
another syntax, with the same code. What takes long is not tested with them, too."""


def long_except(cases: Iterable[Case], *usual: Case) -> list[Any]:
    """Return the cases of a test for `parametrize`; all but the usual ones are marked `long`."""
    names = list(cases)
    unknown = set(usual) - set(names)
    assert not unknown, unknown
    return [name if name in usual else pytest.param(name, marks=pytest.mark.long) for name in names]
