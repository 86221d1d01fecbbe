"""Our terms in a format's words, each row with how well they match and the source that says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from exporter.records.document import Pointer
from exporter.tables import read_table

Match = Literal["exact", "close", "broad", "narrow", "none"]
"""The words of SKOS mapping relations (https://www.w3.org/TR/skos-reference/#mapping); `none`: it is lost."""


class Row(NamedTuple):
    """One line of a table: `ours` of `vocabulary` becomes `theirs`, according to `source`."""

    vocabulary: str
    ours: str
    theirs: str
    match: Match
    source: str


@dataclass(frozen=True)
class Crosswalk:
    """A format's table. Vocabularies are `work`, `agent` (fields), `type`, `role`, `scheme`, `status`."""

    rows: tuple[Row, ...]

    @cached_property
    def _by_term(self) -> Mapping[tuple[str, str], Row]:
        return {(row.vocabulary, row.ours): row for row in self.rows}

    def __iter__(self) -> Iterator[Row]:
        """Give the rows in the order of the table."""
        return iter(self.rows)

    def row(self, vocabulary: str, ours: str) -> Row:
        """Give the row of a term, or the row `*` for terms that have none.

        Raises KeyError where the table has neither: it is then incomplete, which a test finds.
        """
        return self._by_term.get((vocabulary, ours)) or self._by_term[vocabulary, "*"]

    def theirs(self, vocabulary: str, ours: str) -> str:
        """Give the format's word for a term; empty where it has none."""
        return self.row(vocabulary, ours).theirs

    def field(self, noun: str, pointer: Pointer) -> Row:
        """Give the row of a field, the most exact one: that of `citations/claims` before that of `citations`.

        A list place or a language tag in `pointer` is skipped, as the table leaves it out.
        """
        steps = [step for step in pointer if isinstance(step, str)]
        for length in range(len(steps), 0, -1):
            if row := self._by_term.get((noun, "/".join(steps[:length]))):
                return row
        return self.row(noun, steps[0])


def read_crosswalk(*files: Path) -> Crosswalk:
    """Read a format's table; of two rows for one term that of the later file stands.

    Raises ValueError where `match` is none of the five words.
    """
    rows: dict[tuple[str, str], Row] = {}
    for file in files:
        for cells in read_table(file):
            row = Row(**cells)  # type: ignore[arg-type]
            if row.match not in get_args(Match):
                raise ValueError(f"{file.name}: “{row.match}” is no kind of match")
            rows[row.vocabulary, row.ours] = row
    return Crosswalk(tuple(rows.values()))
