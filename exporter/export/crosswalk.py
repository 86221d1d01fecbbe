"""The table of a format: our terms, its words for them, how well they match, and the source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from exporter.records.document import Pointer
from exporter.records.schema import Field
from exporter.tables import read_table

Match = Literal["exact", "close", "broad", "narrow", "none"]
"""The words of SKOS mapping relations (https://www.w3.org/TR/skos-reference/#mapping).

`none`: it is lost.
"""

_LOSSY = frozenset({"none", "broad"})

SCHEMA_OF_CATALOGUE = "schema of the catalogue"
"""The source of a target that the schema of a catalogue states itself (keyword `export`)."""


class Row(NamedTuple):
    """A row of a table: the `term` of a `vocabulary` is written as `target`, as `source` says."""

    vocabulary: str
    term: str
    target: str
    match: Match
    source: str


@dataclass(frozen=True, eq=False)
class Crosswalk:
    """A format's table. Tables are compared by identity, so that they are cheap keys of a cache.

    Vocabularies are `work`, `agent`, `place`, `concept` (whose terms are fields), `type`, `role`,
    `scheme`, `status` and any that the format adds. `names` are the format and its standard
    (`marcxml`, `marc`), by which the schema of a catalogue can say where a field of its own goes.
    """

    rows: tuple[Row, ...]
    names: tuple[str, ...] = ()

    @cached_property
    def _by_term(self) -> Mapping[tuple[str, str], Row]:
        return {(row.vocabulary, row.term): row for row in self.rows}

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows in the order of the table."""
        return iter(self.rows)

    @cached_property
    def _by_vocabulary(self) -> Mapping[str, tuple[Row, ...]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.vocabulary, []).append(row)
        return {name: tuple(rows) for name, rows in found.items()}

    def rows_of(self, vocabulary: str) -> tuple[Row, ...]:
        """Return the rows of a vocabulary in the order of the table."""
        return self._by_vocabulary.get(vocabulary, ())

    def row(self, vocabulary: str, term: str) -> Row:
        """Return the row of a term, or the row `*` of its vocabulary if it has none.

        A vocabulary without any row has no place in the format: the row then says `none`.
        """
        for key in ((vocabulary, term), (vocabulary, "*")):
            if key in self._by_term:
                return self._by_term[key]
        return Row(vocabulary, term, "", "none", "the format has no place for it")

    def has_row(self, vocabulary: str, term: str) -> bool:
        """Whether a term has a row of its own."""
        return (vocabulary, term) in self._by_term

    def target(self, vocabulary: str, term: str) -> str:
        """Return the format's word for a term; empty if it has none."""
        return self.row(vocabulary, term).target

    def field(self, noun: str, pointer: Pointer, root: Field | None = None) -> Row:
        """Return the most exact row of a field: `citations/claims` before `citations`.

        List indexes and language tags in `pointer` are skipped, as the table leaves them out.
        `root` is the schema of the record: a target that it states itself (keyword `export`) comes
        before the table.
        """
        place = tuple([0 if isinstance(step, int) else step for step in pointer])
        return _row_of_field(self, noun, place, root)

    def keeps(self, noun: str, name: str) -> bool:
        """Whether nothing is lost or weakened of an outermost field, whatever is in it."""
        return _keeps(self, noun, name)

    def own_row(self, noun: str, pointer: Pointer, root: Field | None) -> Row | None:
        """Return the row that the schema of a catalogue states for a field, if it states one."""
        field = root
        for step in pointer:
            field = field.child(step) if field else None
            targets = field.keyword("export") if field else None
            if isinstance(targets, Mapping):
                for name in self.names:
                    if name in targets:
                        term, target = str(step), str(targets[name])
                        return Row(noun, term, target, "exact", SCHEMA_OF_CATALOGUE)
        return None


@lru_cache(maxsize=1 << 16)
def _row_of_field(table: Crosswalk, noun: str, pointer: Pointer, root: Field | None) -> Row:
    """Return the row of a field; cached, because each value of each record asks for one."""
    own = table.own_row(noun, pointer, root)
    if own:
        return own
    steps = _field_names(pointer, root)
    for length in range(len(steps), 0, -1):
        term = "/".join(steps[:length])
        if table.has_row(noun, term):
            return table.row(noun, term)
    return table.row(noun, steps[0])


@lru_cache(maxsize=1 << 16)
def _keeps(table: Crosswalk, noun: str, name: str) -> bool:
    """Do what `Crosswalk.keeps` promises; what the schema states itself is never lost."""
    inside = (row for row in table.rows_of(noun) if row.term.startswith(f"{name}/"))
    return not any(row.match in _LOSSY for row in (table.row(noun, name), *inside))


def _field_names(pointer: Pointer, field: Field | None) -> list[str]:
    """Return the names of fields in a pointer, without list indexes and language tags."""
    names = []
    for step in pointer:
        items = field.children.get("*") if field else None
        if field and items and step not in field.children:
            is_name = step in items.children
            field = items.child(step) if is_name else items
        else:
            is_name = isinstance(step, str)
            field = field.child(step) if field else None
        if is_name:
            names.append(str(step))
    return names


def read_crosswalk(*files: Path, names: tuple[str, ...] = ()) -> Crosswalk:
    """Return the table of the format with these `names`.

    Of two rows for one term, that of the later file counts. Raises ValueError if a column is
    missing, or `match` is none of the five words.
    """
    rows: dict[tuple[str, str], Row] = {}
    for file in files:
        for cells in read_table(file):
            if set(cells) != set(Row._fields):
                columns = ", ".join(Row._fields)
                raise ValueError(f"the columns of {file.name} must be {columns}")
            row = Row(**cells)  # type: ignore[arg-type]
            if row.match not in get_args(Match):
                raise ValueError(f"{file.name}: “{row.match}” is not a kind of match")
            rows[row.vocabulary, row.term] = row
    return Crosswalk(tuple(rows.values()), names)
