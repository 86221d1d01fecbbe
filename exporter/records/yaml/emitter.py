"""Writes plain data as YAML as people write records: short values on one line, long text folded.

Text is quoted if any program could read it as something other than text, or not read it at all:
YAML 1.1 knows more words, numbers and dates than YAML 1.2, and in brackets the parser of PyYAML
that is written in Python ends a plain scalar at a question mark.

Source: YAML 1.2.2, 5.3 (indicators), 7.3.3 (plain style), 8.1 (block scalars).
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import yaml

from exporter.records.document import Pointer

_WIDTH = 100
_MAX_INLINE_FIELDS = 3
"""How many fields a group may have that is written on one line."""

_YAML_1_1 = yaml.SafeLoader.yaml_implicit_resolvers
"""What YAML 1.1 reads as something other than text: patterns by the first character, or None."""
_NUMBER = re.compile(
    r"[-+]?[0-9_:.]+(?:[eE][-+]?[0-9]*)?|[-+]?0[box][0-9a-fA-F_]*|[yYnN]", re.ASCII
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_NEEDS_QUOTES = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`=~<\s]|\.\.|.*(?:: |:$|\s#|\s$)")
_NEEDS_QUOTES_IN_BRACKETS = re.compile(r"[,?\[\]{}\n]")
_NOT_INLINE = re.compile(r"[,\[\]{}\n]")
"""Text that is easier to read on a line of its own than quoted in brackets."""
_FOLDABLE = re.compile(r"[^ \n]+(?: [^ \n]+)+")
_LITERAL = re.compile(r"\S(?:.*\S)?(?:\n+\S(?:.*\S)?)+")

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\xa0": "\\_"}
_INVISIBLE = frozenset("\u3000\u200c\u200d")
"""The space and the joiners that some scripts need. All other invisible characters are escaped."""


def emit(data: Mapping[str, Any], dates: Collection[Pointer] = ()) -> str:
    """Return the text of a record. A day at one of the pointers in `dates` is not quoted."""
    lines = _Emitter(frozenset(dates)).group(data, (), 0)
    return "".join(f"{line}\n" for line in lines)


def emit_after(
    key: str, value: Any, pointer: Pointer, column: int, dates: Collection[Pointer] = ()
) -> list[str]:
    """Return the lines of one field or list item, the first without its indentation.

    `key` is the key with its colon, or the hyphen of an item; it stands in the column `column`,
    counted from 0.
    """
    padding = " " * column
    lines = _Emitter(frozenset(dates)).after(padding + key, value, pointer, column + 2)
    first, *others = lines
    return [first[column:], *others]


class _Emitter:
    def __init__(self, dates: frozenset[Pointer]) -> None:
        self._dates = dates

    def group(self, data: Mapping[str, Any], pointer: Pointer, indent: int) -> Iterator[str]:
        """Yield the lines of a group of fields."""
        for key, value in data.items():
            start = f"{' ' * indent}{_scalar(key)}:"
            yield from self.after(start, value, (*pointer, key), indent + 2)

    def after(self, start: str, value: Any, pointer: Pointer, indent: int) -> Iterator[str]:
        """Yield the lines of a value after its key or hyphen, on the same line if there is room."""
        if isinstance(value, str):
            yield from self._text_after(start, value, pointer, indent)
        elif self._is_inline(start, value, pointer):
            yield f"{start} {self._inline(value, pointer, in_brackets=False)}"
        elif isinstance(value, list):
            yield start
            for index, item in enumerate(value):
                hyphen = f"{' ' * indent}-"
                yield from self.after(hyphen, item, (*pointer, index), indent + 2)
        elif start.endswith("-"):
            first, *others = self.group(value, pointer, indent)
            yield f"{start} {first.lstrip()}"
            yield from others
        else:
            yield start
            yield from self.group(value, pointer, indent)

    def _text_after(self, start: str, text: str, pointer: Pointer, indent: int) -> Iterator[str]:
        line = f"{start} {self._inline(text, pointer, in_brackets=False)}"
        block = []
        if len(line) > _WIDTH or "\n" in text:
            block = _block_scalar(start, text, indent)
        yield from block or [line]

    def _is_inline(self, start: str, value: Any, pointer: Pointer) -> bool:
        """Return whether a value that is not text is written on the line of its key."""
        if not isinstance(value, Mapping | list) or not value:
            return True
        if not _is_short(value):
            return False
        line = f"{start} {self._inline(value, pointer, in_brackets=False)}"
        return len(line) <= _WIDTH

    def _inline(self, value: Any, pointer: Pointer, *, in_brackets: bool) -> str:
        if isinstance(value, Mapping):
            pairs = []
            for key, inner in value.items():
                written = self._inline(inner, (*pointer, key), in_brackets=True)
                pairs.append(f"{_scalar(key, in_brackets=True)}: {written}")
            return "{" + ", ".join(pairs) + "}"
        if isinstance(value, list):
            items = []
            for index, inner in enumerate(value):
                items.append(self._inline(inner, (*pointer, index), in_brackets=True))
            return "[" + ", ".join(items) + "]"
        if isinstance(value, str):
            is_day = pointer in self._dates and _DAY.fullmatch(value)
            return value if is_day else _scalar(value, in_brackets=in_brackets)
        return "null" if value is None else str(value).lower()


def _is_short(value: Mapping[str, Any] | list[Any]) -> bool:
    """Return whether a collection contains no other one, and no text that needs its own line."""
    inner = list(value.values()) if isinstance(value, Mapping) else value
    for each in inner:
        if isinstance(each, Mapping | list) or _NOT_INLINE.search(str(each)):
            return False
    return isinstance(value, list) or len(value) <= _MAX_INLINE_FIELDS


def _scalar(text: str, *, in_brackets: bool = False) -> str:
    """Return text on one line, quoted if it has to be; more has to be quoted in brackets."""
    if _is_plain(text) and not (in_brackets and _NEEDS_QUOTES_IN_BRACKETS.search(text)):
        return text
    return '"' + "".join(map(_escaped, text)) + '"'


def _is_plain(text: str) -> bool:
    """Return whether all programs read the text as text if it is not quoted."""
    if not text or not _is_visible(text) or _NEEDS_QUOTES.match(text) or _NUMBER.fullmatch(text):
        return False
    for start in (text[0], None):
        for _, pattern in _YAML_1_1.get(start, ()):
            if pattern.match(text):
                return False
    return True


def _is_visible(text: str) -> bool:
    if text.isprintable():
        return True
    return all(character.isprintable() or character in _INVISIBLE for character in text)


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if _is_visible(character):
        return character
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _block_scalar(start: str, text: str, indent: int) -> list[str]:
    """Return text on lines of its own, or no lines if it cannot be written in this way."""
    padding = " " * indent
    if _FOLDABLE.fullmatch(text) and _is_visible(text):
        width = max(_WIDTH - indent, _WIDTH // 2)
        lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
        return [f"{start} >-", *(padding + line for line in lines)]
    if _LITERAL.fullmatch(text) and _is_visible(text.replace("\n", "")):
        lines = text.split("\n")
        return [f"{start} |-", *(padding + line if line else "" for line in lines)]
    return []
