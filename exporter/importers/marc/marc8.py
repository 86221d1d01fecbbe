"""Text in MARC-8, with the tables of the library pymarc.

A character set can be shifted into the codes below 0x80 (G0) or above (G1); the tables have it in
one of the two places only. Spaces and control codes are the same in all sets. Source: MARC 21
Specifications for Record Structure, Character Sets, and Exchange Media: MARC-8 Encoding Environment.
"""

from __future__ import annotations

import re
import unicodedata

from exporter.errors import UsageError, pip_install

UNKNOWN = "\ufffd"
_ESCAPE = re.compile(rb"\x1b(?:(\$?)([(,)-]?)(!?[\x30-\x7e]))")
_SETS_OF_ONE_LETTER = {b"g": 0x67, b"b": 0x62, b"p": 0x70, b"s": 0x42}
"""Greek symbols, subscripts, superscripts and ASCII, which a single letter shifts into G0."""
_LATIN, _ANSEL, _EAST_ASIAN = 0x42, 0x45, 0x31
_SPACE = 0x20
_JOINERS = {0x8D: "\u200d", 0x8E: "\u200c"}
_REFERENCE = re.compile(r"&#x([0-9A-Fa-f]{4,6});")
"""A character that MARC-8 does not have (Lossless Conversion From UCS/Unicode to MARC-8)."""


def decoded(value: bytes) -> str:
    """Return a text, with `UNKNOWN` for each code that no set has.

    Marks for sorting (0x88, 0x89) are left out. A mark that MARC-8 writes before its letter is put
    behind it, as Unicode has it.
    """
    g0, g1 = _LATIN, _ANSEL
    letters: list[str] = []
    marks: list[str] = []
    place = 0
    while place < len(value):
        shift = _ESCAPE.match(value, place)
        if shift:
            g0, g1 = _shifted(shift, g0, g1)
            place = shift.end()
            continue
        code = value[place]
        if code < 0x20 or 0x7F <= code <= 0xA0:
            letters += _JOINERS.get(code, "")
            place += 1
            continue
        charset = g1 if code > 0x80 else g0
        width = 3 if charset == _EAST_ASIAN and code != _SPACE else 1
        found, is_mark = _letter(charset, value[place : place + width])
        place += width
        if is_mark:
            marks.append(found)
        else:
            letters += [found, *marks]
            marks.clear()
    text = _REFERENCE.sub(lambda match: chr(int(match[1], 16)), "".join([*letters, *marks]))
    return unicodedata.normalize("NFC", text)


def _shifted(escape: re.Match[bytes], g0: int, g1: int) -> tuple[int, int]:
    """Return the sets after an escape sequence. The `!` belongs to the name of ANSEL, `!E`."""
    wide, where, name = escape.groups()
    if not wide and not where:
        return _SETS_OF_ONE_LETTER.get(name, g0), g1
    return (g0, name[-1]) if where in {b")", b"-"} else (name[-1], g1)


def _letter(charset: int, code: bytes) -> tuple[str, bool]:
    """Return the character of a code, and whether it is a mark upon the next one."""
    try:
        from pymarc.marc8_mapping import CODESETS, ODD_MAP
    except ImportError:
        raise UsageError(
            "records in MARC-8 need the library pymarc", f"install it: {pip_install('import')}"
        ) from None
    if code[0] == _SPACE:
        return " ", False
    low = int.from_bytes(bytes(each & 0x7F for each in code))
    table = CODESETS.get(charset, {})
    found = table.get(low) or (table.get(low | 0x80) if len(code) == 1 else None)
    if found:
        return chr(found[0]), bool(found[1])
    return chr(ODD_MAP[low]) if low in ODD_MAP else UNKNOWN, False
