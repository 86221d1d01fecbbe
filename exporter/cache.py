"""A cache of the results of pure steps, by a key made of all that a result depends on.

One SQLite file per catalogue, in the user's folder for caches, holds JSON values in groups: some
for the findings and the records, one for each format that was exported. It can be deleted at any
time. If anything is the matter with it, the user is warned once, and the run goes on as if it were
empty; what is damaged is deleted, so that the next run does not warn again.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, is_dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any
from zlib import crc32

from exporter.packed_text import packed, unpacked
from exporter.plugins import installed_versions, plugin_files, plugins

_FORMAT = 8
"""The `user_version` of the database, and part of its name: a file of another version is not
touched."""
_ROOM = 4
"""A group may hold this many times the values that one run uses of it: for other branches, and for
what was before."""
_PATIENCE = 1.0
"""How many seconds to wait while another process writes a value."""
_AT_ONCE = 64
"""How many values are written in one transaction, which takes longer than a value."""
_FORGOTTEN = 90 * 24 * 60 * 60
"""A cache that nothing was written to for so many seconds is deleted: its catalogue may be gone."""
_NAME = re.compile(r"[0-9a-f]{40}\.sqlite", re.ASCII)
_SUFFIXES = (".py", ".tsv", ".json")
MIN_RECORDS = 20
"""From how many records on results are kept: a catalogue that is tried out leaves nothing behind."""
_LEAST, _MOST = 32, 128
"""How many records have their results under one key."""
_TABLE = "CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, group_name TEXT, value BLOB, checksum INTEGER)"
_VALUE_OF_KEY = "SELECT CAST(value AS BLOB), checksum FROM results WHERE key = ?"
_PUT = "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)"
_HAS_KEY = "SELECT 1 FROM results WHERE key = ?"
_KEYS_OF_GROUP = "SELECT key FROM results WHERE group_name = ?"
_DELETE = "DELETE FROM results WHERE key = ?"
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

_TOLD: set[Path] = set()
"""The caches of which the user was told that they are not used: some commands open one twice."""


def cache_folder() -> Path | None:
    """Return the folder of caches: `EXPORTER_CACHE`, or the user's own.

    The result is None if `EXPORTER_CACHE` is empty, or nothing names a folder and the user has none
    to write to, as in many containers.
    """
    named = os.environ.get("EXPORTER_CACHE")
    if named is not None:
        return Path(named).absolute() if named else None
    homes = {"win32": ("LOCALAPPDATA", "AppData/Local"), "darwin": ("", "Library/Caches")}
    variable, usual = homes.get(sys.platform, ("XDG_CACHE_HOME", ".cache"))
    home = Path(os.environ.get(variable, "") if variable else "")
    with suppress(RuntimeError):  # the user has no home
        folder = (home if home.is_absolute() else Path.home() / usual) / "exporter"
        # of a folder in one that the user may not enter, as /root often is, os.access says that
        # there is none; Path.exists raises an error
        there = (each for each in (folder, *folder.parents) if os.access(each, os.F_OK))
        return folder if os.access(next(there), os.W_OK | os.X_OK) else None
    return None


@contextmanager
def open_cache(root: Path, warn: Callable[[str], None]) -> Iterator[Cache | None]:
    """Return the cache of a catalogue, or None if the user wants none.

    `warn` is told once what is wrong with it.
    """
    folder = cache_folder()
    if folder is None:
        yield None
        return
    with Cache(folder / f"{hash_of(_FORMAT, str(root))}.sqlite", warn) as opened:
        yield opened


def hash_of(*parts: object) -> str:
    """Return a hash of plain data, paths, sets and dataclasses, the same in every process.

    It is a key of the cache.
    """
    return blake2b(json.dumps(parts, default=_plain).encode(), digest_size=20).hexdigest()


def chunks_by_name(names: Sequence[str]) -> list[Sequence[str]]:
    """Return names in chunks that depend on the names: a new one changes only one chunk."""
    ends = [0]
    for place, name in enumerate(names, start=1):
        size = place - ends[-1]
        if size >= _MOST or (size >= _LEAST and crc32(os.fsencode(name)) % _LEAST == 0):
            ends.append(place)
    ends.append(len(names))
    return [names[start:end] for start, end in pairwise(ends) if start < end]


def _parts(file: Path) -> list[Path]:
    """Return the files of a database: what SQLite keeps beside it, and the file itself."""
    return [file.with_name(file.name + each) for each in ("-wal", "-shm", "")]


def _version(database: sqlite3.Connection) -> int:
    """Return the version of a database; 0 for one that holds nothing yet."""
    (version,) = database.execute("PRAGMA user_version").fetchone()
    return int(version)


def _let_read_while_one_writes(database: sqlite3.Connection) -> None:
    """Switch a database to a write-ahead log.

    SQLite does not wait for others that are about to make the same database.
    """
    last = time.monotonic() + _PATIENCE
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > last:
                raise
        time.sleep(_PATIENCE / 100)


def _delete_forgotten(folder: Path) -> None:
    """Delete the caches in a folder that nothing was written to for long."""
    for file in folder.glob("*.sqlite"):
        parts = _parts(file)
        with suppress(OSError):
            written = max(each.stat().st_mtime for each in parts if each.exists())
            if _NAME.fullmatch(file.name) and written < time.time() - _FORGOTTEN:
                for each in parts:
                    each.unlink(missing_ok=True)


def _tool_files() -> list[str]:
    files = {str(file) for file in plugin_files()}
    for folder, folders, names in os.walk(Path(__file__).parent):
        folders[:] = [each for each in folders if each != "__pycache__"]
        files.update(os.path.join(folder, each) for each in names if each.endswith(_SUFFIXES))  # noqa: PTH118 - 700 files
    return sorted(files)


Stamp = tuple[int, ...]


def stamp_of(status: os.stat_result) -> Stamp:
    """Return what changes whenever the content of a file with this status does.

    The time of the change of the inode cannot be set back.
    """
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _stamp(file: str) -> Stamp | None:
    """Return the stamp of a file of the program.

    The result is None for what is no longer there: editors make and delete files beside those that
    they change, among them links to nowhere.
    """
    with suppress(OSError):
        return stamp_of(os.stat(file))  # noqa: PTH116 - 700 files
    return None


def _hash_of_file(file: str) -> str | None:
    """Return a hash of a file of the program; None for one that no program could read."""
    with suppress(OSError):
        return blake2b(Path(file).read_bytes()).hexdigest()
    return None


def _plain(value: object) -> object:
    if isinstance(value, set | frozenset):
        return sorted(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)


class Cache:
    """Texts and JSON values by group and key. What has become too much is deleted when the context is left."""

    def __init__(self, file: Path, warn: Callable[[str], None]) -> None:
        self._file: Path | None = file
        self._warn = warn
        self._database: sqlite3.Connection | None = None
        self._used: dict[str, set[str]] = {}
        self._unwritten: dict[str, tuple[str, str, bytes, int]] = {}  # rows by their keys
        self._has_table = False
        self._has_written = False

    @cached_property
    def tool_hash(self) -> str:
        """A hash of the program: its own files, the plugins and their names, installed packages.

        It is the same after the same program was installed anew. Files are opened only if their
        stamps are not known.
        """
        files = _tool_files()
        installed = sys.version, installed_versions(), plugins()
        stamps = [_stamp(file) for file in files]
        key = hash_of(installed, files, stamps)
        known = self.get("tool", key)
        if not isinstance(known, str):
            contents = [(file, _hash_of_file(file)) for file in files]
            known = hash_of(installed, contents)
            self.put("tool", key, known)
        return known

    def use(self, group: str, key: str | None) -> None:
        """Count the value of a key as used, so that it stays."""
        if key is not None:
            self._used.setdefault(group, set()).add(key)

    def has(self, group: str, key: str | None) -> bool:
        """Return whether there is a value of a key, and count it as used."""
        return self._row(_HAS_KEY, group, key) is not None

    def get(self, group: str, key: str | None) -> Any:
        """Return the JSON value of a key; None if there is none, or if the key is None."""
        text = self.get_text(group, key)
        with self._trouble():
            return None if text is None else json.loads(text)

    def put(self, group: str, key: str | None, value: Any) -> None:
        """Keep the JSON value of a key, unless the key is None."""
        with self._trouble():
            self.put_text(group, key, json.dumps(value, ensure_ascii=False))

    def get_text(self, group: str, key: str | None) -> str | None:
        """Return the text of a key; None if there is none, or if the key is None."""
        row = self._row(_VALUE_OF_KEY, group, key)
        with self._trouble():
            if row and crc32(row[0]) == row[1]:
                return unpacked(row[0])
            if row and key:
                self._delete_damaged(key)
        return None

    def _delete_damaged(self, key: str) -> None:
        """Delete a damaged value, so that it is made anew, by this run or by the next one."""
        self._tell(f"in the cache {self._file}, results were damaged: they are made anew")
        self._begin().execute(_DELETE, (key,))

    def _row(self, query: str, group: str, key: str | None) -> Any:
        """Return the row that a query finds for a key, which counts as used; None if there is none."""
        with self._trouble():
            if key in self._unwritten:
                return self._unwritten[key][2:]
            if key is not None and self._can_read():
                self.use(group, key)
                return self._connect().execute(query, (key,)).fetchone()
        return None

    def _can_read(self) -> bool:
        """Return whether the database has its table.

        Until it has, it is empty: another process is making it, or was ended before it could.
        """
        if not self._has_table and self._file and (self._database or self._file.exists()):
            self._has_table = _version(self._connect()) == _FORMAT
        return self._has_table and self._file is not None

    def put_text(self, group: str, key: str | None, text: str) -> None:
        """Keep the text of a key, unless the key is None."""
        with self._trouble():
            if key is not None and self._file:
                self.use(group, key)
                content = packed(text)
                self._unwritten[key] = (key, group, content, crc32(content))
                if len(self._unwritten) == _AT_ONCE:
                    self._write()

    def _write(self) -> None:
        database = self._begin()
        database.execute("BEGIN IMMEDIATE")
        database.executemany(_PUT, self._unwritten.values())
        database.execute("COMMIT")
        self._unwritten.clear()

    def __enter__(self) -> Cache:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._trouble():
            if self._file and self._unwritten:
                self._write()
            if self._database and self._has_written:
                self._database.execute("BEGIN IMMEDIATE")
                self._prune(self._database)
                self._database.execute("COMMIT")
        if self._database:
            self._database.close()
            self._database = None

    def _prune(self, database: sqlite3.Connection) -> None:
        """Delete what this run did not use of a group, if it has become much."""
        for group, used in self._used.items():
            keys = [key for (key,) in database.execute(_KEYS_OF_GROUP, (group,))]
            if len(keys) > _ROOM * len(used):
                old = [(key,) for key in keys if key not in used]
                database.executemany(_DELETE, old)

    def _begin(self) -> sqlite3.Connection:
        """Begin to write, and create the database if there is none."""
        assert self._file is not None  # noqa: S101 - checked by the caller
        if not self._has_written:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        database = self._connect()
        if not self._has_written:
            if not _version(database):
                _delete_forgotten(self._file.parent)
                _let_read_while_one_writes(database)
                database.execute("BEGIN IMMEDIATE")
                database.execute(_TABLE)
                database.execute("CREATE INDEX IF NOT EXISTS groups ON results (group_name)")
                database.execute(f"PRAGMA user_version = {_FORMAT}")
                database.execute("COMMIT")
            database.execute("PRAGMA synchronous = OFF")  # after a power failure it is discarded
            self._has_written = True
        return database

    def _connect(self) -> sqlite3.Connection:
        if self._database is None:
            self._database = sqlite3.connect(
                str(self._file), timeout=_PATIENCE, isolation_level=None
            )
            owner = Path(str(self._file)).stat().st_uid
            if hasattr(os, "getuid") and owner != os.getuid():
                raise OSError(f"it belongs to another user ({owner})")
            if _version(self._database) not in {0, _FORMAT}:
                raise OSError("it is not of this version")
        return self._database

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        """Do without the cache from now on if an error occurs."""
        try:
            yield
        except (sqlite3.Error, OSError, ValueError, TypeError) as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
                self._delete_all()
            else:
                advice = "it can be deleted at any time"
                if self._file and not os.access(self._file, os.F_OK):
                    advice = "name another folder in EXPORTER_CACHE, or none: EXPORTER_CACHE="
                reason = (isinstance(error, OSError) and error.strerror) or str(error)
                self._tell(f"the cache {self._file} is not used: {reason}; {advice}")
            self._file = None

    def _delete_all(self) -> None:
        """Delete a database that is damaged, or that is none, so that the next run makes it anew."""
        self._tell(f"the cache {self._file} was damaged: the next run makes it anew")
        if self._database:
            self._database.close()
            self._database = None
        for each in _parts(self._file) if self._file else ():
            with suppress(OSError):  # another process has deleted it, or has it open, on Windows
                each.unlink()

    def _tell(self, message: str) -> None:
        """Warn the user, unless this process has done so of this cache."""
        if self._file and self._file not in _TOLD:
            _TOLD.add(self._file)
            self._warn(message)
