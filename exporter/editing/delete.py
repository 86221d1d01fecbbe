"""Deletes a record that no other one needs."""

from __future__ import annotations

from exporter.editing.plan import Collection, EditPlan
from exporter.errors import UsageError
from exporter.records.positions import place_of

_MOST = 10


def delete(id: str, collection: Collection) -> EditPlan:
    """Plan to delete a record.

    Raises UsageError if there is none, or if other records refer to it.
    """
    document = collection.document(id)
    places = []
    for other, pointers in collection.references_to(id):
        for pointer in pointers:
            places.append(f"  {place_of(other, pointer)}")
    if places:
        shown = "\n".join(places[:_MOST])
        more = f"\n  and {len(places) - _MOST:,} more" if len(places) > _MOST else ""
        raise UsageError(
            f"other records refer to “{id}”:\n{shown}{more}",
            f"remove these references, or merge the record: exporter merge {id} into OTHER",
        )
    return EditPlan(deleted=[document])
