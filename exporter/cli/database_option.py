"""The options of commands that can read the records from a database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from exporter.cli.current_catalogue import catalogue_root
from exporter.errors import UsageError

if TYPE_CHECKING:
    from exporter.validate.pipeline import Progress, Validate
    from exporter.validate.result import ValidationResult

_PACKAGES = ("sqlalchemy", "psycopg", "pyarrow")


def database_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add `--database` and `--table`, which arrive as `database` and `tables`."""
    command = click.option(
        "--table",
        "tables",
        multiple=True,
        metavar="NAME",
        help="With --database: read the records from this table or view. Can be repeated. Default: "
        "those under [database] in exporter.toml, or else the table “records”, or all Parquet files "
        "of the folder.",
    )(command)
    return click.option(
        "--database",
        metavar="URL|FILE",
        default=None,
        help="Read the records from a database in place of records/: postgresql://USER@HOST/NAME, a "
        "file of SQLite, a Parquet file or a folder of them. Needs: pip install "
        "'catalogue-exporter[database]'.",
    )(command)


def database_validation(
    database: str | None, tables: Sequence[str], *, for_export: bool
) -> Validate | None:
    """Return what validates the records in a database; None without `--database`.

    Schemas and settings are those of the catalogue around the current folder, or in it. Raises
    UsageError for `--table` without `--database`, and for an empty `--database`.
    """
    if database is None:
        if tables:
            raise UsageError("--table is a table of a database", "add --database URL|FILE")
        return None
    if not database.strip():
        raise UsageError("--database names no database", "write its URL, or the name of a file")
    return partial(_validate, catalogue_root(), database, tables, for_export=for_export)


def _validate(
    root: Path, database: str, tables: Sequence[str], on_progress: Progress, *, for_export: bool
) -> ValidationResult:
    from exporter.cli.catalogue_cache import catalogue_cache
    from exporter.cli.extras import from_extra
    from exporter.database.reading import read_database
    from exporter.validate.config import read_config
    from exporter.validate.pipeline import validate_catalogue

    config = read_config(root)
    with from_extra("database", _PACKAGES, "what reads databases"):
        records = read_database(database, tables, config.settings, config.schemas)
    with catalogue_cache(root) as cache:
        result = validate_catalogue(
            root, records.source(), for_export=for_export, on_progress=on_progress, cache=cache
        )
    return replace(result, location=records.location)
