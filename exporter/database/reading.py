"""Reads the records of a database, as text of records by made-up paths.

A row has no file, so its path is made up: `TABLE/COPY/ID.yaml`, the first two as numbers of fixed
width. The order of paths is that of tables and ids, whatever order the database returns rows in.
COPY is not 0 if an earlier row has the same id. People are shown the table and the id: `books#tea`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from exporter.database.rows import BadRow, RowReader
from exporter.errors import UsageError, hint_to_open
from exporter.records.document import is_id
from exporter.records.finding import Finding, Position
from exporter.records.schema import Schemas
from exporter.records.settings import Limits, Settings, TableSettings
from exporter.records.yaml.emitter import emit
from exporter.terminal import escape_control_chars
from exporter.validate.result import DisplayLocation
from exporter.validate.source import Content, Source

DEFAULT_TABLE = "records"
_SQLITE, _PARQUET = b"SQLite format 3\0", b"PAR1"
"""The first bytes of a file. Sources: SQLite, Database File Format, 1.3; Parquet, File Format."""


class Tables(Protocol):
    """An open database."""

    def columns(self, name: str) -> list[str]:
        """Return the columns of a table. Raises UsageError if there is none."""

    def rows(self, name: str, columns: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        """Yield the rows of a table with these columns."""


@dataclass(frozen=True, slots=True)
class DatabaseRecords:
    """The records of a database: their content by path, and the tables that they come from."""

    contents: Mapping[Path, Content | Finding]
    tables: Sequence[str]
    limits: Limits

    def source(self) -> Source:
        """Return the records for validation."""
        files = sorted(map(str, self.contents))
        return Source(files, self.contents.__getitem__, self.limits)

    def location(self, path: Path) -> DisplayLocation:
        """Return the row of a record: `books#tea`."""
        table = self.tables[int(path.parts[0])]
        row = escape_control_chars(f"{table}#{path.stem}")
        return DisplayLocation(row, has_lines=False)


def read_database(
    address: str,
    tables: Sequence[str],
    settings: Settings,
    schemas: Schemas,
) -> DatabaseRecords:
    """Read all rows of some tables; without any, of those in the settings, or of `records`.

    `address` is a URL, or a file of SQLite or Parquet, or a folder of Parquet files. Raises
    UsageError if the database cannot be read, or lacks a table or a column, and ModuleNotFoundError
    if the extra `database` is not installed.
    """
    contents: dict[Path, Content | Finding] = {}
    with _open(address) as (database, present):
        names = list(dict.fromkeys(tables)) or list(settings.database) or present
        for number, name in enumerate(names):
            reader = RowReader(
                name,
                database.columns(name),
                settings.database.get(name, TableSettings()),
                schemas,
            )
            rows = database.rows(name, reader.columns)
            for path, content in _contents(rows, reader, Path(f"{number:03}"), settings.limits):
                contents[path] = content
    return DatabaseRecords(contents, names, settings.limits)


def _contents(
    rows: Iterable[Mapping[str, Any]], reader: RowReader, folder: Path, limits: Limits
) -> Iterator[tuple[Path, Content | Finding]]:
    """Yield the text of the record in each row, or the finding that says why there is none."""
    seen = Counter[str]()
    for number, row in enumerate(rows, start=1):
        ids = [row.get("id")]
        content: Content | BadRow
        try:
            _require_fitting(row, limits)
            data = reader.data(row)
            ids.insert(0, data.get("id"))
            _require_shallow(data, limits.depth)
            content = emit(data).encode()
        except BadRow as error:
            content = error
        except RecursionError:
            content = BadRow("the record is nested too deeply", "make it flatter")
        good = [id for id in ids if isinstance(id, str) and is_id(id)]
        stem = good[0] if good else f"row-{number}"
        path = folder / f"{seen[stem]:09}" / f"{stem}.yaml"
        seen[stem] += 1
        if isinstance(content, BadRow):
            message, hint = content.message, content.hint
            yield path, Finding("not-a-record", path, message, hint, position=Position(1, 1))
        else:
            yield path, content


def _require_shallow(data: object, depth: int) -> None:
    """Raise BadRow for a record with more levels than one may have: as text, it would be huge."""
    level = [data]
    for _ in range(depth):
        deeper: list[object] = []
        for value in level:
            if isinstance(value, dict):
                deeper.extend(value.values())
            elif isinstance(value, list):
                deeper.extend(value)
        if not deeper:
            return
        level = deeper
    message = f"the record is nested more than {depth} levels deep"
    raise BadRow(message, "make it flatter")


def _require_fitting(row: Mapping[str, Any], limits: Limits) -> None:
    """Raise BadRow for a value that is larger than a record may be, before it is decoded."""
    for column, value in row.items():
        if isinstance(value, str | bytes) and len(value) > limits.size:
            raise BadRow(
                f"the column {column} has {len(value):,} characters; a record may have at most "
                f"{limits.size:,} bytes",
                "split the record up",
            )


@contextmanager
def _open(address: str) -> Iterator[tuple[Tables, list[str]]]:
    """Open a database, and return the tables to read if nobody names any."""
    path = Path(address)
    if "://" in address:
        from exporter.database.sql import open_sql

        with open_sql(address) as database:
            yield database, [DEFAULT_TABLE]
    elif path.is_dir() or _starts_with(path, _PARQUET):
        from exporter.database.parquet import ParquetTables

        files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
        if not files:
            raise UsageError(f"there is no Parquet file in {path}", "their names end in .parquet")
        tables = {file.stem: file for file in files}
        yield ParquetTables(tables), list(tables)
    elif _starts_with(path, _SQLITE):
        from exporter.database.sql import open_sqlite

        with open_sqlite(path) as database:
            yield database, [DEFAULT_TABLE]
    else:
        raise UsageError(
            f"{path} is neither a database of SQLite nor a Parquet file",
            "name such a file, a folder of Parquet files, or postgresql://USER@HOST/DATABASE",
        )


def _starts_with(path: Path, beginning: bytes) -> bool:
    try:
        if path.exists() and not path.is_file():  # a pipe would block
            return False
        with path.open("rb") as file:
            return file.read(len(beginning)) == beginning
    except OSError as error:
        raise UsageError(
            f"{path} cannot be opened: {error.strerror}", hint_to_open(error, "check the spelling")
        ) from None
