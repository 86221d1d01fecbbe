"""Where the keys and values of a YAML document stand in its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property, lru_cache
from typing import Any, Literal, NamedTuple

import yaml

from exporter.records.document import Pointer
from exporter.records.finding import Position

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""PyYAML's parser in C, if there is one."""

Part = Literal["key", "value"]

BLOCK_STYLES = frozenset({"|", ">"})
"""The styles of block scalars."""


class ScalarSpan(NamedTuple):
    """The part of the text that spells one key or scalar value, including its anchor and tag.

    `start` and `end` are offsets in characters; `style` is PyYAML's: `'`, `"`, `|`, `>`, or empty
    for a plain scalar. `in_brackets` tells whether it is in a list in [] or a group in {}.
    """

    start: int
    end: int
    style: str
    in_brackets: bool = False


class SourceMap:
    """The positions of all keys and values by pointer, and the spans of those that are scalars.

    A value that an alias (`*name`) repeats has the position of the alias, and no span. Most who ask
    want few positions: each is worked out when it is asked for. Of a text that is not YAML with
    texts as keys, the map has what comes before the error.
    """

    def __init__(self, text: str) -> None:
        self._keys: dict[Pointer, Any] = {}
        self._values: dict[Pointer, Any] = {}
        self._flow_ends: dict[Pointer, Any] = {}
        with suppress(yaml.YAMLError, RecursionError):
            events = iter(Loader(text).get_event, None)
            for event in events:
                if not isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
                    self._add_value(event, (), events)
                    break

    def _add_value(self, event: Any, pointer: Pointer, events: Iterator[Any]) -> None:
        self._values[pointer] = event
        kind = type(event)
        if kind is yaml.SequenceStartEvent:
            index = 0
            while type(inner := next(events)) is not yaml.SequenceEndEvent:
                self._add_value(inner, (*pointer, index), events)
                index += 1
        elif kind is yaml.MappingStartEvent:
            while type(inner := next(events)) is not yaml.MappingEndEvent:
                if type(inner) is not yaml.ScalarEvent:
                    raise yaml.YAMLError("this key is not text")
                key = (*pointer, str(inner.value))
                self._keys[key] = inner
                self._add_value(next(events), key, events)
        else:
            return
        if event.flow_style:
            self._flow_ends[pointer] = inner

    @cached_property
    def keys(self) -> Mapping[Pointer, Position]:
        """The positions of the keys, in the order of the text."""
        return {pointer: event_position(event) for pointer, event in self._keys.items()}

    @cached_property
    def values(self) -> Mapping[Pointer, Position]:
        """The positions of the values, in the order of the text."""
        return {pointer: event_position(event) for pointer, event in self._values.items()}

    @cached_property
    def scalars(self) -> Mapping[tuple[Pointer, Part], ScalarSpan]:
        """The spans of the keys and of the scalar values, in the order of the text."""
        spans: dict[tuple[Pointer, Part], ScalarSpan] = {}
        for pointer, event in self._values.items():
            in_brackets = bool(pointer) and self._values[pointer[:-1]].flow_style
            if pointer in self._keys:
                spans[pointer, "key"] = _span(self._keys[pointer], in_brackets)
            if type(event) is yaml.ScalarEvent:
                spans[pointer, "value"] = _span(event, in_brackets)
        return spans

    @cached_property
    def flow_ends(self) -> Mapping[Pointer, int]:
        """The offsets after the lists and groups in brackets."""
        return {pointer: event.end_mark.index for pointer, event in self._flow_ends.items()}

    def nearest(self, pointer: Pointer, part: Part = "value") -> Position:
        """Return the position of a key or value; if there is none, of the nearest field around it."""
        if part == "value" and pointer in self._values:
            return event_position(self._values[pointer])
        for length in range(len(pointer), -1, -1):
            around = pointer[:length]
            event = self._keys.get(around) or self._values.get(around)
            if event:
                return event_position(event)
        return Position(1, 1)


@lru_cache(maxsize=1)
def source_map_of(text: str) -> SourceMap:
    """Return the source map of a text. Those who look at a record one after the other share it."""
    return SourceMap(text)


def event_position(event: Any) -> Position:
    """Return where an event of the parser begins, with its width if it is a scalar on one line."""
    start, end = event.start_mark, event.end_mark
    collection = isinstance(event, yaml.CollectionStartEvent)
    width = 1
    if start.line == end.line and not collection:
        width = max(1, end.column - start.column)
    return Position(start.line + 1, start.column + 1, width)


def _span(event: Any, in_brackets: bool) -> ScalarSpan:
    start, end = event.start_mark.index, event.end_mark.index
    return ScalarSpan(start, end, event.style or "", in_brackets)
