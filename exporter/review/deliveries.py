"""What a change does to deliveries: names, sort places, texts, and what is lost that was not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from exporter.export.context import ExportContext
from exporter.export.loss import Loss
from exporter.export.registry import crosswalk, format_named
from exporter.export.render import render
from exporter.model.catalogue import Catalogue
from exporter.model.linker import link
from exporter.records.settings import CatalogueSettings
from exporter.review.changes import CatalogueState, RecordChange
from exporter.review.sort_places import Move, moves


class Consequences(NamedTuple):
    """What a change does to deliveries.

    `renamed` has the old and the new id of works: their citation keys, and the names of their files.
    `moved` are works with another sort place.
    """

    formats: Sequence[Delivery] = ()
    renamed: Sequence[tuple[str, str]] = ()
    moved: Sequence[Move] = ()


class Delivery(NamedTuple):
    """What a format delivers otherwise: works of which the text changes, and new losses.

    `lost_of_added` are those of new records, most of which cannot be avoided: nothing of them was
    delivered before.
    """

    format: str
    changed: Sequence[str]
    lost: Sequence[Loss]
    lost_of_added: Sequence[Loss]


class _LinkedChange(NamedTuple):
    """A change between two linked catalogues.

    `ids` are those of all records that changed, `added` those of new ones, and `current` has the ids
    of renamed records by their old ids.
    """

    old: Catalogue
    new: Catalogue
    ids: Collection[str]
    added: Collection[str]
    current: Mapping[str, str]

    def key(self, loss: Loss) -> tuple[object, ...]:
        """Return what is the same of a loss before and after the change."""
        return self.current.get(loss.record, loss.record), loss.pointer[:1], loss.reason


def deliveries(
    before: CatalogueState,
    after: CatalogueState,
    changes: Collection[RecordChange],
    formats: Iterable[str],
    settings: CatalogueSettings,
) -> Consequences:
    """Return what changes in the names and places of works, and in each format.

    Works count that were changed themselves, and those that name a changed record. A loss counts
    once for each field of a changed record.
    """
    old, new = (
        link(each.records, each.schemas, settings, complete=each.complete)[0]
        for each in (before, after)
    )
    current = {each.other: each.id for each in changes if each.sort == "renamed"}
    ids = {each.id for each in changes} | set(current)
    added = {each.id for each in changes if each.sort == "added"}
    works = sorted(_works_of(ids, new, after) | _works_of(ids, old, before))
    renamed = [(old_id, id) for old_id, id in current.items() if id in new.works]
    change = _LinkedChange(old, new, ids, added, current)
    found = [_delivery(name, works, change) for name in formats]
    return Consequences(found, renamed, moves(old, new, changes))


def _delivery(format_name: str, works: Iterable[str], change: _LinkedChange) -> Delivery:
    """Return what a format delivers otherwise of some works, which may have their old ids."""
    before = {}
    known: set[tuple[object, ...]] = set()
    for id in works:
        before[change.current.get(id, id)], losses = _written(format_name, id, change.old)
        known.update(map(change.key, losses))
    changed: list[str] = []
    lost: list[Loss] = []
    for id in sorted({change.current.get(id, id) for id in works}):
        text, losses = _written(format_name, id, change.new)
        if text != before.get(id, b""):
            changed.append(id)
        for loss in losses:
            if loss.record in change.ids and change.key(loss) not in known:
                known.add(change.key(loss))
                lost.append(loss)
    of_added = [each for each in lost if each.record in change.added]
    of_others = [each for each in lost if each.record not in change.added]
    return Delivery(format_name, changed, of_others, of_added)


def _works_of(ids: Collection[str], catalogue: Catalogue, state: CatalogueState) -> set[str]:
    found = {id for id in ids if id in catalogue.works}
    for id in catalogue.works:
        record = state.records.record(id)
        if id in found or not any(f'"{each}"' in record.json for each in ids):
            continue
        for _, target, _ in state.schemas.references(record.kind, record.data):
            if target in ids:
                found.add(id)
    return found


def _written(format_name: str, id: str, catalogue: Catalogue) -> tuple[bytes, list[Loss]]:
    if id not in catalogue.works:
        return b"", []
    context = ExportContext(catalogue, crosswalk(format_name), catalogue.settings.languages)
    text = b"".join(render(format_named(format_name), [id], context))
    return text, context.losses
