"""The rows of the table for one group of a record, and the shape of what a field holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Literal

from exporter.export.crosswalk import Crosswalk
from exporter.export.tei.paths import Path, parse_paths
from exporter.records.schema import Field

SHARED = {
    "identifiers": "identifier",
    "classification": "class number",
    "contributors": "contributor",
    "url": "link",
}
"""The groups that are the same wherever they stand: the vocabulary with their rows, by the name of
the field.
"""
RELATED = "related"
"""The vocabulary with the rows of what a record says of another work."""

PRINCIPAL = {
    "identifiers": "number",
    "classification": "number",
    "url": "url",
    "contents": "title",
    "other_names": "name",
}
"""The field of a group that a plain value in its place stands for."""

Shape = Literal["date", "relation", "agent", "text", "reference", "group", "plain"]


@cache
def shape_of(field: Field) -> Shape:
    """Return what sort of value a field holds, or each item of its list.

    A `text` may be plain or in several languages; an `agent` is an id or a group with a name; a
    `group` may have a plain value, a text or an id in its place.
    """
    named = _fields_inside(field)
    if field.keyword("format") == "edtf":
        return "date"
    if field.keyword("relation"):
        return "relation"
    if named:
        return "agent" if named == {"name", "kind"} and field.refers_to else "group"
    if field.refers_to:
        return "reference"
    return "text" if field.keyword("textual") else "plain"


def is_forms(value: object, field: Field | None) -> bool:
    """Return whether a value is a text in several languages: a map from tags to its forms."""
    if not isinstance(value, dict) or field is None or not field.keyword("textual"):
        return False
    return _fields_inside(field).isdisjoint(value)


@cache
def _fields_inside(field: Field) -> frozenset[str]:
    """Return the names of the fields in a group; language tags and list indexes are not names."""
    return frozenset(field.children) - {"*"}


def is_only_a_list(field: Field) -> bool:
    """Return whether a field always holds a list, so that a single item needs no mark."""
    return field.types == {"array"}


@dataclass(frozen=True, eq=False)
class Scope:
    """The fields of one group: a whole record (`prefix` is empty), or a field with fields inside.

    `root` is the element of the record, by which one of several targets is chosen.
    """

    crosswalk: Crosswalk
    vocabulary: str
    prefix: str = ""
    root: str = ""

    @cached_property
    def paths(self) -> Mapping[str, tuple[Path, ...]]:
        """The paths of each field in the order of the table; all are read, the first is written."""
        found = {}
        for row in self.crosswalk:
            name = row.term.removeprefix(self.prefix)
            known = row.vocabulary == self.vocabulary and row.term.startswith(self.prefix)
            if known and "/" not in name and name != "*":
                paths = self._of_root(parse_paths(row.target))
                if paths:
                    found[name] = paths
        return found

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {name: place for place, name in enumerate(self.paths)}

    def place_of(self, name: str) -> int:
        """Return the place of a field in the order of the table; fields without a row come last."""
        return self._places.get(name, len(self._places))

    def _of_root(self, paths: tuple[Path, ...]) -> tuple[Path, ...]:
        if not self.root:
            return paths
        return tuple(
            path._replace(steps=path.steps[1:]) for path in paths if self.root in path.steps[0].tags
        )

    def paths_of(self, name: str, field: Field | None) -> tuple[Path, ...]:
        """Return the paths of a field; none if the table has no row for it.

        The schema of a catalogue can say for a field of its own where it goes, in the words of the
        table: `"export": {"tei": "biblStruct/note[@type=shelf]/label+seg"}`. What is not a path is
        ignored.
        """
        if name in self.paths or field is None:
            return self.paths.get(name, ())
        targets = field.keyword("export")
        if not isinstance(targets, Mapping):
            return ()
        for format in self.crosswalk.names:
            try:
                paths = parse_paths(str(targets.get(format, "")))
            except ValueError:
                continue
            return self._of_root(paths) or paths
        return ()

    def inner(self, name: str, field: Field | None = None) -> Scope:
        """Return the scope of the fields inside a field."""
        if field is not None and field.keyword("relation"):
            return scope_of(self.crosswalk, RELATED)
        if name in SHARED:
            return scope_of(self.crosswalk, SHARED[name])
        return scope_of(self.crosswalk, self.vocabulary, f"{self.prefix}{name}/")

    @cached_property
    def uses_n(self) -> bool:
        """Whether `n` has a meaning of its own in this group, so that it cannot number a list."""
        return any(path.attribute == "n" for paths in self.paths.values() for path in paths)


@lru_cache(1_000)
def scope_of(crosswalk: Crosswalk, vocabulary: str, prefix: str = "", root: str = "") -> Scope:
    """Return the scope of the rows of a vocabulary whose terms begin with `prefix` (`name/`).

    It is cached, because a scope reads the whole table.
    """
    return Scope(crosswalk, vocabulary, prefix, root)


def record_scope(crosswalk: Crosswalk, noun: str, root: str) -> Scope:
    """Return the scope of a whole record.

    `noun` is work, agent, place or concept, `root` its element.
    """
    return scope_of(crosswalk, noun, "", root)
