"""One catalogue in an editor: its findings, and completions, descriptions and fixes at the cursor.

Knows nothing of the Language Server Protocol, which is in server.py.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from exporter.cache import Stamp, stamp_of
from exporter.editing.plan import Collection, EditPlan
from exporter.editing.rename import rename
from exporter.lsp.cursor import CursorNode, node_at
from exporter.query.record_names import RecordNames
from exporter.records.document import Document, value_at
from exporter.records.files import find_files
from exporter.records.finding import Finding, Position
from exporter.records.formatter import format_record, relative_schema_path
from exporter.records.loader import parse_document, read_document
from exporter.records.positions import position_of, positions_of
from exporter.records.schema import SUFFIX, Field, Schemas
from exporter.records.settings import Settings
from exporter.records.yaml import YamlError, load
from exporter.validate.checked_record import CheckedRecord
from exporter.validate.config import config_files, read_config
from exporter.validate.fixer import ROUNDS, apply_edits, fix_document
from exporter.validate.incremental import IncrementalValidator
from exporter.validate.name_lookup import names_and_titles
from exporter.validate.pipeline import validate_documents
from exporter.validate.result import ValidationResult

_MAX_RECORDS = 100
"""How many records a completion offers. More typing brings up others."""
_PLAIN_SCALAR = re.compile("[A-Za-z][A-Za-z0-9 -]*")


@dataclass(frozen=True, slots=True)
class Completion:
    """Something that can be written at the cursor: `text`, shown as `label`.

    `detail` and `page` (Markdown) describe it. With `by_name`, a record was found by one of its
    names, which may share no letter with the label.
    """

    label: str
    detail: str
    page: str
    text: str
    by_name: bool = False


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that fixes a finding: its title and the text of the record after it.

    It is `certain` if there is exactly one right answer.
    """

    title: str
    text: str
    finding: Finding
    certain: bool = False


class Hover(NamedTuple):
    """The description (Markdown) of the node from offset `start` to offset `end`."""

    page: str
    start: int
    end: int


class _Version(NamedTuple):
    """A record, or why there is none, and what its file was then, or its unsaved text."""

    stamp: object
    parsed: Document | Finding


class Workspace:
    """A catalogue as it is on the disk, except for the records that the editor has not saved.

    A record is parsed again only if its file or its unsaved text has changed, and validated again
    only if it was parsed again.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.schemas = Schemas({})
        self._settings = Settings()
        self._validator: IncrementalValidator | None = None
        self._configuration: object = None
        self._files: list[str] = []
        self._on_disk: dict[Path, _Version] = {}
        self._parsed_on_disk: dict[Path, Document | Finding] = {}
        self._unsaved: dict[Path, _Version] = {}
        self._looked_at = -math.inf
        self._parsed: dict[Path, Document | Finding] = {}
        self._documents: dict[str, Document] | None = None
        self._names: dict[Path, tuple[Document, RecordNames]] = {}

    def validate(self, unsaved: Mapping[Path, str], max_age: float = 0.0) -> ValidationResult:
        """Check the catalogue, with unsaved texts by their paths.

        The files are not looked at again within `max_age` seconds. Raises UsageError for an invalid
        schema or setting.
        """
        validator = self._load_configuration()
        if time.monotonic() - self._looked_at >= max_age:
            self._look_at_files()
        self._unsaved = {path: self._parse(path, text) for path, text in unsaved.items()}
        parsed = self._parsed_on_disk.copy()
        parsed.update((path, version.parsed) for path, version in self._unsaved.items())
        if len(parsed) > len(self._parsed_on_disk):
            parsed = dict(sorted(parsed.items()))
        self._parsed, self._documents = parsed, None
        findings = validator.validate(parsed)

        def document(path: Path) -> Document | None:
            found = parsed.get(path)
            return found if isinstance(found, Document) else None

        def text(path: Path) -> str:
            found = document(path)
            return found.text if found else ""

        return ValidationResult(
            findings, self.schemas, document, text, len(parsed), settings=self._settings
        )

    def parsed(self) -> Iterator[Document]:
        """Yield the records that could be read for the last check, in the order of their paths."""
        return (each for each in self._parsed.values() if isinstance(each, Document))

    @property
    def documents(self) -> Mapping[str, Document]:
        """The records that could be read for the last check, by their ids."""
        if self._documents is None:
            self._documents = {document.id: document for document in self.parsed()}
        return self._documents

    def forget_files(self) -> None:
        """Look at all files for the next check, even if that was done a moment ago."""
        self._looked_at = -math.inf

    def _load_configuration(self) -> IncrementalValidator:
        """Read the schemas, the settings and the table of retractions, unless they are as before."""
        configuration = [(path, _file_stamp(path)) for path in config_files(self.root)]
        if self._validator is None or configuration != self._configuration:
            config = read_config(self.root)
            self.schemas, self._settings = config.schemas, config.settings
            self._validator = IncrementalValidator(config)
            self._configuration, self._on_disk, self._unsaved = configuration, {}, {}
            self.forget_files()
        return self._validator

    def _look_at_files(self) -> None:
        """Read the files that are new or have changed."""
        files = find_files(self.root)
        paths = list(self._on_disk)
        if files != self._files or not paths:
            paths = sorted(map(Path, files))
        self._files = files
        self._on_disk = {path: self._read(path) for path in paths}
        self._parsed_on_disk = {path: each.parsed for path, each in self._on_disk.items()}
        self._looked_at = time.monotonic()

    def _read(self, path: Path) -> _Version:
        stamp = _file_stamp(path)
        known = self._on_disk.get(path)
        if known and stamp and known.stamp == stamp:
            return known
        return _Version(stamp, read_document(path, self.root, self._settings.limits))

    def _parse(self, path: Path, text: str) -> _Version:
        known = self._unsaved.get(path)
        if known and known.stamp == text:
            return known
        content = text.encode("utf-8", "surrogatepass")
        return _Version(text, parse_document(content, path, self._settings.limits))

    def definition(self, text: str, offset: int) -> tuple[Document, Position] | None:
        """Return the record that the reference at an offset names, and the position of its id."""
        found = self._field_at(text, offset)
        if found is None:
            return None
        node, field = found
        if field is None or not field.refers_to or node.whole not in self.documents:
            return None
        document = self.documents[node.whole]
        return document, position_of(document, ("id",))

    def record_at(self, text: str, offset: int) -> tuple[Document, CursorNode] | None:
        """Return the record that the reference at an offset names, or whose own id is there."""
        found = self._field_at(text, offset)
        if found is None:
            return None
        node, field = found
        is_id = node.pointer == ("id",) and node.part == "value"
        if not is_id and (field is None or not field.refers_to):
            return None
        document = self.documents.get(node.whole)
        return (document, node) if document else None

    def references(self, document: Document) -> Iterator[tuple[Document, Position]]:
        """Yield each reference of other records to a record, with its position."""
        for other, pointers in self._collection().references_to(document.id):
            for position in positions_of(other, pointers):
                yield other, position

    def rename(self, document: Document, new: str) -> EditPlan:
        """Plan to give a record another id.

        Raises UsageError as `rename` of the editing package does.
        """
        return rename(document.id, new, self._collection())

    def symbols(self, typed: str) -> list[tuple[Document, str]]:
        """Return the records whose names or ids match what is typed, the best first, with names."""
        ranked = []
        for document in self.documents.values():
            names = self._names_of(document)
            rank = names.rank_words(typed)
            if rank is not None:
                ranked.append((rank, document.id, names.shown))
        ranked.sort()
        return [(self.documents[id], shown) for _, id, shown in ranked[:_MAX_RECORDS]]

    def skeletons(self, path: Path) -> list[Completion]:
        """Return a new record of each kind for an empty file, that of its folder first.

        It has the fields that the kind requires; the editor's user fills them in.
        """
        folder = path.parent.name
        kinds = sorted(self.schemas.kinds, key=lambda kind: self._folder(kind) != folder)
        found = []
        for kind in kinds:
            lines = [f"id: {path.stem}", f"kind: {kind}"]
            record = self.schemas.root(kind)
            choices = record.keyword("anyOf", ({},))  # a work has a title or a devised one
            required = {*choices[0].get("required", ())} - {"id", "kind"}
            for name, field in record.children.items():
                if (field.required and name not in {"id", "kind"}) or name in required:
                    lines.append(f"{name}: ")
            title = str(self.schemas.files[kind + SUFFIX].get("title", kind))
            page = f"A new record of the kind {kind}."
            found.append(Completion(kind, title, page, "\n".join(lines) + "\n"))
        return found

    def _folder(self, kind: str) -> str:
        return self.schemas.catalogued(kind).get("folder", "")

    def _collection(self) -> Collection:
        return Collection(self.root, self.schemas, self._settings.limits, self.documents)

    def hover(self, text: str, offset: int) -> Hover | None:
        """Describe the field at an offset, or the record that a reference there names."""
        found = self._field_at(text, offset)
        if found is None or found[1] is None:
            return None
        node, field = found[0], found[1]
        if node.part == "key":
            page = _field_page(field)
        elif field.refers_to and node.whole in self.documents:
            page = self._record_page(self.documents[node.whole])
        else:
            return None
        return Hover(page, node.start, node.end)

    def completions(self, text: str, offset: int) -> tuple[list[Completion], CursorNode] | None:
        """Return what can be written at an offset, and the node that it replaces.

        Ids of records by their names, terms, or names of fields; the best come first.
        """
        found = self._field_at(text, offset)
        if found is None:
            return None
        node, field = found
        if node.part == "value":
            if node.pointer == ("kind",):
                return [_term(kind, node) for kind in self.schemas.kinds], node
            if field and field.refers_to:
                return self.referable(node.typed, field.refers_to), node
            terms = field.keyword("enum", []) if field else []
            if terms:
                return [_term(str(term), node) for term in terms], node
        return list(self._fields(node)), node

    def _field_at(self, text: str, offset: int) -> tuple[CursorNode, Field | None] | None:
        """Return the node at an offset and its field; None for the field if no schema has it."""
        node = node_at(text, offset)
        if node is None:
            return None
        kind = node.data.get("kind")
        if not isinstance(kind, str) or kind not in self.schemas.kinds:
            return node, None
        return node, self.schemas.field(kind, node.pointer)

    def _fields(self, node: CursorNode) -> Iterator[Completion]:
        """Yield the fields that are still missing in the mapping at the cursor."""
        kind = node.data.get("kind")
        if not isinstance(kind, str) or kind not in self.schemas.kinds:
            return
        outer = node.pointer[:-1] if node.part == "key" else node.pointer
        if outer and self.schemas.field(kind, outer) is None:
            return
        present: Any = value_at(node.data, outer)
        for name in self.schemas.within(kind, outer):
            field = self.schemas.field(kind, (*outer, name))
            if field and not (isinstance(present, dict) and name in present):
                yield Completion(name, field.title, _field_page(field), f"{name}: ")

    def referable(self, typed: str, wanted: Sequence[str]) -> list[Completion]:
        """Return the records of the `wanted` kinds (or `work`, `agent`) whose names fit what is typed.

        The best come first.
        """
        ranked = []
        for document in self.documents.values():
            if {document.kind, self.schemas.noun(document.kind)} & set(wanted):
                names = self._names_of(document)
                rank = names.rank(typed)
                if rank is not None:
                    ranked.append((rank, document.id, names))
        ranked.sort(key=lambda each: each[:2])
        return [
            Completion(id, names.shown, self._record_page(self.documents[id]), id, by_name=True)
            for _, id, names in ranked[:_MAX_RECORDS]
        ]

    def shown_name(self, id: str) -> str:
        """Return how lists name a record; an empty text if there is no record with this id."""
        document = self.documents.get(id)
        return self._names_of(document).shown if document else ""

    def _names_of(self, document: Document) -> RecordNames:
        known = self._names.get(document.path)
        if known is None or known[0] is not document:
            known = document, RecordNames(document.id, self._names_in(document))
            self._names[document.path] = known
        return known[1]

    def _names_in(self, document: Document) -> list[str]:
        return list(dict.fromkeys(names_and_titles(CheckedRecord(document, self.schemas))))

    def _record_page(self, document: Document) -> str:
        """Describe a record in Markdown: its names, kind, date and file."""
        names = self._names_in(document)
        lines = [f"**{_escape(names[0]) if names else document.id}**", *map(_escape, names[1:6])]
        facts = [document.kind] if document.kind else []
        if "issued" in document.data:
            facts.append(str(document.data["issued"]))
        path = document.path
        file = path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else ""
        return "\n\n".join([*lines, f"{', '.join(facts)} · `{file}`"])

    def fixes(self, document: Document, findings: Sequence[Finding]) -> list[Fix]:
        """Return a fix for each finding that has a replacement."""
        fixes = []
        for finding in findings:
            fixed = fix_document(document, [finding])
            if fixed.values:
                title = finding.hint or finding.message
                title = title[:1].upper() + title[1:]
                fixes.append(Fix(title, fixed.text, finding, certain=True))
            elif finding.replacement is not None:
                text = _replaced(document, finding, finding.replacement)
                if text is not None:
                    fixes.append(Fix(f"Write “{finding.replacement}”", text, finding))
        return fixes

    def fix_all(self, document: Document, findings: Sequence[Finding]) -> str:
        """Return the text of a record with all certain fixes applied."""
        for _ in range(ROUNDS):
            text = fix_document(document, findings).text
            fixed = parse_document(text.encode(), document.path, self._settings.limits)
            if text == document.text or not isinstance(fixed, Document):
                break
            document = fixed
            validator = self._load_configuration().validator
            result = validate_documents([document], (), validator, self._settings)
            findings = result.findings
        return document.text

    def format(self, document: Document) -> str:
        """Return the text of a record in the standard layout."""
        schema = relative_schema_path(document, self.schemas, self.root)
        return format_record(document, self.schemas, schema)


def _term(term: str, node: CursorNode) -> Completion:
    """Return a term of a vocabulary, in quotation marks where YAML would read something else."""
    text = term
    if not _PLAIN_SCALAR.fullmatch(term):
        try:
            read = load(f"[{term}]" if node.flow else f"x: {term}", Settings().limits)
        except YamlError:
            read = None
        text = term if read in ([term], {"x": term}) else f'"{term}"'
    return Completion(term, "", "", text)


def _escape(text: str) -> str:
    """Escape what Markdown would interpret."""
    return re.sub(r"[\\`*_{}\[\]<>()#+.!|~-]", r"\\\g<0>", " ".join(text.split()))


def _field_page(field: Field) -> str:
    """Describe a field in Markdown, with up to three examples of its schema."""
    page = f"**{_escape(field.title)}**\n\n{_escape(str(field.keyword('description', '')))}"
    examples = [str(each) for each in field.keyword("examples", []) if isinstance(each, str | int)]
    if examples:
        page += f"\n\nFor example `{'`, `'.join(examples[:3])}`"
    return page


def _replaced(document: Document, finding: Finding, replacement: str) -> str | None:
    try:
        edited = apply_edits(document, {(finding.pointer, finding.part): replacement})
    except (LookupError, TypeError):  # the finding is about something that is missing
        return None
    return edited.text if edited.values else None


def _file_stamp(path: Path) -> Stamp | None:
    try:
        return stamp_of(path.stat())
    except OSError:
        return None
