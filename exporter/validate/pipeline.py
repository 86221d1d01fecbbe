"""The way that every command goes first: read the catalogue, check it, put each finding at its place."""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from exporter.errors import UsageError
from exporter.model.packed_records import NOTHING, Records, packed
from exporter.parallel import MIN_ITEMS, map_chunks
from exporter.records.document import Document
from exporter.records.files import OversizedFile, find_files, read_bytes
from exporter.records.finding import Finding, Position
from exporter.records.loader import parse_document, read_schemas, read_settings
from exporter.records.packed_list import Roll
from exporter.records.positions import add_positions
from exporter.records.schema import Schemas
from exporter.records.settings import Limits, Settings
from exporter.suggest import did_you_mean
from exporter.terminal import escape_control_chars, truncate
from exporter.validate.checks import checks, switchable
from exporter.validate.index import Index, part, unknown_entry
from exporter.validate.partial_result import Found
from exporter.validate.record import (
    RecordResult,
    RecordValidator,
    compared,
    errors,
    severity,
    together,
)
from exporter.validate.reporters import RenderedFinding, Report, typed

if TYPE_CHECKING:
    from exporter.validate.cache import Cache


class DisplayLocation(NamedTuple):
    """Where people find a record: its file, and how many lines stand `before` it there, if it is one of many."""

    file: str
    before: int | None = None

    def __str__(self) -> str:
        return self.file if self.before is None else f"{self.file}:{self.before + 1}"

    def place(self, place: Position) -> Position:
        """Give a place in the record as one in the file."""
        return replace(place, line=place.line + (self.before or 0))


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """A catalogue with what was found in it.

    `document` gives what stands in one of its files, or None where that cannot be read: a catalogue can be large, so
    a record is read again when it is needed. `said` has what the records say, where that was to be kept. `called` tells
    people where a record is to be found.
    """

    findings: Sequence[Finding]
    schemas: Schemas
    document: Callable[[Path], Document | None]
    records: int
    said: Records = field(default_factory=Records)
    called: Callable[[Path], DisplayLocation] = lambda path: DisplayLocation(typed(path))

    @property
    def wrong(self) -> frozenset[str]:
        """The paths of the records that have an error."""
        return frozenset(str(each.path) for each in errors(self.findings))

    def report(self, *, colour: bool = False) -> Report:
        """Put the findings together for a rendering."""
        shown = [self._shown(each) for each in self.findings]
        texts: dict[str, list[str]] = defaultdict(list)
        lines = Counter[str]()
        for path in dict.fromkeys(each.path for each in self.findings if each.name != "not-a-file"):
            file, before = self.called(path)
            text = "\n" * ((before or 0) - lines[file]) + self._text(
                path
            )  # of the records between, empty lines
            texts[file].append(text)
            lines[file] += text.count("\n")
        return Report(
            shown, {file: "".join(those) for file, those in texts.items()}, self.records, colour
        )

    def _shown(self, finding: Finding) -> RenderedFinding:
        notes = tuple(
            (called.file, called.place(note.position), escape_control_chars(truncate(note.message)))
            for note in finding.notes
            if note.position and (called := self.called(note.path))
        )
        called = self.called(finding.path)
        place = called.place(finding.position or Position(1, 1))
        message, hint = (
            escape_control_chars(truncate(finding.message)),
            escape_control_chars(truncate(finding.hint)),
        )
        return RenderedFinding(
            finding.name,
            severity(finding),
            called.file,
            place,
            finding.pointer,
            message,
            hint,
            notes,
        )

    def _text(self, path: Path) -> str:
        if found := self.document(path):
            return found.text
        with suppress(OSError):  # a file that could not be read has no line to show
            if path.is_file() and path.stat().st_size <= Limits().size:
                return path.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff")
        return ""


Tick = Callable[[int, int, str], None]
"""Is told now and then how many of how many are done, and of what."""
Examined = Callable[[Tick], ValidationResult]


_LEAST, _MOST = 64, 256
"""How many records are looked at together."""


def _silent(done: int, everything: int, what: str) -> None:
    pass


def validate_catalogue(
    root: Path,
    chosen: Sequence[Path] = (),
    tick: Tick = _silent,
    contents: Mapping[Path, bytes | OversizedFile] | None = None,
    instead: Mapping[Path, bytes] = MappingProxyType({}),
    *,
    keep: bool = False,
    errors_only: bool = False,
    say: Callable[[str], None] | None = None,
) -> ValidationResult:
    """Read and check a catalogue; findings outside the files and folders `chosen` are left out.

    With `errors_only` nothing else is looked for, and no other finding given.

    What the records say can be kept for `ValidationResult.said`. A large catalogue has a cache if there is
    somebody to whom it can `say` what is wrong with that.

    `tick` is told now and then how many of how many are done, and of what. `contents` stands for the files, where they
    are to be judged as they stood at another time; `instead` for some of them, which have other bytes than they had on
    the disk. Raises UsageError for a missing folder, a schema or a setting that is none.
    """
    schemas, settings = read_schemas(root), usable_settings(root)
    wanted = {*map(Path, find_files(root, chosen))} if chosen else None
    files = Roll(find_files(root)) if contents is None else Roll(sorted(map(str, contents)))
    if contents is None and (wanted or instead):
        files = Roll(sorted({*files, *map(str, (*(wanted or ()), *instead))}))
    as_they_stand = contents is None and not instead
    asked = schemas.files, settings, keep, errors_only
    cache = _cache(root, asked, say) if say and as_they_stand and len(files) >= MIN_ITEMS else None
    judge, index, said = (
        RecordValidator(schemas, errors_only=errors_only),
        Index(schemas),
        Records(files=files),
    )
    findings: list[Finding] = []

    def content(path: Path) -> bytes | OversizedFile | Finding:
        there = instead.get(path) if contents is None else contents[path]
        return read_bytes(path, root, settings.limits) if there is None else there

    def document(path: Path) -> Document | None:
        here = content(path)
        read = here if isinstance(here, Finding) else parse_document(here, path, settings.limits)
        return read if isinstance(read, Document) else None

    def look(there: Iterable[_Opened]) -> Found:
        """Check some records, each for itself."""
        read = (
            each if isinstance(each, Finding) else parse_document(each, path, settings.limits)
            for path, each in there
        )
        return judged(read, judge, settings, keep=keep)

    with closing(cache) if cache else nullcontext():
        for some, found in _looked(content, look, files, cache):
            for each in found.said:
                said.add(each)
            index.add(found.entries)
            findings.extend(found.findings)
            tick(some.stop, len(files), "records checked")
        compare = partial(compared, index, errors_only=errors_only)
        more = cache.compared(compare) if cache else compare()
    if errors_only:  # what a format or the reader finds may be less
        findings, more = errors(findings), errors(more)
    number = len(files if wanted is None else wanted)
    return gathered(
        ValidationResult(findings, schemas, document, number, said), more, settings, wanted
    )


def judged(
    read: Iterable[Document | Finding], judge: RecordValidator, settings: Settings, *, keep: bool
) -> Found:
    """Check some records, each for itself, as far as they could be read; what they say can be kept."""
    entries, findings, said = [], [], []
    for each in read:
        document = each if isinstance(each, Document) else None
        done = (
            RecordResult(unknown_entry(each.path), [each])
            if isinstance(each, Finding)
            else judge.judged(each)
        )
        entries.append(done.entry)
        findings.extend(_wanted(done.findings, {each.path: document}.get, settings))
        if keep:
            said.append(packed(document) if document else NOTHING)
    return Found(part(entries), findings, said)


def _cache(root: Path, asked: tuple[object, ...], say: Callable[[str], None]) -> Cache:
    from exporter.validate.cache import (
        Cache,
    )  # here, since few catalogues are so large that they have one

    return Cache(root, asked, say)


_Opened = tuple[Path, bytes | OversizedFile | Finding]
"""A file and what stands in it, or why it is not opened."""


def _looked(
    content: Callable[[Path], bytes | OversizedFile | Finding],
    look: Callable[[Iterable[_Opened]], Found],
    files: Sequence[str],
    cache: Cache | None,
) -> Iterator[tuple[range, Found]]:
    """Give what is found in some files at a time, with their places, as far as possible without looking."""

    def opened(some: range) -> list[_Opened]:
        return [(path, content(path)) for path in map(Path, files[some.start : some.stop])]

    def anew(some: range) -> Found:
        return look(opened(some))

    parts = _cut(files)
    if cache is None:
        yield from zip(parts, map_chunks(anew, parts), strict=True)
        return
    kept = cache

    def unless_known(some: range) -> tuple[bytes | None, Found | None]:
        there = opened(some)
        contents = [each if isinstance(each, bytes) else None for _, each in there]
        key = kept.key(files[some.start : some.stop], contents)
        return key, None if kept.knows(key) else look(there)

    kept.open()
    keys = [
        key if kept.knows(key := kept.key(files[some.start : some.stop])) else None
        for some in parts
    ]
    others = map_chunks(
        unless_known, [some for some, key in zip(parts, keys, strict=True) if key is None]
    )
    for some, key in zip(parts, keys, strict=True):
        new, found = (key, None) if key else next(others)
        if found:
            kept.put(new, found)
        yield some, found or kept.get(new, partial(anew, some))


def _cut(files: Sequence[str]) -> list[range]:
    """Part files by their names, so that one more or one less leaves most parts as they were.

    The parts are of like size, for otherwise one process would wait for another.
    """
    ends = [0]
    for place, file in enumerate(files, start=1):
        size = place - ends[-1]
        if size >= _MOST or (size >= _LEAST and crc32(os.fsencode(file)) % _LEAST == 0):
            ends.append(place)
    return [range(start, end) for start, end in pairwise((*ends, len(files))) if start < end]


def conclude(
    documents: Sequence[Document],
    unread: Sequence[Finding],
    judge: RecordValidator,
    settings: Settings,
) -> ValidationResult:
    """Check records that were read already."""
    by_path = {document.path: document for document in documents}
    judged = [judge.judged(document) for document in documents]
    entries = [*(unknown_entry(each.path) for each in unread), *(each.entry for each in judged)]
    findings = [*unread, *(finding for each in judged for finding in each.findings)]
    verdict = ValidationResult(findings, judge.schemas, by_path.get, len(documents) + len(unread))
    return gathered(verdict, compared(Index(judge.schemas, entries)), settings)


def gathered(
    verdict: ValidationResult,
    more: Iterable[Finding],
    settings: Settings,
    chosen: Collection[Path] | None = None,
) -> ValidationResult:
    """Add what the records show together; leave out what is not wanted, or stands in other files than the chosen."""
    found = together(verdict.findings, more)
    if chosen is not None:
        found = [each for each in found if each.path in chosen]
    return replace(verdict, findings=_wanted(found, verdict.document, settings))


def _wanted(
    findings: Sequence[Finding], document: Callable[[Path], Document | None], settings: Settings
) -> list[Finding]:
    """Put findings at their places, without those that the catalogue or the record does not want."""
    if not findings:
        return []
    read_once = lru_cache(maxsize=100)(document)
    placed = add_positions(_listed(findings), read_once)
    return [each for each in placed if not _allowed(each, read_once, settings)]


_MANY = 10_000
"""How many findings of one name are listed of one record."""


def _listed(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Leave out what nobody would read to its end; the last finding of that record and name says how many more."""
    if len(findings) <= _MANY:
        return findings
    listed: dict[tuple[Path, str], list[Finding]] = defaultdict(list)
    found = Counter((each.path, each.name) for each in findings)
    for each in findings:
        if len(those := listed[each.path, each.name]) < _MANY:
            those.append(each)
    for which, those in listed.items():
        if more := found[which] - len(those):
            those[-1] = replace(
                those[-1],
                message=f"{those[-1].message}; {more:,} more in this record are not listed",
            )
    return [each for those in listed.values() for each in those]


def since(
    now: ValidationResult, then: ValidationResult, changed: Collection[Path]
) -> ValidationResult:
    """Keep what stands in a changed record, and what elsewhere has come with the change."""

    def identity(finding: Finding) -> tuple[object, ...]:
        return finding.name, finding.path, finding.pointer, finding.message

    known = {identity(each) for each in then.findings}
    findings = [
        each for each in now.findings if each.path in changed or identity(each) not in known
    ]
    return replace(now, findings=findings, records=len(changed))


_ALLOWED = re.compile(r"#\s*exporter:\s*allow\s+([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)\s*$")


def _allowed(
    finding: Finding, document: Callable[[Path], Document | None], settings: Settings
) -> bool:
    """Tell whether the catalogue's settings or a comment in the record say that a finding is not wanted.

    `# exporter: allow NAME` at the end of a line speaks of that line, on a line of its own of the whole record.
    """
    if not switchable(finding.name):
        return False
    if finding.name in settings.off:
        return True
    here = document(finding.path)
    line = finding.position.line if finding.position else 0
    return here is not None and not {(finding.name, 0), (finding.name, line)}.isdisjoint(
        _allowances(here.text)
    )


@lru_cache(maxsize=1)
def _allowances(text: str) -> frozenset[tuple[str, int]]:
    """Give the findings that comments allow, each with its line, or with 0 where they speak of the whole record."""
    found = set[tuple[str, int]]()
    for number, line in enumerate(text.split("\n") if "exporter:" in text else (), start=1):
        if match := _ALLOWED.search(line.rstrip("\r")):
            where = number if line[: match.start()].strip() else 0
            found.update((name, where) for name in re.split(r"\s*,\s*", match[1]))
    return frozenset(found)


def usable_settings(root: Path) -> Settings:
    """Read the settings of a catalogue. Raises UsageError where they switch off what cannot be switched off."""
    settings = read_settings(root)
    for name in sorted(settings.off):
        if name not in checks():
            hint = did_you_mean(name, checks()) or "exporter explain lists them all"
            raise UsageError(f"the settings switch off “{name}”, which is no finding", hint)
        if not switchable(name):
            hint = "a record with this fault cannot be exported; mend it, or use --keep-going"
            raise UsageError(f"“{name}” cannot be switched off", hint)
    return settings
