"""What was found in records when they were last looked at, kept by what they hold: it can be thrown away at any time.

Records are looked at some at a time. What is found in some of them depends on their names, on their bytes, on the
schemas and the settings, and on this tool: all of that makes the key. Git knows the bytes of a file that has not been
changed by the id of its blob, so such a file is not even opened.
"""

from __future__ import annotations

import marshal
import os
import sqlite3
import sys
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

import click

from exporter.checks import checks
from exporter.history import standing, vouched
from exporter.model.document import Pointer
from exporter.model.finding import Finding, Note, Place
from exporter.model.found import Found
from exporter.model.records import Said

_FORMAT = 1
"""The `user_version` of the database: another one is not ours, or not of this version."""
_TIMES = 4
"""How many catalogues as large as this one there is room for: other branches of it, and how it was before."""


def folder() -> Path | None:
    """Give the folder of caches: what `EXPORTER_CACHE` says, none where that is empty, or the user's own for caches."""
    if (named := os.environ.get("EXPORTER_CACHE")) is not None:
        return Path(named).absolute() if named else None
    homes = {"win32": ("LOCALAPPDATA", "AppData/Local"), "darwin": ("", "Library/Caches")}
    variable, usual = homes.get(sys.platform, ("XDG_CACHE_HOME", ".cache"))
    home = os.environ.get(variable, "") if variable else ""
    with suppress(RuntimeError):  # there is no home
        return (Path(home) if Path(home).is_absolute() else Path.home() / usual) / "exporter"
    return None


class Cache:
    """The cache of one catalogue, of what was found with some schemas and settings (`surroundings`).

    Whatever is the matter with it is told to `say`, once; from then on there is none.
    """

    def __init__(self, root: Path, surroundings: Iterable[object], say: Callable[[str], None]) -> None:
        home = folder()
        self._say, self._process, self.trouble = say, os.getpid(), ""
        self._file = home / f"{_digest(str(root)).hex()}.sqlite" if home else None
        self._seed = _digest(_FORMAT, str(root), sys.version, _tool(), *surroundings) if home else b""
        self._known = bool(self._file and self._file.exists())
        self._vouched = vouched(root) if self._known else dict[str, str]
        self._stands: Mapping[str, str] = {}
        self._readers: dict[int, sqlite3.Connection] = {}
        self._writer: sqlite3.Connection | None = None
        self._used: list[tuple[bytes]] = []

    def key(self, files: Sequence[str], contents: Sequence[bytes | None] = ()) -> bytes | None:
        """Give the key of some files and of what stands in them, or of those that nobody has read yet.

        None where git does not vouch for each of these, or where a file has no content of its own.
        """
        if self._file is None or None in contents:
            return None
        stand: list[str | None] = [standing(each) for each in contents if each is not None]
        stand = stand or [*map(self._stands.get, files)]
        return None if None in stand else _hash(self._seed, "\0".join((*files, *map(str, stand))))

    def keys(self, *, said: bool) -> set[bytes]:
        """Give all keys by which something is known, with what the records say if that is wanted.

        From then on there are also those of files that nobody has read, as far as git vouches for them.
        """
        self._stands = self._vouched()
        try:
            wanted = "WHERE said IS NOT NULL" if said else ""
            reader = self._reader()
            return {key for (key,) in reader.execute(f"SELECT key FROM found {wanted}")} if reader else set()  # noqa: S608
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)
            return set()

    def get(self, key: bytes | None, *, said: bool) -> Found | None:
        """Give what is known by a key, with what the records say if that is wanted; None where it is not known."""
        if key is None:
            return None
        try:
            reader = self._reader()
            rows = reader.execute("SELECT found, said FROM found WHERE key = ?", (key,)).fetchall() if reader else []
            if not rows or (said and rows[0][1] is None):
                return None
            entries, findings = _unpacked(rows[0][0])
            kept = [Said(*each) for each in _unpacked(rows[0][1])] if said else []
            self._used.append((key,))
            return Found(entries, [_finding(*each) for each in findings], kept)
        except (sqlite3.Error, OSError, ValueError, EOFError, TypeError) as error:
            self._give_up(error)
            return None

    def put(self, key: bytes | None, found: Found) -> None:
        """Keep what was found, unless there was trouble in finding it."""
        if found.trouble:
            self._give_up(found.trouble)
        if key is None or self._file is None:
            return
        try:
            findings = _packed((found.entries, [_plain(each) for each in found.findings]))
            said = _packed([tuple(each) for each in found.said]) if found.said else None
            self._begun().execute("INSERT OR REPLACE INTO found VALUES (?, ?, ?)", (key, findings, said))
            self._used.append((key,))
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)

    def close(self) -> None:
        """Write what is to be kept, and throw away what nobody has asked for, where that has become much."""
        try:
            if self._writer and self._file:
                (number,) = self._writer.execute("SELECT count(*) FROM found").fetchone()
                if number > _TIMES * len(self._used):
                    self._writer.execute("CREATE TEMP TABLE used (key BLOB PRIMARY KEY)")
                    self._writer.executemany("INSERT OR IGNORE INTO used VALUES (?)", self._used)
                    self._writer.execute("DELETE FROM found WHERE key NOT IN (SELECT key FROM used)")
                self._writer.execute("COMMIT")
        except sqlite3.Error as error:
            self._give_up(error)
        for each in (self._writer, self._readers.get(os.getpid())):
            if each:
                each.close()

    def _reader(self) -> sqlite3.Connection | None:
        if self._file is None or not self._known:
            return None
        if os.getpid() not in self._readers:  # a process that was forked off needs a connection of its own
            self._readers[os.getpid()] = self._connected()
        return self._readers[os.getpid()]

    def _begun(self) -> sqlite3.Connection:
        """Give the connection that writes; make the database where there is none."""
        if self._writer is None:
            assert self._file  # noqa: S101 - it is asked for before
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._writer = self._connected()
            if not self._writer.execute("PRAGMA user_version").fetchone()[0]:
                self._writer.execute("PRAGMA journal_mode = WAL")  # so that some read while one writes
                self._writer.execute("CREATE TABLE found (key BLOB PRIMARY KEY, found BLOB, said BLOB)")
                self._writer.execute(f"PRAGMA user_version = {_FORMAT}")
            self._writer.execute("PRAGMA synchronous = OFF")  # should the power fail, it is thrown away
            self._writer.execute("BEGIN IMMEDIATE")
        return self._writer

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(str(self._file), timeout=0, isolation_level=None)
        owner = Path(str(self._file)).stat().st_uid
        if hasattr(os, "getuid") and owner != os.getuid():
            raise OSError(f"it belongs to another user ({owner})")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version not in {0, _FORMAT}:
            raise OSError("it is not of this version")
        return connection

    def _give_up(self, error: Exception | str) -> None:
        """Do without the cache from now on; of the processes that share it only the first one says so."""
        self.trouble = str(error)
        if self._file and os.getpid() == self._process:
            self._say(f"the cache {self._file} is not used: {error}; it can be deleted at any time")
        self._file = None


def _tool() -> list[tuple[str, int, int]]:
    """Say what this tool is made of: its own files, the checks from outside, where packages are installed."""
    own = (each for kind in ("*.py", "*.tsv") for each in Path(__file__).parent.rglob(kind))
    outside = (Path(file) for check in checks().values() if (file := check.__file__))
    stats = [(str(file), file.stat()) for file in sorted({*own, *outside, Path(click.__file__).parents[1]})]
    return [(file, about.st_mtime_ns, about.st_size) for file, about in stats]


def _digest(*things: object) -> bytes:
    return _hash(b"", repr(things))


def _hash(seed: bytes, text: str) -> bytes:
    return blake2b(seed + text.encode("utf-8", "surrogatepass"), digest_size=20).digest()


def _packed(value: Any) -> bytes:
    written = marshal.dumps(value)
    return zlib.crc32(written).to_bytes(4, "big") + written


def _unpacked(written: bytes) -> Any:
    if zlib.crc32(written[4:]) != int.from_bytes(written[:4], "big"):
        raise ValueError("it is damaged")
    return marshal.loads(written[4:])  # noqa: S302 - our own bytes, unharmed, of a file that belongs to the user


def _plain(each: Finding) -> tuple[object, ...]:
    notes = tuple((str(note.path), note.pointer, note.message, _numbers(note.place)) for note in each.notes)
    words = (each.name, str(each.path), each.message, each.hint, each.pointer, each.part)
    return (*words, _numbers(each.place), notes)


def _numbers(place: Place | None) -> tuple[int, int, int] | None:
    return (place.line, place.column, place.width) if place else None


def _finding(
    name: str, path: str, message: str, hint: str, pointer: Pointer, part: Any, place: Any, notes: Any
) -> Finding:
    made = tuple(Note(Path(file), way, words, Place(*where) if where else None) for file, way, words, where in notes)
    return Finding(name, Path(path), message, hint, pointer, part, Place(*place) if place else None, made)
