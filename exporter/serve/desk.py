"""A catalogue while people edit it: its records and findings as the files are now, and new text."""

from __future__ import annotations

import codecs
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import Any, NamedTuple

from exporter.cache import stamp_of
from exporter.editing.text_changes import Layout, change_record
from exporter.errors import UsageError
from exporter.importers.ids import Ids
from exporter.importers.plan import as_document
from exporter.importers.typed import propose_agent_id, propose_work_id
from exporter.lsp.workspace import Workspace
from exporter.records.atomic_write import write_file, write_records
from exporter.records.document import Document, Pointer, former_ids
from exporter.records.field_order import field_order
from exporter.records.files import find_records, read_bytes
from exporter.records.finding import Finding, Severity
from exporter.records.loader import parse_document
from exporter.validate.config import config_files
from exporter.validate.record import severity
from exporter.validate.result import ValidationResult


class Snapshot(NamedTuple):
    """A catalogue at one time. `version` is different for each state of its files.

    `files` are the paths of all record files by their names below `records/`, and `names` these names
    by the paths. `documents` are the records of those that can be read, `ids` the paths of these by
    their ids. `findings` are those in each file that has any, errors first.
    """

    version: str
    files: Mapping[str, Path]
    names: Mapping[Path, str]
    documents: Mapping[Path, Document]
    ids: Mapping[str, Path]
    findings: Mapping[Path, Sequence[Finding]]
    result: ValidationResult

    def name(self, path: Path) -> str:
        """Return the name of a record file below `records/`, or an empty text."""
        return self.names.get(path, "")


def order_of_severity(finding: Finding) -> int:
    """Return the place of a finding in a list that has errors first."""
    return list(Severity).index(severity(finding))


class FileState(NamedTuple):
    """A record file as it was read: a digest of its bytes, and the record or why it has none."""

    digest: str
    record: Document | Finding


class ConflictError(Exception):
    """The file is not, or no longer, what the change was made for."""


def _state_of(files: Iterable[Path]) -> str:
    """Return what is different as soon as one of these files is."""
    digest = sha256()
    for path in files:
        try:
            stamp = stamp_of(path.stat())
        except OSError:
            continue
        digest.update(f"{path}\0{stamp}\0".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


class Desk:
    """The catalogue at `root`. All methods can be called from several threads."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lock = RLock()
        self.workspace = Workspace(root)
        self._snapshot: Snapshot | None = None

    def version(self) -> str:
        """Return what identifies the present state of the files."""
        return _state_of([*self._checked_files(), *self._site_files()])

    def _checked_files(self) -> list[Path]:
        """Return the files on which findings depend."""
        return [*find_records(self.root), *config_files(self.root)]

    def _site_files(self) -> list[Path]:
        """Return the other files on which pages depend, as far as the settings are known."""
        if self._snapshot is None:
            return []
        site = self._snapshot.result.settings.site
        # some of the styles are names, and no files
        files = [self.root / each for each in (*site.words, *site.styles)]
        if site.templates:
            files += sorted((self.root / site.templates).rglob("*"))
        return files

    def snapshot(self) -> Snapshot:
        """Return the catalogue as its files were when they were last looked at.

        Raises UsageError for a schema or a setting that cannot be used.
        """
        with self.lock:
            return self._snapshot or self.refresh()

    def refresh(self) -> Snapshot:
        """Return the catalogue as the files are now; what has not changed is not read again.

        Raises UsageError for a schema or a setting that cannot be used.
        """
        with self.lock:
            if self._snapshot and self._snapshot.version == self.version():
                return self._snapshot
            self._snapshot = None
            before = _state_of(self._checked_files())
            result = self.workspace.validate({})
            documents = {each.path: each for each in self.workspace.parsed()}
            folder = self.root / "records"
            files = {path.relative_to(folder).as_posix(): path for path in find_records(self.root)}
            names = {path: name for name, path in files.items()}
            ids = {each.id: each.path for each in documents.values()}
            findings: dict[Path, list[Finding]] = defaultdict(list)
            for each in sorted(result.findings, key=order_of_severity):
                findings[each.path].append(each)
            self._snapshot = Snapshot(before, files, names, documents, ids, findings, result)
            version = self.version()  # the settings may name more files now
            if _state_of(self._checked_files()) == before:
                self._snapshot = self._snapshot._replace(version=version)
            return self._snapshot

    def read(self, path: Path) -> FileState:
        """Read a record file as it is now. Raises UsageError if it cannot be opened."""
        limits = self.snapshot().result.settings.limits
        content = read_bytes(path, self.root, limits)
        if isinstance(content, Finding):
            raise UsageError(f"{content.message}: {path.name}", content.hint)
        digest = sha256(content).hexdigest() if isinstance(content, bytes) else ""
        return FileState(digest, parse_document(content, path, limits))

    def changed_text(self, document: Document, data: Mapping[str, Any]) -> str:
        """Return the text of a record with other data. Raises UneditableError."""
        schemas = self.snapshot().result.schemas
        kind = document.kind

        def order(pointer: Pointer) -> Sequence[str]:
            return schemas.within(kind, pointer) if pointer else field_order(schemas, kind)

        layout = Layout(order, frozenset(schemas.date_pointers(kind, data)))
        return change_record(document.text, data, layout)

    def new_document(self, data: Mapping[str, Any]) -> Document:
        """Return the file of a new record; `data` has its kind and its id."""
        return as_document(data, self.root, self.snapshot().result.schemas)

    def proposed_id(self, data: Mapping[str, Any]) -> str:
        """Return the id that “exporter new” would give to a record with these data."""
        snapshot = self.snapshot()
        known = {each.id: each for each in snapshot.documents.values()}
        taken = set(known)
        for each in known.values():
            taken.update(former_ids(each.data))
        ids = Ids(taken, snapshot.result.settings.importing.id)
        try:
            if snapshot.result.schemas.noun(str(data["kind"])) == "work":
                return propose_work_id(data, ids, known)
            return propose_agent_id(data, ids, snapshot.result.settings.catalogue.language)
        except (AttributeError, TypeError, ValueError):  # a value has a shape that no name has
            return ids.take(str(data["kind"]))

    def name_of(self, id: str) -> str:
        """Return the names of the record with an id; empty if there is none."""
        with self.lock:
            return self.workspace.shown_name(id)

    def referable(self, typed: str, kinds: Sequence[str]) -> list[tuple[str, str, str]]:
        """Return id, names and kind of the records that a reference can name, the best first.

        `kinds` are those of the schema, or `work`, `agent`; `typed` is a part of a name or an id.
        """
        with self.lock:
            snapshot = self.snapshot()
            records = []
            for each in self.workspace.referable(typed, kinds):
                path = snapshot.ids.get(each.text)  # a new record is none before it is saved
                if path:
                    records.append((each.text, each.detail, snapshot.documents[path].kind))
            return records

    def found(self, query: str) -> list[Path]:
        """Return the files of the records whose names fit a query, the best first."""
        with self.lock:
            snapshot = self.snapshot()
            found = [document.path for document, _ in self.workspace.symbols(query)]
            return [path for path in found if path in snapshot.documents]

    def languages(self) -> list[str]:
        """Return the language tags with which records give their titles and names."""
        found: dict[str, None] = {}
        for document in self.snapshot().documents.values():
            for field in ("title", "name"):
                forms = document.data.get(field)
                if isinstance(forms, dict):
                    found.update(dict.fromkeys(map(str, forms)))
        return sorted(found)

    def check(self, path: Path, text: str) -> list[Finding]:
        """Return the findings that a file would have with this text, errors first."""
        with self.lock:
            self.snapshot()
            result = self.workspace.validate({path: text})
        found = [each for each in result.findings if each.path == path]
        return sorted(found, key=order_of_severity)

    def save(self, path: Path, digest: str, text: str) -> None:
        """Replace a record file atomically, if its bytes still have this digest.

        Raises ConflictError if they do not, and UsageError if the file cannot be written.
        """
        with self.lock:
            try:
                before = path.read_bytes()
            except OSError:
                raise ConflictError from None
            if sha256(before).hexdigest() != digest:
                raise ConflictError
            mark = codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b""
            write_file([mark + text.encode()], path.resolve())
            self.refresh()

    def create(self, document: Document) -> None:
        """Write the file of a new record.

        Raises ConflictError if there is one already, and UsageError if it cannot be written.
        """
        with self.lock:
            if os.path.lexists(document.path) or document.id in self.refresh().ids:
                raise ConflictError
            write_records(self.root, {document.path: document.text})
            self.refresh()
