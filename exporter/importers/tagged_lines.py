"""Formats of lines with a tag, a hyphen and a value: RIS and MEDLINE.

A line without a tag goes on with the value before it. Every program writes the blanks around the
hyphen in another way, so any number of them is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from exporter.importers.entry import Broken

_LONGEST_VALUE = 2_000_000
"""How many characters a value may have with all its lines."""


class TaggedValue(NamedTuple):
    """One tag with its value, and the line where it begins."""

    tag: str
    value: str
    line: int


@dataclass(slots=True)
class TaggedRecord:
    """The values of one record in order."""

    line: int
    values: list[TaggedValue] = field(default_factory=list)


def records(
    text: str, tag: re.Pattern[str], first: str, last: str = ""
) -> Iterator[TaggedRecord | Broken]:
    """Yield the records of a text. `tag` matches a line with a tag and a value.

    A record begins with the tag `first`, and has it as its first value. It ends with the tag `last`,
    with the next record, or with the text; tags between two records belong to none, and are reported.
    """
    record: TaggedRecord | None = None
    lines: list[str] = []
    for number, written in enumerate(text.split("\n"), start=1):
        match = tag.match(written)
        if match is None:
            _continue(record, lines, written)
            continue
        _join(record, lines)
        name, value = match[1].upper(), (match[2] or "").strip()[:_LONGEST_VALUE]
        if name in {first, last}:
            yield from _finished(record, last if name == first else "")
            record = TaggedRecord(number) if name == first else None
        elif record is None and not last:
            record = TaggedRecord(number)  # without its number, in MEDLINE
        if record is not None:
            record.values.append(TaggedValue(name, value, number))
            lines = [value]
        elif name != last:
            message = f"{name} stands outside a record, which begins with {first}: {value[:100]}"
            yield Broken(number, message, whole=False)
    _join(record, lines)
    yield from _finished(record, last)


def _finished(record: TaggedRecord | None, missing: str) -> Iterator[TaggedRecord | Broken]:
    """Yield a record that ends here, and that its last tag is missing, if it is."""
    if record is None:
        return
    if missing:
        message = f"the record does not end with {missing}; it is read up to the next one"
        yield Broken(record.line, message, whole=False, harmless=True)
    yield record


def _continue(record: TaggedRecord | None, lines: list[str], written: str) -> None:
    if record is not None and record.values:
        lines.append(written.strip())


def _join(record: TaggedRecord | None, lines: list[str]) -> None:
    """Put the lines that were collected into the value that they go on with."""
    if record is None or not record.values or len(lines) < 2:
        return
    last = record.values[-1]
    value = "\n".join(lines).strip()[:_LONGEST_VALUE]
    record.values[-1] = last._replace(value=value)
    lines.clear()
