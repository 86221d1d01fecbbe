"""A change of several files: planned, validated as a whole, and then written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from exporter.cache import Cache
from exporter.errors import UsageError
from exporter.records.atomic_write import write_records
from exporter.records.document import Document, Pointer, current_id, former_ids
from exporter.records.files import find_records, read_bytes, read_unchanged
from exporter.records.loader import parse_document, read_schemas, read_settings
from exporter.records.schema import Schemas
from exporter.records.settings import Limits
from exporter.suggest import unknown_record
from exporter.terminal import display_path
from exporter.validate.pipeline import Progress, ignore_progress
from exporter.validate.planned import validate_planned
from exporter.validate.result import ValidationResult


@dataclass
class EditPlan:
    """What a command would do: new contents by file, and files to delete.

    `notes` tell a user what to look at afterwards: a place and a message each.
    """

    changed: dict[Path, str] = field(default_factory=dict)
    deleted: list[Document] = field(default_factory=list)
    before: dict[Path, Document] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def change(self, document: Document, text: str) -> None:
        """Replace the text of a record, if it is another."""
        if text != document.text:
            self.before[document.path] = document
            self.changed[document.path] = text


def former_ids_to_add_to(document: Document) -> list[str]:
    """Return the former ids of a record that is about to get one more.

    Raises UsageError if the field is not a list: what is written there would be lost.
    """
    if not isinstance(document.data.get("former_ids", []), list):
        where = display_path(document.path)
        raise UsageError(f"{where}: “former_ids” must be a list", "write it as a list, in brackets")
    return former_ids(document.data)


@dataclass(frozen=True)
class Collection:
    """Readable records of the catalogue in `root`, by id, and what is needed to edit them."""

    root: Path
    schemas: Schemas
    limits: Limits
    documents: Mapping[str, Document]

    @classmethod
    def read(cls, root: Path, *ids: str) -> Collection:
        """Read the records in which one of these ids stands: a change of them touches no other.

        Records that cannot be read are left out: nothing in them is changed.
        """
        limits = read_settings(root).limits
        return cls(root, read_schemas(root), limits, _documents(root, limits, ids))

    def document(self, id: str) -> Document:
        """Return a record. Raises UsageError if there is none with this id."""
        if id not in self.documents:
            known = _documents(self.root, self.limits, [""])
            raise unknown_record(id, known, current_id(id, known))
        return self.documents[id]

    def references_to(self, id: str) -> Iterator[tuple[Document, list[Pointer]]]:
        """Yield each other record that refers to a record, with the pointers of its references."""
        for document in self.documents.values():
            if document.kind not in self.schemas.kinds or id not in document.text:
                continue
            pointers = self.references_in(document, id)
            if pointers and document.id != id:
                yield document, pointers

    def references_in(self, document: Document, id: str) -> list[Pointer]:
        """Return the pointers of the references of one record to another, or to itself."""
        references = self.schemas.references(document.kind, document.data)
        return [pointer for pointer, target, _ in references if target == id]

    def validated(
        self,
        plan: EditPlan,
        cache: Cache | None = None,
        on_progress: Progress = ignore_progress,
    ) -> ValidationResult:
        """Return the findings that a plan would bring."""
        deleted = {document.path: None for document in plan.deleted}
        changed = {path: text.encode() for path, text in plan.changed.items()}
        changes = {**deleted, **changed}
        before, after = validate_planned(self.root, changes, cache, on_progress=on_progress)
        return after.since(before, ())

    def write(self, plan: EditPlan) -> None:
        """Write a plan: all files are complete before the first one is replaced.

        Raises UsageError if a file has changed since it was read, and if one cannot be written.
        """
        for document in [*plan.before.values(), *plan.deleted]:
            read_unchanged(document)
        write_records(self.root, plan.changed)
        for document in plan.deleted:
            document.path.unlink(missing_ok=True)


def _documents(root: Path, limits: Limits, ids: Sequence[str]) -> dict[str, Document]:
    """Return the readable records in which one of these ids stands, by id. In all stands ""."""
    wanted = [id.encode() for id in ids]
    documents = {}
    for path in find_records(root):
        content = read_bytes(path, root, limits)
        if not isinstance(content, bytes):
            continue
        if path.stem in ids or any(each in content for each in wanted):
            found = parse_document(content, path, limits)
            if isinstance(found, Document):
                documents[found.id] = found
    return documents
