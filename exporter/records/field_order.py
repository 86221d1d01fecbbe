"""The order of the fields in a record, and in each group inside it.

Fields are moved in whole lines, with the comments above them, or within the braces of a group on
one line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from exporter.records.document import Pointer
from exporter.records.schema import SUFFIX, Field, Schemas
from exporter.records.yaml import BLOCK_STYLES, source_map_of

SCHEMA_LINE = re.compile(r"\s*#\s*yaml-language-server:\s*\$schema\s*=")

_FIRST = (
    *("id", "kind", "type", "language", "cataloguing_language"),
    *("name", "short_name", "other_names"),
)
_LAST = ("notes", "found", "inferred", "distinct_from", "former_ids")
"""Fields that stand first or last in every kind, whether the kind has them of its own or not."""
_UNORDERED = frozenset({"identifiers", "classification", "notes"})
"""Groups in which the order is the cataloguer's: a format that has one value takes the first."""


def field_order(schemas: Schemas, kind: str) -> list[str]:
    """Return the fields of a kind in the order in which records have them, or an empty list.

    The order is that of the schema. What all works share comes before the fields of one kind; the
    fields of a person or a place come before what all of them share, except for the names.
    """
    if kind not in schemas.kinds:
        return []
    own = schemas.files[kind + SUFFIX].get("properties", {})
    names = _names(schemas.root(kind))
    shared = [name for name in names if name not in own]
    special = [name for name in names if name in own]
    middle = [*shared, *special] if schemas.noun(kind) == "work" else [*special, *shared]
    fixed = (*_FIRST, *_LAST)
    return [
        *(name for name in _FIRST if name in names),
        *(name for name in middle if name not in fixed),
        *(name for name in _LAST if name in names),
    ]


def comparable(value: Any, field: Field | None) -> Any:
    """Return data with the fields of each group in alphabetical order.

    The order of languages stays.
    """
    if isinstance(value, list):
        inner = field.child(0) if field else None
        return [comparable(each, inner) for each in value]
    if not isinstance(value, dict):
        return value
    names = sorted(value) if _order_inside(field) else list(value)
    return {name: comparable(value[name], field.child(name) if field else None) for name in names}


def record_in_order(text: str, order: Sequence[str]) -> Sequence[str]:
    """Return the text with the fields of the record in this order, empty if they cannot be moved.

    A field that the schema does not have follows the one before it.
    """
    layout = _layout_of(text)
    places = layout.places_in_order((), order)
    if not places:
        return [text]
    edit = layout.moved_lines((), places, len(layout.lines))
    return [] if edit is None else [layout.with_edits([edit])]


def groups_in_order(text: str, root: Field) -> Sequence[str]:
    """Return the text with the fields of each group in the order of the schema."""
    layout = _layout_of(text)
    for depth in range(max(map(len, layout.fields), default=0), 0, -1):
        edits = []
        for pointer, end in layout.groups(depth).items():
            places = layout.places_in_order(pointer, _order_inside(_field_at(root, pointer)))
            if not places:
                continue
            if pointer in layout.source_map.flow_ends:
                edit = layout.moved_in_braces(pointer, places)
            else:
                edit = layout.moved_lines(pointer, places, end)
            if edit:
                edits.append(edit)
        if edits:
            layout = _Layout(layout.with_edits(edits))
    return [layout.text]


class _Edit(NamedTuple):
    """The text from the offset `start` to `end` is replaced."""

    start: int
    end: int
    text: str


class _Layout:
    """The text of a record with the places of its fields.

    `fields` are the keys of each group, in their order.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        lengths = (len(line) + 1 for line in self.lines)
        self._starts = list(accumulate(lengths, initial=0))
        self.source_map = source_map_of(text)
        self.fields: dict[Pointer, list[Pointer]] = defaultdict(list)
        for key in self.source_map.keys:
            self.fields[key[:-1]].append(key)
        self._floors = self._ends_of_kept_blocks()

    def _ends_of_kept_blocks(self) -> list[int]:
        """Return the lines at which block scalars with `+` (`|+`) end: they keep empty lines."""
        ends = []
        for span in self.source_map.scalars.values():
            if span.style not in BLOCK_STYLES:
                continue
            beginning = self.text[span.start : span.start + 200]
            if re.match(r"(?:[&!]\S*\s+)*[|>][0-9]?\+", beginning):
                ends.append(self.text.count("\n", 0, span.end))
        return ends

    def with_edits(self, edits: Sequence[_Edit]) -> str:
        """Return the text after edits that do not overlap."""
        parts = []
        end = 0
        for edit in sorted(edits):
            parts += [self.text[end : edit.start], edit.text]
            end = edit.end
        return "".join([*parts, self.text[end:]])

    def _edit_of_lines(self, start: int, end: int, lines: Sequence[str]) -> _Edit:
        """Return the edit that replaces the lines from `start` to `end` (exclusive)."""
        return _Edit(self._starts[start], self._starts[end] - 1, "\n".join(lines))

    def places_in_order(self, pointer: Pointer, order: Sequence[str]) -> list[int]:
        """Return the places of the fields of a group in their new order.

        The result is empty if they are in order already.
        """
        names = [str(key[-1]) for key in self.fields.get(pointer, ())]
        ranks = _ranks(names, order)
        if not order or ranks == sorted(ranks):
            return []
        return sorted(range(len(names)), key=ranks.__getitem__)

    def groups(self, depth: int) -> Mapping[Pointer, int]:
        """Return the groups at a depth, each with the line at which what follows it begins."""
        positions = [*self.source_map.keys.items(), *self.source_map.values.items()]
        positions.sort(key=lambda each: (each[1].line, each[1].column, len(each[0])))
        found: dict[Pointer, int] = {}
        here: Pointer | None = None
        for pointer, position in positions:
            outer = pointer[:depth]
            if here is not None and outer != here:
                found[here] = position.line - 1
                here = None
            if len(outer) == depth and outer in self.fields:
                here = outer
        if here is not None:
            found[here] = len(self.lines)
        return found

    def moved_lines(self, pointer: Pointer, places: Sequence[int], end: int) -> _Edit | None:
        """Return the edit that puts the fields of a group in lines in a new order.

        The result is None if they cannot be moved. `end` is the line at which what follows the
        group begins.
        """
        positions = [self.source_map.keys[key] for key in self.fields[pointer]]
        starts = [position.line - 1 for position in positions]
        indent = positions[0].column - 1
        bullet = self.lines[starts[0]][:indent]
        if not re.fullmatch("[ -]*", bullet):
            return None
        lines = list(self.lines[:end])
        lines[starts[0]] = " " * indent + lines[starts[0]][indent:]
        if any(lines[start][:indent].strip() for start in starts):
            return None  # not one field a line: {id: x, kind: y}
        cuts = self._cut_into_fields(lines, starts, indent, has_bullet=bool(bullet.strip()))
        parts = [lines[start:stop] for start, stop in pairwise(cuts)]
        moved = [line for place in places for line in parts[place]]
        if bullet.strip():
            first = places[0]
            if cuts[first] != starts[first]:
                return None  # a comment cannot stand between the bullet and the field
            moved[0] = bullet + moved[0][indent:]
        return self._edit_of_lines(cuts[0], cuts[-1], moved)

    def _cut_into_fields(
        self, lines: Sequence[str], starts: Sequence[int], indent: int, *, has_bullet: bool
    ) -> list[int]:
        """Return the line at which each field with its comments begins, and the last one ends.

        A comment that is indented deeper than the fields belongs to the field before it, and so
        does everything above the end of a block that keeps its empty lines.
        """
        comment = rf"(?!{SCHEMA_LINE.pattern}) {{0,{indent}}}#.*"
        comment_or_blank = rf"{comment}|\s*"
        cuts = [starts[0] if has_bullet else self._first_line(lines, starts[0], comment)]
        for start in starts[1:]:
            cuts.append(self._first_line(lines, start, comment_or_blank))
        cuts.append(self._first_line(lines, len(lines), rf"{comment_or_blank}|\.\.\..*"))
        return cuts

    def _first_line(self, lines: Sequence[str], line: int, pattern: str) -> int:
        """Return the first of the lines directly above `line` that all match a pattern."""
        floor = max((each for each in self._floors if each <= line), default=0)
        while line > floor and re.fullmatch(pattern, lines[line - 1]):
            line -= 1
        return line

    def moved_in_braces(self, pointer: Pointer, places: Sequence[int]) -> _Edit | None:
        """Return the edit that puts the fields of a group in braces in a new order.

        The result is None if it has several lines.
        """
        spans = self.source_map.scalars
        starts, ends = [], []
        for key in self.fields[pointer]:
            value = spans.get((key, "value"))
            end = value.end if value else self.source_map.flow_ends.get(key)
            if end is None:
                return None  # an alias
            starts.append(spans[key, "key"].start)
            ends.append(end)
        if "\n" in self.text[starts[0] : ends[-1]]:
            return None
        moved = ""
        followers = [*starts[1:], ends[-1]]
        for new, end, follower in zip(places, ends, followers, strict=True):
            moved += self.text[starts[new] : ends[new]] + self.text[end:follower]
        return _Edit(starts[0], ends[-1], moved)


@lru_cache(maxsize=1)
def _layout_of(text: str) -> _Layout:
    """Return the layout of a text, which both steps look at if the first one changes nothing."""
    return _Layout(text)


def _names(field: Field | None) -> list[str]:
    return [name for name in field.children if name != "*"] if field else []


def _order_inside(field: Field | None) -> list[str]:
    """Return the fields of a group in the order of the schema.

    The result is empty if the order is the cataloguer's.
    """
    if field is None or (field.path and field.path[-1] in _UNORDERED):
        return []
    return _names(field)


def _field_at(root: Field, pointer: Pointer) -> Field | None:
    field: Field | None = root
    for step in pointer:
        field = field.child(step) if field else None
    return field


def _ranks(names: Sequence[str], order: Sequence[str]) -> list[int]:
    ranks: list[int] = []
    for name in names:
        if name in order:
            ranks.append(order.index(name))
        else:
            ranks.append(max(ranks[-1:], default=-1))
    return ranks
