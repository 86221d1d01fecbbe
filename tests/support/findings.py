"""What is found in documents that a test has in memory."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from exporter.records.document import Document
from exporter.records.finding import Finding
from exporter.records.schema import Schemas
from exporter.records.settings import Settings
from exporter.validate.index import Entries, Index, unknown_entry
from exporter.validate.pipeline import finish, merge_findings, validate_together
from exporter.validate.record import RecordValidator


def findings_in(
    documents: Iterable[Document],
    schemas: Schemas,
    unread: Iterable[Path] = (),
    validator: RecordValidator | None = None,
) -> list[Finding]:
    """Validate each document by itself, then all together. The findings have no positions.

    `unread` are files that cannot be read: no record is blamed for a reference to one of them. A
    test that validates one catalogue again and again passes its `validator`.
    """
    validator = validator or RecordValidator(schemas)
    by_path = {document.path: document for document in documents}
    results = [validator.validate(document) for document in by_path.values()]
    entries = [*map(unknown_entry, unread), *(result.entry for result in results)]
    together = validate_together(Index(schemas, Entries(entries), by_path.get))
    findings = [finding for result in results for finding in result.findings]
    place = partial(finish, document=lambda _: None, settings=Settings())
    return merge_findings(findings, together, place)
