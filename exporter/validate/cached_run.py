"""A run of the validation that takes what it can from the cache.

What is found in some records depends on their paths and bytes, the schemas, the settings and this
tool; all of that is in the key. For a file on disk that git knows to be unchanged, the id of its
blob stands for its bytes, and it is not opened. What is staged, or stood there at a revision, has
the same keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from exporter.cache import Cache, chunks_by_name, hash_of, tool_hash
from exporter.parallel import MIN_ITEMS, chunked, map_chunks
from exporter.records.finding import Finding
from exporter.records.git import blob_id, git_blob_ids
from exporter.validate.chunk import (
    ChunkResult,
    chunk_as_json,
    chunk_from_json,
    findings_as_json,
    findings_from_json,
)
from exporter.validate.config import Config
from exporter.validate.source import Content, Contents, Source


class CachedRun:
    """Returns what was found in the same files before, and keeps what is found now."""

    def __init__(
        self, cache: Cache, root: Path, config: Config, source: Source, *, for_export: bool
    ) -> None:
        self._cache = cache
        self._source = source
        self._group = "errors and records" if for_export else "findings"
        chosen = (config.schemas.files, config.settings, config.retractions, for_export)
        self._seed = hash_of(tool_hash(), root, *chosen)
        self._ids = _content_ids(root, source)

    def findings(self) -> list[Finding] | None:
        """Return all findings of a run on the same files; None if they are not known."""
        known = self._cache.get(self._group, self._key(self._source.files))
        return None if known is None else findings_from_json(known)

    def keep(self, findings: Sequence[Finding]) -> None:
        """Keep all findings of this run."""
        self._cache.put(self._group, self._key(self._source.files), findings_as_json(findings))

    def chunks(self, validate: Callable[[Contents], ChunkResult]) -> Iterator[ChunkResult]:
        """Yield the results of the chunks of files in order: known ones, or those of `validate`."""

        def validate_files(files: Sequence[str]) -> tuple[list[str | None], ChunkResult]:
            contents = list(self._source.contents(files))
            return [_content_id(content) for _, content in contents], validate(contents)

        chunks = chunks_by_name(self._source.files)
        known = [self._cache.get(self._group, self._key(files)) for files in chunks]
        unknown = [files for files, value in zip(chunks, known, strict=True) if value is None]
        results = map_chunks(validate_files, unknown)
        for files, value in zip(chunks, known, strict=True):
            if value is not None:
                yield chunk_from_json(value)
                continue
            ids, chunk = next(results)
            self._ids.update(
                zip(files, ids, strict=True)
            )  # a file may have changed in the meantime
            self._cache.put(self._group, self._key(files), chunk_as_json(chunk))
            yield chunk

    def _key(self, files: Sequence[str]) -> str | None:
        """Return the key of what is found in these files; None if one of them has no content."""
        ids = [self._ids[file] for file in files]
        return None if None in ids else hash_of(self._seed, files, ids)


def _content_ids(root: Path, source: Source) -> dict[str, str | None]:
    """Return the id of the content of each file: the hash of its blob in git, now or if added."""
    known = git_blob_ids(root)() if source.on_disk else {}
    ids: dict[str, str | None] = {file: known.get(file) for file in source.files}
    unknown = [file for file, id in ids.items() if id is None]

    def read(files: Sequence[str]) -> list[str | None]:
        return [_content_id(content) for _, content in source.contents(files)]

    for files, found in zip(chunked(unknown), map_chunks(read, chunked(unknown)), strict=True):
        ids.update(zip(files, found, strict=True))
    return ids


def _content_id(content: Content | Finding) -> str | None:
    return blob_id(content) if isinstance(content, bytes) else None


def is_worth_caching(source: Source) -> bool:
    """Return whether a cache pays for these files."""
    return len(source.files) >= MIN_ITEMS
