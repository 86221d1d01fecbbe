"""Shards: files of many records, on any filesystem that fsspec can reach.

A record in a shard has no file of its own, so its path is made up: `SHARD/LINE/ID.yaml`, the first
two as numbers of fixed width, so that the order of paths is the order of records. People are shown
the name of the shard and the line (in Parquet, the row).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from exporter.distributed.shard_forms import FORMS
from exporter.errors import UsageError, pip_install
from exporter.records.document import Document, is_id
from exporter.records.finding import Finding
from exporter.records.settings import Limits
from exporter.terminal import display_path, escape_control_chars

if TYPE_CHECKING:
    from fsspec.core import OpenFile

INSTALL = f"install it with: {pip_install('dask')}"


@dataclass(frozen=True, slots=True)
class Shard:
    """One of the shards of a catalogue, by its place among them."""

    number: int
    file: OpenFile

    @property
    def name(self) -> str:
        """The shard as a user would type it: a path, or an address."""
        address = str(self.file.full_name)
        if address.startswith("file://"):
            return display_path(Path(self.file.path))
        return escape_control_chars(address)

    def documents(self, limits: Limits) -> Iterator[Document | Finding]:
        """Read the records; a Finding stands for one that cannot be read.

        Raises OSError if the shard itself cannot be read.
        """
        form = FORMS[_suffix(self.file.path)]
        with self.file as opened:
            for line, content in form.split(opened, limits.size):
                path = Path(f"{self.number:06}", f"{line:09}", f"{line}.yaml")
                record = form.parse(content, path, limits)
                if isinstance(record, Document) and is_id(record.id):
                    record = record._replace(path=path.with_name(f"{record.id}.yaml"))
                yield record


def place_of(path: Path) -> tuple[int, int] | None:
    """Return the shard and the line of a record by its made-up path; None for a real file."""
    shard, *others = path.parts
    if len(others) != 2 or not shard.isdigit():
        return None
    return int(shard), int(others[0])


def find_shards(patterns: Iterable[str]) -> list[Shard]:
    """Return the shards in files, folders and glob patterns, in the order of their addresses.

    Raises UsageError if one of them leads to no shard or cannot be reached.
    """
    found: dict[str, OpenFile] = {}
    for pattern in patterns:
        files = [file for file in _files(pattern) if _suffix(file.path)]
        if not files:
            suffixes = ", ".join(FORMS)
            raise UsageError(
                f"there are no shards in {pattern}",
                f"the name of a shard ends in one of {suffixes}, and perhaps .gz after that",
            )
        for file in files:
            found[str(file.full_name)] = file
    return [Shard(number, found[name]) for number, name in enumerate(sorted(found))]


def _files(pattern: str) -> Sequence[OpenFile]:
    try:
        from fsspec.core import open_files, url_to_fs
    except ImportError:
        raise UsageError(
            "--shards needs the package fsspec, which is not installed", INSTALL
        ) from None
    try:
        system, path = url_to_fs(pattern)
        if system.isdir(path):
            pattern = f"{pattern.rstrip('/')}/**"
        files: Sequence[OpenFile] = open_files(pattern, "rb", compression="infer")
    except (ImportError, OSError, ValueError) as error:  # no driver, no access, no such protocol
        hint = "" if isinstance(error, ImportError) else "check the spelling of the address"
        raise UsageError(f"{pattern} cannot be reached: {error}", hint) from None
    return files


def _suffix(name: str) -> str:
    """Return the suffix that tells the form of a shard, before that of a compression."""
    for suffix in PurePosixPath(name).suffixes[-2:]:
        if suffix in FORMS:
            return suffix
    return ""
