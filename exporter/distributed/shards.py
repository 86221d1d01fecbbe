"""The step from shards to Documents, and from Documents to shards: files of many records, wherever fsspec reaches.

A shard is a YAML file with many documents, JSON Lines with a record in each line, or Parquet with a record in each row,
as JSON in the column `record`. Any of them may be compressed (`.jsonl.gz`).

A record in a shard has no file of its own, and so no name that could differ from its id. Its path is made here:
`SHARD/LINE/ID.yaml`, the first two in numbers, so that paths stand in the order of the records. People are told the
name of the shard and the line, in Parquet the row.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any, cast

from exporter.errors import UsageError
from exporter.records.document import Document
from exporter.records.files import OversizedFile
from exporter.records.finding import Finding
from exporter.records.loader import parse_document
from exporter.records.settings import UNLIMITED, Limits
from exporter.records.yaml import YamlError, load
from exporter.terminal import escape_control_chars
from exporter.validate.reporters import typed

if TYPE_CHECKING:
    from fsspec.core import OpenFile

FORMS = {".yaml": "yaml", ".yml": "yaml", ".jsonl": "jsonl", ".parquet": "parquet"}
"""What a shard is, by the end of its name."""
COLUMN = "record"
INSTALL = "install what is missing: pip install 'catalogue-exporter[dask]'"

_ID = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Shard:
    """A file of many records: which one it is of all, and how it is opened."""

    number: int
    file: OpenFile

    @property
    def name(self) -> str:
        """The shard as one would type it: a path, or an address."""
        name = str(self.file.full_name)
        return (
            typed(Path(self.file.path))
            if name.startswith("file://")
            else escape_control_chars(name)
        )

    def documents(self, limits: Limits) -> Iterator[Document | Finding]:
        """Read the records; what keeps one from being read is a Finding. Raises OSError where the shard cannot be."""
        form = _form(self.file.path)
        with self.file as opened:
            for line, content in _PARTS[form](opened, limits.size):
                path = Path(f"{self.number:06}", f"{line:09}", f"{line}.yaml")
                found = (parse_document if form == "yaml" else parse_json)(content, path, limits)
                if isinstance(found, Document) and _ID.fullmatch(found.id):
                    found = found._replace(path=path.with_name(f"{found.id}.yaml"))
                yield found


def find_shards(patterns: Iterable[str]) -> list[Shard]:
    """List the shards that files, folders and patterns name, by their addresses.

    Raises UsageError where one names none, or cannot be reached.
    """
    found: dict[str, OpenFile] = {}
    for pattern in patterns:
        files = {str(file.full_name): file for file in _files(pattern) if _form(file.path)}
        if not files:
            ends = ", ".join(FORMS)
            raise UsageError(
                f"{pattern} names no shard", f"a shard is a file whose name ends in one of {ends}"
            )
        found |= files
    return [Shard(number, found[name]) for number, name in enumerate(sorted(found))]


def _files(pattern: str) -> Sequence[OpenFile]:
    try:
        from fsspec.core import open_files, url_to_fs
    except ImportError:
        raise UsageError("shards are read by fsspec, which is not here", INSTALL) from None
    try:
        system, path = url_to_fs(pattern)
        if system.isdir(path):
            pattern = f"{pattern.rstrip('/')}/**"
        files: Sequence[OpenFile] = open_files(pattern, "rb", compression="infer")
    except (ImportError, OSError, ValueError) as error:  # no driver, no access, no such protocol
        hint = "" if isinstance(error, ImportError) else "check how the address is written"
        raise UsageError(f"{pattern} cannot be reached: {error}", hint) from None
    return files


def place(path: Path) -> tuple[int, int] | None:
    """Give the number of the shard and the line that the path of a record is made of; None for a file of its own."""
    first, *others = path.parts
    return (int(first), int(others[0])) if len(others) == 2 and first.isdigit() else None


def _form(name: str) -> str:
    return next((FORMS[end] for end in PurePosixPath(name).suffixes[-2:] if end in FORMS), "")


_MARKER = re.compile(rb"(---|\.\.\.)(?=\s|$)")
_NOTHING = re.compile(rb"\s*(#|$)|%")


def _lines(file: IO[bytes], most: int) -> Iterator[tuple[int, bytes, int]]:
    """Give each line with its number and its length; of one that is far longer than `most`, only the beginning.

    A few bytes that were compressed can be a line of gigabytes.
    """
    with io.BufferedReader(
        cast("io.RawIOBase", file)
    ) as buffered:  # not all that fsspec opens reads parts of lines
        for number in count(1):
            rest = line = buffered.readline(most + 2)
            size = len(line)
            while rest and not rest.endswith(b"\n"):
                rest = buffered.readline(most + 2)
                size += len(rest)
            if not line:
                return
            yield number, line, size


def _yaml_parts(file: IO[bytes], most: int) -> Iterator[tuple[int, bytes | OversizedFile]]:
    """Cut a stream of YAML at its markers, which no text in it can hold at the beginning of a line (YAML 1.2.2, 9.1.2).

    Comments and directives before a marker belong to the document after it.
    """
    first, lines, size, filled = 1, list[bytes](), 0, False

    def part() -> tuple[int, bytes | OversizedFile]:
        return first, b"".join(lines) if size <= most else OversizedFile(size)

    for number, line, length in _lines(file, most):
        marker = _MARKER.match(line)
        if marker and filled:
            yield part()
            lines, size, filled = [], 0, False
        if marker and not line[3:].strip() and not any(each.startswith(b"%") for each in lines):
            line, length = (
                (b"\n", 1) if lines else (b"", 0)
            )  # as good as nothing, and the lines are counted right
        if not size:
            first = number
        size += length
        if line and size <= most:
            lines.append(line)
        filled = filled or not (_NOTHING.match(line) or (marker and not line[3:].strip()))
    if filled:
        yield part()


def _json_parts(file: IO[bytes], most: int) -> Iterator[tuple[int, bytes | OversizedFile]]:
    for number, line, size in _lines(file, most):
        if size > len(line):
            yield number, OversizedFile(size)
        elif line.strip():
            yield number, line.strip()


def _parquet_parts(file: IO[bytes], most: int) -> Iterator[tuple[int, bytes]]:  # noqa: ARG001 - a page is read whole
    from pyarrow import types
    from pyarrow.parquet import ParquetFile, read_schema

    schema = read_schema(file)
    if COLUMN not in schema.names:
        raise OSError(f"it has no column {COLUMN}")
    holds = schema.field(COLUMN).type
    holds = holds.value_type if types.is_dictionary(holds) else holds
    if not (types.is_string(holds) or types.is_large_string(holds) or types.is_binary(holds)):
        raise OSError(f"its column {COLUMN} holds {holds}, not text")
    table = ParquetFile(
        file, read_dictionary=[COLUMN]
    )  # where a text stands in many rows, it is held once
    texts = (
        text.as_py() for batch in table.iter_batches(columns=[COLUMN]) for text in batch.column(0)
    )
    for number, text in enumerate(texts, start=1):
        yield number, text if isinstance(text, bytes) else (text or "").encode()


_PARTS = {"yaml": _yaml_parts, "jsonl": _json_parts, "parquet": _parquet_parts}


def parse_json(content: bytes | OversizedFile, path: Path, limits: Limits) -> Document | Finding:
    """Make a Document of a record in JSON, which is YAML too: whatever is odd about it is judged as such."""
    if isinstance(content, OversizedFile) or len(content) > limits.size:
        return parse_document(content, path, limits)
    try:
        text = content.decode()
        data = json.loads(text, object_pairs_hook=_unlike, parse_constant=_refused)
    except (ValueError, RecursionError):
        return parse_document(content, path, limits)
    text = json.dumps(data, ensure_ascii=False) if "\\u" in text else text
    plain = isinstance(data, dict) and len(content) < limits.values and not _ODD.search(text)
    if not plain or text.count("{") + text.count("[") > limits.depth:
        return parse_document(content if _HALF.search(text) else text.encode(), path, limits)
    return Document(path, data, text)


_ODD = re.compile(
    "[^\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|\\\\u|[0-9]{1000}"
)
"""What the reader of YAML may refuse: characters that no record can hold, and very long numbers."""


_HALF = re.compile("[\ud800-\udfff]")
"""Half a character, which JSON can name and no text can hold."""


def _unlike(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError
    return made


def _refused(word: str) -> float:
    raise ValueError(word)


def shards_of(
    documents: Iterable[Document], form: str, size: int
) -> Iterator[tuple[str, list[bytes]]]:
    """Put records into shards of so many each; gives the name of each shard and what stands in it.

    Raises UsageError for Parquet where its library is missing.
    """
    rest = iter(documents)
    number = 0
    while some := list(islice(rest, size)):
        number += 1
        yield f"records-{number:05}.{form}", _WRITTEN[form](some)


def _as_json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, allow_nan=False)


def _yaml(documents: Sequence[Document]) -> list[bytes]:
    return [b"---\n" + _yaml_document(each).encode() for each in documents]


def _yaml_document(document: Document) -> str:
    """Give the text of a record, or JSON, where the text would be something else with another one behind it."""
    text = document.text if document.text.endswith("\n") else f"{document.text}\n"
    try:
        kept = not re.search("^%", text, re.MULTILINE) and load(text, UNLIMITED) == document.data
    except YamlError:
        kept = False
    return text if kept else f"{_as_json(document.data)}\n"


def _jsonl(documents: Sequence[Document]) -> list[bytes]:
    return [f"{_as_json(each.data)}\n".encode() for each in documents]


def _parquet(documents: Sequence[Document]) -> list[bytes]:
    try:
        import pyarrow
        from pyarrow.parquet import write_table
    except ImportError:
        raise UsageError("Parquet is written by pyarrow, which is not here", INSTALL) from None
    file = io.BytesIO()
    write_table(pyarrow.table({COLUMN: [_as_json(each.data) for each in documents]}), file)
    return [file.getvalue()]


_WRITTEN = {"yaml": _yaml, "jsonl": _jsonl, "parquet": _parquet}
