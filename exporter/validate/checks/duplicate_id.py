"""Two records with the same id.

References name a record by its id, so every record needs its own, whatever its kind and folder.
"""

from collections.abc import Iterator

from exporter.records.finding import Finding, RelatedPlace, Severity
from exporter.validate.index import Index

SEVERITY = Severity.ERROR
REQUIRED = True


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Report each record whose id another one has, with a note at that other one."""
    for entry, first in index.duplicate_ids():
        note = RelatedPlace(first.path, ("id",), "the other record with this id")
        yield Finding(
            "duplicate-id",
            entry.path,
            f"another record has the id “{entry.id}” too",
            "give each record an id of its own, the name of its file",
            ("id",),
            notes=(note,),
        )
