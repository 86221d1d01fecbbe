"""RTF, a document of its own. Source: Rich Text Format Specification 1.9.1."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from exporter.cite.output.writer import OutputEntry, Writer

_STYLED = {
    ("style", "italic"): ("{\\i ", "}"),
    ("style", "oblique"): ("{\\i ", "}"),
    ("style", "normal"): ("{\\i0 ", "}"),
    ("weight", "bold"): ("{\\b ", "}"),
    ("weight", "normal"): ("{\\b0 ", "}"),
    ("variant", "small-caps"): ("{\\scaps ", "}"),
    ("variant", "normal"): ("{\\scaps0 ", "}"),
    ("decoration", "underline"): ("{\\ul ", "}"),
    ("decoration", "none"): ("{\\ulnone ", "}"),
    ("position", "sup"): ("{\\super ", "}"),
    ("position", "sub"): ("{\\sub ", "}"),
    ("position", "baseline"): ("{\\nosupersub ", "}"),
}
_DISPLAY = {
    "left-margin": ("", "\\tab "),
    "right-inline": ("", ""),
    "block": ("\\line ", "\\line "),
    "indent": ("\\line\\tab ", "\\line "),
}
_HEAD = "{\\rtf1\\ansi\\ansicpg1252\\uc1\\deff0{\\fonttbl{\\f0\\froman Times New Roman;}}\n"
_NOT_IN_ADDRESS = re.compile(r'[^!-~]|[\\{}"]')


class RtfWriter(Writer):
    """Writes RTF: a paragraph with a hanging indent for each entry."""

    STYLED = _STYLED
    DISPLAYED = _DISPLAY

    def escape(self, text: str) -> str:
        """Return text in RTF: what is not ASCII as UTF-16, each unit a signed number."""
        if text.isascii() and text.isprintable() and not {"\\", "{", "}"}.intersection(text):
            return text
        return "".join(map(_sign, text))

    def link(self, address: str, text: str) -> str:
        """Return written text that leads to an address."""
        target = _NOT_IN_ADDRESS.sub(_percent_encoded, address)
        return f'{{\\field{{\\*\\fldinst{{HYPERLINK "{target}"}}}}{{\\fldrslt {text}}}}}'

    def document(self, entries: Iterable[OutputEntry]) -> Iterator[str]:
        """Yield a bibliography piece by piece."""
        yield _HEAD
        for entry in entries:
            if entry.is_heading:
                yield f"{{\\pard\\sb240\\sa120\\b {self.line(entry.text)}\\par}}\n"
                continue
            yield f"{{\\pard\\fi-360\\li360\\sa120 {self.write(entry.text).strip()}\\par}}\n"
        yield "}\n"

    def lines(self, entries: Iterable[OutputEntry]) -> Iterator[str]:
        """Yield citations piece by piece."""
        return self.document(entries)


def _sign(sign: str) -> str:
    if sign in "\\{}":
        return f"\\{sign}"
    if sign in "\t\r\n":
        return " "
    if " " <= sign <= "~":
        return sign
    units = sign.encode("utf-16-le", "surrogatepass")
    numbers = [
        int.from_bytes(units[index : index + 2], "little", signed=True)
        for index in range(0, len(units), 2)
    ]
    return "".join(f"\\u{number}\\'3f" for number in numbers)


def _percent_encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())
