"""Our own terms as tables: types, roles, relations, senses of a citation, languages, countries."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from exporter.tables import read_table


@cache
def vocabulary(name: str) -> Mapping[str, Mapping[str, str]]:
    """Return a table by its first column: `vocabulary("roles")["author"]["code"]` is `aut`."""
    rows = read_table(Path(__file__).with_name(f"{name}.tsv"))
    return {next(iter(row.values())): row for row in rows}


@cache
def types_by_label() -> Mapping[str, str]:
    """Return the CSL types by their English names in small letters, and `photograph`, a picture."""
    named = {row["label"].lower(): term for term, row in vocabulary("types").items()}
    return named | {"photograph": "graphic"}
