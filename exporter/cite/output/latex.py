"""LaTeX: paragraphs for a document of your own, in UTF-8."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from exporter.cite.output.writer import OutputEntry, Writer

_STYLED = {
    ("style", "italic"): ("\\textit{", "}"),
    ("style", "oblique"): ("\\textsl{", "}"),
    ("style", "normal"): ("\\textup{", "}"),
    ("weight", "bold"): ("\\textbf{", "}"),
    ("weight", "normal"): ("\\textmd{", "}"),
    ("variant", "small-caps"): ("\\textsc{", "}"),
    ("variant", "normal"): ("\\textup{", "}"),
    ("decoration", "underline"): ("\\underline{", "}"),
    ("position", "sup"): ("\\textsuperscript{", "}"),
    ("position", "sub"): ("\\textsubscript{", "}"),
}
_DISPLAY = {
    "left-margin": ("", " "),
    "block": ("\\newline ", "\\newline "),
    "indent": ("\\newline ", "\\newline "),
}
_ESCAPED = {
    "\\": "\\textbackslash{}",
    "{": "\\{",
    "}": "\\}",
    "$": "\\$",
    "&": "\\&",
    "#": "\\#",
    "%": "\\%",
    "_": "\\_",
    "^": "\\textasciicircum{}",
    "~": "\\textasciitilde{}",
    "<": "\\textless{}",
    ">": "\\textgreater{}",
    "|": "\\textbar{}",
    '"': "\\symbol{34}",
    "'": "\\symbol{39}",
    "`": "\\symbol{96}",
    "-": "-{}",
    "?": "?{}",
    "!": "!{}",
    ",": ",{}",
    "[": "{[}",
    "]": "{]}",
    "\u00a0": "~",
}
"""The signs that are commands, and those that begin a ligature where another follows (`--`, ?`)."""
_SPECIAL = re.compile(r"[\\{}$&#%_^~<>|\"'`\[\]\u00a0]|-(?=-)|[?!](?=`)|,(?=,)")
_NOT_IN_ADDRESS = re.compile(r"[^!-~]|[\\{}\"%#^~&_$]")


class LatexWriter(Writer):
    """Writes LaTeX: a paragraph with a hanging indent for each entry.

    Links need the package hyperref.
    """

    STYLED = _STYLED
    DISPLAYED = _DISPLAY

    def escape(self, text: str) -> str:
        """Return text in which nothing is markup of the format."""
        return _SPECIAL.sub(lambda match: _ESCAPED[match[0]], text)

    def link(self, address: str, text: str) -> str:
        """Return written text that leads to an address."""
        return f"\\href{{{_NOT_IN_ADDRESS.sub(_in_address, address)}}}{{{text}}}"

    def document(self, entries: Iterable[OutputEntry]) -> Iterator[str]:
        """Yield a bibliography piece by piece."""
        between = ""
        for entry in entries:
            line = self.line(entry.text)
            if entry.is_heading:
                yield f"{between}\\subsection*{{{line}}}\n"
            else:
                yield f"{between}\\noindent\\hangindent=1.5em\\hangafter=1 {line}\\par\n"
            between = "\n"


def _in_address(match: re.Match[str]) -> str:
    r"""Return a sign of an address as `\href` takes it."""
    sign = match[0]
    if sign in "%#&_$":
        return f"\\{sign}"
    return "".join(f"\\%{byte:02X}" for byte in sign.encode())
