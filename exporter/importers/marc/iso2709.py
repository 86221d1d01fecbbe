"""Records in ISO 2709, whatever their leaders say of themselves.

The file is cut at the record terminators, and the lengths in leaders are not believed. Where the
directory does not fit the fields, the fields are cut at their terminators and take the tags in order.
Text is UTF-8 where it is valid UTF-8, whatever the leader says, and MARC-8 otherwise, unless the user
names an encoding. Source: MARC 21 Specifications for Record Structure, Character Sets, and Exchange
Media.
"""

from __future__ import annotations

from collections.abc import Iterator

from exporter.importers.encoding import require_encoding
from exporter.importers.entry import Broken
from exporter.importers.marc import marc8
from exporter.importers.marc.field import SourceField, SourceRecord
from exporter.importers.marc.marc8 import UNKNOWN

_FIELD, _RECORD, _DELIMITER = b"\x1e", b"\x1d", b"\x1f"
_LEADER = 24
_ENTRY = 12


def records(content: bytes, encoding: str = "") -> Iterator[SourceRecord | Broken]:
    """Yield the records of a file; the line of each is its number in the file."""
    require_encoding(encoding)
    for number, piece in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(_RECORD), start=1):
        raw = piece.strip(b"\r\n\x00 \x1a")
        if not raw:
            continue
        try:
            record, remarks = _record(raw, number, encoding)
        except ValueError as error:
            yield Broken(number, f"record {number}: {error}")
            continue
        for remark in remarks:
            yield Broken(number, f"record {number}: {remark}", whole=False, harmless=True)
        yield record


def _record(raw: bytes, number: int, encoding: str) -> tuple[SourceRecord, list[str]]:
    end = raw.find(_FIELD)
    if len(raw) < _LEADER or end < _LEADER:
        raise ValueError("this is not a MARC record: it has no directory")
    leader = raw[:_LEADER].decode("ascii", "replace")
    directory = raw[_LEADER:end]
    body = raw[end + 1 :]
    remarks: list[str] = []
    entries = [directory[at : at + _ENTRY] for at in range(0, len(directory), _ENTRY)]
    data = _by_directory(entries, body)
    if data is None:
        data = _in_order(entries, body)
        remarks.append("the directory does not fit the fields; they are taken in order")
        if len(data) != len(entries):
            remarks.append("the directory and the fields are not the same in number")
    decode = _Decoder(leader[9:10] == "a", encoding, is_coded=not _is_unimarc(data))
    fields = [_field(tag, value, number, decode) for tag, value in data]
    return SourceRecord(number, leader, fields), remarks + decode.remarks


def _is_unimarc(data: list[tuple[str, bytes]]) -> bool:
    """Return whether fields are those of UNIMARC, where leader/09 says nothing of the characters (UNIMARC, 100)."""
    tags = {tag for tag, _ in data}
    return "200" in tags and "245" not in tags


def _by_directory(entries: list[bytes], body: bytes) -> list[tuple[str, bytes]] | None:
    """Return the fields where the directory says that they are; None if they are not there."""
    found = []
    for entry in entries:
        if len(entry) != _ENTRY or not entry[3:].isdigit():
            return None
        length, start = int(entry[3:7]), int(entry[7:12])
        piece = body[start : start + length]
        if not piece.endswith(_FIELD) or _FIELD in piece[:-1]:
            return None
        if start and body[start - 1 : start] != _FIELD:
            return None
        found.append((entry[:3].decode("ascii", "replace"), piece[:-1]))
    return found


def _in_order(entries: list[bytes], body: bytes) -> list[tuple[str, bytes]]:
    pieces = body.split(_FIELD)
    if pieces and not pieces[-1].strip():
        pieces.pop()
    tags = [entry[:3].decode("ascii", "replace") for entry in entries]
    return list(zip(tags, pieces, strict=False))


class _Decoder:
    """Decodes the text of one record and remembers what was odd about it."""

    def __init__(self, says_utf_8: bool, encoding: str, *, is_coded: bool) -> None:
        self._says_utf_8 = says_utf_8
        self._is_coded = is_coded
        self._encoding = encoding
        self.remarks: list[str] = []

    def __call__(self, value: bytes) -> str:
        if value.isascii() and b"\x1b" not in value:
            return value.decode("ascii")
        if self._encoding:
            return value.decode(self._encoding, "replace")
        try:
            text = value.decode("utf-8")
        except UnicodeDecodeError:
            return self._from_broken(value)
        if "\x1b" in text:
            return self._from_marc_8(value)
        if self._is_coded and not self._says_utf_8:
            self._remark("it says that it is in MARC-8, but is in UTF-8")
        return text

    def _remark(self, text: str) -> None:
        if text not in self.remarks:
            self.remarks.append(text)

    def _from_broken(self, value: bytes) -> str:
        """Return a text that is not UTF-8: UTF-8 with faults if it says so and mostly is, or MARC-8."""
        if not self._says_utf_8:
            return self._from_marc_8(value)
        text = value.decode("utf-8", "replace")
        whole = sum(not each.isascii() and each != UNKNOWN for each in text)
        if whole > text.count(UNKNOWN):
            self._remark(f"some bytes are not UTF-8; they are {UNKNOWN} in the record")
            return text
        self._remark("it says that it is in UTF-8, which it is not; it is read as MARC-8")
        return self._from_marc_8(value)

    def _from_marc_8(self, value: bytes) -> str:
        text = marc8.decoded(value)
        if UNKNOWN in text:
            self._remark(
                f"some characters are not MARC-8; they are {UNKNOWN} in the record. If many are, "
                "import it with --encoding"
            )
        return text


def _field(tag: str, value: bytes, number: int, decode: _Decoder) -> SourceField:
    if tag.startswith("00") or _DELIMITER not in value:
        return SourceField(tag, number, text=decode(value))
    head, *pieces = value.split(_DELIMITER)
    indicators = head.decode("ascii", "replace").ljust(2)[:2]
    subfields = []
    for piece in pieces:
        text = decode(piece)
        if text:
            subfields.append((text[0], text[1:]))
    return SourceField(tag, number, indicators=indicators, subfields=subfields)
