"""Merges the data of a record that two people have changed, field by field.

What only one side changed is taken; what both changed in the same way is taken once. Items of lists
are matched by what they are about, not by their places. A field that both changed in different ways
is a conflict, and so is one that one side deleted and the other changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from exporter.records.document import Pointer, written_steps

ABSENT: Any = object()
"""Stands for a value that a side does not have."""
_SUBJECTS = (
    ("agent",),
    ("work",),
    ("source",),
    ("in", "at"),
    ("repository", "shelfmark"),
    ("scheme", "number"),
    ("number",),
    ("position", "where"),
    ("title",),
    ("name",),
    ("term",),
    ("date",),
)
"""The fields that say what an item of a list is about; the first that an item has all of counts."""


class MergeConflict(NamedTuple):
    """A place that both sides changed in different ways; ABSENT where one deleted it.

    `pointer` is that of the merged record, which has the value of our side there, or of the other
    side if ours deleted it.
    """

    pointer: Pointer
    ours: Any
    theirs: Any

    @property
    def place(self) -> str:
        """The place in words: `contributors 1 role`."""
        return " ".join(written_steps(self.pointer))


class Merged(NamedTuple):
    """The merged value, and the conflicts in it."""

    value: Any
    conflicts: list[MergeConflict]


def merge(base: Any, ours: Any, theirs: Any, pointer: Pointer = ()) -> Merged:
    """Merge three versions of a value. Those that a side does not have are ABSENT."""
    if _equal(ours, theirs) or _equal(base, theirs):
        return Merged(ours, [])
    if _equal(base, ours):
        return Merged(theirs, [])
    merged = None
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        merged = _merge_groups(base if isinstance(base, Mapping) else {}, ours, theirs, pointer)
    elif isinstance(ours, list) and isinstance(theirs, list):
        merged = _merge_lists(base if isinstance(base, list) else [], ours, theirs, pointer)
    if merged:  # if each side deleted another part, and nothing is left, there is no value
        return merged if merged.value or not pointer else Merged(ABSENT, merged.conflicts)
    kept = theirs if ours is ABSENT else ours
    return Merged(kept, [MergeConflict(pointer, ours, theirs)])


def _equal(one: Any, other: Any) -> bool:
    if one is ABSENT or other is ABSENT:
        return one is other
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _merge_groups(
    base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any], pointer: Pointer
) -> Merged:
    value = {}
    conflicts: list[MergeConflict] = []
    for name in dict.fromkeys([*ours, *theirs]):
        merged = merge(
            base.get(name, ABSENT),
            ours.get(name, ABSENT),
            theirs.get(name, ABSENT),
            (*pointer, name),
        )
        conflicts += merged.conflicts
        if merged.value is not ABSENT:
            value[name] = merged.value
    return Merged(value, conflicts)


def _merge_lists(
    base: Sequence[Any], ours: Sequence[Any], theirs: Sequence[Any], pointer: Pointer
) -> Merged:
    """Merge lists: the items of the base that both kept, in order, and after each what was added there."""
    our_items, their_items = match_items(base, ours), match_items(base, theirs)
    our_order = [at for at in our_items.order if at in their_items.kept]
    their_order = [at for at in their_items.order if at in our_items.kept]
    in_order = sorted(our_order)
    if our_order != their_order and our_order != in_order != their_order:
        return Merged(list(ours), [MergeConflict(pointer, list(ours), list(theirs))])
    order = their_order if our_order == in_order else our_order
    value: list[Any] = []
    conflicts: list[MergeConflict] = []
    for at in [None, *_with_lost(order, len(base))]:
        if at is not None:
            merged = merge(
                base[at],
                our_items.kept.get(at, ABSENT),
                their_items.kept.get(at, ABSENT),
                (*pointer, len(value)),
            )
            conflicts += merged.conflicts
            if merged.value is not ABSENT:
                value.append(merged.value)
        value += _united(our_items.added.get(at, []), their_items.added.get(at, []))
    return Merged(value, conflicts)


class MatchedItems(NamedTuple):
    """A list compared with its base: `kept` has, by the index in the base, the item of today.

    `order` has these indexes as the list has them. `added` has the new items by the index of the
    base's item before them, None for the beginning.
    """

    kept: dict[int, Any]
    order: list[int]
    added: dict[int | None, list[Any]]


def match_items(base: Sequence[Any], items: Sequence[Any]) -> MatchedItems:
    """Compare a list with its base: equal items first, then those that are about the same thing."""
    free = dict(enumerate(base))
    partners: dict[int, int] = {}
    for same in (_equal, _same_subject):
        for place, item in enumerate(items):
            if place in partners:
                continue
            for at, before in free.items():
                if same(before, item):
                    partners[place] = at
                    del free[at]
                    break
    found = MatchedItems({}, [], {})
    last: int | None = None
    for place, item in enumerate(items):
        if place in partners:
            last = partners[place]
            found.kept[last] = item
            found.order.append(last)
        else:
            found.added.setdefault(last, []).append(item)
    return found


def _same_subject(one: Any, other: Any) -> bool:
    """Return whether two items are about the same thing, so that one is a changed form of the other."""
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return False
    for names in _SUBJECTS:
        if all(name in one and name in other for name in names):
            return all(_equal(one[name], other[name]) for name in names)
    return False


def _with_lost(order: list[int], count: int) -> list[int]:
    """Return the order of the items that both sides kept with all others of the base at their places."""
    found = list(order)
    for at in range(count):
        if at not in order:
            following = (place for place, other in enumerate(found) if other > at)
            found.insert(next(following, len(found)), at)
    return found


def _united(ours: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
    """Return the items that two sides added at one place: equal ones once, in an order that is the same for both."""
    if not theirs or not ours or ours == theirs:
        return list(ours or theirs)
    found: list[Any] = []
    for item in sorted([*ours, *theirs], key=lambda each: json.dumps(each, sort_keys=True)):
        if item not in found:
            found.append(item)
    return found
