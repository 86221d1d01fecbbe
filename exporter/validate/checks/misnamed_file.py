"""An id that is not the name of its file, or a file whose name does not end in .yaml.

A record is found by its id: `id: reuters` is in `reuters.yaml`. If you change one of them, change
the other too, and all references to it. A file such as `reuters.yaml.txt` or `reuters.YAML` is not
read; some systems do not show such an ending.
"""

from collections.abc import Iterator

from exporter.records.finding import Finding, Severity
from exporter.records.schema import Schemas
from exporter.records.schema_patterns import pattern_matcher
from exporter.validate.index import Index, IndexEntry

SEVERITY = Severity.ERROR
REQUIRED = True


def on_catalogue(index: Index) -> Iterator[Finding]:
    """Compare each id with the name of its file.

    An id that another record has is a duplicate-id.
    """
    taken = {entry.file for entry, _ in index.duplicate_ids()}
    for entry in index.misnamed():
        if entry.file not in taken:
            hint = f"rename the file to {entry.id}{entry.path.suffix}"
            if _can_be_id(entry, index.schemas):
                hint = f"write id: {entry.stem}, or {hint}"
            yield Finding(
                "misnamed-file",
                entry.path,
                f"the file is named {entry.path.name}, but its record has the id “{entry.id}”",
                hint,
                ("id",),
            )


def _can_be_id(entry: IndexEntry, schemas: Schemas) -> bool:
    """Return whether the schema allows the name of the file as an id: `Emma.yaml` has a capital."""
    field = schemas.field(entry.kind, ("id",))
    name = entry.stem.encode("utf-8", "replace").decode()  # of a name that is not in UTF-8, with ?
    return field is None or bool(pattern_matcher(field.keyword("pattern", ""))(name))
