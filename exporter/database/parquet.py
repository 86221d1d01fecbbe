"""Reads the rows of a Parquet file, or of the Parquet files in a folder, each of them a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow
from pyarrow.parquet import ParquetFile

from exporter.errors import UsageError
from exporter.suggest import did_you_mean

_ROWS = 1_000
"""How many rows are decoded at a time."""


class ParquetTables:
    """Parquet files by the names of their tables: the names of the files without suffix."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        self.files = files

    def columns(self, name: str) -> list[str]:
        """Return the columns of a table. Raises UsageError if there is no such file."""
        if name not in self.files:
            known = ", ".join(sorted(self.files))
            hint = did_you_mean(name, self.files) or f"there is {known or 'none'}"
            raise UsageError(f"there is no Parquet file for the table “{name}”", hint)
        with _reported(self.files[name]), ParquetFile(self.files[name]) as file:
            return list(file.schema_arrow.names)

    def rows(self, name: str, columns: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        """Yield the rows of a table with these columns."""
        path = self.files[name]
        with _reported(path), ParquetFile(path, page_checksum_verification=True) as file:
            for batch in file.iter_batches(_ROWS, columns=list(columns)):
                yield from batch.to_pylist()


@contextmanager
def _reported(path: Path) -> Iterator[None]:
    try:
        yield
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        raise UsageError(
            f"{path} cannot be read: {lines[0]}", "it must be a file in the format Parquet"
        ) from None
