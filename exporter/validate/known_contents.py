"""The contents of record files, as hashes that are known as long as nobody touches the files."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Sequence
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
        self._unkept: set[str] = set()
        """The chunks whose ids are not in the cache."""
        self._key = None
        if source.on_disk:
            settled = time.time_ns() - _SETTLED
            self._keys = {files[0]: self._key_of_ids(files, settled) for files in chunks}
            keys = list(self._keys.values())
            self._key = None if None in keys else hash_of("contents", keys)
        known = cache.get("contents", self._key)
        self._is_kept = known is not None
        if known is not None:
            self._hashes = dict(zip(self._keys, known, strict=True))

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

    @cached_property
    def ids(self) -> dict[str, str | None]:
        """By the file, the id of its content (`content_ids`), as far as it is known."""
        ids = self._source.ids
        for files in self._chunks if self._source.on_disk else ():
            found = self._cache.get("ids", self._keys[files[0]])
            if found is None:
                self._unkept.add(files[0])
            else:
                ids.update(zip(files, found, strict=True))
        if not self._cache.get("seeds", self._seed):
            self._cache.put("seeds", self._seed, True)
        elif self._unkept or not self._source.on_disk:
            ids.update(content_ids(self._source))
            for files in self._chunks:
                self._keep_ids(files, [ids[file] for file in files])
        return ids

    def hash_of(self, files: Sequence[str]) -> str | None:
        """Return a hash of the contents of a chunk of files; None if one of them is not known."""
        first = files[0]
        if first not in self._hashes:
            ids = [self.ids.get(file) for file in files]
            self._hashes[first] = None if None in ids else hash_of(files, ids)
        return self._hashes[first]

    def hash_of_all(self) -> str | None:
        """Return a hash of the contents of all files; None if one of them is not known."""
        hashes = [self.hash_of(files) for files in self._chunks]
        return None if None in hashes else hash_of(hashes)

    def note(self, files: Sequence[str], ids: Sequence[str | None]) -> None:
        """Note the ids of a chunk of files that were just read: they may have changed since."""
        self.ids.update(zip(files, ids, strict=True))
        self._hashes.pop(files[0], None)
        self._keep_ids(files, ids)

    def _keep_ids(self, files: Sequence[str], ids: Sequence[str | None]) -> None:
        first = files[0]
        if first in self._unkept and None not in ids:  # the rights to open a file leave no trace
            self._unkept.remove(first)
            self._cache.put("ids", self._keys[first], ids)

    def keep(self) -> None:
        """Keep the hashes of all chunks for a run before which no file was touched."""
        if not self._is_kept:
            self._is_kept = True
            hashes = [self.hash_of(files) for files in self._chunks]
            self._cache.put("contents", None if None in hashes else self._key, hashes)
