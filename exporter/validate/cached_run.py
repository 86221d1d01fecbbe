"""A run of the validation that takes what it can from the cache.

What is found in some records depends on their paths and bytes, the schemas, the settings and this
tool; all of that is in the key. For a file on disk that git knows to be unchanged, the id of its
blob stands for its bytes, and it is not opened. What is staged, or stood there at a revision, has
the same keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from exporter.cache import Cache, chunks_by_name, hash_of, tool_hash
from exporter.model.records import Record
from exporter.parallel import MIN_ITEMS, map_chunks
from exporter.records.finding import Finding
from exporter.validate.chunk import (
    ChunkResult,
    chunk_as_json,
    chunk_from_json,
    findings_as_json,
    findings_from_json,
    records_as_text,
    records_from_text,
)
from exporter.validate.config import Config
from exporter.validate.record import errors
from exporter.validate.source import Contents, Source, content_id, content_ids

ValidateContents = Callable[[Contents], ChunkResult]
"""Validates some records, each by itself."""


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
        self._seed = hash_of(tool_hash(), root, *chosen)
        self._ids = content_ids(root, source)

    def findings(self) -> list[Finding] | None:
        """Return all findings of a run on the same files; None if they are not known."""
        known = self._found("all findings", "all errors", self._source.files)
        found = None if known is None else findings_from_json(known)
        return errors(found) if found and self._for_export else found

    def keep(self, findings: Sequence[Finding]) -> None:
        """Keep all findings of this run."""
        group = "all errors" if self._for_export else "all findings"
        key = self._key(group, self._source.files)
        self._cache.put(group, key, findings_as_json(findings))

    def chunks(self, prepare: Callable[[], ValidateContents]) -> Iterator[ChunkResult]:
        """Yield the results of the chunks of files in order, with the records for an export.

        `prepare` returns the function that validates what is not known; it is called at most once.
        """
        return self._chunks(prepare, self._known_chunk)

    def records(self, prepare: Callable[[], ValidateContents]) -> Iterator[Record]:
        """Yield the records in order, for an export of which all findings are known."""

        def known_records(files: Sequence[str]) -> ChunkResult | None:
            records = self._known_records(files)
            return None if records is None else ChunkResult([], [], records)

        for chunk in self._chunks(prepare, known_records):
            yield from chunk.records

    def _chunks(
        self,
        prepare: Callable[[], ValidateContents],
        known_chunk: Callable[[Sequence[str]], ChunkResult | None],
    ) -> Iterator[ChunkResult]:
        chunks = chunks_by_name(self._source.files)
        known = [known_chunk(files) for files in chunks]
        unknown = [files for files, chunk in zip(chunks, known, strict=True) if chunk is None]
        validate = prepare() if unknown else None
        self._source.load([file for files in unknown for file in files])

        def validate_files(files: Sequence[str]) -> tuple[list[str | None], ChunkResult]:
            assert validate is not None  # noqa: S101 - there are unknown chunks
            contents = list(self._source.contents(files))
            return [content_id(content) for _, content in contents], validate(contents)

        results = map_chunks(validate_files, unknown)
        for files, chunk in zip(chunks, known, strict=True):
            if chunk is None:
                ids, chunk = next(results)
                # a file may have changed in the meantime
                self._ids.update(zip(files, ids, strict=True))
                self._keep_chunk(files, chunk)
            yield chunk if self._for_export else chunk._replace(records=[])

    def _known_chunk(self, files: Sequence[str]) -> ChunkResult | None:
        value = self._found("findings", "errors", files)
        self._cache.use("records", self._key("records", files))
        records = self._known_records(files) if self._for_export else []
        if value is None or records is None:
            return None
        return chunk_from_json(value)._replace(records=records)

    def _known_records(self, files: Sequence[str]) -> list[Record] | None:
        text = self._cache.get_text("records", self._key("records", files))
        return None if text is None else records_from_text(text)

    def _keep_chunk(self, files: Sequence[str], chunk: ChunkResult) -> None:
        group = "errors" if self._for_export else "findings"
        self._cache.put(group, self._key(group, files), chunk_as_json(chunk))
        records = records_as_text(chunk.records)
        self._cache.put_text("records", self._key("records", files), records)

    def _found(self, group: str, errors_group: str, files: Sequence[str]) -> Any:
        """Return the value of a group for these files, or that with the errors, if they do."""
        value = self._cache.get(group, self._key(group, files))
        if value is None and self._for_export:
            value = self._cache.get(errors_group, self._key(errors_group, files))
        return value

    def _key(self, group: str, files: Sequence[str]) -> str | None:
        """Return the key of what is found in these files; None if one of them has no content."""
        ids = [self._ids[file] for file in files]
        return None if None in ids else hash_of(self._seed, group, files, ids)


def is_worth_caching(source: Source) -> bool:
    """Return whether a cache pays for these files."""
    return len(source.files) >= MIN_ITEMS
