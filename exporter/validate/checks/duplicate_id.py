"""Two records have the same id.

References name a record by its id, so each has one of its own, whatever its kind and folder.
"""

from collections.abc import Iterator

from exporter.records.finding import Finding, Note, Severity
from exporter.validate.index import Index

SEVERITY = Severity.ERROR
REQUIRED = True


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Make a finding of each record whose id another one has, pointing at that other one."""
    for entry, first in index.duplicate_ids():
        note = Note(first.path, ("id",), "the other record with this id")
        yield Finding(
            "duplicate-id",
            entry.path,
            f"the id “{entry.id}” belongs to another record already",
            "give each record an id of its own, the name of its file",
            ("id",),
            notes=(note,),
        )
