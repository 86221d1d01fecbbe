"""EndNote's tagged format (`.enw`), which publishers, Google Scholar and library systems offer.

Its tags and types are those of RIS under other names, so a record is read as one of RIS. Source:
EndNote, tags of the EndNote Import format; RIS Format Specifications 2012, which has the same fields of
each type. Records of the older format of refer have no type, and blank lines between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from exporter.importers.encoding import decoded
from exporter.importers.entry import Imported
from exporter.importers.field_table import field_table
from exporter.importers.registry import ImportContext
from exporter.importers.ris import read_record
from exporter.importers.tagged_lines import TaggedRecord, TaggedValue

TABLE = field_table(Path(__file__).with_name("enw.tsv"))
_TAG = re.compile(r"[\s\ufeff]{0,3}%([0-9A-Za-z?@!#$\]&()*+^>\[~<=])(?:[ \t]+(.*)|()$)")
_FIRST = frozenset("0AT")
"""The tags with which a record begins after a blank line."""


def read(content: bytes, context: ImportContext) -> Iterator[Imported]:
    """Yield the works of a file."""
    text, remarks = decoded(content, context.encoding)
    yield from remarks
    for values in _records(text):
        record = TaggedRecord(values[0].line, [_type(values), *map(_of_ris, values)])
        entry = read_record(record, context)
        tags = {each.line: f"%{each.tag}" for each in values}
        entry.leftovers = [
            each._replace(field=tags.get(each.line, each.field)) for each in entry.leftovers
        ]
        yield entry


def _records(text: str) -> Iterator[list[TaggedValue]]:
    """Yield the values of each record.

    It begins with %0, or after a blank line with an author or a title; bepress has the title before %0.
    """
    values: list[TaggedValue] = []
    lines: list[str] = []
    is_after_blank = False
    for number, written in enumerate(text.split("\n"), start=1):
        match = _TAG.match(written)
        if match:
            _join(values, lines)
            is_first = is_after_blank and match[1] in _FIRST
            if values and (is_first or (match[1] == "0" and _has_type(values))):
                yield values
                values = []
            lines = [(match[2] or "").strip()]
            values.append(TaggedValue(match[1], lines[0], number))
        else:
            lines.append(written.strip())
        is_after_blank = not written.strip()
    _join(values, lines)
    if values:
        yield values


def _has_type(values: list[TaggedValue]) -> bool:
    return any(each.tag == "0" for each in values)


def _join(values: list[TaggedValue], lines: list[str]) -> None:
    """Put the lines that were collected into the last value, which they go on with."""
    if values:
        values[-1] = values[-1]._replace(value="\n".join(lines).strip())


def _type(values: list[TaggedValue]) -> TaggedValue:
    """Return the type of a record as RIS has it. Where none is stated, the fields show it."""
    stated = next((each for each in values if each.tag == "0"), None)
    if stated:
        return stated._replace(tag="TY", value=TABLE.word("type", stated.value) or stated.value)
    tags = {each.tag for each in values}
    word = "GEN"
    if tags & {"J", "N"}:
        word = "JOUR"
    elif "I" in tags:
        word = "BOOK"
    return TaggedValue("TY", word, values[0].line)


def _of_ris(value: TaggedValue) -> TaggedValue:
    """Return a value with the tag of RIS for it."""
    return value._replace(tag=TABLE.word("tag", value.tag) or f"%{value.tag}")
