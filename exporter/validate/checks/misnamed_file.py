"""The id is not the file's name.

A record is found by its id: `id: reuters` stands in `reuters.yaml`. When one of the two is changed the other follows,
and so do all references to it.
"""

from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.validate.index import Index

SEVERITY = Severity.ERROR
REQUIRED = True


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Compare each id with its file's name; an id that another record has is reported as duplicate-id."""
    taken = {entry.file for entry, _ in index.duplicate_ids()}
    for entry in index.misnamed():
        if entry.file not in taken:
            hint = (
                f"write id: {entry.path.stem}, or rename the file to {entry.id}{entry.path.suffix}"
            )
            yield Finding(
                "misnamed-file",
                entry.path,
                f"the file is called {entry.path.name}, its record “{entry.id}”",
                hint,
                ("id",),
            )
