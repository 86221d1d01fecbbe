"""The items of JSON documents with their lines, read one by one so that a broken one harms no other.

A file can hold one document, or several that stand one after another or one on a line (JSON Lines).
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from math import isfinite
from typing import Any

from exporter.errors import json_fault
from exporter.importers.entry import DEEPEST, Broken
from exporter.importers.text import line

_NEXT_ITEM = re.compile(r"\}\s*,?\s*(?=\{)")
_NEXT_DOCUMENT = re.compile(r"\n(?=\{)")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},\n]', re.DOTALL)
_SEPARATOR = re.compile(r"[\s,]*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_MOST_BROKEN = 1_000
_OF_ARRAY, _OF_NAMED = "array", "named"
"""Where the objects of a document stand: in the array that it is, or in one under a name."""


class JsonObject:
    """One object of a document, with the lines of its fields."""

    def __init__(self, data: dict[str, Any], text: str, begin: int, end: int, first: int) -> None:
        self.data = data
        self.line = first
        self._text, self._begin, self._end = text, begin, end

    def line_of(self, *path: str | int) -> int:
        """Return the line of the value at a path, or of the nearest one around it."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, self.line)

    @cached_property
    def _lines(self) -> dict[tuple[str | int, ...], int]:
        """The lines of the fields and of the items of arrays, by their paths."""
        found: dict[tuple[str | int, ...], int] = {}
        path: list[str | int] = []
        line, is_name = self.line, False
        for match in _TOKEN.finditer(self._text, self._begin, self._end):
            word = match[0]
            if word == "\n":
                line += 1
            elif word in "}]":
                path.pop()
                is_name = False
            elif word == ",":
                is_name = isinstance(path[-1], str)
                if isinstance(path[-1], int):
                    path[-1] += 1
            elif is_name:
                path[-1] = json.loads(word, strict=False)
                found.setdefault(tuple(path), line)
                is_name = False
            elif path and isinstance(path[-1], int):
                found.setdefault(tuple(path), line)
            if word in "{[":
                path.append("" if word == "{" else 0)
                is_name = word == "{"
            line += word.count("\n") if len(word) > 1 else 0
        return found

    def lines_of(self, words: Iterable[str]) -> Iterator[int]:
        """Yield the line of each word, which stand one after another as names or in arrays.

        What follows a word that is not there has the line of the last one that is.
        """
        place, line = self._begin, self.line
        for word in words:
            pattern = re.compile(rf'"{re.escape(word)}"\s*[:,]')
            found = pattern.search(self._text, place, self._end)
            if found:
                line += self._text.count("\n", place, found.start())
            place = found.end() - 1 if found else self._end
            yield line


def items(text: str, lists: tuple[str, ...] = ()) -> Iterator[JsonObject | Broken]:
    """Yield the objects of each document in a text.

    These are those of the array that it is, or of the array under one of the names in `lists`, or
    else the document itself. What stands behind an array under a name is not looked at. Line ends in
    texts, and NaN for nothing, are no JSON (RFC 8259, 6 and 7), but programs write them.
    """
    lines = [match.start() for match in re.finditer("\n", text)]

    def line_at(place: int) -> int:
        return bisect_right(lines, place - 1) + 1

    place, closing = _beginning(text, 0, lists)
    broken = 0
    while place < len(text):
        if closing and text[place] in "]}":
            if closing == _OF_NAMED:
                return
            place, closing = _beginning(text, place + 1, ())
            continue
        try:
            data, end = _value(text, place)
        except (ValueError, RecursionError) as error:
            at = error.pos if isinstance(error, json.JSONDecodeError) else place
            yield Broken(line_at(at), f"this is not JSON: {json_fault(error)}")
            next_one = _NEXT_ITEM if closing else _NEXT_DOCUMENT
            following = next_one.search(text, max(at, place + 1))
            broken += 1
            if following is None or broken > _MOST_BROKEN:
                return
            place = following.end()
            continue
        if isinstance(data, dict):
            yield JsonObject(data, text, place, end, line_at(place))
        else:
            yield Broken(line_at(place), f"this is not an object but {_named(data)}")
        place = _after_separator(text, end)
        if not closing:
            place, closing = _beginning(text, place, ())
    if closing:
        message = "the list ends too early, without its bracket; perhaps it was cut off"
        yield Broken(line_at(len(text)), message, whole=False)


def _value(text: str, place: int) -> tuple[Any, int]:
    """Return the value at a place, and where it ends. Raises ValueError or RecursionError."""
    try:
        data, end = _STRICT.raw_decode(text, place)
    except json.JSONDecodeError as error:
        if not error.msg.startswith(_CONTROL):
            raise
        try:
            data, end = _LENIENT.raw_decode(text, place)
        except ValueError:
            raise error from None
    if _is_deeper(data, DEEPEST):
        raise RecursionError
    if _SURROGATE_ESCAPE.search(text, place, end):
        data = _without_surrogates(data)
    return data, end


def _without_surrogates(value: Any) -> Any:
    """Return a value with � for each escape of half a character (RFC 8259, 8.2), which nothing can write."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {
            _without_surrogates(name): _without_surrogates(each) for name, each in value.items()
        }
    return [_without_surrogates(each) for each in value] if isinstance(value, list) else value


def _nothing(_: str) -> None:
    """Return the value of NaN and Infinity, which say that there is none."""


def _number(written: str) -> float | str:
    """Return a number; one that is too large for Python's stays as it is written."""
    number = float(written)
    return number if isfinite(number) else written


def _is_deeper(value: Any, most: int) -> bool:
    """Return whether a value has more levels than the readers of fields can go down."""
    level = [value]
    for _ in range(most):
        level = [inner for each in level for inner in _inside(each)]
        if not level:
            return False
    return True


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _after_separator(text: str, place: int) -> int:
    separator = _SEPARATOR.match(text, place)
    return separator.end() if separator else place


def _beginning(text: str, place: int, lists: tuple[str, ...]) -> tuple[int, str]:
    """Return where the first object of the document at a place begins, and which array it is in."""
    start = _after_separator(text, place)
    if text[start : start + 1] == "[":
        return _after_separator(text, start + 1), _OF_ARRAY
    for name in lists:
        found = re.search(rf'"{name}"\s*:\s*\[', text[:10_000])
        if found:
            return _after_separator(text, found.end()), _OF_NAMED
    return start, ""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; of a field that it has twice, the other values stand beside the first."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if not name.isprintable():
            name = line(name)
        if name in found and found[name] != value:
            name = f"{name} (again)"
        found[name] = value
    return found


_CONTROL = "Invalid control character"
_STRICT, _LENIENT = (
    json.JSONDecoder(
        object_pairs_hook=_object, parse_constant=_nothing, parse_float=_number, strict=strict
    )
    for strict in (True, False)
)


def _named(value: Any) -> str:
    return {str: "text", list: "a list", bool: "true or false"}.get(type(value), "a number")
