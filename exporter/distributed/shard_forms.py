"""The forms of shards, read and written: YAML, JSON Lines and Parquet.

A YAML shard is a stream of documents. A JSON Lines shard has a record on each line, and a Parquet
shard one in each row, as JSON in the column `record`.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import count, islice
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from exporter.errors import UsageError, pip_install
from exporter.records.document import Document
from exporter.records.files import OversizedFile
from exporter.records.finding import Finding
from exporter.records.loader import parse_document
from exporter.records.settings import UNLIMITED, Limits
from exporter.records.yaml import YamlError, load

Content = bytes | OversizedFile
COLUMN = "record"
_MARKER = re.compile(rb"(---|\.\.\.)(?=\s|$)")
_NO_CONTENT = re.compile(rb"\s*(#|$)|%")
_RARE_ESCAPE = re.compile(rb"\\[bfu]")
_LONGEST = 500
"""How long keys and numbers are that YAML is known to accept: of a key, PyYAML reads 1024 bytes."""


def parse_json(content: Content, path: Path, limits: Limits) -> Document | Finding:
    r"""Parse a record in JSON, which is YAML, but for a pair of surrogate escapes.

    JSON joins these (`\ud842\udfb7`) to one character. Whatever is wrong is reported as in YAML.
    """
    if not isinstance(content, bytes) or len(content) > limits.size:
        return parse_document(content, path, limits)
    if data := _plain_data(content, limits):
        return Document(path, data, content.decode(), whole_numbers=True)
    if b"\\u" in content:
        with suppress(ValueError, RecursionError):
            data = json.loads(content.decode(), object_pairs_hook=_unique_keys)
            content = json.dumps(data, ensure_ascii=False).encode()
    return parse_document(content, path, limits)


def _plain_data(content: bytes, limits: Limits) -> dict[str, Any] | None:
    """Return the data of a record that JSON and YAML read alike, in a tenth of the time.

    The result is None if there is any doubt: for decimal numbers, rare characters and escapes, and
    what could be more than the limits allow.
    """
    if len(content) > limits.values or _RARE_ESCAPE.search(content):
        return None
    try:
        text = content.decode()
        data = _PLAIN_JSON.decode(text) if text.isprintable() else None
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) and _depth(data) <= limits.depth else None


def _depth(value: Any) -> int:
    if not isinstance(value, dict | list):
        return 0
    inner = value.values() if isinstance(value, dict) else value
    return 1 + max(map(_depth, inner), default=0)


def _short_integer(digits: str) -> int:
    if len(digits) > _LONGEST:
        raise ValueError
    return int(digits)


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs) or max(map(len, mapping), default=0) > _LONGEST:
        raise ValueError
    return mapping


_PLAIN_JSON = json.JSONDecoder(
    object_pairs_hook=_unique_keys,
    parse_int=_short_integer,
    parse_float=_no_number,
    parse_constant=_no_number,
)


def _lines(file: IO[bytes], most: int) -> Iterator[tuple[int, bytes, int]]:
    """Yield the number of each line, its text and its length.

    Of a line far longer than `most`, only the beginning is kept: a few bytes that were compressed
    can become gigabytes.
    """
    # not everything that fsspec opens can read a part of a line
    with io.BufferedReader(cast("io.RawIOBase", file)) as buffered:
        for number in count(1):
            beginning = rest = buffered.readline(most + 2)
            length = len(beginning)
            while rest and not rest.endswith(b"\n"):
                rest = buffered.readline(most + 2)
                length += len(rest)
            if not beginning:
                return
            yield number, beginning, length


def _split_yaml(file: IO[bytes], most: int) -> Iterator[tuple[int, Content]]:
    """Split a stream at its markers, which no text in it can have at the start of a line.

    Comments and directives before a marker belong to the document after it. Source: YAML 1.2.2,
    9.1.2.
    """
    document = _YamlDocument(most)
    for number, line, length in _lines(file, most):
        marker = _MARKER.match(line)
        if marker and document.has_content:
            yield document.first_line, document.content()
            document = _YamlDocument(most)
        bare = marker is not None and not line[3:].strip()
        document.add(number, line, length, bare=bare)
    if document.has_content:
        yield document.first_line, document.content()


class _YamlDocument:
    """One document of a stream while its lines are collected."""

    def __init__(self, most: int) -> None:
        self.first_line = 1
        self.has_content = False
        self._most = most
        self._lines: list[bytes] = []
        self._size = 0

    def add(self, number: int, line: bytes, length: int, *, bare: bool) -> None:
        """Add a line. A `bare` marker has no content, but counts as a line."""
        if bare and not any(each.startswith(b"%") for each in self._lines):
            if not self._lines:
                return
            line, length = b"\n", 1
        if not self._size:
            self.first_line = number
        self._size += length
        if self._size <= self._most:
            self._lines.append(line)
        self.has_content = self.has_content or not (bare or _NO_CONTENT.match(line))

    def content(self) -> Content:
        """Return the text, or only its size if it is too large."""
        if self._size > self._most:
            return OversizedFile(self._size)
        return b"".join(self._lines)


def _split_jsonl(file: IO[bytes], most: int) -> Iterator[tuple[int, Content]]:
    for number, line, length in _lines(file, most):
        if length > len(line):
            yield number, OversizedFile(length)
        elif line.strip():
            yield number, line.strip()


def _split_parquet(file: IO[bytes], most: int) -> Iterator[tuple[int, Content]]:  # noqa: ARG001 - a page is read whole
    from pyarrow import types
    from pyarrow.parquet import ParquetFile, read_schema

    schema = read_schema(file)
    if COLUMN not in schema.names:
        raise OSError(f"it has no column {COLUMN}")
    held = schema.field(COLUMN).type
    if types.is_dictionary(held):
        held = held.value_type
    if not (types.is_string(held) or types.is_large_string(held) or types.is_binary(held)):
        raise OSError(f"its column {COLUMN} holds {held}, not text")
    # as a dictionary: a text that is in many rows is in memory once
    table = ParquetFile(file, read_dictionary=[COLUMN])
    row = 0
    for batch in table.iter_batches(columns=[COLUMN]):
        for cell in batch.column(0):
            row += 1
            text = cell.as_py() or b""
            yield row, text if isinstance(text, bytes) else text.encode()


def write_shards(
    documents: Iterable[Document], form: str, size: int
) -> Iterator[tuple[str, list[bytes]]]:
    """Yield the name and the content of shards of `size` records each.

    Raises UsageError for Parquet if pyarrow is not installed.
    """
    rest = iter(documents)
    for number in count(1):
        some = list(islice(rest, size))
        if not some:
            return
        yield f"records-{number:05}.{form}", FORMS[f".{form}"].join(some)


def _as_json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, allow_nan=False)


def _join_yaml(documents: Sequence[Document]) -> list[bytes]:
    return [f"---\n{_yaml_text(document)}".encode() for document in documents]


def _yaml_text(document: Document) -> str:
    """Return the text of a record, or JSON if the text would change its meaning in a stream.

    The end of a file can be the end of its last text, and a directive is valid only at the start.
    """
    text = document.text if document.text.endswith("\n") else f"{document.text}\n"
    has_directive = any(line.startswith("%") for line in text.splitlines())
    try:
        same = not has_directive and load(text, UNLIMITED) == document.data
    except YamlError:
        same = False
    return text if same else f"{_as_json(document.data)}\n"


def _join_jsonl(documents: Sequence[Document]) -> list[bytes]:
    return [f"{_as_json(document.data)}\n".encode() for document in documents]


def _join_parquet(documents: Sequence[Document]) -> list[bytes]:
    try:
        import pyarrow
        from pyarrow.parquet import write_table
    except ImportError:
        raise UsageError(
            "Parquet needs the package pyarrow, which is not installed",
            f"install it with: {pip_install('dask')}",
        ) from None
    file = io.BytesIO()
    write_table(pyarrow.table({COLUMN: [_as_json(each.data) for each in documents]}), file)
    return [file.getvalue()]


class Form(NamedTuple):
    """How a shard is split into records, each is parsed, and records are joined to a shard."""

    split: Callable[[IO[bytes], int], Iterator[tuple[int, Content]]]
    parse: Callable[[Content, Path, Limits], Document | Finding]
    join: Callable[[Sequence[Document]], list[bytes]]


_YAML = Form(_split_yaml, parse_document, _join_yaml)
FORMS = {
    ".yaml": _YAML,
    ".yml": _YAML,
    ".jsonl": Form(_split_jsonl, parse_json, _join_jsonl),
    ".parquet": Form(_split_parquet, parse_json, _join_parquet),
}
"""The forms by the suffix of a shard's name."""
