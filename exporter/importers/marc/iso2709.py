"""Records in ISO 2709, whatever their leaders say of themselves.

The file is cut at the record terminators, and the lengths in leaders are not believed. Where the
directory does not fit the fields, the fields are cut at their terminators and take the tags in order.
Text is UTF-8 where it is valid UTF-8, whatever the leader says, and MARC-8 otherwise. Source: MARC 21
Specifications for Record Structure, Character Sets, and Exchange Media.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator

from exporter.errors import UsageError, pip_install
from exporter.importers.entry import Broken
from exporter.importers.marc.field import SourceField, SourceRecord

_FIELD, _RECORD, _DELIMITER = b"\x1e", b"\x1d", b"\x1f"
_LEADER = 24
_ENTRY = 12


def records(content: bytes) -> Iterator[SourceRecord | Broken]:
    """Yield the records of a file; the line of each is its number in the file."""
    for number, piece in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(_RECORD), start=1):
        raw = piece.strip(b"\r\n\x00 \x1a")
        if not raw:
            continue
        try:
            record, remarks = _record(raw, number)
        except ValueError as error:
            yield Broken(number, f"record {number}: {error}")
            continue
        for remark in remarks:
            yield Broken(number, f"record {number}: {remark}", whole=False, harmless=True)
        yield record


def _record(raw: bytes, number: int) -> tuple[SourceRecord, list[str]]:
    end = raw.find(_FIELD)
    if len(raw) < _LEADER or end < _LEADER:
        raise ValueError("this is no MARC record: it has no directory")
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
    decode = _Decoder(leader[9:10] == "a")
    fields = [_field(tag, value, number, decode) for tag, value in data]
    return SourceRecord(number, leader, fields), remarks + decode.remarks


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

    def __init__(self, says_utf_8: bool) -> None:
        self._says_utf_8 = says_utf_8
        self.remarks: list[str] = []

    def __call__(self, value: bytes) -> str:
        if value.isascii() and b"\x1b" not in value:
            return value.decode("ascii")
        try:
            text = value.decode("utf-8")
        except UnicodeDecodeError:
            if self._says_utf_8:
                self._remark("it says that it is in UTF-8, which it is not; it is read as MARC-8")
            return self._from_marc_8(value)
        if "\x1b" in text:
            return self._from_marc_8(value)
        if not self._says_utf_8:
            self._remark("it says that it is in MARC-8, but is in UTF-8")
        return text

    def _remark(self, text: str) -> None:
        if text not in self.remarks:
            self.remarks.append(text)

    def _from_marc_8(self, value: bytes) -> str:
        try:
            from pymarc.marc8 import marc8_to_unicode
        except ImportError:
            raise UsageError(
                "records in MARC-8 need the library pymarc",
                f"install it: {pip_install('import')}",
            ) from None
        noise = io.StringIO()
        with contextlib.redirect_stderr(noise), contextlib.redirect_stdout(noise):
            try:
                text: str = marc8_to_unicode(value)
            except Exception:  # noqa: BLE001 - it raises whatever its tables raise
                text = ""
        if noise.getvalue() or not text:
            self._remark("some characters are not MARC-8; they may be wrong in the record")
        return text or value.decode("latin-1")


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
