"""Formats a record: `exporter fmt`.

The first line names the schema for editors. The fields follow in the order of the schema, each with
the comments above it. Lines have no trailing spaces and end with a line feed. Nothing is wrapped,
indented differently, and only what some programs cannot read is quoted. A step that would change
the data is left out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from exporter.records.difference import differences
from exporter.records.document import Document
from exporter.records.schema import SUFFIX, Schemas
from exporter.records.settings import UNLIMITED
from exporter.records.yaml import SourceMap, YamlError, compose, load

_FIRST = ("id", "kind", "type", "language")
_LAST = ("notes", "found", "inferred", "distinct_from")
"""Fields that stand first or last in every kind, whether the kind has them of its own or not."""

_SCHEMA_LINE = re.compile(r"\s*#\s*yaml-language-server:\s*\$schema\s*=")


def format_record(document: Document, schemas: Schemas, schema: str = "") -> str:
    """Return the formatted text of a record.

    `schema` is the relative path of its schema for the first line, or empty for no such line.
    """
    order = field_order(schemas, document.kind)
    steps: tuple[Callable[[str], Iterable[str]], ...] = (
        _with_line_feeds,
        _without_trailing_spaces,
        _with_one_final_line_feed,
        _portable,
        lambda text: _in_order(text, order),
        lambda text: _with_schema_line(text, schema),
    )
    text = document.text
    for step in steps:
        for candidate in step(text):
            if candidate == text or _has_data(candidate, document.data):
                text = candidate
                break
    return text


def relative_schema_path(document: Document, schemas: Schemas, root: Path) -> str:
    """Return the path from a record to its schema, or an empty string if the catalogue has none."""
    file = root / "schemas" / (document.kind + SUFFIX)
    if document.kind not in schemas.kinds or not file.is_file():
        return ""
    return Path(os.path.relpath(file, document.path.parent)).as_posix()


def field_order(schemas: Schemas, kind: str) -> list[str]:
    """Return the fields of a kind in the order in which records have them, or an empty list.

    The order is that of the schema, where the fields shared with other kinds come first.
    """
    if kind not in schemas.kinds:
        return []
    own = schemas.files[kind + SUFFIX].get("properties", {})
    names = [name for name in schemas.root(kind).children if name != "*"]
    shared = [name for name in names if name not in own]
    middle = [*shared, *(name for name in names if name in own)]
    fixed = (*_FIRST, *_LAST)
    return [
        *(name for name in _FIRST if name in names),
        *(name for name in middle if name not in fixed),
        *(name for name in _LAST if name in names),
    ]


def _has_data(text: str, data: Any) -> bool:
    """Return whether a text has the fields of `data`, in any order."""
    try:
        after = load(text, UNLIMITED)
    except YamlError:
        return False
    if not isinstance(after, dict):
        return False
    return not any(differences(dict(sorted(data.items())), dict(sorted(after.items()))))


def _source_map(text: str) -> SourceMap:
    return SourceMap.from_events(compose(text, UNLIMITED).events)


# Each step returns the texts that it would make, the best first. The first one with the same data
# is used.


def _with_line_feeds(text: str) -> Sequence[str]:
    return [text.replace("\r\n", "\n").replace("\r", "\n")]


def _without_trailing_spaces(text: str) -> Sequence[str]:
    """Remove trailing spaces outside block scalars; those within them are part of the data.

    The lines after the last visible character of a block scalar are outside it, if the data allow.
    """
    spans = _source_map(text).scalars.values()
    blocks = [span for span in spans if span.style in {"|", ">"}]
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
    for span in sorted(_source_map(text).scalars.values()):
        result.append(_without_tabs(text[end : span.start]))
        written = text[span.start : span.end]
        end = span.end
        unreadable = "\t" in written or (span.in_brackets and "?" in written)
        if span.style == "" and unreadable:
            written = _quote(written)
        elif span.style in {"|", ">"}:
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


def _in_order(text: str, order: Sequence[str]) -> Sequence[str]:
    """Put the fields in order; one that the schema does not have follows the one before it."""
    source_map = _source_map(text)
    positions = {path[0]: where for path, where in source_map.keys.items() if len(path) == 1}
    ranks = _ranks([str(name) for name in positions], order)
    if ranks == sorted(ranks):
        return [text]
    lines = text.split("\n")
    for where in positions.values():
        if lines[where.line - 1][: where.column - 1].strip():
            return []  # not one field a line: {id: x, kind: y}
    starts = [where.line - 1 for where in positions.values()]
    indent = next(iter(positions.values())).column - 1
    cuts = _cut_into_fields(lines, starts, indent, _ends_of_kept_blocks(text, source_map))
    parts = [lines[start:stop] for start, stop in pairwise(cuts)]
    ordered = lines[: cuts[0]]
    for number in sorted(range(len(parts)), key=ranks.__getitem__):
        ordered.extend(parts[number])
    return ["\n".join([*ordered, *lines[cuts[-1] :]])]


def _ranks(names: Sequence[str], order: Sequence[str]) -> list[int]:
    ranks: list[int] = []
    for name in names:
        if name in order:
            ranks.append(order.index(name))
        else:
            ranks.append(max(ranks[-1:], default=-1))
    return ranks


def _cut_into_fields(
    lines: Sequence[str], starts: Sequence[int], indent: int, floors: Sequence[int]
) -> list[int]:
    """Return the line at which each field begins, with the comments above it, and the last ends.

    A comment that is indented deeper than the fields belongs to the field before it, and so does
    everything above one of the `floors`.
    """
    comment = rf"(?!{_SCHEMA_LINE.pattern}) {{0,{indent}}}#.*"
    comment_or_blank = rf"{comment}|\s*"
    cuts = [_first_line_of_block(lines, starts[0], comment, floors)]
    for start in starts[1:]:
        cuts.append(_first_line_of_block(lines, start, comment_or_blank, floors))
    end = rf"{comment_or_blank}|\.\.\..*"
    cuts.append(_first_line_of_block(lines, len(lines), end, floors))
    return cuts


def _first_line_of_block(
    lines: Sequence[str], line: int, pattern: str, floors: Sequence[int]
) -> int:
    """Return the first of the lines directly above `line` that all match a pattern."""
    floor = max((each for each in floors if each <= line), default=0)
    while line > floor and re.fullmatch(pattern, lines[line - 1]):
        line -= 1
    return line


def _ends_of_kept_blocks(text: str, source_map: SourceMap) -> list[int]:
    """Return the lines at which block scalars end that keep the empty lines after them (`|+`)."""
    ends = []
    for span in source_map.scalars.values():
        beginning = text[span.start : span.start + 200]
        if re.match(r"(?:[&!]\S*\s+)*[|>][0-9]?\+", beginning):
            ends.append(text.count("\n", 0, span.end))
    return ends


def _with_schema_line(text: str, schema: str) -> Sequence[str]:
    """Put the line that names the schema first, instead of any other above the fields."""
    if not schema:
        return [text]
    lines = text.split("\n")
    begin = _source_map(text).values[()].line - 1
    head = [line for line in lines[:begin] if not _SCHEMA_LINE.match(line)]
    first = f"# yaml-language-server: $schema={schema}"
    return ["\n".join([first, *head, *lines[begin:]])]
