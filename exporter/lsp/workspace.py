"""What an editor is told while records are written in it: findings, mends, what a word may be and what it means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exporter.lsp.cursor import Spot, spot
from exporter.records.document import Document
from exporter.records.files import find_records
from exporter.records.finding import Finding, Position
from exporter.records.formatter import format_record, relative_schema_path
from exporter.records.loader import parse_document, read_document, read_schemas
from exporter.records.positions import position_of
from exporter.records.schema import Field, Schemas
from exporter.records.settings import Settings
from exporter.records.yaml import YamlError, load
from exporter.validate.checks.unlike_reading import sounds
from exporter.validate.fixer import ROUNDS, apply_edits, fix_document
from exporter.validate.name_lookup import appellations, folded
from exporter.validate.pipeline import ValidationResult, conclude, usable_settings
from exporter.validate.record import RecordResult, RecordValidator

_MANY = 100
"""How many records are offered at once; who types on is offered others."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be written at a place: what is shown, what is said of it, and the text to write.

    It was `sought` where it has a name in common with what is typed, though perhaps no letter.
    """

    label: str
    detail: str
    page: str
    text: str
    sought: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A change that mends a finding, or all of them: how it is called, and the record's text after it."""

    title: str
    text: str
    finding: Finding | None = None
    certain: bool = False


class Workspace:
    """One catalogue, as it stands on the disk but for the texts that are not saved yet.

    A record is read again when it has changed, and judged again when it was read again.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._stamp: object = None
        self._read: dict[Path, tuple[object, Document | Finding]] = {}
        self._names: dict[Path, tuple[Document, _Named]] = {}
        self._settings = Settings()
        self._judge: RecordValidator | None = None
        self.documents: dict[str, Document] = {}
        self.schemas = Schemas({})

    def verdict(self, unsaved: Mapping[Path, str]) -> ValidationResult:
        """Check the catalogue. Raises UsageError for a schema or a setting that is none."""
        judge = self._surroundings()
        paths = sorted({*find_records(self.root), *unsaved})
        self._read = {path: self._once(path, unsaved.get(path)) for path in paths}
        found = [each for _, each in self._read.values()]
        documents = [each for each in found if isinstance(each, Document)]
        verdict = conclude(
            documents, [each for each in found if isinstance(each, Finding)], judge, self._settings
        )
        self.documents = {document.id: document for document in documents}
        return verdict

    def _surroundings(self) -> RecordValidator:
        schemas = sorted((self.root / "schemas").glob("*.json"))
        files = [*schemas, self.root / "exporter.toml", self.root / "pyproject.toml"]
        stamp = [(path, _stamp(path)) for path in files]
        if self._judge is None or stamp != self._stamp:
            self.schemas, self._settings = read_schemas(self.root), usable_settings(self.root)
            self._judge, self._stamp, self._read = _Remembering(self.schemas), stamp, {}
        return self._judge

    def _once(self, path: Path, text: str | None) -> tuple[object, Document | Finding]:
        stamp = _stamp(path) if text is None else text
        known = self._read.get(path)
        if known and stamp and known[0] == stamp:
            return known
        limits = self._settings.limits
        if text is None:
            found = read_document(path, self.root, limits)
        else:
            found = parse_document(text.encode("utf-8", "surrogatepass"), path, limits)
        if isinstance(found, Document):
            found = found._replace(events=None)  # kept for long, and needed for few
        return stamp, found

    def at(self, text: str, offset: int) -> tuple[Spot, Field | None] | None:
        """Say what stands at an offset of a record's text, and in which field."""
        found = spot(text, offset)
        if found is None:
            return None
        kind = found.data.get("kind")
        known = isinstance(kind, str) and kind in self.schemas.kinds
        return found, self.schemas.field(str(kind), found.pointer) if known else None

    def definition(self, text: str, offset: int) -> tuple[Document, Position] | None:
        """Give the record that the reference at an offset names, and the place of its id."""
        here = self.at(text, offset)
        if (
            here is None
            or not here[1]
            or not here[1].refers_to
            or here[0].whole not in self.documents
        ):
            return None
        document = self.documents[here[0].whole]
        return document, position_of(document, ("id",))

    def explained(self, text: str, offset: int) -> tuple[str, int, int] | None:
        """Say in Markdown what the reference, or the field, at an offset means, and from where to where it stands."""
        here = self.at(text, offset)
        if here is None:
            return None
        found, field = here
        if field is None:
            return None
        if found.part == "key":
            said = _field_page(field)
        elif field.refers_to and found.whole in self.documents:
            said = self._record_page(self.documents[found.whole])
        else:
            return None
        return said, found.start, found.end

    def choices(self, text: str, offset: int) -> tuple[list[Choice], Spot] | None:
        """Give what can be written at an offset: ids of records by their names, terms, names of fields."""
        here = self.at(text, offset)
        if here is None:
            return None
        found, field = here
        if found.pointer == ("kind",) and found.part == "value":
            return [self._term(kind, found) for kind in self.schemas.kinds], found
        if found.part == "value" and field and field.refers_to:
            return self._records(found.typed, field.refers_to), found
        if found.part == "value" and field and (terms := field.keyword("enum", [])):
            return [self._term(str(term), found) for term in terms], found
        return self._fields(found), found

    def _fields(self, found: Spot) -> list[Choice]:
        """Offer the fields of a group that is begun: by a name, or by nothing yet."""
        kind = found.data.get("kind")
        if not isinstance(kind, str) or kind not in self.schemas.kinds:
            return []
        group = found.pointer[:-1] if found.part == "key" else found.pointer
        if group and self.schemas.field(kind, group) is None:
            return []
        there: Any = found.data
        for step in group:
            there = there[step]
        names = [
            name
            for name in self.schemas.within(kind, group)
            if not isinstance(there, dict) or name not in there
        ]
        fields = [(name, self.schemas.field(kind, (*group, name))) for name in names]
        return [
            Choice(name, field.title, _field_page(field), f"{name}: ")
            for name, field in fields
            if field
        ]

    def _term(self, term: str, found: Spot) -> Choice:
        text = term
        if not re.fullmatch("[A-Za-z][A-Za-z0-9 -]*", term):
            try:
                plain = load(f"[{term}]" if found.flow else f"x: {term}", Settings().limits)
            except YamlError:
                plain = None
            text = term if plain in ([term], {"x": term}) else f'"{term}"'
        return Choice(term, "", "", text)

    def _records(self, typed: str, wanted: Sequence[str]) -> list[Choice]:
        ranked = []
        for document in self.documents.values():
            if {document.kind, self.schemas.noun(document.kind)} & set(wanted):
                named = self._named(document)
                rank = named.rank(typed)
                if rank is not None:
                    ranked.append((rank, document.id, named))
        ranked.sort(key=lambda each: each[:2])
        pages = (
            (id, named.shown, self._record_page(self.documents[id]))
            for _, id, named in ranked[:_MANY]
        )
        return [Choice(id, shown, page, id, sought=True) for id, shown, page in pages]

    def _named(self, document: Document) -> _Named:
        known = self._names.get(document.path)
        if known is None or known[0] is not document:
            known = document, _Named(document)
            self._names[document.path] = known
        return known[1]

    def _record_page(self, document: Document) -> str:
        forms = list(dict.fromkeys(form for form in appellations(document.data)))
        lines = [
            f"**{_plain(forms[0])}**" if forms else f"**{document.id}**",
            *(_plain(form) for form in forms[1:6]),
        ]
        where = (
            document.path.relative_to(self.root).as_posix()
            if document.path.is_relative_to(self.root)
            else ""
        )
        said = [
            document.kind,
            *(str(document.data[each]) for each in ("issued",) if each in document.data),
        ]
        return "\n\n".join([*lines, f"{', '.join(filter(None, said))} · `{where}`"])

    def answers(self, document: Document, findings: Sequence[Finding]) -> list[Answer]:
        """Give the changes that mend the findings of a record: those with one right answer, and what was meant."""
        given = []
        for finding in findings:
            mended = fix_document(document, [finding])
            if mended.values:
                given.append(
                    Answer(
                        _called(finding.hint or finding.message), mended.text, finding, certain=True
                    )
                )
            elif (word := finding.replacement) is not None:
                text = _replaced(document, finding, word)
                if text is not None:
                    given.append(Answer(f"Write “{word}”", text, finding))
        return given

    def mended(self, document: Document, findings: Sequence[Finding]) -> str:
        """Return the text of the record with all certain replacements written."""
        for _ in range(ROUNDS):
            text = fix_document(document, findings).text
            fixed = parse_document(text.encode(), document.path, self._settings.limits)
            if text == document.text or not isinstance(fixed, Document):
                break
            document = fixed
            findings = conclude([document], (), self._surroundings(), self._settings).findings
        return document.text

    def laid_out(self, document: Document) -> str:
        """Put the record into the layout of all."""
        return format_record(
            document, self.schemas, relative_schema_path(document, self.schemas, self.root)
        )


class _Remembering(RecordValidator):
    """Judges a record once, as long as it does not change."""

    def __init__(self, schemas: Schemas) -> None:
        super().__init__(schemas)
        self._known: dict[Path, tuple[Document, RecordResult]] = {}

    def judged(self, document: Document) -> RecordResult:
        known = self._known.get(document.path)
        if known is None or known[0] is not document:
            known = document, super().judged(document)
            self._known[document.path] = known
        return known[1]


class _Named:
    """The names under which a record is sought: in each script, with and without accents, and by their sound."""

    def __init__(self, document: Document) -> None:
        forms = list(dict.fromkeys(appellations(document.data)))
        self.shown = " · ".join(forms[:3])
        self._id = document.id
        self._keys = [folded(form) for form in (document.id, *forms)]
        self._sounds = [sounds(form) for form in (document.id, *forms)]

    def rank(self, typed: str) -> int | None:
        """Say how well what is typed fits: the smaller the better; None where it does not."""
        key, sound = folded(typed), sounds(typed)
        if not key or self._id.startswith(typed):
            return 0
        if any(each.startswith(key) for each in self._keys):
            return 1
        if any(key in each for each in self._keys):
            return 2
        return 3 if len(sound) > 1 and any(sound in each for each in self._sounds) else None


def _plain(text: str) -> str:
    """Let a text stand in Markdown as it is."""
    return re.sub(r"[\\`*_{}\[\]<>()#+.!|~-]", r"\\\g<0>", " ".join(text.split()))


def _field_page(field: Field) -> str:
    """Say what a field holds, with the examples of its schema."""
    examples = [str(each) for each in field.keyword("examples", []) if isinstance(each, str | int)]
    shown = f"\n\nFor example `{'`, `'.join(examples[:3])}`" if examples else ""
    return f"**{_plain(field.title)}**\n\n{_plain(str(field.keyword('description', '')))}{shown}"


def _called(words: str) -> str:
    return words[:1].upper() + words[1:]


def _replaced(document: Document, finding: Finding, word: str) -> str | None:
    try:
        text, done, _ = apply_edits(document, {(finding.pointer, finding.part): word})
    except (LookupError, TypeError):  # the finding stands where nothing is
        return None
    return text if done else None


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
