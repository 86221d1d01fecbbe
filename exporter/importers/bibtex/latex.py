r"""LaTeX in the values of a database as plain text with the few tags that a record can hold.

Accents and symbols become characters, and commands for italics, bold, small capitals, subscripts
and superscripts become tags. A command that is not known stays as it is written, and its name is
returned: nothing vanishes. The tables are `latex_symbols.tsv` and `latex_commands.tsv`. Sources: The
TeXbook, chapters 8, 9 and 18; LaTeX2e unofficial reference manual, 23 (special characters); biblatex
manual, 4.7 (formatting commands).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from exporter.tables import read_table

_ACCENTS = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "c": "\u0327",
    "d": "\u0323",
    "b": "\u0331",
    "k": "\u0328",
    "r": "\u030a",
    "h": "\u0309",
    "G": "\u030f",
    "U": "\u030e",
    "hat": "\u0302",
    "bar": "\u0304",
    "overline": "\u0305",
    "vec": "\u20d7",
    "tilde": "\u0303",
    "dot": "\u0307",
    "ddot": "\u0308",
    "acute": "\u0301",
    "grave": "\u0300",
    "check": "\u030c",
    "breve": "\u0306",
    "mathring": "\u030a",
    "textcommabelow": "\u0326",
    "textsubdot": "\u0323",
    "t": "\u0361",
    "ocirc": "\u030a",
    "polhk": "\u0328",
    "lfhook": "\u0326",
}
_QUOTED = {"enquote": "“{}”", "mkbibquote": "“{}”", "textquoted": "“{}”", "enquote*": "‘{}’"}
_PLAIN_SYMBOLS = {
    **{each: each for each in "&%$#_{}"},
    " ": " ",
    ",": " ",
    ";": " ",
    ":": " ",
    ">": " ",
    "!": "",
    "-": "",
    "/": "",
    "@": "",
    "\\": " ",
    "*": "",
    "(": "",
    ")": "",
    "[": "",
    "]": "",
    "|": "‖",
    "+": "",
    "\n": " ",
}
_LIGATURES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("?`", "¿"), ("!`", "¡"))
_NEEDS_DECODING = re.compile(r"[\\{}$~]|--|``|''")
_COMMAND = re.compile(r"\\([A-Za-z]+\*?|.|$)[ \t]*", re.DOTALL)
_PIECE = re.compile(r"[^\\{}$~^_`'!?-]+")
_MOST_NESTED = 60


@cache
def _commands() -> dict[str, str]:
    """Return what each command does with its argument."""
    rows = read_table(Path(__file__).with_name("latex_commands.tsv"))
    return {row["command"]: row["prints"] for row in rows}


@cache
def _symbols() -> dict[str, str]:
    rows = read_table(Path(__file__).with_name("latex_symbols.tsv"))
    return {row["command"]: row["characters"].replace("␠", " ") for row in rows}


def decode(source: str) -> tuple[str, tuple[str, ...]]:
    """Return a value as text with tags, and the commands in it that are not known."""
    if not _NEEDS_DECODING.search(source):
        return source, ()
    decoder = _LatexDecoder(source)
    text = decoder.group(top=True)
    return unicodedata.normalize("NFC", text), tuple(dict.fromkeys(decoder.unknown))


class _LatexDecoder:
    """Reads one value from left to right."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.place = 0
        self.math = False
        self.depth = 0
        self.unknown: list[str] = []

    def group(self, top: bool = False) -> str:
        """Read to the brace that closes the group, or to the end, and return the text."""
        self.depth += 1
        pieces: list[str] = []
        switches: list[str] = []
        while self.place < len(self.source):
            character = self.source[self.place]
            if character == "}":
                self.place += 1
                if not top:
                    break
                continue
            if character == "$":
                self._toggle_math()
            elif character == "{":
                self.place += 1
                pieces.append(self.group() if self.depth < _MOST_NESTED else "")
            elif character == "\\":
                self._command(pieces, switches)
            else:
                pieces.append(self._text(character))
        self.depth -= 1
        text = "".join(pieces)
        for tag in reversed(switches):
            text = _tagged(tag, text)
        return text

    def _toggle_math(self) -> None:
        while self.source[self.place : self.place + 1] == "$":
            self.place += 1
        self.math = not self.math

    def _text(self, character: str) -> str:
        if character == "~":
            self.place += 1
            return " "
        if self.math and character in "^_":
            self.place += 1
            tag = "sup" if character == "^" else "sub"
            return f"<{tag}>{self._argument()}</{tag}>"
        for ligature, sign in _LIGATURES:
            if self.source.startswith(ligature, self.place):
                self.place += len(ligature)
                return sign
        piece = _PIECE.match(self.source, self.place)
        if piece is None:
            self.place += 1
            return character
        self.place = piece.end()
        return piece[0]

    def _command(self, pieces: list[str], switches: list[str]) -> None:
        begin = self.place
        match = _COMMAND.match(self.source, begin)
        name = match[1] if match else ""
        self.place = match.end() if match else begin + 1
        is_word = name[:1].isascii() and name[:1].isalpha()
        if not is_word:
            self.place = begin + 1 + len(name)  # blanks count after a sign
        if name in _ACCENTS and (not is_word or self._has_argument(name)):
            pieces.append(self._accented(name))
        elif name in _symbols():
            self._skip_empty_group()
            pieces.append(_symbols()[name])
        elif not is_word:
            pieces.append(_PLAIN_SYMBOLS.get(name, name))
        else:
            effect, _, tag = _commands().get(name, "").partition(" ")
            if effect == "switch":
                switches.append(tag)
            elif effect != "nothing":
                pieces.append(self._word(name, effect, tag, begin))

    def _word(self, name: str, effect: str, tag: str, begin: int) -> str:
        """Return what a command of letters prints, by its row in the table."""
        if name in _QUOTED:
            return _QUOTED[name].format(self._argument())
        if not effect:
            return self._kept(name, begin)
        if effect == "name":
            return f"{name} "
        if effect == "second":
            self._argument(verbatim=True)
        first = self._argument(verbatim=effect == "address")
        if effect == "drop":
            return ""
        if effect == "fraction":
            return f"{first}/{self._argument()}"
        return _tagged(tag, first) if effect == "tag" else first

    def _kept(self, name: str, begin: int) -> str:
        """Return a command that is not known as it is written, with its argument."""
        self.unknown.append(f"\\{name}")
        written = self.source[begin : self.place]
        if self.source[self.place : self.place + 1] == "{" and self.depth < _MOST_NESTED:
            self.place += 1
            written += f"{{{self.group()}}}"
        return written

    def _has_argument(self, name: str) -> bool:
        """Return whether a letter that can be an accent has something to stand on."""
        rest = self.source[self.place : self.place + 1]
        return bool(rest) and (rest == "{" or rest == "\\" or rest.isalpha() or len(name) > 1)

    def _skip_empty_group(self) -> None:
        if self.source.startswith("{}", self.place):
            self.place += 2

    def _accented(self, name: str) -> str:
        while self.source[self.place : self.place + 1].isspace():
            self.place += 1
        base = self._argument()
        base = base.replace("ı", "i").replace("ȷ", "j") if name != "." else base
        if not base:
            return name if not name[:1].isalpha() else ""
        if base[0].isspace():
            return base
        return unicodedata.normalize("NFC", base[0] + _ACCENTS[name] + base[1:])

    def _argument(self, verbatim: bool = False) -> str:
        """Read a group, a command or one character."""
        while self.source[self.place : self.place + 1] in {" ", "\t", "\n"}:
            self.place += 1
        character = self.source[self.place : self.place + 1]
        if character == "{":
            self.place += 1
            if verbatim:
                return self._verbatim()
            return self.group() if self.depth < _MOST_NESTED else ""
        if character == "\\":
            pieces: list[str] = []
            self.depth += 1
            if self.depth < _MOST_NESTED:
                self._command(pieces, [])
            else:
                self.place += 1
            self.depth -= 1
            return "".join(pieces)
        if character in {"}", ""}:
            return ""
        self.place += 1
        return character

    def _verbatim(self) -> str:
        depth, begin = 1, self.place
        while self.place < len(self.source) and depth:
            depth += {"{": 1, "}": -1}.get(self.source[self.place], 0)
            self.place += 1
        text = self.source[begin : self.place - 1] if not depth else self.source[begin:]
        return re.sub(r"\\([#%&_~{}$])", r"\1", text)


def _tagged(tag: str, text: str) -> str:
    return f"<{tag}>{text}</{tag}>" if text.strip() else text
