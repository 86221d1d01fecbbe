"""Validates one catalogue again and again, as an editor does; only what has changed is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from exporter.cache import chunks_by_name, hash_of
from exporter.records.document import Document
from exporter.records.finding import Finding
from exporter.validate.chunk import ChunkResult, Versions, entries_as_text, versions_of
from exporter.validate.config import Config
from exporter.validate.index import Entries, Index, IndexEntry
from exporter.validate.known_findings import KnownFindings
from exporter.validate.pipeline import all_findings, finish, validate_chunk
from exporter.validate.record import RecordValidator

_MOST_REMEMBERED = 100
"""How many results of checks of the whole catalogue are remembered, each of about twenty checks."""

Parsed = Mapping[Path, Document | Finding]
"""The record of each file, or the finding that says why there is none, in order.

As long as a file does not change, its record is the same object.
"""


class _KnownRecord(NamedTuple):
    """A record, or why there is none, and the result for it alone."""

    parsed: Document | Finding
    result: ChunkResult


class _KnownChunk(NamedTuple):
    """Some records whose files follow each other, and what was found in each by itself."""

    parsed: Sequence[Document | Finding]
    entries: list[IndexEntry]
    findings: list[Finding]
    versions: Versions


class _Memory:
    """Remembers the values that were asked for or changed last."""

    def __init__(self) -> None:
        self._values: dict[tuple[str, str | None], Any] = {}

    def get(self, group: str, key: str | None) -> Any:
        """Return the value of a key, or None."""
        value = self._values.pop((group, key), None)
        if value is not None:
            self._values[group, key] = value
        return value

    def put(self, group: str, key: str | None, value: Any) -> None:
        """Remember the value of a key, and forget the one that was not asked for longest."""
        self._values[group, key] = value
        if len(self._values) > _MOST_REMEMBERED:
            del self._values[next(iter(self._values))]


class IncrementalValidator:
    """Validates a catalogue whose configuration does not change."""

    def __init__(self, config: Config) -> None:
        self.validator = RecordValidator(config.schemas, config.settings.catalogue.language)
        self._settings = config.settings
        self._retractions = config.retractions
        self._known: dict[Path, _KnownRecord] = {}
        self._chunks: dict[Path, _KnownChunk] = {}
        self._paths: list[Path] = []
        self._bounds: list[tuple[int, int]] = []
        self._memory = _Memory()

    def validate(self, parsed: Parsed) -> list[Finding]:
        """Return all findings, in order."""
        paths, records = list(parsed), list(parsed.values())
        if paths != self._paths:
            chunks = chunks_by_name(list(map(str, paths)))
            self._bounds = list(pairwise(accumulate(map(len, chunks), initial=0)))
            self._paths = paths
            self._known = {path: each for path, each in self._known.items() if path in parsed}
        previous, self._chunks = self._chunks, {}
        for start, end in self._bounds:
            chunk = previous.get(paths[start])
            if chunk is None or chunk.parsed != records[start:end]:
                chunk = self._validate_each(paths[start:end], records[start:end])
            self._chunks[paths[start]] = chunk
        return self._together(parsed)

    def _validate_each(
        self, paths: Sequence[Path], parsed: Sequence[Document | Finding]
    ) -> _KnownChunk:
        """Return what is found in some records, each by itself."""
        entries: list[IndexEntry] = []
        findings: list[Finding] = []
        for path, each in zip(paths, parsed, strict=True):
            known = self._known.get(path)
            if known is None or known.parsed is not each:
                result = validate_chunk([each], self.validator, self._settings, keep_data=False)
                known = _KnownRecord(each, result)
                self._known[path] = known
            entries += known.result.entries
            findings += known.result.findings
        return _KnownChunk(parsed, entries, findings, versions_of(entries_as_text(entries)))

    def _together(self, parsed: Parsed) -> list[Finding]:
        """Return all findings, after each record was validated by itself."""

        def document(path: Path) -> Document | None:
            found = parsed.get(path)
            return found if isinstance(found, Document) else None

        def content_id(file: str) -> str | None:
            found = document(Path(file))
            return hash_of(found.text) if found else None

        chunks = self._chunks.values()
        alone = [each for chunk in chunks for each in chunk.findings]
        schemas, language = self.validator.schemas, self.validator.language
        entries = Entries(self._entries())
        index = Index(schemas, entries, document, language, self._retractions)
        known = KnownFindings(self._memory, "", [chunk.versions for chunk in chunks], content_id)
        place = partial(finish, document=document, settings=self._settings)
        return all_findings(alone, index, place, known)

    def _entries(self) -> Iterator[IndexEntry]:
        for chunk in self._chunks.values():
            yield from chunk.entries
