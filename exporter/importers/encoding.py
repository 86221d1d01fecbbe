"""The text of a file, in the encoding that it has and not in the one that it claims."""

from __future__ import annotations

import codecs

from exporter.errors import UsageError
from exporter.importers.entry import Broken

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def wide_encoding(content: bytes) -> str:
    """Return the name of an encoding with two or four bytes for a letter; empty if it has none.

    It shows by its byte order mark, or by the zero bytes of the first letters.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    if content[:1] == b"\0" and content[2:3] == b"\0" and content[1:2] != b"\0":
        return "utf-16-be"
    if content[1:2] == b"\0" and content[3:4] == b"\0" and content[:1] not in {b"\0", b""}:
        return "utf-16-le"
    return ""


def require_encoding(encoding: str) -> None:
    """Raise UsageError for an encoding that does not exist; an empty name is that of none."""
    try:
        b"".decode(encoding or "utf-8")
    except LookupError:
        raise UsageError(
            f"there is no encoding “{encoding}”", "write, for example, cp1252"
        ) from None


def decoded(content: bytes, encoding: str = "") -> tuple[str, list[Broken]]:
    """Return the text of a file with line feeds as line ends, and what is to be reported about it.

    Without an encoding, a byte order mark decides, then UTF-8; what is neither is read as Windows-
    1252, which is reported. Raises UsageError for an encoding that does not exist.
    """
    remarks: list[Broken] = []
    text = ""
    require_encoding(encoding)
    try:
        text = content.decode(encoding or wide_encoding(content) or "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        name = encoding or "UTF-8"
        message = (
            f"this is not {name}; the file is read as Windows-1252. If letters are wrong, import it "
            "with --encoding"
        )
        remarks.append(Broken(line, message, whole=False, harmless=True))
        text = content.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n"), remarks
