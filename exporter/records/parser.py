"""Parses the bytes of one record."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Any

from exporter.records.document import Document
from exporter.records.files import OversizedFile
from exporter.records.finding import Finding, Position
from exporter.records.settings import Limits
from exporter.records.yaml import SourceMap, YamlError, compose
from exporter.records.yaml.errors import position_at
from exporter.records.yaml.lookalikes import find_lookalike

_START = Position(1, 1)
_AS_UTF_8 = (
    "save it again with the encoding UTF-8, which many editors offer under “Save as” or "
    "“Save with encoding”"
)
_WIDE_ENCODINGS = {
    "UTF-32": re.compile(rb"\0\0(\xfe\xff|\0[^\0])|(\xff\xfe|[^\0]\0)\0\0"),
    "UTF-16": re.compile(rb"\xfe\xff|\xff\xfe|(\0[^\0]){2}|([^\0]\0){2}"),
}
"""The beginning of text in encodings of two and four bytes, with or without a byte order mark.

Source: YAML 1.2.2, 5.2.
"""


def parse(content: bytes | OversizedFile, path: Path, limits: Limits) -> Document | Finding:
    """Do what `loader.parse_document` promises."""
    try:
        text = _decode(content, limits)
        composed = compose(text, limits)
        _require_record(composed.data, text)
    except YamlError as error:
        if error.name == "forbidden-character" and isinstance(content, bytes):
            error = _wide_encoding_error(content) or error
        return Finding(error.name, path, error.message, error.hint, position=error.position)
    return Document(
        path,
        composed.data,
        text,
        whole_numbers=not composed.has_float,
        unambiguous=not composed.is_ambiguous,
        keys=composed.keys,
    )


def _decode(content: bytes | OversizedFile, limits: Limits) -> str:
    size = content.size if isinstance(content, OversizedFile) else len(content)
    if isinstance(content, OversizedFile) or size > limits.size:
        message = f"the record has {size:,} bytes; it may have at most {limits.size:,}"
        raise YamlError("oversized-record", message, "split the record up", _START)
    try:
        return content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        if wide := _wide_encoding_error(content):
            raise wide from None
        before = content[: error.start].decode("utf-8")
        position = position_at(before, len(before))
        message = f"the byte {content[error.start]:#04x} here is not UTF-8"
        raise YamlError("not-utf-8", message, _AS_UTF_8, position) from None


def _wide_encoding_error(content: bytes) -> YamlError | None:
    for encoding, beginning in _WIDE_ENCODINGS.items():
        if beginning.match(content):
            message = f"the file is encoded in {encoding}, not in UTF-8"
            return YamlError("not-utf-8", message, _AS_UTF_8, _START)
    return None


def _require_record(data: Any, text: str) -> None:
    if isinstance(data, dict):
        return
    if data is None:
        message, hint = "the file contains no record", "write the record, or delete the file"
        raise YamlError("empty-file", message, hint, _START)
    position = SourceMap(text).nearest(())
    if isinstance(data, str):
        found = find_lookalike(text.splitlines(), position.line, in_brackets=False)
        if found:
            raise YamlError("not-a-record", *found)
    what = "a list" if isinstance(data, list) else "a single value"
    message = f"the file contains {what}, not a record"
    hint = "begin with the fields: id: …, kind: …, with a space after each colon"
    raise YamlError("not-a-record", message, hint, position)
