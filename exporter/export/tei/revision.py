"""The revisionDesc: by which commits the records in a document were made and changed.

Source: TEI P5 2.6: one change for each, the newest first; `target` points to what it changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from exporter.export.xml import Element, element
from exporter.records.revisions import Revision

_COMMIT = 12
"""How many digits of the id of a commit are shown."""


def revision_description(
    history: Mapping[str, Sequence[Revision]], ids: Iterable[str]
) -> Element | None:
    """Return the revisionDesc of a document that has the records with these ids; None if empty."""
    changed: dict[str, tuple[Revision, list[str]]] = {}
    for id in sorted(set(ids)):
        for revision in history.get(id, ()):
            changed.setdefault(revision.commit, (revision, []))[1].append(id)
    if not changed:
        return None
    newest_first = sorted(changed.values(), key=_time, reverse=True)
    return element("revisionDesc", *(_change(*each) for each in newest_first))


def _time(change: tuple[Revision, list[str]]) -> datetime:
    return datetime.fromisoformat(change[0].date)


def _change(revision: Revision, ids: Sequence[str]) -> Element:
    parts: list[Element | str] = []
    for name in revision.authors:
        parts += [", " if parts else "", element("name", name)]
    parts.append(f": {revision.summary}")
    if revision.sources:
        parts.append(f" (Source: {'; '.join(revision.sources)})")
    targets = " ".join(f"#{id}" for id in ids)
    return element("change", *parts, when=revision.day, n=revision.commit[:_COMMIT], target=targets)
