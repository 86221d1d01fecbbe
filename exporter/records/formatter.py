"""Formats a record: `exporter fmt`.

The first line names the schema for editors. The fields follow in the order of the schema, in the
record and in each group inside, each with the comments above it. Lines have no trailing spaces and
end with a line feed. Nothing is wrapped, indented differently, and only what some programs cannot
read is quoted. A step that would change the data is left out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from exporter.records.difference import differences
from exporter.records.document import Document
from exporter.records.field_order import (
    SCHEMA_LINE,
    comparable,
    field_order,
    groups_in_order,
    record_in_order,
)
from exporter.records.schema import SUFFIX, Field, Schemas
from exporter.records.settings import UNLIMITED
from exporter.records.yaml import BLOCK_STYLES, YamlError, load, source_map_of


def format_record(document: Document, schemas: Schemas, schema: str = "") -> str:
    """Return the formatted text of a record.

    `schema` is the relative path of its schema for the first line, or empty for no such line.
    """
    root = schemas.root(document.kind) if document.kind in schemas.kinds else None
    order = field_order(schemas, document.kind)
    steps: tuple[Callable[[str], Iterable[str]], ...] = (
        _with_line_feeds,
        _without_trailing_spaces,
        _with_one_final_line_feed,
        _portable,
        lambda text: record_in_order(text, order),
        lambda text: groups_in_order(text, root) if root else [text],
        lambda text: _with_schema_line(text, schema),
    )
    text = document.text
    for step in steps:
        for candidate in step(text):
            if candidate == text or _has_data(candidate, document.data, root):
                text = candidate
                break
    return text


def relative_schema_path(document: Document, schemas: Schemas, root: Path) -> str:
    """Return the path from a record to its schema, or an empty string if the catalogue has none."""
    file = root / "schemas" / (document.kind + SUFFIX)
    if document.kind not in schemas.kinds or not file.is_file():
        return ""
    return Path(os.path.relpath(file, document.path.parent)).as_posix()


def _has_data(text: str, data: Any, root: Field | None) -> bool:
    """Return whether a text has the data of a record, its fields in any order."""
    try:
        after = load(text, UNLIMITED)
    except YamlError:
        return False
    if not isinstance(after, dict):
        return False
    return not any(differences(comparable(data, root), comparable(after, root)))


# Each step returns the texts that it would make, the best first. The first one with the same data
# is used.


def _with_line_feeds(text: str) -> Sequence[str]:
    return [text.replace("\r\n", "\n").replace("\r", "\n")]


def _without_trailing_spaces(text: str) -> Sequence[str]:
    """Remove trailing spaces outside block scalars; those within them are part of the data.

    The lines after the last visible character of a block scalar are outside it, if the data allow.
    """
    spans = source_map_of(text).scalars.values()
    blocks = [span for span in spans if span.style in BLOCK_STYLES]
    lines = text.split("\n")
    candidates = []
    for visible_only in (True, False):
        kept: set[int] = set()
        for block in blocks:
            body = text[block.start : block.end]
            first = text.count("\n", 0, block.start) + 1
            number = (body.rstrip() if visible_only else body).count("\n")
            kept.update(range(first, first + number))
        stripped = [
            line if number in kept else _strip_line(line) for number, line in enumerate(lines)
        ]
        candidates.append("\n".join(stripped))
    return candidates


def _strip_line(line: str) -> str:
    stripped = line.rstrip(" \t")
    # between quotation marks, a backslash before a space keeps it
    return line if stripped.endswith("\\") else stripped


def _with_one_final_line_feed(text: str) -> Sequence[str]:
    return [text.rstrip("\n") + "\n"]


def _portable(text: str) -> Sequence[str]:
    """Write what the parser of PyYAML that is written in Python cannot read in another way.

    It ends a plain scalar at a tab, and in brackets at a question mark. It does not accept a tab as
    a space between two values, and wants a space between `|` and a comment.
    """
    result = []
    end = 0
    for span in sorted(source_map_of(text).scalars.values()):
        result.append(_without_tabs(text[end : span.start]))
        written = text[span.start : span.end]
        end = span.end
        unreadable = "\t" in written or (span.in_brackets and "?" in written)
        if span.style == "" and unreadable:
            written = _quote(written)
        elif span.style in BLOCK_STYLES:
            written = re.sub(r"^((?:[&!]\S*\s+)*[|>][-+0-9]*)#", r"\1 #", written)
        result.append(written)
    result.append(_without_tabs(text[end:]))
    return ["".join(result)]


def _without_tabs(between: str) -> str:
    """Replace the tabs in text that has no scalars, except in comments."""
    lines = []
    for line in between.split("\n"):
        syntax, mark, comment = line.partition("#")
        lines.append(syntax.replace("\t", " ") + mark + comment)
    return "\n".join(lines)


def _quote(plain: str) -> str:
    """Put a plain scalar into quotation marks, but not its anchor or tag."""
    start = re.match(r"(?:[&!]\S*\s+)*", plain)
    split = start.end() if start else 0
    escaped = re.sub(r'["\\]', r"\\\g<0>", plain[split:])
    return f'{plain[:split]}"{escaped}"'


def _with_schema_line(text: str, schema: str) -> Sequence[str]:
    """Put the line that names the schema first, instead of any other above the fields."""
    if not schema:
        return [text]
    lines = text.split("\n")
    begin = source_map_of(text).values[()].line - 1
    head = [line for line in lines[:begin] if not SCHEMA_LINE.match(line)]
    first = f"# yaml-language-server: $schema={schema}"
    return ["\n".join([first, *head, *lines[begin:]])]
