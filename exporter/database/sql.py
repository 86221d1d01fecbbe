"""Reads the tables of SQLite and PostgreSQL with SQLAlchemy.

DuckDB would read Parquet, too, but it gets its drivers for SQLite and PostgreSQL from the network
when it is used. SQLAlchemy has what PostgreSQL calls its values in Python (`jsonb`, arrays, dates),
and the names of tables and columns, quoted by the rules of each database.
"""

from __future__ import annotations

import re
import sqlite3
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import sqlalchemy
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.types import datetime as times
from psycopg.types.string import TextLoader
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError

from exporter.database.rows import JsonText
from exporter.errors import UsageError
from exporter.suggest import did_you_mean

_PATIENCE = 10
"""How many seconds to wait for the server."""
_ROWS = 1_000
"""How many rows are fetched at a time."""
_MOST_FAULTS = 1_000
"""How many faults of a damaged file are looked for: some are not to be reported."""
_NO_ADDRESS = (
    "the address of the database cannot be read",
    "write it like postgresql://USER@HOST/DATABASE; in a password, @ is %40, / is %2F and : is %3A",
)
_CONSTRAINT = re.compile(r"CHECK constraint failed in |\S+ value in ")
"""What the check of SQLite says of values that a table should not have, but that are undamaged."""
_CONNECT = "check its address, that it is running, and that you may read it"
_READ = "try in a client of the database whether all rows of the table or view can be read"


class SqlDatabase:
    """An open connection that sees one state of the database and cannot change it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._inspector = sqlalchemy.inspect(connection)
        self._tables: dict[str, sqlalchemy.Table] = {}

    def columns(self, name: str) -> list[str]:
        """Return the columns of a table or a view. Raises UsageError if there is none."""
        schema, table = self._split(name)
        if not all(each["name"] for each in self._inspector.get_columns(table, schema)):
            hint = "give it a name, or read a view without it"
            raise UsageError(f"the table {name} has a column without a name", hint)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # types that SQLAlchemy does not know come as they are
            self._tables[name] = sqlalchemy.Table(
                table,
                sqlalchemy.MetaData(),
                schema=schema,
                autoload_with=self._connection,
                resolve_fks=False,
            )
        return [column.name for column in self._tables[name].columns]

    def _split(self, name: str) -> tuple[str | None, str]:
        if self._inspector.has_table(name):
            return None, name
        schema, dot, table = name.partition(".")
        if dot and self._inspector.has_table(table, schema):
            return schema, table
        known = [*self._inspector.get_table_names(), *self._inspector.get_view_names()]
        if dot and schema in self._inspector.get_schema_names():
            known += [f"{schema}.{each}" for each in self._inspector.get_table_names(schema)]
            known += [f"{schema}.{each}" for each in self._inspector.get_view_names(schema)]
        hint = did_you_mean(name, known) or f"it has {', '.join(sorted(known)) or 'no table'}"
        raise UsageError(f"the database has no table “{name}”", hint)

    def rows(self, name: str, columns: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        """Yield the rows of a table that `columns` was called for, with these columns."""
        table = self._tables[name]
        chosen = sqlalchemy.select(*(table.c[column] for column in columns))
        result = self._connection.execution_options(yield_per=_ROWS).execute(chosen)
        for row in result:
            yield dict(zip(columns, row, strict=True))


@contextmanager
def open_sql(address: str) -> Iterator[SqlDatabase]:
    """Connect to a database, and disconnect. Raises UsageError, which never has the password."""
    url = _url(address)
    if url.get_backend_name() == "sqlite":
        with open_sqlite(Path(url.database or "")) as database:
            yield database
        return
    password = url.password or ""
    with _reported(_CONNECT, password):
        connection = _postgresql(url).connect()
    with _reported(_READ, password), connection:
        yield SqlDatabase(connection)


@contextmanager
def open_sqlite(file: Path) -> Iterator[SqlDatabase]:
    """Open a file of SQLite, and close it. Raises UsageError."""
    if not file.is_file():
        raise UsageError(f"there is no file {file}", "check the spelling")
    engine = sqlalchemy.create_engine(
        "sqlite://",
        creator=partial(_connect_sqlite, file),
        poolclass=sqlalchemy.NullPool,
        json_deserializer=JsonText,
    )
    with _reported(_CONNECT):
        connection = engine.connect()
    with _reported(_READ), connection:
        connection.exec_driver_sql("BEGIN")  # all tables are read in one state
        _require_sound(connection)
        yield SqlDatabase(connection)


def _connect_sqlite(file: Path) -> sqlite3.Connection:
    address = f"file:{quote(str(file.absolute()))}?mode=ro"
    connection = sqlite3.connect(address, uri=True, check_same_thread=False)
    try:
        connection.execute("SELECT 1 FROM sqlite_master")
    except sqlite3.OperationalError:
        # A file with a write-ahead log needs two more files beside it, which cannot be made in a
        # folder without write access. Without them, nobody writes (SQLite, WAL-mode File Format).
        if file.with_name(f"{file.name}-wal").exists():
            raise
        connection.close()
        address += "&immutable=1"
        connection = sqlite3.connect(address, uri=True, check_same_thread=False)
    connection.text_factory = _sqlite_text
    connection.execute("PRAGMA trusted_schema = OFF")  # views run no functions with effects
    return connection


def _require_sound(connection: Connection) -> None:
    """Raise UsageError for a damaged file: SQLite reads some of its pages as rows without values."""
    try:
        found = connection.exec_driver_sql(f"PRAGMA quick_check({_MOST_FAULTS})").scalars().all()
    except OperationalError:
        return  # another table needs a function of the program that made it
    for message in found:
        reason = str(message).splitlines()[-1]
        if reason != "ok" and not _CONSTRAINT.match(reason):
            hint = "take it from a backup, or use .recover of sqlite3"
            raise UsageError(f"the database is damaged: {reason}", hint)


@contextmanager
def _reported(hint: str, password: str = "") -> Iterator[None]:
    """Raise UsageError for an error of the database, with what its driver says."""
    try:
        yield
    except SQLAlchemyError as error:
        told = error.orig if isinstance(error, DBAPIError) and error.orig else error
        lines = str(told).strip().splitlines() or [type(told).__name__]
        reason = lines[0].replace(password, "***") if password else lines[0]
        raise UsageError(f"the database cannot be read: {reason}", hint) from None


def _url(address: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise UsageError(*_NO_ADDRESS) from None
    if "@" in (url.host or "") or "@" in (url.database or ""):
        raise UsageError(*_NO_ADDRESS)
    if url.drivername in {"postgres", "postgresql"}:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername in {"sqlite", "postgresql+psycopg"}:
        return url
    raise UsageError(
        "databases are read from SQLite, PostgreSQL and Parquet",
        "write sqlite:///FILE, postgresql://USER@HOST/DATABASE, or the name of a file",
    )


def _postgresql(url: URL) -> sqlalchemy.Engine:
    timeout = {} if "connect_timeout" in url.query else {"connect_timeout": _PATIENCE}
    engine = sqlalchemy.create_engine(
        url,
        connect_args=timeout,
        poolclass=sqlalchemy.NullPool,
        json_deserializer=_json_text,
        isolation_level="REPEATABLE READ",
        execution_options={"postgresql_readonly": True},
    )
    sqlalchemy.event.listen(engine, "connect", _load_all_times)
    return engine


def _load_all_times(connection: psycopg.Connection[Any], _record: object) -> None:
    """Load dates that Python does not have, and durations, as PostgreSQL writes them.

    Years before 1 and after 9999 and `infinity` are a finding for their row then.
    """
    for name, loader in _TIMES.items():
        connection.adapters.register_loader(name, _or_text(loader))
    connection.adapters.register_loader("interval", TextLoader)


_TIMES = {
    "date": times.DateLoader,
    "time": times.TimeLoader,
    "timetz": times.TimetzLoader,
    "timestamp": times.TimestampLoader,
    "timestamptz": times.TimestamptzLoader,
}


def _or_text(loader: Any) -> type[Loader]:
    """Return a loader that leaves text as it is where the other one fails."""

    class Tolerant(loader):  # type: ignore[misc]
        def load(self, data: Buffer) -> Any:
            try:
                return super().load(data)
            except psycopg.DataError:
                return bytes(data).decode()

    return Tolerant


def _json_text(value: str | bytes) -> JsonText:
    return JsonText(value if isinstance(value, str) else value.decode())


def _sqlite_text(value: bytes) -> str:
    """Decode a text of SQLite; bytes that are not UTF-8 become surrogates, and are reported."""
    return value.decode("utf-8", "surrogateescape")
