"""The items of a JSON document with their lines, read one by one so that a broken one harms no other."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any

from exporter.importers.entry import DEEPEST, Broken

_NEXT_ITEM = re.compile(r"\}\s*,?\s*(?=\{)")
_SEPARATOR = re.compile(r"[\s,]*")
_MOST_BROKEN = 1_000


class JsonObject:
    """One object of a document, with the lines of its fields."""

    def __init__(self, data: dict[str, Any], text: str, begin: int, end: int, first: int) -> None:
        self.data = data
        self.line = first
        self._text, self._begin, self._end = text, begin, end

    def line_of(self, name: str) -> int:
        """Return the line of the first field with a name; that of the object if it has none."""
        found = self._text.find(f'"{name}"', self._begin, self._end)
        return self.line + self._text.count("\n", self._begin, found) if found >= 0 else self.line


def items(text: str, lists: tuple[str, ...] = ()) -> Iterator[JsonObject | Broken]:
    """Yield the objects of a document.

    These are those of the array that it is, or of the array under one of the names in `lists`, or
    else the document itself.
    """
    decoder = json.JSONDecoder(object_pairs_hook=_object)
    lines = [match.start() for match in re.finditer("\n", text)]

    def line_at(place: int) -> int:
        return bisect_right(lines, place - 1) + 1

    place, is_array = _beginning(text, lists)
    broken = 0
    while place < len(text):
        separator = _SEPARATOR.match(text, place)
        place = separator.end() if separator else place
        if place >= len(text) or (is_array and text[place] in "]}"):
            return
        try:
            data, end = decoder.raw_decode(text, place)
            if _is_deeper(data, DEEPEST):
                raise RecursionError
        except (ValueError, RecursionError) as error:
            at = error.pos if isinstance(error, json.JSONDecodeError) else place
            yield Broken(line_at(at), f"this is not JSON: {_reason(error)}")
            following = _NEXT_ITEM.search(text, max(at, place + 1))
            broken += 1
            if following is None or not is_array or broken > _MOST_BROKEN:
                return
            place = following.end()
            continue
        if isinstance(data, dict):
            yield JsonObject(data, text, place, end, line_at(place))
        else:
            yield Broken(line_at(place), f"this is not an object but {_named(data)}")
        if not is_array:
            return
        place = end


def _reason(error: ValueError | RecursionError) -> str:
    match error:
        case json.JSONDecodeError():
            return error.msg
        case RecursionError():
            return "it is nested too deep"
        case _:  # more than sys.get_int_max_str_digits()
            return "a number has too many digits"


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


def _beginning(text: str, lists: tuple[str, ...]) -> tuple[int, bool]:
    start = len(text) - len(text.lstrip())
    if text[start : start + 1] == "[":
        return start + 1, True
    for name in lists:
        found = re.search(rf'"{name}"\s*:\s*\[', text[:10_000])
        if found:
            return found.end(), True
    return start, False


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; of a field that it has twice, the other values stand beside the first."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found and found[name] != value:
            name = f"{name} (again)"
        found[name] = value
    return found


def _named(value: Any) -> str:
    return {str: "text", list: "a list", bool: "true or false"}.get(type(value), "a number")
