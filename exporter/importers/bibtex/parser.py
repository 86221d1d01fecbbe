"""The entries of a BibTeX database with the line of every field.

A parser of our own, since every value must be reported with its line and the rest of an entry must survive a
missing comma. Sources: BibTeX's `bibtex.web` (scan for entries, values joined by `#`, braces counted
without looking at backslashes); biblatex manual 2.1.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from exporter.importers.entry import Broken

_START = re.compile(r"@[ \t]*([A-Za-z][A-Za-z0-9_+-]*)\s*([{(])")
_KEY = re.compile(r"\s*([^,=\s{}\"]*(?:[ \t]+[^,=\s{}\"]+)*)[ \t]*\s*(,|(?=[)}]))")
_NAME = re.compile(r"[,\s]*([^\s=,{}()\"#%'@]+)\s*=")
_BLANKS = re.compile(r"(?:[,\s]|%[^\n]*\n)*")
_JOINED = re.compile(r"\s*#")
_WORD = re.compile(r"[^\s,#{}()\"=]+")
_BRACE = re.compile(r"[{}]|\n[ \t]*@[A-Za-z]+[ \t]*[{(]")
_QUOTE = re.compile(r"[{}\"]|\n[ \t]*@[A-Za-z]+[ \t]*[{(]")
_NEXT_FIELD = re.compile(r",\s*(?=[^\s=,{}()\"#%']+\s*=)|\n[ \t]*(?=[A-Za-z][\w.:+-]*\s*=)")
_MONTHS = {month.lower()[:3]: month for month in calendar.month_name if month}
"""The strings that every style defines. Source: BibTeXing, 3.2, month."""
_MOST_EXPANDED = 1_000_000
"""How many characters one value may have once its strings are put in."""
_MOST_IN_VAIN = 20_000_000
"""How many characters may be read for values that turn out not to end."""


class RawField(NamedTuple):
    """A field as the file has it: its name in small letters, its value in LaTeX, and its line."""

    name: str
    value: str
    line: int


@dataclass(slots=True)
class RawEntry:
    """An entry as the file has it. `type` is in small letters."""

    type: str
    key: str
    line: int
    fields: list[RawField] = field(default_factory=list)


class _Fault(Exception):
    """A value cannot be read from here on."""


class BibParser:
    """Reads the entries of one database in order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = [match.start() for match in re.finditer("\n", text)]
        self._strings = dict(_MONTHS)
        self._place = 0
        self._problems: list[Broken] = []
        self._in_vain = 0

    def line_at(self, place: int) -> int:
        """Return the line, from 1, of a place in the text."""
        return bisect_right(self._lines, place - 1) + 1

    def __iter__(self) -> Iterator[RawEntry | Broken]:
        """Yield the entries, and what is broken, in the order of the file."""
        while True:
            match = _START.search(self._text, self._place)
            if match is None:
                return
            if self._in_vain > _MOST_IN_VAIN:
                message = "too many values of this file do not end; the rest is not read"
                yield Broken(self.line_at(match.start()), message)
                return
            self._place = match.end()
            closing = "}" if match[2] == "{" else ")"
            kind = match[1].lower()
            if kind == "comment":
                self._skip_comment()
            elif kind == "preamble":
                self._skip_value(match.start(), closing)
            elif kind == "string":
                self._read_string(match.start(), closing)
            else:
                entry = self._read_entry(match.start(), kind, closing)
                yield from self._taken_problems()
                yield entry
            yield from self._taken_problems()

    def _taken_problems(self) -> list[Broken]:
        found, self._problems = self._problems, []
        return found

    def _problem(self, place: int, message: str, harmless: bool = False) -> None:
        self._problems.append(Broken(self.line_at(place), message, False, harmless))

    def _skip_comment(self) -> None:
        """Pass over a comment in braces; one whose braces do not match ends with its line."""
        depth, place = 1, self._place
        for match in re.finditer(r"[{}]", self._text[place : place + _MOST_EXPANDED]):
            depth += 1 if match[0] == "{" else -1
            if depth == 0:
                self._place = place + match.end()
                return
        end = self._text.find("\n", place)
        self._place = end if end >= 0 else len(self._text)

    def _skip_value(self, begin: int, closing: str) -> None:
        try:
            self._value(closing)
        except _Fault as fault:
            self._problem(begin, f"@preamble cannot be read: {fault}")

    def _read_string(self, begin: int, closing: str) -> None:
        name = _NAME.match(self._text, self._place)
        if not name:
            self._problem(begin, "@string has no name; write @string{name = {text}}")
            return
        self._place = name.end()
        try:
            self._strings[name[1].lower()] = self._value(closing)
        except _Fault as fault:
            self._problem(begin, f"@string {name[1]} cannot be read: {fault}")

    def _read_entry(self, begin: int, kind: str, closing: str) -> RawEntry:
        entry = RawEntry(kind, "", self.line_at(begin))
        key = _KEY.match(self._text, self._place)
        if key:
            entry.key = key[1]
            self._place = key.end()
        while True:
            self._skip_blanks()
            character = self._text[self._place : self._place + 1]
            if character == closing:
                self._place += 1
                return entry
            if not character:
                self._problem(
                    begin, f"{self._called(entry)} does not end: its last brace is missing"
                )
                return entry
            if character in ")}":
                self._place += 1
                continue
            if not self._read_field(entry, closing):
                return entry

    def _called(self, entry: RawEntry) -> str:
        return f"the entry {entry.key}" if entry.key else f"this @{entry.type}"

    def _skip_blanks(self) -> None:
        match = _BLANKS.match(self._text, self._place)
        self._place = match.end() if match else self._place

    def _read_field(self, entry: RawEntry, closing: str) -> bool:
        """Read one field; return False if the entry cannot be read any further."""
        begin = self._place
        name = _NAME.match(self._text, begin)
        if name is None:
            return self._recover(entry, begin, "here should be a field: name = {value}")
        self._place = name.end()
        try:
            value = self._value(closing, entry)
        except _Fault as fault:
            return self._recover(entry, begin, f"{name[1]} cannot be read: {fault}")
        entry.fields.append(RawField(name[1].lower(), value, self.line_at(name.start(1))))
        return True

    def _recover(self, entry: RawEntry, begin: int, reason: str) -> bool:
        """Report what cannot be read, and go on at the next field of the entry."""
        following = _START.search(self._text, begin)
        limit = following.start() if following else len(self._text)
        ahead = _NEXT_FIELD.search(self._text, begin + 1, limit)
        end = ahead.start() if ahead else limit
        skipped = " ".join(self._text[begin:end].split())[:200]
        if skipped.strip("})"):
            self._problem(begin, f"in {self._called(entry)}: {reason}; “{skipped}” is left out")
        self._place = ahead.end() if ahead else limit
        return ahead is not None

    def _value(self, closing: str, entry: RawEntry | None = None) -> str:
        pieces = [self._piece(closing, entry)]
        while True:
            match = _JOINED.match(self._text, self._place)
            if match is None:
                break
            self._place = match.end()
            pieces.append(self._piece(closing, entry))
        value = "".join(pieces)
        if len(value) > _MOST_EXPANDED:
            raise _Fault(f"its text has more than {_MOST_EXPANDED:,} characters")
        return value

    def _piece(self, closing: str, entry: RawEntry | None) -> str:
        while self._text[self._place : self._place + 1].isspace():
            self._place += 1
        character = self._text[self._place : self._place + 1]
        if character == "{":
            return self._delimited(_BRACE, "}")
        if character == '"':
            return self._delimited(_QUOTE, '"')
        word = _WORD.match(self._text, self._place)
        if word is None:
            raise _Fault("there is no value")
        self._place = word.end()
        if word[0].isdigit() or (entry is None and closing != "}"):
            return word[0]
        known = self._strings.get(word[0].lower())
        if known is not None:
            return known
        if not word[0].replace(".", "").replace("-", "").replace("/", "").isdigit():
            where = f"in {self._called(entry)}: " if entry else ""
            message = f"{where}no @string has the name “{word[0]}”; it is taken as text"
            self._problem(word.start(), message, harmless=True)
        return word[0]

    def _delimited(self, delimiters: re.Pattern[str], closing: str) -> str:
        """Return the text inside braces or quotation marks, in which braces match."""
        begin = self._place + 1
        match: re.Match[str] | None = None
        depth = 1 if closing == "}" else 0
        for match in delimiters.finditer(self._text, begin):
            if match[0][0] == "\n":
                break  # the next entry: a brace is missing
            if match[0] == "{":
                depth += 1
            elif match[0] == "}":
                depth -= 1
                if depth == 0 and closing == "}":
                    self._place = match.end()
                    return self._text[begin : match.start()]
                if depth < 0:
                    break
            elif depth == 0:
                self._place = match.end()
                return self._text[begin : match.start()]
        self._in_vain += (match.start() if match else len(self._text)) - begin
        raise _Fault("its braces or quotation marks do not match")
