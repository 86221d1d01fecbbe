"""The way that every command goes first: read the catalogue, check it, put each finding at its place."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from exporter.check import check, severity
from exporter.locate import locate, located
from exporter.model.document import Document
from exporter.model.finding import Finding, Place, Severity
from exporter.model.schema import Schemas
from exporter.read import find_records, read, read_schemas
from exporter.reports import Report, Shown, typed
from exporter.syntax.yaml import Limits


@dataclass(frozen=True, slots=True)
class Verdict:
    """A catalogue with what was found in it."""

    documents: Sequence[Document]
    findings: Sequence[Finding]
    schemas: Schemas
    records: int

    @property
    def wrong(self) -> frozenset[str]:
        """The paths of the records that have an error."""
        return frozenset(str(each.path) for each in self.findings if severity(each) is Severity.ERROR)

    def report(self, *, colour: bool = False) -> Report:
        """Put the findings together for a rendering."""
        by_path = {str(document.path): document for document in self.documents}
        texts = {typed(each.path): _text(each.path, by_path) for each in self.findings}
        return Report([_shown(each, by_path) for each in self.findings], texts, self.records, colour)


def _text(path: Path, documents: Mapping[str, Document]) -> str:
    if str(path) in documents:
        return documents[str(path)].text
    with contextlib.suppress(OSError):  # a file that could not be read has no line to show
        if path.is_file() and path.stat().st_size <= Limits().size:
            return path.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff")
    return ""


def _shown(finding: Finding, documents: Mapping[str, Document]) -> Shown:
    notes = tuple(
        (typed(note.path), locate(documents[str(note.path)], note.pointer), note.message)
        for note in finding.notes
        if str(note.path) in documents
    )
    place = finding.place or Place(1, 1)
    path = typed(finding.path)
    return Shown(finding.name, severity(finding), path, place, finding.pointer, finding.message, finding.hint, notes)


def _silent(done: int, everything: int) -> None:
    pass


def examine(root: Path, chosen: tuple[Path, ...] = (), tick: Callable[[int, int], None] = _silent) -> Verdict:
    """Read and check a catalogue; findings outside `chosen` files and folders are left out.

    `tick` is told after each file how many of how many are read. Raises Unusable for a missing folder or schema.
    """
    schemas = read_schemas(root)
    wanted = set(find_records(root, chosen)) if chosen else None
    paths = sorted({*find_records(root), *(wanted or ())}, key=lambda path: path.as_posix())
    documents: list[Document] = []
    findings: list[Finding] = []
    for done, path in enumerate(paths, start=1):
        found = read(path, root)
        if isinstance(found, Document):
            documents.append(found)
        else:
            findings.append(found)
        tick(done, len(paths))
    findings += check(documents, schemas, [finding.path for finding in findings])
    if wanted is not None:
        findings = [finding for finding in findings if finding.path in wanted]
    placed = located(findings, {str(document.path): document for document in documents})
    return Verdict(documents, placed, schemas, len(paths if wanted is None else wanted))
