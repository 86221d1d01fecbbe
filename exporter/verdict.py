"""The way that every command goes first: read the catalogue, check it, put each finding at its place."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from exporter.check import Judge, check, severity
from exporter.checks import checks, switchable
from exporter.locate import locate, located
from exporter.model.document import Document
from exporter.model.finding import Finding, Place, Severity
from exporter.model.nearest import did_you_mean
from exporter.model.schema import Schemas
from exporter.model.settings import Limits, Settings
from exporter.model.unusable import Unusable
from exporter.read import find_records, parse, read, read_schemas, read_settings
from exporter.reports import Report, Shown, typed
from exporter.syntax.terminal import visible


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
        texts = {typed(each.path): _text(each.path, by_path) for each in self.findings if each.name != "not-a-file"}
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
        (typed(note.path), locate(documents[str(note.path)], note.pointer), visible(note.message))
        for note in finding.notes
        if str(note.path) in documents
    )
    place = finding.place or Place(1, 1)
    path, message, hint = typed(finding.path), visible(finding.message), visible(finding.hint)
    return Shown(finding.name, severity(finding), path, place, finding.pointer, message, hint, notes)


def _silent(done: int, everything: int, what: str) -> None:
    pass


def examine(
    root: Path,
    chosen: Sequence[Path] = (),
    tick: Callable[[int, int, str], None] = _silent,
    contents: Mapping[Path, bytes] | None = None,
    instead: Mapping[Path, bytes] = MappingProxyType({}),
) -> Verdict:
    """Read and check a catalogue; findings outside the files and folders `chosen` are left out.

    `tick` is told after each step how many of how many are done, and of what. `contents` stands for the files, where
    they are to be judged as they stood at another time; `instead` for some of them, which have other bytes than they
    had on the disk. Raises Unusable for a missing folder, a schema or a setting that is none.
    """
    schemas, settings = read_schemas(root), usable_settings(root)
    wanted = set(find_records(root, chosen)) if chosen else None
    paths = sorted(contents) if contents is not None else sorted({*find_records(root), *(wanted or ()), *instead})
    documents: list[Document] = []
    findings: list[Finding] = []
    for done, path in enumerate(paths, start=1):
        limits = settings.limits
        content = instead.get(path) if contents is None else contents[path]
        found = read(path, root, limits) if content is None else parse(content, path, limits)
        if isinstance(found, Document):
            documents.append(found)
        else:
            findings.append(found)
        tick(done, len(paths), "records read")
    verdict = conclude(documents, findings, Judge(schemas), settings, wanted, tick)
    return replace(verdict, records=len(paths if wanted is None else wanted))


def conclude(
    documents: Sequence[Document],
    unread: Sequence[Finding],
    judge: Judge,
    settings: Settings,
    wanted: Collection[Path] | None = None,
    tick: Callable[[int, int, str], None] = _silent,
) -> Verdict:
    """Check what was read, and put each finding at its place; those outside the files `wanted` are left out."""

    def counted() -> Iterator[Document]:
        for done, document in enumerate(documents, start=1):
            yield document
            tick(done, len(documents), "records checked")

    findings = [*unread, *check(counted(), judge.schemas, [finding.path for finding in unread], judge)]
    if wanted is not None:
        findings = [finding for finding in findings if finding.path in wanted]
    by_path = {str(document.path): document for document in documents}
    placed = [each for each in located(findings, by_path) if not _allowed(each, by_path, settings)]
    return Verdict(documents, placed, judge.schemas, len(documents) + len(unread))


def since(now: Verdict, then: Verdict, changed: Collection[Path]) -> Verdict:
    """Keep what stands in a changed record, and what elsewhere has come with the change."""

    def identity(finding: Finding) -> tuple[object, ...]:
        return finding.name, finding.path, finding.pointer, finding.message

    known = {identity(each) for each in then.findings}
    findings = [each for each in now.findings if each.path in changed or identity(each) not in known]
    return replace(now, findings=findings, records=len(changed))


_ALLOWED = re.compile(r"#\s*exporter:\s*allow\s+([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)\s*$")


def _allowed(finding: Finding, documents: Mapping[str, Document], settings: Settings) -> bool:
    """Tell whether the catalogue's settings or a comment in the record say that a finding is not wanted.

    `# exporter: allow NAME` at the end of a line speaks of that line, on a line of its own of the whole record.
    """
    if not switchable(finding.name):
        return False
    if finding.name in settings.off:
        return True
    document = documents.get(str(finding.path))
    if document is None or "exporter:" not in document.text:
        return False
    for number, line in enumerate(document.text.split("\n"), start=1):
        match = _ALLOWED.search(line.rstrip("\r"))
        if match and finding.name in re.split(r"\s*,\s*", match[1]):
            whole = not line[: match.start()].strip()
            if whole or (finding.place and finding.place.line == number):
                return True
    return False


def usable_settings(root: Path) -> Settings:
    """Read the settings of a catalogue. Raises Unusable where they switch off what cannot be switched off."""
    settings = read_settings(root)
    for name in sorted(settings.off):
        if name not in checks():
            hint = did_you_mean(name, checks()) or "exporter explain lists them all"
            raise Unusable(f"the settings switch off “{name}”, which is no finding", hint)
        if not switchable(name):
            hint = "a record with this fault cannot be exported; mend it, or use --keep-going"
            raise Unusable(f"“{name}” cannot be switched off", hint)
    return settings
