"""A run of the validation that takes what it can from the cache.

What is found in some records depends on their paths and bytes, the schemas, the settings and this
tool; all of that is in the key. A file that was not touched since an earlier run is not opened. What
is staged, or stood there at a revision, has the same keys.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from exporter.cache import Cache, chunks_by_name, hash_of, stamp_of
from exporter.model.records import Record
from exporter.parallel import map_chunks
from exporter.records.document import Document
from exporter.records.finding import Finding
from exporter.text_store import TextStore
from exporter.validate.chunk import (
    ChunkResult,
    Versions,
    entries_as_text,
    entries_from_text,
    findings_as_json,
    findings_from_json,
    records_as_text,
    records_from_text,
    versions_of,
)
from exporter.validate.config import Config
from exporter.validate.index import IndexEntry
from exporter.validate.known_findings import KnownFindings
from exporter.validate.record import errors
from exporter.validate.source import Contents, Source, content_id, content_ids
from exporter.validate.stored_entries import Columns

ValidateContents = Callable[[Contents], ChunkResult]
"""Validates some records, each by itself."""

_SETTLED = 2_000_000_000
"""After how many nanoseconds a change gets another time than the one before, on any file system."""


class CachedRun:
    """Returns what was found in the same files before, and keeps what is found now.

    A run for an export looks for errors only, and needs the data of the records. It takes both from
    a run that looked for everything, if there was one.
    """

    def __init__(
        self, cache: Cache, root: Path, config: Config, source: Source, *, for_export: bool
    ) -> None:
        self._cache = cache
        self._source = source
        self._for_export = for_export
        chosen = (config.schemas.files, config.settings, config.retractions)
        self._seed = hash_of(cache.tool_hash, root, *chosen)
        self._ids = source.ids
        self._files = chunks_by_name(source.files)
        self._keys_of_ids: dict[str, str | None] = {}
        """By the first file of a chunk, the key under which the ids of its contents belong."""
        if source.on_disk:
            self._find_ids()
        if not cache.get("seeds", self._seed):
            cache.put("seeds", self._seed, True)  # nothing is known: all files will be read anyway
        elif self._keys_of_ids or not source.on_disk:
            self._read_ids()
        self._versions: dict[str, Versions] = {}  # by the first file of a chunk
        self._has_changed = False  # a file, after it was validated by itself
        self._new_entries: dict[str, int] = {}  # by the first file, the number of their text
        self._texts = TextStore()

    def _find_ids(self) -> None:
        """Find the ids of the contents of the files on disk that were not touched lately."""
        settled = time.time_ns() - _SETTLED
        for files in self._files:
            key = self._key_of_ids(files, settled)
            ids = self._cache.get("ids", key)
            if ids is None:
                self._keys_of_ids[files[0]] = key
            else:
                self._ids.update(zip(files, ids, strict=True))

    def _read_ids(self) -> None:
        """Find the ids of the contents of all other files, which are read for that."""
        self._ids.update(content_ids(self._source))
        for files in self._files:
            self._keep_ids(files)

    def _keep_ids(self, files: Sequence[str]) -> None:
        """Keep the ids of the contents of some files, if they were not known."""
        key = self._keys_of_ids.pop(files[0], None)
        ids = [self._ids[file] for file in files]
        if None not in ids:  # the rights to open a file may change without a trace in it
            self._cache.put("ids", key, ids)

    def _key_of_ids(self, files: Sequence[str], settled: int) -> str | None:
        """Return the key of the ids of the contents of these files, made of their stamps.

        The result is None if one of them is no regular file, or has changed after `settled`: with
        another change at once it would have the same stamp.
        """
        stamps: list[int] = []
        for file in files:
            try:
                status = os.lstat(file)
            except OSError:
                return None
            changed = max(status.st_mtime_ns, status.st_ctime_ns)
            if changed > settled or not stat.S_ISREG(status.st_mode):
                return None
            stamps += stamp_of(status)
        return hash_of(self._seed, "ids", files, stamps)

    def findings(self) -> list[Finding] | None:
        """Return all findings of a run on the same files; None if they are not known."""
        known = self._found("all findings", "all errors", self._source.files)
        found = None if known is None else findings_from_json(known)
        return errors(found) if found and self._for_export else found

    def keep(self, findings: Sequence[Finding]) -> None:
        """Keep all findings of this run, unless some are in what a file had before."""
        if self._has_changed:
            return
        group = "all errors" if self._for_export else "all findings"
        key = self._key(group, self._source.files)
        self._cache.put(group, key, findings_as_json(findings))

    def chunks(self, prepare: Callable[[], ValidateContents]) -> Iterator[ChunkResult]:
        """Yield the results of the chunks of files in order, with the records for an export.

        The entries are left out: few runs need them (`entries`). `prepare` returns the function
        that validates what is not known.
        """
        return self._chunks(prepare, self._known_chunk)

    def records(self, prepare: Callable[[], ValidateContents]) -> Iterator[Record]:
        """Yield the records in order, for an export of which all findings are known."""

        def known_chunk(files: Sequence[str]) -> ChunkResult | None:
            return ChunkResult([], [], []) if self._has_records(files) else None

        for chunk in self._chunks(prepare, known_chunk):
            yield from chunk.records

    def _chunks(
        self,
        prepare: Callable[[], ValidateContents],
        known_chunk: Callable[[Sequence[str]], ChunkResult | None],
    ) -> Iterator[ChunkResult]:
        known = [known_chunk(files) for files in self._files]
        unknown = [files for files, chunk in zip(self._files, known, strict=True) if chunk is None]
        validate = prepare() if unknown else None
        self._source.load([file for files in unknown for file in files])

        def validate_files(files: Sequence[str]) -> tuple[list[str | None], str, ChunkResult]:
            assert validate is not None  # noqa: S101 - there are unknown chunks
            contents = list(self._source.contents(files))
            chunk = validate(contents)
            ids = [content_id(content) for _, content in contents]
            return ids, entries_as_text(chunk.entries), chunk._replace(entries=[])

        results = map_chunks(validate_files, unknown)
        for files, chunk in zip(self._files, known, strict=True):
            if chunk is None:
                ids, entries, chunk = next(results)
                # a file may have changed in the meantime
                self._ids.update(zip(files, ids, strict=True))
                self._keep_chunk(files, entries, chunk)
            elif self._for_export:
                chunk = chunk._replace(records=self._known_records(files, prepare))
            yield chunk if self._for_export else chunk._replace(records=[])

    def _known_chunk(self, files: Sequence[str]) -> ChunkResult | None:
        value = self._found("findings", "errors", files)
        self._cache.use("records", self._key("records", files))
        if value is None or (self._for_export and not self._has_records(files)):
            return None
        versions, findings = value
        self._versions[files[0]] = versions
        self._cache.use("entries", _key_of_entries(versions))
        return ChunkResult([], findings_from_json(findings), [], len(files))

    def _has_records(self, files: Sequence[str]) -> bool:
        return self._cache.has("records", self._key("records", files))

    def _known_records(
        self, files: Sequence[str], prepare: Callable[[], ValidateContents]
    ) -> list[Record]:
        text = self._cache.get_text("records", self._key("records", files))
        if text is None:  # another process has deleted them
            return prepare()(self._source.contents(files)).records
        return records_from_text(text)

    def _keep_chunk(self, files: Sequence[str], entries: str, chunk: ChunkResult) -> None:
        self._keep_ids(files)
        versions = versions_of(entries)
        self._versions[files[0]] = versions
        self._new_entries[files[0]] = self._texts.add(entries)
        self._cache.put_text("entries", _key_of_entries(versions), entries)
        group = "errors" if self._for_export else "findings"
        value = [versions, findings_as_json(chunk.findings)]
        self._cache.put(group, self._key(group, files), value)
        records = records_as_text(chunk.records)
        self._cache.put_text("records", self._key("records", files), records)

    def entries(
        self, prepare: Callable[[], ValidateContents]
    ) -> Iterator[tuple[list[IndexEntry], Columns]]:
        """Yield the index entries of the chunks in order, with their columns, after `chunks`."""
        for files in self._files:
            if (number := self._new_entries.get(files[0])) is not None:
                text: str | None = self._texts[number]
            else:
                key = _key_of_entries(self._versions[files[0]])
                text = self._cache.get_text("entries", key)
            if text is None:  # another process has deleted them
                chunk = prepare()(self._source.contents(files))
                text = entries_as_text(chunk.entries)
                self._cache.put_text("entries", _key_of_entries(versions_of(text)), text)
            yield entries_from_text(text)

    def known_together(self) -> KnownFindings:
        """Return what all records showed together in earlier runs, after `chunks`."""
        versions = [self._versions[files[0]] for files in self._files]
        return KnownFindings(
            self._cache, self._seed, versions, self._ids.get, errors_only=self._for_export
        )

    def document(self, path: Path) -> Document | None:
        """Return the record of a file, which is read again; None if it cannot be read."""
        content = self._source.read(path)
        id = content_id(content)
        if self._ids.get(str(path)) != id:
            self._has_changed = True
            self._ids[str(path)] = id
        found = self._source.parse(path, content)
        return found if isinstance(found, Document) else None

    def _found(self, group: str, errors_group: str, files: Sequence[str]) -> Any:
        """Return the value of a group for these files, or that with the errors, if they do."""
        value = self._cache.get(group, self._key(group, files))
        if value is None and self._for_export:
            value = self._cache.get(errors_group, self._key(errors_group, files))
        return value

    def _key(self, group: str, files: Sequence[str]) -> str | None:
        """Return the key of what is found in these files; None if one of them has no content."""
        ids = [self._ids.get(file) for file in files]
        return None if None in ids else hash_of(self._seed, group, files, ids)


def _key_of_entries(versions: Versions) -> str:
    """Return the key of entries with these versions, in whatever file they were found."""
    return hash_of("entries", versions)
