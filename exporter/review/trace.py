"""Finds the statements behind a line of a delivery, and the lines that a statement leads to.

Nothing is noted down during an export. A line comes from a statement if it changes when the
statement does: each one is replaced by another value, and the work is written again. So it holds
for every format, those of plugins too.

Texts are replaced all at once, each with a mark of its own behind it. If the document without the
marks is the same as before, the marks show which text is on which line. Else they are replaced by
halves, in the end one by one, like all other values.
"""

from __future__ import annotations

import copy
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple

from exporter.errors import UsageError
from exporter.export.context import ExportContext
from exporter.export.registry import crosswalk, format_named, names
from exporter.export.render import missing_requirements, render, written
from exporter.model.catalogue import Catalogue
from exporter.model.linker import link
from exporter.model.records import Record, Records
from exporter.records.document import Pointer, leaves, value_at
from exporter.records.settings import CatalogueSettings
from exporter.review.changes import CatalogueState
from exporter.review.other_value import is_code, is_text, other_value


class RecordedValue(NamedTuple):
    """A value in a record."""

    record: Record
    pointer: Pointer
    value: Any


class _Delivery(NamedTuple):
    """A document of some works, or the entry of one, in lines; the records it is written from."""

    records: Records
    works: Sequence[str]
    text: Sequence[str]
    is_entry: bool = False


_MARK = "98765{:04d}56789"
"""What is put behind a text: digits alone, which belong to no script and need no escape."""
_MARKS = re.compile(r"98765(\d{4})56789")
_MOST_MARKS = 10_000
_MOST_STEPS = 4
"""How often the records around a work are added to, before its document is written from all."""


class _Sorted(NamedTuple):
    """Statements by what can be put in their place, each list in the order of the records.

    `texts` may be any others; `codes` have a form, on which it may depend how they are written.
    """

    texts: list[RecordedValue]
    codes: list[RecordedValue]
    references: list[RecordedValue]
    others: list[RecordedValue]


Changes = Iterable[tuple[RecordedValue, Any]]
"""Statements with the values that replace theirs."""
Effects = Mapping[int, Sequence[RecordedValue]]
"""The statements that each line of a document comes from; lines are counted from 0."""


class Tracer:
    """Traces one format of a catalogue. `settings` are those of the catalogue.

    `options` are those of the export, if it had others than the default.
    """

    def __init__(
        self,
        state: CatalogueState,
        format_name: str,
        settings: CatalogueSettings,
        options: ExportContext | None = None,
    ) -> None:
        self._records, self._schemas = state.records, state.schemas
        self._settings = settings
        self._format = format_named(format_name)
        self._format_name = format_name
        self._options = options
        self._known_targets: dict[str, set[str]] = {}

    def origins(self, lines: Sequence[str], number: int) -> list[RecordedValue] | None:
        """Return the statements behind a line of a document, counted from 1.

        Returns None if no work of the catalogue writes such a line.
        """
        found = self._work_at(lines, number - 1)
        if found is None:
            return None
        work, place = found
        near, document = self._delivery_of(work)
        if document.records is self._records:
            near = self._records
        statements = self._sorted(self._statements(near, work))
        origins = list(self._texts_behind(place, statements.texts, document))
        origins += self._behind(place, [*statements.codes, *statements.others], document)
        for each in statements.references:  # one by one: two that change places change nothing
            origins += self._behind(place, [each], document)
        return origins

    def behind_entry(self, work: str) -> tuple[Sequence[str], Effects]:
        """Return the lines of the entry of a work, and the statements behind each, from 0.

        The statements are those of the work and of the records around it.
        """
        near, document = self._delivery_of(work, is_entry=True)
        return document.text, self._effects_of(list(self._statements(near, work)), document)

    def behind_record(self, id: str, work: str) -> tuple[Sequence[str], Effects]:
        """Return the lines of the document of one work, and what is behind them of one record.

        The texts of records that it refers to are looked up as well, since a format may repeat them.
        """
        own = self._statements_of(id)
        said = [each for target in self._targets(id) for each in self._statements_of(target)]
        repeated = [each for each in said if each.value not in self._records]
        return self.behind(work, [*own, *repeated])

    def behind(
        self, work: str, statements: Sequence[RecordedValue]
    ) -> tuple[Sequence[str], Effects]:
        """Return the lines of the document of one work, and which of some statements each comes from."""
        _, document = self._delivery_of(work)
        return document.text, self._effects_of(statements, document)

    def _delivery_of(self, work: str, *, is_entry: bool = False) -> tuple[Records, _Delivery]:
        """Return the records around a work, and its document or its entry.

        That is written from a few records if it is the same as from all: more of them, step by step,
        if a record around the work has more to say with those that it refers to.
        """
        some = [work]
        whole = _Delivery(
            self._records, some, self._text(some, self._catalogue, is_entry), is_entry
        )
        around = near = self.around(work)
        for _ in range(_MOST_STEPS):
            few = self._with_exchangeable(near)
            if whole.text == self._text(some, self._link(few), is_entry):
                return near, whole._replace(records=few)
            near = self._in_order(self._with_targets(near))
        return around, whole

    def _text(self, works: Sequence[str], catalogue: Catalogue, is_entry: bool) -> list[str]:
        if is_entry:
            entries = written(self._format, [catalogue.works[works[0]]], self._context(catalogue))
            return entries.entries[0].text.splitlines()
        return self._written(works, catalogue)

    def _statements_of(self, id: str) -> list[RecordedValue]:
        if id not in self._records:
            return []
        record = self._records.record(id)
        return [RecordedValue(record, pointer, value) for pointer, value in leaves(record.data)]

    def _effects_of(self, statements: Sequence[RecordedValue], document: _Delivery) -> Effects:
        """Return those of some statements that each line of a document comes from."""
        parts = self._sorted(statements)
        effects = [*self._effects_of_texts(parts.texts, document)]
        effects += self._effects_of_texts(parts.codes, document)
        for part in (parts.others, *([each] for each in parts.references)):
            effects += self._effects(part, document)
        found: dict[int, list[RecordedValue]] = {}
        for line, statement in effects:
            found.setdefault(line, []).append(statement)
        return found

    def _sorted(self, statements: Iterable[RecordedValue]) -> _Sorted:
        found = _Sorted([], [], [], [])
        for each in statements:
            field = self._schemas.field(each.record.kind, each.pointer)
            if each.value in self._records:
                found.references.append(each)
            elif each.pointer == ("id",):
                found.others.append(each)
            elif is_text(each.value, field):
                found.texts.append(each)
            elif is_code(each.value, field):
                found.codes.append(each)
            else:
                found.others.append(each)
        return found

    def _effects_of_texts(
        self, texts: Sequence[RecordedValue], document: _Delivery
    ) -> Iterator[tuple[int, RecordedValue]]:
        """Yield each line that comes from one of some texts, with it."""
        if len(texts) < 2:
            yield from self._effects(texts, document)
            return
        marked = self._marked(texts, document)
        if marked is None:
            half = len(texts) // 2
            yield from self._effects_of_texts(texts[:half], document)
            yield from self._effects_of_texts(texts[half:], document)
            return
        for line, places in enumerate(marked):
            for place in places:
                yield line, texts[place]

    def _texts_behind(
        self, place: int, texts: Sequence[RecordedValue], document: _Delivery
    ) -> Iterator[RecordedValue]:
        """Yield those of some texts that a line comes from."""
        marked = self._marked(texts, document)
        if marked is None:
            yield from self._behind(place, texts, document)
        else:
            for each in marked[place]:
                yield texts[each]

    def _marked(
        self, texts: Sequence[RecordedValue], document: _Delivery
    ) -> list[list[int]] | None:
        """Return the places of the texts whose marks are on each line of a document.

        None means that the document has other differences than the marks, or that there are not
        enough marks for so many texts.
        """
        if len(texts) > _MOST_MARKS:
            return None
        marks = ((each, f"{each.value}{_MARK.format(at)}") for at, each in enumerate(texts))
        lines = self._changed_document(marks, document)
        if lines is None or [_MARKS.sub("", line) for line in lines] != list(document.text):
            return None
        return [sorted({int(each) for each in _MARKS.findall(line)}) for line in lines]

    def _effects(
        self, statements: Sequence[RecordedValue], document: _Delivery, place: int | None = None
    ) -> Iterator[tuple[int, RecordedValue]]:
        """Yield each line that comes from one of some statements, with it.

        Halves that change nothing are left out; with a `place`, those that do not change that line.
        """
        changed = self._changed_lines(statements, document) if statements else set()
        if changed is not None and (not changed if place is None else place not in changed):
            return
        if len(statements) == 1:
            for line in sorted(changed or ()):
                yield line, statements[0]
            return
        half = len(statements) // 2
        yield from self._effects(statements[:half], document, place)
        yield from self._effects(statements[half:], document, place)

    def document(self) -> list[str]:
        """Return the lines of the document of all works that the format can hold."""
        return self._written(self._deliverable(), self._catalogue)

    def _deliverable(self) -> list[str]:
        """Return the ids of the works that an export does not leave out."""
        works = self._catalogue.works
        missing = missing_requirements(self._format, [*works], self._context(self._catalogue))
        left_out = {each.record for each in missing}
        return [id for id in works if id not in left_out]

    def destinations(self, statements: Iterable[RecordedValue]) -> list[tuple[int, str]]:
        """Return the lines of the document of all works that statements lead to, with their numbers."""
        works = self._deliverable()
        text = self._written(works, self._catalogue)
        document = _Delivery(self._records, works, text)
        numbers: set[int] = set()
        for statement in statements:
            numbers |= self._changed_lines([statement], document) or set()
        return [(number + 1, text[number]) for number in sorted(numbers)]

    @cached_property
    def _catalogue(self) -> Catalogue:
        return self._link(self._records)

    def _link(self, records: Records) -> Catalogue:
        return link(records, self._schemas, self._settings)[0]

    def _written(self, works: Sequence[str], catalogue: Catalogue) -> list[str]:
        document = b"".join(render(self._format, works, self._context(catalogue)))
        return document.decode("utf-8", "replace").splitlines()

    def _context(self, catalogue: Catalogue) -> ExportContext:
        context = self._options or ExportContext(
            catalogue, crosswalk(self._format_name), self._settings.languages
        )
        # the results of earlier exports are those of the catalogue as it is
        return context.afresh(catalogue=catalogue, collect_losses=False, results=None)

    def _work_at(self, lines: Sequence[str], place: int) -> tuple[str, int] | None:
        """Return the work whose document has a line with most of the same lines around it, and its place."""
        wanted = lines[place].strip()
        best, found = 0, None
        for id in self._catalogue.works:
            text = self._written([id], self._catalogue)
            for at, line in enumerate(text):
                if line.strip() == wanted:
                    alike = _lines_alike(lines, place, text, at)
                    if alike > best:
                        best, found = alike, (id, at)
        return found

    def around(self, work: str) -> Records:
        """Return the work with the records that it refers to, those that these refer to, and back."""
        ids = self._with_targets(self._with_targets([work]))
        ids.update(self._referring.get(work, ()))
        return self._in_order(ids)

    def _with_targets(self, ids: Iterable[str]) -> set[str]:
        """Return the ids of some records, and of those to which they refer."""
        found = set(ids)
        for id in ids:
            found.update(target for target in self._targets(id) if target in self._records)
        return found

    def _with_exchangeable(self, near: Records) -> Records:
        """Return some records with a second one of each kind, to which a reference can be changed."""
        ids = set(near)
        for kind, number in Counter(near.kind(id) for id in near).items():
            if number == 1:
                ids.update(islice((id for id in self._by_kind[kind] if id not in near), 1))
        return self._in_order(ids)

    def _in_order(self, ids: Iterable[str]) -> Records:
        """Return the records with these ids, in the order of all records."""
        records = Records()
        for id in sorted(ids, key=self._places.__getitem__):
            records.extend([self._records.record(id)])
        return records

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {id: place for place, id in enumerate(self._records)}

    @cached_property
    def _by_kind(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for id in self._records:
            found[self._records.kind(id)].append(id)
        return found

    @cached_property
    def _referring(self) -> Mapping[str, Sequence[str]]:
        """The ids of the records that refer to each record."""
        found: dict[str, list[str]] = defaultdict(list)
        for id in self._records:
            for target in self._targets(id):
                found[target].append(id)
        return found

    def _targets(self, id: str) -> set[str]:
        if id not in self._known_targets:
            record = self._records.record(id)
            references = self._schemas.references(record.kind, record.data)
            self._known_targets[id] = {target for _, target, _ in references}
        return self._known_targets[id]

    def _statements(self, records: Records, first: str) -> Iterator[RecordedValue]:
        """Yield all statements of some records, those of the record `first` before the others."""
        for id in sorted(records, key=lambda each: (each != first, each)):
            yield from self._statements_of(id)

    def _behind(
        self, place: int, statements: Sequence[RecordedValue], document: _Delivery
    ) -> Iterator[RecordedValue]:
        """Return those of some statements that a line comes from."""
        effects = self._effects(statements, document, place)
        return (statement for line, statement in effects if line == place)

    def _changed_lines(
        self, statements: Iterable[RecordedValue], document: _Delivery
    ) -> set[int] | None:
        """Return the lines of a document that change with some statements, counted from 0.

        None means that the records would not be valid with all of these changes.
        """
        changes = []
        for at, each in enumerate(statements):
            field = self._schemas.field(each.record.kind, each.pointer)
            other = other_value(each.value, field, document.records)
            if is_text(each.value, field) or is_code(each.value, field):
                other = f"{each.value}{_MARK.format(at % _MOST_MARKS)}"
            if other is not None and each.pointer != ("id",):
                changes.append((each, other))
        lines = self._changed_document(changes, document)
        return None if lines is None else _changed(document.text, lines)

    def _changed_document(self, changes: Changes, document: _Delivery) -> list[str] | None:
        """Return the lines of a document with other values; None if the records are not valid then."""
        data: dict[str, dict[str, Any]] = {}
        for (record, pointer, _), other in changes:
            if record.id not in data:
                data[record.id] = copy.deepcopy(dict(record.data))
            value_at(data[record.id], pointer[:-1])[pointer[-1]] = other
        records = Records()
        for id in document.records:
            record = document.records.record(id)
            if id in data:
                record = record._replace(json=json.dumps(data[id]))
            records.extend([record])
        try:
            catalogue = self._link(records)
            return self._text(document.works, catalogue, document.is_entry)
        except (ArithmeticError, LookupError, TypeError, ValueError):
            return None


def _changed(before: Sequence[str], after: Sequence[str]) -> set[int]:
    """Return the lines that were changed or removed, and those that two statements shared before.

    Where two statements say the same in one line, the change of one of them leaves the line and
    adds another: that is the line as it was, with a mark.
    """
    found: set[int] = set()
    added: set[str] = set()
    matcher = SequenceMatcher(None, before, after, False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "insert":
            marked = (line for line in after[new_start:new_end] if _MARKS.search(line))
            added.update(_MARKS.sub("", line) for line in marked)
        elif tag != "equal":
            found.update(range(start, end))
    return found | {number for number, line in enumerate(before) if line in added}


def _lines_alike(one: Sequence[str], place: int, other: Sequence[str], at: int) -> int:
    """Return how many lines around two places are the same but for their indentation."""
    count = 1
    for step in (1, -1):
        offset = step
        while (
            0 <= place + offset < len(one)
            and 0 <= at + offset < len(other)
            and one[place + offset].strip() == other[at + offset].strip()
        ):
            count += 1
            offset += step
    return count


def formats_of(suffix: str) -> list[str]:
    """Return the formats whose files have a suffix (`.xml`). Raises UsageError if there is none."""
    found = [name for name in names() if suffix == format_named(name).SUFFIX]
    if not found:
        raise UsageError(
            f"no format writes files with the suffix “{suffix}”", "add --format FORMAT"
        )
    return found
