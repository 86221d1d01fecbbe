"""The contents of record files, as hashes that are known as long as nobody touches the files."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from exporter.cache import Cache, hash_of, stamp_of
from exporter.validate.source import Source, content_ids

_SETTLED = 2_000_000_000
"""After how many nanoseconds a change gets another time than the one before, on any file system."""


class KnownContents:
    """The ids of the contents of the files of a source, and a hash of them for each chunk of files.

    What belongs to a chunk is found by its first file. `seed` is a hash of all else that results
    depend on. With its first use no file is read: all are going to be read anyway, and then noted.
    """

    def __init__(
        self, cache: Cache, seed: str, source: Source, chunks: Sequence[Sequence[str]]
    ) -> None:
        self._cache = cache
        self._seed = seed
        self._source = source
        self._chunks = chunks
        self._hashes: dict[str, str | None] = {}
        self._keys: dict[str, str | None] = {}
        """The keys under which the ids of the files on disk belong, made of their stamps."""
        self._searched: set[str] = set()
        """The chunks whose ids were looked for."""
        self._unkept: set[str] = set()
        """Those of them whose ids are not in the cache."""
        self._key = hash_of(seed, "contents") if source.on_disk else None
        self._kept: dict[str, str] = cache.get("contents", self._key) or {}
        """The hashes at the end of an earlier run, by these keys."""
        settled = time.time_ns() - _SETTLED
        for files in chunks if source.on_disk else ():
            key = self._keys[files[0]] = self._key_of_ids(files, settled)
            if key is not None and key in self._kept:
                self._hashes[files[0]] = self._kept[key]
                cache.use("ids", key)

    def _key_of_ids(self, files: Sequence[str], settled: int) -> str | None:
        """Return the key of the ids of the contents of these files, made of their stamps.

        The result is None if one of them is not a regular file, or has changed after `settled`: with
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

    def find_ids(self) -> None:
        """Find the ids of the contents of all files, for the source."""
        self._find_ids(self._chunks)

    def _find_ids(self, chunks: Sequence[Sequence[str]]) -> None:
        ids = self._source.ids
        unknown: list[str] = []
        for files in chunks:
            first = files[0]
            if first in self._searched:
                continue
            self._searched.add(first)
            found = self._cache.get("ids", self._keys.get(first))
            if found is None:
                unknown += files
                self._unkept.add(first)
            else:
                ids.update(zip(files, found, strict=True))
        if unknown and not self._is_first_use:
            ids.update(content_ids(replace(self._source, files=unknown)))
            for files in chunks:
                self._keep_ids(files, [ids[file] for file in files])

    @cached_property
    def _is_first_use(self) -> bool:
        is_known = self._cache.get("seeds", self._seed)
        if not is_known:
            self._cache.put("seeds", self._seed, True)
        return not is_known

    @cached_property
    def _chunk_of(self) -> dict[str, Sequence[str]]:
        return {file: files for files in self._chunks for file in files}

    def id_of(self, file: str) -> str | None:
        """Return the id of the content of a file; None if it is not known."""
        if file not in self._source.ids and file in self._chunk_of:
            self._find_ids([self._chunk_of[file]])
        return self._source.ids.get(file)

    def hash_of(self, files: Sequence[str]) -> str | None:
        """Return a hash of the contents of a chunk of files; None if one of them is not known."""
        first = files[0]
        if first not in self._hashes:
            if first not in self._searched:
                self._find_ids([each for each in self._chunks if each[0] not in self._hashes])
            ids = [self._source.ids.get(file) for file in files]
            self._hashes[first] = None if None in ids else hash_of(files, ids)
        return self._hashes[first]

    def hash_of_all(self) -> str | None:
        """Return a hash of the contents of all files; None if one of them is not known."""
        hashes = [self.hash_of(files) for files in self._chunks]
        return None if None in hashes else hash_of(hashes)

    def note(self, files: Sequence[str], ids: Sequence[str | None]) -> None:
        """Note the ids of a chunk of files that were just read: they may have changed since."""
        self._source.ids.update(zip(files, ids, strict=True))
        self._hashes.pop(files[0], None)
        self._keep_ids(files, ids)

    def _keep_ids(self, files: Sequence[str], ids: Sequence[str | None]) -> None:
        first = files[0]
        if first in self._unkept and None not in ids:  # the rights to open a file leave no trace
            self._unkept.remove(first)
            self._cache.put("ids", self._keys.get(first), ids)

    def keep(self) -> None:
        """Keep the hashes of all chunks for a run before which no file was touched."""
        hashes = {self._keys.get(files[0]): self.hash_of(files) for files in self._chunks}
        kept = {key: found for key, found in hashes.items() if key and found}
        if kept != self._kept:
            self._cache.put("contents", self._key, kept)
