"""Where the keys and values of a YAML document stand in its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import yaml

from exporter.records.document import Pointer
from exporter.records.finding import Position


class ScalarSpan(NamedTuple):
    """The part of the text that spells one key or scalar value, including its anchor and tag.

    `start` and `end` are offsets in characters; `style` is PyYAML's: `'`, `"`, `|`, `>`, or empty
    for a plain scalar. `in_brackets` tells whether it is in a list in [] or a group in {}.
    """

    start: int
    end: int
    style: str
    in_brackets: bool = False


@dataclass(slots=True)
class SourceMap:
    """The positions of all keys and values by pointer, and the spans of those that are scalars.

    A value that an alias (`*name`) repeats has the position of the alias, and no span. `flow_ends`
    are the offsets after the lists and groups in brackets.
    """

    keys: dict[Pointer, Position] = field(default_factory=dict)
    values: dict[Pointer, Position] = field(default_factory=dict)
    scalars: dict[tuple[Pointer, Literal["key", "value"]], ScalarSpan] = field(default_factory=dict)
    flow_ends: dict[Pointer, int] = field(default_factory=dict)

    @classmethod
    def from_events(cls, events: Iterable[Any]) -> SourceMap:
        """Return the map of one document from the events of PyYAML's parser."""
        source_map = cls()
        inner = iter(events)
        for event in inner:
            if not isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
                source_map._add_value(event, (), inner, in_brackets=False)
                break
        return source_map

    def _add_value(
        self, event: Any, pointer: Pointer, events: Iterator[Any], *, in_brackets: bool
    ) -> None:
        self.values[pointer] = event_position(event)
        if isinstance(event, yaml.ScalarEvent):
            self.scalars[pointer, "value"] = _span(event, in_brackets)
            return
        in_brackets = bool(getattr(event, "flow_style", False))
        if isinstance(event, yaml.SequenceStartEvent):
            index = 0
            while not isinstance(event := next(events), yaml.SequenceEndEvent):
                self._add_value(event, (*pointer, index), events, in_brackets=in_brackets)
                index += 1
        elif isinstance(event, yaml.MappingStartEvent):
            while not isinstance(key := next(events), yaml.MappingEndEvent):
                inner = (*pointer, str(key.value))
                self.keys[inner] = event_position(key)
                self.scalars[inner, "key"] = _span(key, in_brackets)
                self._add_value(next(events), inner, events, in_brackets=in_brackets)
            event = key
        if in_brackets:
            self.flow_ends[pointer] = event.end_mark.index


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
