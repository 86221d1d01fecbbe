"""MARC 21 records, which are a leader and fields, as ISO 2709 and as MARCXML write them.

Source: MARC 21 Specifications for Record Structure, Character Sets, and Exchange Media;
MARC21slim.xsd 1.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from exporter.export.xml import INDENT, escape_attribute, escape_text

NAMESPACE = "http://www.loc.gov/MARC21/slim"
SUBFIELD, FIELD_END, RECORD_END = "\x1f", "\x1e", "\x1d"
LONGEST_FIELD, LONGEST_RECORD = 9_999, 99_999
"""In bytes, as far as the directory and the leader can count."""

_LEADER = 24
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""Characters that a field may not have: three would end it, the others end lines or mean nothing.
"""
_NOTES_OF_AUTHORITIES = ("667", "670", "677", "678", "680")
"""Notes of authority records, which can be repeated as the notes (5XX) of works can."""
_SENTENCE_END = re.compile(r"[.!?]['\"”’)\]]*\s+|[。！？][」』）]*| -- ")


class Oversized(Exception):
    """A record that ISO 2709 cannot hold: a field, or the whole record, is too long.

    `about` names the fields of our record from which a field was made, as in `MarcField`.
    """

    def __init__(self, part: str, size: int, limit: int, about: tuple[str, ...] = ()) -> None:
        super().__init__(f"{part} has {size:,} bytes, and ISO 2709 can count {limit:,}")
        self.about = about


Subfields = tuple[tuple[str, str], ...]
"""The code of each subfield, with its text."""


class MarcField(NamedTuple):
    """A control field (001 to 009) with a `value`, or a field with indicators and subfields.

    `about` names the fields of the catalogue's record that it says, each with its language tag or
    list position (`title.ja`, `notes.2`); they are not written.
    """

    tag: str
    value: str = ""
    indicators: str = "  "
    subfields: Subfields = ()
    about: tuple[str, ...] = ()


class MarcRecord(NamedTuple):
    """A record. Of `leader` the lengths (00–04, 12–16) are zeros, which ISO 2709 replaces."""

    leader: str
    fields: tuple[MarcField, ...]


def subfields(*codes_and_texts: str) -> Subfields:
    """Pair each code with the text after it: `("a", "Tea", "b", "")`; an empty text is not a subfield."""
    return with_text(zip(codes_and_texts[::2], codes_and_texts[1::2], strict=True))


def with_text(codes_and_texts: Iterable[tuple[str, str]]) -> Subfields:
    """Return subfields; an empty text is none.

    Control characters become blanks, so that no text can end its field.
    """
    found = []
    for code, text in codes_and_texts:
        if text:
            # most texts are printable throughout, which is quick to see
            found.append((code, text if text.isprintable() else _CONTROL.sub(" ", text)))
    return tuple(found)


def iso2709(record: MarcRecord) -> str:
    """Return a record as ISO 2709 has it: leader, directory, fields. Lengths count bytes of UTF-8.

    A note that is too long is divided between several fields. Raises Oversized for a record or
    another field that is too long to be counted.
    """
    directory, start = [], 0
    notes = _NOTES_OF_AUTHORITIES if record.leader[6] == "z" else ("5",)
    fields = [part for field in record.fields for part in _divided(field, notes)]
    contents = [_content(field) for field in fields]
    for field, content in zip(fields, contents, strict=True):
        size = len(content.encode())
        if size > LONGEST_FIELD:
            raise Oversized(f"field {field.tag}", size, LONGEST_FIELD, field.about)
        directory.append(f"{field.tag}{size:04d}{start:05d}")
        start += size
    base = _LEADER + len("".join(directory)) + len(FIELD_END)
    size = base + start + len(RECORD_END)
    if size > LONGEST_RECORD:
        raise Oversized("the record", size, LONGEST_RECORD)
    leader = f"{size:05d}{record.leader[5:12]}{base:05d}{record.leader[17:]}"
    return "".join((leader, *directory, FIELD_END, *contents, RECORD_END))


def _content(field: MarcField) -> str:
    if not field.subfields:
        return field.value + FIELD_END
    inner = "".join(f"{SUBFIELD}{code}{text}" for code, text in field.subfields)
    return field.indicators + inner + FIELD_END


def _divided(field: MarcField, notes: tuple[str, ...]) -> Iterator[MarcField]:
    """Yield a field, or a note that is too long as several, divided at sentences or at ` -- `.

    `notes` are the tags, or how the tags begin, of fields that can be divided. The first keeps the
    link to the other script; the others have none.
    """
    size = len(_content(field).encode())
    if size <= LONGEST_FIELD or not _own_tag(field).startswith(notes):
        yield field
        return
    links = [each for each in field.subfields if each[0] in "68"]
    said = [each for each in field.subfields if each[0] not in "68"]
    room = LONGEST_FIELD - len(_content(field._replace(subfields=tuple(links))).encode())
    for part in _parts(said, room):
        yield field._replace(subfields=(*links, *part))
        links = [(code, text) for code, text in links if code != "6"]
        if field.tag == "880":
            linkage = dict(field.subfields)["6"]
            links.insert(0, ("6", f"{_own_tag(field)}-00{linkage[6:]}"))


def _own_tag(field: MarcField) -> str:
    return field.subfields[0][1][:3] if field.tag == "880" else field.tag


def _parts(said: list[tuple[str, str]], room: int) -> Iterator[Subfields]:
    """Yield subfields in parts that have at most `room` bytes, as far as they can be divided."""
    part: list[tuple[str, str]] = []
    used = 0
    for code, text in said:
        for piece in _pieces(text, room - len(SUBFIELD) - len(code)):
            size = len(f"{SUBFIELD}{code}{piece}".encode())
            if part and used + size > room:
                yield tuple(part)
                part, used = [], 0
            part.append((code, piece))
            used += size
    yield tuple(part)


def _pieces(text: str, room: int) -> Iterator[str]:
    """Yield a text in pieces of whole sentences, each as long as there is room."""
    if len(text.encode()) <= room:
        yield text
        return
    piece = ""
    for sentence in _sentences(text):
        if piece and len((piece + sentence.rstrip()).encode()) > room:
            yield piece.rstrip()
            piece = ""
        piece += sentence
    yield piece.rstrip()


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        yield text[start : end.end()]
        start = end.end()
    yield text[start:]


def marcxml(record: MarcRecord, kind: str) -> str:
    """Return a record as an element `record`; the `collection` around it has the namespace.

    `kind` is Bibliographic or Authority, as the schema has it.
    """
    # text is faster than elements that are serialised: a record has about sixty
    before = "\n" + INDENT * 2
    inside = before + INDENT
    parts = [f'{INDENT}<record type="{kind}">']
    parts.append(f"{before}<leader>{escape_text(record.leader)}</leader>")
    for field in record.fields:
        if not field.subfields:
            tag, value = escape_attribute(field.tag), escape_text(field.value)
            parts.append(f'{before}<controlfield tag="{tag}">{value}</controlfield>')
            continue
        parts.append(before + _start_of_field(field.tag, field.indicators))
        for code, text in field.subfields:
            start = f'{inside}<subfield code="{escape_attribute(code)}">'
            parts.append(f"{start}{escape_text(text)}</subfield>")
        parts.append(f"{before}</datafield>")
    parts.append(f"\n{INDENT}</record>\n")
    return "".join(parts)


@lru_cache(1_000)
def _start_of_field(tag: str, indicators: str) -> str:
    """Return the start tag of a field; most are the same in many records."""
    first, second = (escape_attribute(each) for each in indicators[:2])
    return f'<datafield tag="{escape_attribute(tag)}" ind1="{first}" ind2="{second}">'
