"""What was found in records when they were last looked at, kept by what they hold: it can be thrown away at any time.

Records are looked at some at a time. What is found in some of them depends on their names, on their bytes, on the
schemas and the settings, and on this tool: all of that makes the key. Git knows the bytes of a file that has not been
changed by the id of its blob, so such a file is not even opened. What all records show together depends on their
entries alone, so where these are as they were they are not compared again.
"""

from __future__ import annotations

import marshal
import os
import sqlite3
import sys
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any

import click

from exporter.model.packed_records import Said
from exporter.records.document import Pointer
from exporter.records.finding import Finding, Note, Position
from exporter.records.git import blob_id, git_blob_ids
from exporter.validate.checks import checks
from exporter.validate.index import PLAIN, Part, part
from exporter.validate.partial_result import Found

_FORMAT = 4
"""The `user_version` of the database, and in its name: one of another version is left alone."""
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
    """The cache of one catalogue, of what was found with some schemas and settings when that was `asked`.

    Whatever is the matter with it is told to `say`, once; from then on there is none.
    """

    def __init__(self, root: Path, asked: Iterable[object], say: Callable[[str], None]) -> None:
        home = folder()
        self._say = say
        self._file = home / f"{_digest(_FORMAT, str(root)).hex()}.sqlite" if home else None
        self._seed = _digest(_FORMAT, str(root), sys.version, _tool(), *asked) if home else b""
        self._vouched = git_blob_ids(root) if self._file and self._file.exists() else dict[str, str]
        self._stands: Mapping[str, str] = {}
        self._known: Collection[bytes] = ()
        self._database: sqlite3.Connection | None = None
        self._used: list[tuple[bytes | None]] = []
        self._entries: list[bytes] = []

    def open(self) -> None:
        """Learn what git vouches for and what is known."""
        self._stands = self._vouched()
        with self._trouble():
            if self._file and self._file.exists():
                self._known = {key for (key,) in self._connected().execute("SELECT key FROM found")}

    def key(self, files: Sequence[str], contents: Sequence[bytes | None] = ()) -> bytes | None:
        """Give the key of some files and of what stands in them, or of those that nobody has read yet.

        None where git does not vouch for each of these, or where a file has no content of its own.
        """
        if self._file is None or None in contents:
            return None
        stand: list[str | None] = [blob_id(each) for each in contents if each is not None]
        stand = stand or [*map(self._stands.get, files)]
        return (
            None
            if None in stand
            else _hash(self._seed, "\0".join((*files, *map(str, stand))).encode(*_ANY))
        )

    def knows(self, key: bytes | None) -> bool:
        """Tell whether something is known by a key."""
        return self._file is not None and key in self._known

    def get(self, key: bytes | None, make: Callable[[], Found]) -> Found:
        """Give what is known by a key; `make` it where there is trouble.

        In place of the entries there is the way to them.
        """
        with self._trouble():
            entries, findings, said = _unpacked(*self._row(key, "found"))
            self._entries.append(entries)
            self._used.append((key,))
            them = partial(self._part, key, make)
            return Found(
                them, [_finding(*each) for each in findings], [Said(*each) for each in said]
            )
        return make()

    def put(self, key: bytes | None, found: Found) -> None:
        """Keep what was found."""
        if self._file is None:
            return
        entries = _packed(found.entries)
        self._entries.append(_hash(entries))
        if key:
            rest = _packed(
                (self._entries[-1], [*map(_plain, found.findings)], [*map(tuple, found.said)])
            )
            with self._trouble():
                self._begun().execute(
                    "INSERT OR REPLACE INTO found VALUES (?, ?, ?)", (key, rest, entries)
                )
                self._used.append((key,))

    def compared(self, compare: Callable[[], list[Finding]]) -> list[Finding]:
        """Give what all the records show together that were got and put here: it depends on their entries alone.

        Where it is not known, `compare` is to say it.
        """

        def make() -> Found:
            return Found(part(()), compare(), [])

        key = _hash(self._seed, *self._entries)
        if self.knows(key):
            return self.get(key, make).findings
        found = make()
        self.put(key, found)
        return found.findings

    def close(self) -> None:
        """Write what is to be kept, and throw away what nobody has asked for, where that has become much."""
        with self._trouble():
            if self._database and self._database.in_transaction:
                (number,) = self._database.execute("SELECT count(*) FROM found").fetchone()
                if number > _TIMES * len(self._used):
                    self._database.execute("CREATE TEMP TABLE used (key BLOB PRIMARY KEY)")
                    self._database.executemany("INSERT OR IGNORE INTO used VALUES (?)", self._used)
                    self._database.execute(
                        "DELETE FROM found WHERE key NOT IN (SELECT key FROM used)"
                    )
                self._database.execute("COMMIT")
        if self._database:
            self._database.close()

    def _part(self, key: bytes | None, make: Callable[[], Found]) -> Part:
        with self._trouble():
            known: Part = _unpacked(*self._row(key, "entries"))
            return known
        made = make().entries
        return made() if callable(made) else made

    def _row(self, key: bytes | None, columns: str) -> tuple[Any, ...]:
        """Give some columns of what is known by a key. Raises ValueError where it is known no more."""
        query = f"SELECT {columns} FROM found WHERE key = ?"  # noqa: S608 - columns are our own
        row = self._connected().execute(query, (key,)).fetchone()
        if row is None:
            raise ValueError("something is gone from it")
        found: tuple[Any, ...] = row
        return found

    def _begun(self) -> sqlite3.Connection:
        """Begin to write; make the database where there is none."""
        assert self._file  # noqa: S101 - it is asked for before
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        database = self._connected()
        if not database.in_transaction:
            if not database.execute("PRAGMA user_version").fetchone()[0]:
                database.execute("PRAGMA journal_mode = WAL")  # so that some read while one writes
                database.execute(
                    "CREATE TABLE found (key BLOB PRIMARY KEY, found BLOB, entries BLOB)"
                )
                database.execute(f"PRAGMA user_version = {_FORMAT}")
            database.execute("PRAGMA synchronous = OFF")  # should the power fail, it is thrown away
            database.execute("BEGIN IMMEDIATE")
        return database

    def _connected(self) -> sqlite3.Connection:
        if self._database is None:
            # only this process asks it, none that is forked off
            self._database = sqlite3.connect(str(self._file), timeout=0, isolation_level=None)
            owner = Path(str(self._file)).stat().st_uid
            if hasattr(os, "getuid") and owner != os.getuid():
                raise OSError(f"it belongs to another user ({owner})")
            (version,) = self._database.execute("PRAGMA user_version").fetchone()
            if version not in {0, _FORMAT}:
                raise OSError("it is not of this version")
        return self._database

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        """Do without the cache from now on if there is trouble with it."""
        try:
            yield
        except (sqlite3.Error, OSError, ValueError, EOFError, TypeError) as error:
            if self._file:
                self._say(
                    f"the cache {self._file} is not used: {error}; it can be deleted at any time"
                )
            self._file = None


def _tool() -> list[tuple[str, int, int]]:
    """Say what this tool is made of: its own files, the checks from outside, where packages are installed."""
    own = (each for kind in ("*.py", "*.tsv") for each in Path(__file__).parents[1].rglob(kind))
    outside = (Path(file) for check in checks().values() if (file := check.__file__))
    stats = [
        (str(file), file.stat())
        for file in sorted({*own, *outside, Path(click.__file__).parents[1]})
    ]
    return [(file, about.st_mtime_ns, about.st_size) for file, about in stats]


_ANY = ("utf-8", "surrogatepass")
"""How a name is made bytes that is not of characters."""


def _digest(*things: object) -> bytes:
    return _hash(repr(things).encode(*_ANY))


def _hash(*parts: bytes) -> bytes:
    return blake2b(b"".join(parts), digest_size=20).digest()


def _packed(value: Any) -> bytes:
    written = marshal.dumps(value, PLAIN)
    return zlib.crc32(written).to_bytes(4, "big") + written


def _unpacked(written: bytes) -> Any:
    if zlib.crc32(written[4:]) != int.from_bytes(written[:4], "big"):
        raise ValueError("it is damaged")
    return marshal.loads(written[4:])  # noqa: S302 - our own bytes, unharmed, of a file that belongs to the user


def _plain(each: Finding) -> tuple[object, ...]:
    notes = tuple(
        (str(note.path), note.pointer, note.message, _numbers(note.position)) for note in each.notes
    )
    words = (each.name, str(each.path), each.message, each.hint, each.pointer, each.part)
    return (*words, _numbers(each.position), notes, each.replacement, each.certain)


def _numbers(place: Position | None) -> tuple[int, int, int] | None:
    return (place.line, place.column, place.width) if place else None


def _finding(
    name: str,
    path: str,
    message: str,
    hint: str,
    pointer: Pointer,
    part: Any,
    place: Any,
    notes: Any,
    replacement: str | None,
    certain: bool,
) -> Finding:
    made = tuple(
        Note(Path(file), way, words, Position(*where) if where else None)
        for file, way, words, where in notes
    )
    return Finding(
        name,
        Path(path),
        message,
        hint,
        pointer,
        part,
        Position(*place) if place else None,
        made,
        replacement,
        certain,
    )
