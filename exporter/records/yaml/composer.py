"""What PyYAML reads, made into plain data.

It gives events of the syntax; what a scalar means is decided here, since PyYAML decides by YAML 1.1 (`no`, `1:30`,
`2021-08-27`). Nothing else of PyYAML runs: no constructor, no tag, no merge key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from exporter.records.document import Pointer
from exporter.records.finding import Position
from exporter.records.settings import Limits
from exporter.records.yaml import Places, Scalar, YamlError
from exporter.records.yaml.errors import explain_yaml_error, position_at

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
_FLOAT = re.compile(
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
    re.ASCII,
)
_WORDS: dict[str, bool | None] = dict.fromkeys(("", "~", "null", "Null", "NULL"))
_WORDS |= dict.fromkeys(("true", "True", "TRUE"), True) | dict.fromkeys(
    ("false", "False", "FALSE"), False
)

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""What YAML 1.2 (5.1) does not allow in a stream; a byte order mark is allowed only at its beginning."""
_LINE_BREAK = re.compile("[\x85\u2028\u2029]")
_DIGITS = 1000
"""How long a number may be. Python refuses to print very long ones, and no field takes them."""


def compose(text: str, limits: Limits, places: Places | None) -> Any:
    """Give the data of one YAML document, as `load` does, and note the places where given."""
    for pattern, name, message, hint in (
        (
            _UNPRINTABLE,
            "forbidden-character",
            "the character {} is not allowed in a record",
            "delete it",
        ),
        (
            _LINE_BREAK,
            "forbidden-character",
            "{} is a line break for some readers and not for others",
            "write an ordinary line break or a space",
        ),
    ):
        if match := pattern.search(text):
            raise YamlError(
                name, message.format(code_point(match[0])), hint, position_at(text, match.start())
            )
    try:
        return _Composer(yaml.parse(text, Loader=_Loader), text, limits, places).document()
    except yaml.MarkedYAMLError as error:
        if error.problem_mark and "nesting depth" in (error.problem or ""):
            raise _too_deep(text[: error.problem_mark.index], limits) from None
        message, hint, place = explain_yaml_error(error, text)
        raise YamlError("not-yaml", message, hint, place) from None
    except yaml.reader.ReaderError as error:
        place = position_at(text, min(error.position, len(text)))
        raise YamlError(
            "forbidden-character", "this character is not allowed in a record", "delete it", place
        ) from None


def _too_deep(text: str, limits: Limits) -> YamlError:
    """Say what is wrong with a text up to the place where PyYAML's scanner, which reads ahead, found it too deep."""
    last = position_at(text, len(text))
    try:
        _Composer(yaml.parse(text, Loader=_Loader), text, limits, None).document()
    except YamlError as refused:
        return refused
    except yaml.YAMLError:
        pass
    return _nested(limits, last)


def _nested(limits: Limits, place: Position) -> YamlError:
    message = f"values are nested more than {limits.depth} deep"
    return YamlError("oversized-record", message, "take the record apart", place)


def code_point(character: str) -> str:
    """Name a character as Unicode does: `U+200B`."""
    return f"U+{ord(character):04X}"


@dataclass(slots=True)
class _Composer:
    """Builds the data from the events, with a bound on depth and size, so that no text can exhaust the machine."""

    events: Iterator[Any]
    text: str
    limits: Limits
    places: Places | None
    count: int = 0
    anchors: dict[str, tuple[Any, int]] = field(default_factory=dict)

    def document(self) -> Any:
        next(self.events)  # the stream's start
        first = next(self.events)
        if isinstance(first, yaml.StreamEndEvent):
            raise YamlError(
                "empty-file",
                "the file holds no record",
                "write the record, or delete the file",
                Position(1, 1),
            )
        data = self._value(next(self.events), (), 0)
        next(self.events)  # the document's end
        another = next(self.events)
        if not isinstance(another, yaml.StreamEndEvent):
            raise YamlError(
                "several-documents",
                "a second record begins here",
                "keep one record in each file, and no line --- between",
                _place(another),
            )
        return data

    def _value(self, event: Any, pointer: Pointer, depth: int) -> Any:
        if self.places is not None:
            self.places.values[pointer] = _place(event)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        before = self._count(event, 1)
        if event.anchor:
            self._anchor(event)
            self.anchors.pop(
                event.anchor, None
            )  # not yet complete: an alias inside it would have no end
        if isinstance(event, yaml.ScalarEvent):
            if self.places is not None:
                self.places.scalars[pointer, "value"] = _written(event)
            value: Any = self._scalar(event)
        elif depth >= self.limits.depth:
            raise _nested(self.limits, _place(event))
        else:
            _tag(event)
            inner = self._list if isinstance(event, yaml.SequenceStartEvent) else self._map
            value = inner(pointer, depth + 1)
        if event.anchor:
            self.anchors[event.anchor] = (value, self.count - before + 1)
        return value

    def _count(self, event: Any, values: int) -> int:
        self.count += values
        if self.count > self.limits.values:
            message = f"the record holds more than {self.limits.values:,} values, repetitions by * counted"
            raise YamlError(
                "oversized-record",
                message,
                "take the record apart, and write out what * repeats",
                _place(event),
            )
        return self.count

    def _alias(self, event: Any) -> Any:
        if event.anchor not in self.anchors:
            message = f"*{event.anchor} repeats nothing that stands before it, or itself"
            raise YamlError(
                "not-yaml",
                message,
                "write the value itself; put a text that begins with * into quotation marks",
                _place(event),
            )
        value, size = self.anchors[event.anchor]
        self._count(event, size)
        return value

    def _list(self, pointer: Pointer, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*pointer, len(items)), depth))
        self._end(event)
        return items

    def _map(self, pointer: Pointer, depth: int) -> dict[str, Any]:
        items: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event)
            if key in items:
                raise YamlError(
                    "duplicate-key",
                    f"“{key}” stands here a second time",
                    "keep one of the two",
                    _place(event),
                )
            if self.places is not None:
                self.places.keys[*pointer, key] = _place(event)
                self.places.scalars[(*pointer, key), "key"] = _written(event)
            items[key] = None
            items[key] = self._value(next(self.events), (*pointer, key), depth)
        self._end(event)
        return items

    def _key(self, event: Any) -> str:
        before = event.start_mark.index - 1
        if (
            self.text[before : before + 1] == "?"
        ):  # PyYAML passes over it, YAML 1.2 takes it for a part of the name
            message, hint = (
                "a question mark touches the name of this field",
                "put the name into quotation marks",
            )
            raise YamlError("not-yaml", message, hint, _place(event))
        key = self._scalar(event) if isinstance(event, yaml.ScalarEvent) else None
        if not isinstance(key, str):
            written = (
                event.value
                if isinstance(event, yaml.ScalarEvent)
                else "a list, a group or a repetition"
            )
            raise YamlError(
                "key-not-text",
                f"{written} is no name for a field"
                if written
                else "the name of the field is missing",
                "write the field's name before the colon, in quotation marks if it looks like a number",
                _place(event),
            )
        if event.anchor:
            self.anchors[event.anchor] = (key, 1)
        self._count(event, 1)
        return key

    def _anchor(self, event: Any) -> None:
        """Refuse the name of an anchor with a colon in it: PyYAML ends it there, and takes the rest for the value."""
        end = event.start_mark.index + 1 + len(event.anchor)
        if self.text.startswith(f"&{event.anchor}:", event.start_mark.index):
            message, hint = (
                "a colon touches the name of this anchor",
                "put a text that begins with & into quotation marks",
            )
            raise YamlError("not-yaml", message, hint, position_at(self.text, end))

    def _end(self, event: Any) -> None:
        """Refuse a comment that touches what stands before it: PyYAML drops it, whoever wrote it may mean it."""
        end = event.end_mark.index
        if self.text[end : end + 1] == "#" and self.text[end - 1 : end] in {'"', "'", "]", "}"}:
            message, hint = (
                "what begins with this # is no part of the text before it",
                "put a space before a comment",
            )
            raise YamlError("not-yaml", message, hint, position_at(self.text, end))

    def _scalar(self, event: Any) -> Any:
        text = str(event.value)
        if event.style:
            self._end(event)
        if event.style == '"' and (match := _UNPRINTABLE.search(text) or _LINE_BREAK.search(text)):
            message = f"the character {code_point(match[0])} is not allowed in a record, not even as an escape"
            raise YamlError("forbidden-character", message, "delete it", _place(event))
        if _tag(event) or event.style:
            return text
        return _plain(text, event)


def _tag(event: Any) -> str:
    """Give the tag `!!str` where a value bears it; any other tag is refused."""
    if event.tag and event.tag != "tag:yaml.org,2002:str":
        raise YamlError(
            "yaml-tag",
            f"{event.tag.replace('tag:yaml.org,2002:', '!!')} has no meaning in a record: YAML takes it for a tag",
            "delete it; put a text that begins with ! into quotation marks",
            _place(event),
        )
    return event.tag or ""


def _plain(text: str, event: Any) -> Any:
    """Decide what an unquoted scalar means. Source: YAML 1.2.2, 10.3.2 (core schema, tag resolution)."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    kind = int if _INTEGER.fullmatch(text) else float if _FLOAT.fullmatch(text) else str
    if kind is not str and len(text) > _DIGITS:
        message = f"this number has more than {_DIGITS:,} digits"
        raise YamlError(
            "oversized-record", message, "put it into quotation marks if it is text", _place(event)
        )
    if kind is float and text[-1] in "fFnN":  # .inf and .nan, which Python writes without the point
        return float(text.replace(".", ""))
    return int(text, 0) if kind is int and text[:2] in {"0o", "0x"} else kind(text)


def _written(event: Any) -> Scalar:
    return Scalar(event.start_mark.index, event.end_mark.index, event.style or "")


def _place(event: Any) -> Position:
    start, end = event.start_mark, event.end_mark
    alike = start.line == end.line and not isinstance(
        event, yaml.MappingStartEvent | yaml.SequenceStartEvent
    )
    return Position(
        start.line + 1, start.column + 1, max(1, end.column - start.column) if alike else 1
    )
