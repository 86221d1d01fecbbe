"""A run of the validation that takes what it can from the cache.

What is found in some records depends on their paths and bytes, the schemas, the settings and this
tool; all of that is in the key. A file that was not touched since an earlier run is not opened. What
is staged, or stood there at a revision, has the same keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from exporter.cache import Cache, chunks_by_name, hash_of
from exporter.model.records import Record
from exporter.parallel import map_chunks
from exporter.records.document import Document
from exporter.records.finding import Finding
from exporter.text_store import TextStore
from exporter.validate.chunk import (
    ChunkResult,
    Versions,
    combined,
    entries_as_text,
    entries_from_text,
    findings_as_json,
    findings_from_json,
    records_as_text,
    records_from_text,
    versions_of,
    whole_entries_from_text,
)
from exporter.validate.config import Config
from exporter.validate.index import IndexEntry
from exporter.validate.known_contents import KnownContents
from exporter.validate.known_findings import KnownFindings
from exporter.validate.record import errors
from exporter.validate.source import Contents, Source, content_id
from exporter.validate.stored_entries import Columns

ValidateContents = Callable[[Contents], ChunkResult]
"""Validates some records, each by itself."""


class _Made(NamedTuple):
    """What was found now in some files: the ids of their contents, the index entries, the rest."""

    ids: Sequence[str | None]
    entries: str
    chunk: ChunkResult


class CachedRun:
    """Returns what was found in the same files before, and keeps what is found now.

    Of a chunk in which some files have changed, only these are validated.

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
        self._files = chunks_by_name(source.files)
        self._contents = KnownContents(cache, self._seed, source, self._files)
        self._versions: dict[str, Versions] = {}  # by the first file of a chunk
        self._has_changed = False  # a file, after it was validated by itself
        self._new_entries: dict[str, int] = {}  # by the first file, the number of their text
        self._texts = TextStore()

    def find_ids(self) -> None:
        """Find the ids of the contents of all files, for the source."""
        self._contents.find_ids()

    def findings(self) -> list[Finding] | None:
        """Return all findings of a run on the same files; None if they are not known."""
        contents = self._contents.hash_of_all()
        known = self._found("all findings", "all errors", contents)
        if known is None:
            return None
        self._contents.keep()
        found = findings_from_json(known)
        return errors(found) if self._for_export else found

    def keep(self, findings: Sequence[Finding]) -> None:
        """Keep all findings of this run, unless some are in what a file had before."""
        if self._has_changed:
            return
        group = "all errors" if self._for_export else "all findings"
        key = self._key(group, self._contents.hash_of_all())
        self._cache.put(group, key, findings_as_json(findings))
        self._contents.keep()

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
        changed = [self._changed(files) for files in unknown]
        self._source.load([file for files in changed for file in files])

        def validate_files(files: Sequence[str]) -> _Made:
            assert validate is not None  # noqa: S101 - there are unknown chunks
            contents = list(self._source.contents(files))
            chunk = validate(contents)
            ids = [content_id(content) for _, content in contents]
            return _Made(ids, entries_as_text(chunk.entries), chunk._replace(entries=[]))

        made = map_chunks(validate_files, changed)
        for files, chunk in zip(self._files, known, strict=True):
            if chunk is None:
                result = self._with_unchanged(files, next(made)) or validate_files(files)
                chunk = result.chunk
                self._contents.note(files, result.ids)
                self._keep_chunk(files, result.entries, chunk)
            elif self._for_export:
                chunk = chunk._replace(records=self._known_records(files, prepare))
            yield chunk if self._for_export else chunk._replace(records=[])

    def _known_chunk(self, files: Sequence[str]) -> ChunkResult | None:
        contents = self._contents.hash_of(files)
        value = self._found("findings", "errors", contents)
        self._cache.use("records", self._key("records", contents))
        if value is None or (self._for_export and not self._has_records(files)):
            return None
        versions, findings = value
        self._versions[files[0]] = versions
        self._cache.use("entries", _key_of_entries(versions))
        return ChunkResult([], findings_from_json(findings), [], len(files))

    def _changed(self, files: Sequence[str]) -> Sequence[str]:
        """Return the files of a chunk whose contents are not those of the last run."""
        ids = self._last_ids(files)
        now = self._contents.id_of
        return [file for file in files if ids.get(file) is None or ids[file] != now(file)]

    def _last_ids(self, files: Sequence[str]) -> Mapping[str, str | None]:
        """Return the ids of the contents of the files of a chunk in the last run, if any."""
        return self._found("last findings", "last errors", files[0]) or {}

    def _with_unchanged(self, files: Sequence[str], made: _Made) -> _Made | None:
        """Add to what was found in the files of a chunk that have changed what the others have.

        The result is None if that is not known.
        """
        if len(made.ids) == len(files):
            return made
        last = self._last_ids(files)
        contents = hash_of(list(last), list(last.values()))
        value = self._found("findings", "errors", contents)
        if value is None:
            return None
        versions, findings = value
        entries = self._cache.get_text("entries", _key_of_entries(versions))
        records = self._cache.get_text("records", self._key("records", contents))
        if entries is None or records is None:
            return None
        earlier = ChunkResult(
            whole_entries_from_text(entries),
            findings_from_json(findings),
            records_from_text(records),
        )
        new = made.chunk._replace(entries=whole_entries_from_text(made.entries))
        chunk = combined(files, earlier, new)
        ids = {file: self._contents.id_of(file) for file in files}
        ids.update(zip((entry.file for entry in new.entries), made.ids, strict=True))
        text = entries_as_text(chunk.entries)
        return _Made(list(ids.values()), text, chunk._replace(entries=[]))

    def _has_records(self, files: Sequence[str]) -> bool:
        return self._cache.has("records", self._key("records", self._contents.hash_of(files)))

    def _known_records(
        self, files: Sequence[str], prepare: Callable[[], ValidateContents]
    ) -> list[Record]:
        key = self._key("records", self._contents.hash_of(files))
        text = self._cache.get_text("records", key)
        if text is None:  # another process has deleted them
            return prepare()(self._source.contents(files)).records
        return records_from_text(text)

    def _keep_chunk(self, files: Sequence[str], entries: str, chunk: ChunkResult) -> None:
        contents = self._contents.hash_of(files)
        versions = versions_of(entries)
        self._versions[files[0]] = versions
        self._new_entries[files[0]] = self._texts.add(entries)
        self._cache.put_text("entries", _key_of_entries(versions), entries)
        group = "errors" if self._for_export else "findings"
        value = [versions, findings_as_json(chunk.findings)]
        self._cache.put(group, self._key(group, contents), value)
        if contents is not None:
            last = {file: self._contents.id_of(file) for file in files}
            self._cache.put(f"last {group}", self._key(f"last {group}", files[0]), last)
        records = records_as_text(chunk.records)
        self._cache.put_text("records", self._key("records", contents), records)

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
        id_of = self._contents.id_of
        return KnownFindings(self._cache, self._seed, versions, id_of, errors_only=self._for_export)

    def document(self, path: Path) -> Document | None:
        """Return the record of a file, which is read again; None if it cannot be read."""
        content = self._source.read(path)
        id = content_id(content)
        if self._contents.id_of(str(path)) != id:
            self._has_changed = True
            self._source.ids[str(path)] = id
        found = self._source.parse(path, content)
        return found if isinstance(found, Document) else None

    def _found(self, group: str, errors_group: str, contents: str | None) -> Any:
        """Return the value of a group for these contents, or that with the errors, if they do."""
        value = self._cache.get(group, self._key(group, contents))
        if value is None and self._for_export:
            value = self._cache.get(errors_group, self._key(errors_group, contents))
        return value

    def _key(self, group: str, contents: str | None) -> str | None:
        """Return the key of what is found in these contents; None if they are not known."""
        return None if contents is None else hash_of(self._seed, group, contents)


def _key_of_entries(versions: Versions) -> str:
    """Return the key of entries with these versions, in whatever file they were found."""
    return hash_of("entries", versions)
