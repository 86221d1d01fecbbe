"""What all output formats have in common: marked text is walked through, mark by mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from exporter.cite.markup import (
    BASELINE,
    BLOCK,
    BOLD,
    CLOSE_QUOTE,
    END,
    INDENT,
    ISOLATE,
    ITALIC,
    LEFT_MARGIN,
    LIGHT,
    LINK,
    MARK,
    MARKS,
    NO_DECORATION,
    NORMAL_STYLE,
    NORMAL_VARIANT,
    NORMAL_WEIGHT,
    OBLIQUE,
    OPEN_QUOTE,
    OPENING_MARKS,
    RIGHT_INLINE,
    SMALL_CAPS,
    SUBSCRIPT,
    SUPERSCRIPT,
    TOGGLE_BOLD,
    TOGGLE_ITALIC,
    TOGGLE_SMALL_CAPS,
    UNDERLINE,
)
from exporter.cite.quotation_marks import QuotationMarks

_SPACES = re.compile(r"[ \t\r\n]+")
_TOKEN = re.compile(f"([{MARKS}])|([^{MARKS}]+)")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+\Z", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,}/\S+\Z")
_RESOLVER = re.compile(r"https?://(?:dx\.)?doi\.org/10\.", re.IGNORECASE)
_NOT_IN_DOI = re.compile(r'[<>"#]|%(?![0-9A-Fa-f]{2})')
"""Signs of a DOI that mean something else in an address, or nothing (DOI Handbook, Encoding)."""

_SETS = {
    ITALIC: ("style", "italic"),
    OBLIQUE: ("style", "oblique"),
    NORMAL_STYLE: ("style", "normal"),
    BOLD: ("weight", "bold"),
    LIGHT: ("weight", "light"),
    NORMAL_WEIGHT: ("weight", "normal"),
    SMALL_CAPS: ("variant", "small-caps"),
    NORMAL_VARIANT: ("variant", "normal"),
    UNDERLINE: ("decoration", "underline"),
    NO_DECORATION: ("decoration", "none"),
    SUPERSCRIPT: ("position", "sup"),
    SUBSCRIPT: ("position", "sub"),
    BASELINE: ("position", "baseline"),
}
"""The property that a mark sets, and its value."""
_TOGGLES = {
    TOGGLE_ITALIC: ("style", "italic"),
    TOGGLE_BOLD: ("weight", "bold"),
    TOGGLE_SMALL_CAPS: ("variant", "small-caps"),
}
"""The property that a mark toggles between a value and normal."""
_NORMAL = {
    "style": "normal",
    "weight": "normal",
    "variant": "normal",
    "decoration": "none",
    "position": "baseline",
}
_DISPLAY = {
    LEFT_MARGIN: "left-margin",
    RIGHT_INLINE: "right-inline",
    BLOCK: "block",
    INDENT: "indent",
}


class OutputEntry(NamedTuple):
    """An entry or a citation that is to be written: its marked text, and what may be said of it.

    `id` is that of the item, empty for a citation; `language` is the BCP 47 tag of the item, or
    empty. `changed` says of a citation of a document whether it is new or has changed, and `label`
    is printed before it. A heading begins a section of a bibliography.
    """

    text: str
    id: str = ""
    language: str = ""
    changed: bool | None = None
    label: str = ""
    is_heading: bool = False


@dataclass(slots=True)
class _Frame:
    """A part of a text between a mark and its end."""

    mark: str
    changed: tuple[str, str] | None
    written: list[str]
    plain: list[str]


class Writer:
    """Writes marked text. A format overrides what it writes otherwise; this one writes plain text.

    `links` says whether addresses and DOIs become links, `right_to_left` whether the language of
    the style is written so.
    """

    STYLED: ClassVar[Mapping[tuple[str, str], tuple[str, str]]] = {}
    """What stands before and behind text with a property set to a value, both of CSL 1.0.2, Formatting."""
    DISPLAYED: ClassVar[Mapping[str, tuple[str, str]]] = {"left-margin": ("", " ")}
    """What stands before and behind a part of an entry with a value of `display` (CSL 1.0.2, Display)."""

    def __init__(
        self, quotes: QuotationMarks, *, links: bool = True, right_to_left: bool = False
    ) -> None:
        self.quotes = quotes
        self.links = links
        self.right_to_left = right_to_left

    def escape(self, text: str) -> str:
        """Return text in which nothing is markup of the format."""
        return text

    def styled(self, name: str, value: str, text: str) -> str:
        """Return written text with a property set to a value."""
        before, after = self.STYLED.get((name, value), ("", ""))
        return before + text + after

    def display(self, value: str, text: str) -> str:
        """Return a part of an entry with a value of `display`."""
        before, after = self.DISPLAYED.get(value, ("", ""))
        return before + text + after

    def link(self, address: str, text: str) -> str:  # noqa: ARG002
        """Return written text that leads to an address of the web."""
        return text

    def isolated(self, text: str) -> str:
        """Return written text that is in the other direction than the text around it."""
        return text

    def document(self, entries: Iterable[OutputEntry]) -> Iterator[str]:
        """Yield a bibliography piece by piece."""
        between = ""
        for entry in entries:
            if entry.is_heading:
                yield f"{between}{self.line(entry.text)}\n\n"
            else:
                yield f"{self.line(entry.text)}\n"
            between = "\n"

    def lines(self, entries: Iterable[OutputEntry]) -> Iterator[str]:
        """Yield citations, a line each."""
        for entry in entries:
            yield f"{entry.label}{self.line(entry.text)}\n"

    def line(self, marked: str) -> str:
        """Return a marked text as the format writes it, on one line."""
        return _SPACES.sub(" ", self.write(marked)).strip()

    def write(self, marked: str) -> str:
        """Return a marked text as the format writes it."""
        if not MARK.search(marked):
            return self.escape(marked)
        return _Walk(self).write(marked)


class _Walk:
    """Writes one marked text, with what holds at each place of it."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.state = dict(_NORMAL)
        self.depth = 0
        self.frames = [_Frame("", None, [], [])]

    def write(self, marked: str) -> str:
        for mark, text in _TOKEN.findall(marked):
            if text:
                self._text(text)
            elif mark == OPEN_QUOTE:
                self._text(self.writer.quotes.written(self.depth, closing=False))
                self.depth += 1
            elif mark == CLOSE_QUOTE:
                self.depth = max(0, self.depth - 1)
                self._text(self.writer.quotes.written(self.depth, closing=True))
            elif mark == END:
                self._close()
            elif mark in OPENING_MARKS:
                self._open(mark)
        while len(self.frames) > 1:
            self._close()
        return "".join(self.frames[0].written)

    def _text(self, text: str) -> None:
        frame = self.frames[-1]
        frame.written.append(self.writer.escape(text))
        frame.plain.append(text)

    def _open(self, mark: str) -> None:
        changed = None
        name, value = _SETS.get(mark) or _TOGGLES.get(mark, ("", ""))
        if name:
            changed = name, self.state[name]
            is_undone = mark in _TOGGLES and self.state[name] == value
            self.state[name] = _NORMAL[name] if is_undone else value
        self.frames.append(_Frame(mark, changed, [], []))

    def _close(self) -> None:
        if len(self.frames) == 1:
            return
        frame = self.frames.pop()
        text = "".join(frame.written)
        if frame.changed is not None:
            name, before = frame.changed
            value = self.state[name]
            self.state[name] = before
            if text and value != before:
                text = self.writer.styled(name, value, text)
        elif frame.mark == ISOLATE and text:
            text = self.writer.isolated(text)
        elif frame.mark == LINK and text and self.writer.links:
            text = self._linked("".join(frame.plain), text)
        elif frame.mark in _DISPLAY and text:
            text = self.writer.display(_DISPLAY[frame.mark], text)
        around = self.frames[-1]
        around.written.append(text)
        around.plain += frame.plain

    def _linked(self, plain: str, text: str) -> str:
        """Return a link to an address or to a DOI; any other text is not a link.

        A DOI may have signs that an address has not (`10.1002/(SICI)…<1::AID-X>3.0.CO;2-#`).
        """
        address = f"https://doi.org/{plain}" if _DOI.match(plain) else plain
        if _RESOLVER.match(address):
            address = _NOT_IN_DOI.sub(lambda sign: f"%{ord(sign[0]):02X}", address)
        return self.writer.link(address, text) if _ADDRESS.match(address) else text
