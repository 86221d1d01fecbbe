"""A record of one kind in the folder of another.

Each kind has its folder under `records/`: `books/`, `people/`, `organizations/` … Either the file is in
the wrong folder, or `kind` is wrong. As long as that is not clear, the rest of the record is not
checked.
"""

from collections.abc import Iterator

from exporter.records.document import Document
from exporter.records.finding import Finding, Severity
from exporter.records.schema import Schemas

SEVERITY = Severity.ERROR
REQUIRED = True


def on_kind(document: Document, schemas: Schemas) -> Iterator[Finding]:
    """Compare the kind with the folder, if the folder belongs to a kind."""
    folder = "".join(document.path.parts[-2:-1])
    wanted = schemas.by_folder.get(folder)
    if wanted and document.kind != wanted and document.kind in schemas.kinds:
        own = schemas.catalogued(document.kind).get("folder")
        hint = f"write kind: {wanted}, or move the file to {own}/"
        message = (
            f"the folder {folder}/ is for records of kind {wanted}, "
            f"but this one is of kind {document.kind}"
        )
        yield Finding("misplaced-record", document.path, message, hint, ("kind",))
