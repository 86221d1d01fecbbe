"""The rights of the works that a command delivers: without what they demand, nothing is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from exporter.cli.work_selection import without_incomplete

if TYPE_CHECKING:
    from exporter.cli.work_selection import Selection
    from exporter.export.missing_requirement import MissingRequirement


def works_by_rights(selection: Selection, *, keep_going: bool, ignore_rights: bool) -> list[str]:
    """Return the ids of the selected works that may be delivered; report the others.

    Without `keep_going` they end the command with 1. With `ignore_rights` all may be delivered.
    """
    from exporter.export.delivery_time import delivery_day
    from exporter.review.rights import may_demand, unmet_rights

    if ignore_rights:
        return list(selection.ids)
    forms = selection.result.settings.credits
    day = delivery_day(os.environ)
    unmet: list[MissingRequirement] = []
    for id in selection.ids:
        if may_demand(id, selection.records, forms):
            unmet += unmet_rights(selection.context.catalogue.works[id], forms, day)
    return without_incomplete(
        "unmet-rights",
        unmet,
        selection,
        "Complete these records, skip them with --keep-going, or add --ignore-rights.",
        "Complete these records, or add --ignore-rights.",
        keep_going=keep_going,
    )
