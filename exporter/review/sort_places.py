"""Where a change puts works in a list that is sorted by title, as readers see it."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from exporter.export.context import ExportContext
from exporter.export.registry import crosswalk
from exporter.model.catalogue import Catalogue
from exporter.model.collation import collator
from exporter.model.filing import filed_title
from exporter.review.changes import RecordChange

_LISTED = "html"
"""The format whose languages of titles count: it is the one that sorts works by title."""


class Move(NamedTuple):
    """A work that stands elsewhere now.

    `before` and `after` are the ids of the works behind which it stood and stands; empty at the
    beginning of the list.
    """

    id: str
    before: str
    after: str


def moves(before: Catalogue, after: Catalogue, changes: Collection[RecordChange]) -> list[Move]:
    """Return the changed works whose sort place is another one, in the order of their ids.

    A place is described by the nearest work before it that has not changed. Works that were added or
    deleted have no place to compare.
    """
    former = {each.id: each.other or each.id for each in changes if each.sort != "merged"}
    both = {id: old for id, old in former.items() if id in after.works and old in before.works}
    changed = {id: old for id, old in both.items() if _key(before, old)[0] != _key(after, id)[0]}
    if not changed:
        return []
    others = set(before.works) & set(after.works) - former.keys() - set(former.values())
    keys = {id: _key(after, id) for id in others}
    order = sorted(others, key=keys.__getitem__)
    found = []
    for id, old in sorted(changed.items()):
        was = _neighbour(_key(before, old), order, keys)
        now = _neighbour(_key(after, id), order, keys)
        if was != now:
            found.append(Move(id, was, now))
    return found


def _key(catalogue: Catalogue, id: str) -> tuple[str, str]:
    """Return the key by which a work is sorted: that of its title, then its id."""
    context = ExportContext(catalogue, crosswalk(_LISTED), catalogue.settings.languages)
    work, language = catalogue.works[id], catalogue.settings.language
    return collator(language)(filed_title(work, context.tag(work.title), language)), id


def _neighbour(
    key: tuple[str, str], order: Sequence[str], keys: Mapping[str, tuple[str, str]]
) -> str:
    """Return the last work of a sorted list that stands before a key; empty if none does."""
    place = bisect(order, key, key=keys.__getitem__)
    return order[place - 1] if place else ""
