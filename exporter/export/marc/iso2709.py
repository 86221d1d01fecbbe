"""MARC 21 records as ISO 2709 and as MARCXML write them: a leader, control fields, and fields with subfields.

Source: MARC 21 Specifications for Record Structure, Character Sets, and Exchange Media; MARC21slim.xsd 1.2.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from exporter.export.xml import Element, element, serialise

NAMESPACE = "http://www.loc.gov/MARC21/slim"
SUBFIELD, FIELD_END, RECORD_END = "\x1f", "\x1e", "\x1d"
LONGEST_FIELD, LONGEST_RECORD = 9_999, 99_999
"""In bytes, as far as the directory and the leader can count."""

_LEADER = 24
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""Characters that a field may not have: three of them would end it, the others end lines or mean nothing."""


class Oversized(Exception):
    """A record that ISO 2709 cannot hold; `part` says what of it is too long, with its length in bytes."""

    def __init__(self, part: str, size: int, limit: int) -> None:
        super().__init__(f"{part} has {size:,} bytes, and ISO 2709 can count {limit:,}")


Subfields = tuple[tuple[str, str], ...]
"""The code of each subfield, with its text."""


class Field(NamedTuple):
    """A field: one of the control fields 001 to 009 has a `value`, any other has indicators and subfields."""

    tag: str
    value: str = ""
    indicators: str = "  "
    subfields: Subfields = ()


class Record(NamedTuple):
    """A record. Of `leader` the lengths (00–04, 12–16) are zeros, which ISO 2709 replaces."""

    leader: str
    fields: tuple[Field, ...]


def subfields(*codes_and_texts: str) -> Subfields:
    """Pair each code with the text after it: `("a", "Tea", "b", "")`; an empty text is no subfield.

    Control characters become blanks, so that no text can end its field.
    """
    pairs = zip(codes_and_texts[::2], codes_and_texts[1::2], strict=True)
    return tuple((code, _CONTROL.sub(" ", text)) for code, text in pairs if text)


def iso2709(record: Record) -> str:
    """Give a record as ISO 2709 has it: leader, directory, fields. All lengths count bytes of UTF-8.

    Raises Oversized for a record or a field that is too long to be counted.
    """
    directory, start = [], 0
    contents = [_content(field) for field in record.fields]
    for field, content in zip(record.fields, contents, strict=True):
        size = len(content.encode())
        if size > LONGEST_FIELD:
            raise Oversized(f"field {field.tag}", size, LONGEST_FIELD)
        directory.append(f"{field.tag}{size:04d}{start:05d}")
        start += size
    base = _LEADER + len("".join(directory)) + len(FIELD_END)
    size = base + start + len(RECORD_END)
    if size > LONGEST_RECORD:
        raise Oversized("the record", size, LONGEST_RECORD)
    leader = f"{size:05d}{record.leader[5:12]}{base:05d}{record.leader[17:]}"
    return "".join((leader, *directory, FIELD_END, *contents, RECORD_END))


def _content(field: Field) -> str:
    if not field.subfields:
        return field.value + FIELD_END
    return (
        field.indicators
        + "".join(f"{SUBFIELD}{code}{text}" for code, text in field.subfields)
        + FIELD_END
    )


def marcxml(record: Record, kind: str, depth: int = 0) -> str:
    """Give a record as an element `record` without a namespace, which the `collection` around it declares.

    `kind` is Bibliographic or Authority, as the schema has it.
    """
    fields = map(_field, record.fields)
    return serialise(element("record", element("leader", record.leader), *fields, type=kind), depth)


def _field(field: Field) -> Element:
    if not field.subfields:
        return element("controlfield", field.value, tag_=field.tag)
    inner = (element("subfield", text, code=code) for code, text in field.subfields)
    return element(
        "datafield", *inner, tag_=field.tag, ind1=field.indicators[0], ind2=field.indicators[1]
    )
