"""Reads the tables of SQLite and PostgreSQL with SQLAlchemy.

DuckDB would read Parquet, too, but it gets its drivers for SQLite and PostgreSQL from the network
when it is used. SQLAlchemy has what PostgreSQL calls its values in Python (`jsonb`, arrays, dates),
and the names of tables and columns, quoted by the rules of each database.
"""

from __future__ import annotations

import sqlite3
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from exporter.database.rows import JsonText
from exporter.errors import UsageError
from exporter.suggest import did_you_mean

_PATIENCE = 10
"""How many seconds to wait for the server."""
_ROWS = 1_000
"""How many rows are fetched at a time."""
_NO_ADDRESS = (
    "the address of the database cannot be read",
    "write it like postgresql://USER@HOST/DATABASE; in a password, @ is %40, / is %2F and : is %3A",
)


class SqlDatabase:
    """An open connection that sees one state of the database and cannot change it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._inspector = sqlalchemy.inspect(connection)
        self._tables: dict[str, sqlalchemy.Table] = {}

    def columns(self, name: str) -> list[str]:
        """Return the columns of a table or a view. Raises UsageError if there is none."""
        schema, table = self._split(name)
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
    with _reported(url.password or ""), _postgresql(url).connect() as connection:
        yield SqlDatabase(connection)


@contextmanager
def open_sqlite(file: Path) -> Iterator[SqlDatabase]:
    """Open a file of SQLite, and close it. Raises UsageError."""
    if not file.is_file():
        raise UsageError(f"there is no file {file}", "check the spelling")

    def connect() -> sqlite3.Connection:
        address = f"file:{quote(str(file.absolute()))}?mode=ro"
        connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        connection.text_factory = _sqlite_text
        connection.execute("PRAGMA trusted_schema = OFF")  # views run no functions with effects
        return connection

    engine = sqlalchemy.create_engine(
        "sqlite://", creator=connect, poolclass=sqlalchemy.NullPool, json_deserializer=JsonText
    )
    with _reported(), engine.connect() as connection:
        connection.exec_driver_sql("BEGIN")  # all tables are read in one state
        yield SqlDatabase(connection)


@contextmanager
def _reported(password: str = "") -> Iterator[None]:
    """Raise UsageError for an error of the database, with what its driver says."""
    try:
        yield
    except SQLAlchemyError as error:
        told = error.orig if isinstance(error, DBAPIError) and error.orig else error
        lines = str(told).strip().splitlines() or [type(told).__name__]
        reason = lines[0].replace(password, "***") if password else lines[0]
        raise UsageError(
            f"the database cannot be read: {reason}",
            "check its address, that it is running, and that you may read it",
        ) from None


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
    return sqlalchemy.create_engine(
        url,
        connect_args=timeout,
        poolclass=sqlalchemy.NullPool,
        json_deserializer=_json_text,
        isolation_level="REPEATABLE READ",
        execution_options={"postgresql_readonly": True},
    )


def _json_text(value: str | bytes) -> JsonText:
    return JsonText(value if isinstance(value, str) else value.decode())


def _sqlite_text(value: bytes) -> str:
    """Decode a text of SQLite; bytes that are not UTF-8 become surrogates, and are reported."""
    return value.decode("utf-8", "surrogateescape")
