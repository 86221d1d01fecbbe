"""The step from a record as it was typed to one in the layout of all records.

The line that names the schema for editors comes first, then the fields in the order of the schema, each with the
comments above it. Lines end with no blanks and with a line feed, and there is one at the end. Nothing is wrapped,
quoted or indented anew.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from exporter.records.difference import differences
from exporter.records.document import Document
from exporter.records.schema import SUFFIX, Schemas
from exporter.records.settings import UNLIMITED
from exporter.records.yaml import Places, YamlError, load

_FIRST = ("id", "kind", "type", "language")
_LAST = ("notes", "found", "inferred", "distinct_from")
"""What a record is stands first; what is said of its description stands last, where a kind has it of its own or not."""

_SCHEMA_LINE = re.compile(r"\s*#\s*yaml-language-server:\s*\$schema\s*=")


def format_record(document: Document, schemas: Schemas, schema: str = "") -> str:
    """Give the text of a record in the layout of all; `schema` is the way to its schema for the first line, if any.

    What would change the data is not done: the trailing blanks of a text in block style are part of it.
    """
    order = field_order(schemas, document.kind)
    steps: tuple[Callable[[str], Iterator[str]], ...] = (
        _line_feeds,
        _no_trailing_blanks,
        _one_end,
        lambda text: _ordered(text, order),
        lambda text: _with_schema(text, schema),
    )
    text = document.text
    for step in steps:
        text = next(
            (trial for trial in step(text) if trial == text or _says(trial, document.data)), text
        )
    return text


def relative_schema_path(document: Document, schemas: Schemas, root: Path) -> str:
    """Give the way from a record to its schema, as its first line names it; empty where the catalogue has none."""
    file = root / "schemas" / (document.kind + SUFFIX)
    if document.kind not in schemas.kinds or not file.is_file():
        return ""
    return Path(os.path.relpath(file, document.path.parent)).as_posix()


def field_order(schemas: Schemas, kind: str) -> list[str]:
    """Give the fields of a kind in the order in which records have them; none for an unknown kind.

    The order is that of the properties: those that the kind shares with others, then its own.
    """
    if kind not in schemas.kinds:
        return []
    own = schemas.files[kind + SUFFIX].get("properties", {})
    fields = sorted(
        (path[0] for path in schemas.fields(kind) if len(path) == 1), key=lambda name: name in own
    )
    known = {name: place for place, name in enumerate(fields)}
    known |= {name: place - len(_FIRST) for place, name in enumerate(_FIRST) if name in known}
    known |= {name: place + len(fields) for place, name in enumerate(_LAST) if name in known}
    return sorted(known, key=known.__getitem__)


def _says(text: str, data: Any) -> bool:
    """Tell whether a text has these fields, in any order."""
    try:
        after = load(text, UNLIMITED)
    except YamlError:
        return False
    return isinstance(after, dict) and not any(
        differences(dict(sorted(data.items())), dict(sorted(after.items())))
    )


def _line_feeds(text: str) -> Iterator[str]:
    yield text.replace("\r\n", "\n").replace("\r", "\n")


def _no_trailing_blanks(text: str) -> Iterator[str]:
    """Give the text without blanks at the ends of lines outside block scalars, else outside all that follows them."""
    places = Places()
    load(text, UNLIMITED, places)
    blocks = [each for each in places.scalars.values() if each.style in {"|", ">"}]
    for cut in (str.rstrip, str):
        kept: set[int] = set()
        for block in blocks:
            start = text.count("\n", 0, block.start)
            kept.update(
                range(start + 1, start + 1 + cut(text[block.start : block.end]).count("\n"))
            )
        lines = text.split("\n")
        yield "\n".join(
            line if number in kept else _without_blanks(line) for number, line in enumerate(lines)
        )


def _without_blanks(line: str) -> str:
    cut = line.rstrip(" \t")
    return (
        line if cut.endswith("\\") else cut
    )  # in quotation marks, a backslash before a blank keeps it


def _one_end(text: str) -> Iterator[str]:
    yield text.rstrip("\n") + "\n"


def _ordered(text: str, order: Sequence[str]) -> Iterator[str]:
    """Put the fields in order; one that the schema does not know stays behind the one before it."""
    places = Places()
    load(text, UNLIMITED, places)
    names = [str(way[0]) for way in places.keys if len(way) == 1]
    ranks: list[int] = []
    for name in names:
        ranks.append(order.index(name) if name in order else max(ranks[-1:], default=-1))
    if ranks == sorted(ranks):
        yield text
        return
    lines = text.split("\n")
    starts = [places.keys[name,].line - 1 for name in names]
    if any(
        lines[line][: places.keys[name,].column - 1].strip()
        for line, name in zip(starts, names, strict=True)
    ):
        return  # not one field a line: {id: x, kind: y}
    comment = rf"(?!{_SCHEMA_LINE.pattern}) {{0,{places.keys[names[0],].column - 1}}}#.*"
    kept = [
        text.count("\n", 0, scalar.end)
        for scalar in places.scalars.values()
        if _keeps(text, scalar.start)
    ]

    def above(line: int, passed: str) -> int:
        """Go up from a line past those that `passed` matches, but not into a value."""
        floor = max((end for end in kept if end <= line), default=0)
        while line > floor and re.fullmatch(passed, lines[line - 1]):
            line -= 1
        return line

    cuts = [above(starts[0], comment), *(above(start, rf"{comment}|\s*") for start in starts[1:])]
    cuts.append(above(len(lines), rf"{comment}|\s*|\.\.\..*"))
    parts = [lines[start:stop] for start, stop in pairwise(cuts)]
    moved = [
        parts[number] for number in sorted(range(len(parts)), key=lambda number: ranks[number])
    ]
    yield "\n".join(
        [*lines[: cuts[0]], *(line for part in moved for line in part), *lines[cuts[-1] :]]
    )


def _keeps(text: str, start: int) -> bool:
    """Tell whether a block scalar keeps the empty lines behind it: `|+`."""
    return re.match(r"(?:[&!]\S*\s+)*[|>][0-9]?\+", text[start : start + 200]) is not None


def _with_schema(text: str, schema: str) -> Iterator[str]:
    """Put the line that names the schema first, in place of any that stands above the fields."""
    if not schema:
        yield text
        return
    places = Places()
    load(text, UNLIMITED, places)
    lines = text.split("\n")
    begin = places.values[()].line - 1
    head = [line for line in lines[:begin] if not _SCHEMA_LINE.match(line)]
    yield "\n".join([f"# yaml-language-server: $schema={schema}", *head, *lines[begin:]])
