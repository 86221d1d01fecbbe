"""Composes plain data from the events of PyYAML's parser.

Only the parser of PyYAML runs. What a plain scalar means is decided here by the core schema of
YAML 1.2, because PyYAML resolves scalars by YAML 1.1 (`no`, `1:30`, `2021-08-27`). There is no
constructor, no tag but `!!str`, and no merge key.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

import yaml

from exporter.records.finding import Position
from exporter.records.settings import Limits
from exporter.records.yaml.errors import YamlError, explain_yaml_error, position_at
from exporter.records.yaml.source_map import Loader, event_position
from exporter.records.yaml_1_1 import NUMBER, WORDS

_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
_FLOAT = re.compile(
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
    re.ASCII,
)
_NUMBER_STARTS = frozenset("+-.0123456789")
_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""What YAML 1.2 (5.1) forbids in a stream. A byte order mark is allowed only at the beginning."""
_LINE_BREAK = re.compile("[\x85\u2028\u2029]")
"""Line breaks in YAML 1.1 that are ordinary characters in YAML 1.2 (5.4)."""
_TOUCHING_COMMENT = re.compile("#(?<=[\"'\\]}]#)")
"""It begins with one character, for which a text is searched fastest."""
_NOT_IN_NAMES = frozenset(":?%@`")
_MAX_DIGITS = 1000
"""Python refuses to print very long integers, and no field needs them."""


class Composed(NamedTuple):
    """A YAML document: its data, and whether it has a float or is ambiguous.

    `data` consists of dict, list, str, int, float, bool and None. `keys` are those of all groups,
    at any depth. The document is ambiguous if YAML 1.1 reads a word or a number in it otherwise.
    """

    data: Any
    keys: frozenset[str]
    has_float: bool
    is_ambiguous: bool


def load(text: str, limits: Limits) -> Any:
    """Return the data of one YAML document. Raises YamlError as `compose` does."""
    return compose(text, limits).data


def compose(text: str, limits: Limits) -> Composed:
    """Read one YAML document.

    Raises YamlError, with the name of a check and a position, for text that is not YAML, for more
    or less than one document, and for what a record may not contain.
    """
    _refuse_characters(text)
    try:
        composer = _Composer(text, limits)
        data = composer.document()
    except yaml.MarkedYAMLError as error:
        if error.problem_mark and "nesting depth" in (error.problem or ""):
            raise _too_deep(text[: error.problem_mark.index], limits) from None
        raise explain_yaml_error(error, text) from None
    except yaml.reader.ReaderError as error:
        position = position_at(text, min(error.position, len(text)))
        message = "this character is not allowed in a record"
        raise YamlError("forbidden-character", message, "delete it", position) from None
    keys = frozenset(composer.keys)
    return Composed(data, keys, composer.has_float, composer.is_ambiguous)


def _refuse_characters(text: str) -> None:
    if text.replace("\n", "").isprintable():  # for Python, none of these characters is
        return
    if match := _UNPRINTABLE.search(text):
        message = f"the character {code_point(match[0])} is not allowed in a record"
        hint = "delete it"
    elif match := _LINE_BREAK.search(text):
        message = f"{code_point(match[0])} is a line break to some programs and not to others"
        hint = "write an ordinary line break or a space instead"
    else:
        return
    raise YamlError("forbidden-character", message, hint, position_at(text, match.start()))


def _too_deep(text: str, limits: Limits) -> YamlError:
    """Return the error for text up to the place where libyaml's own limit on nesting stopped it.

    The parser reads ahead, so there may be another error before that place.
    """
    last = position_at(text, len(text))
    try:
        _Composer(text, limits).document()
    except YamlError as error:
        return error
    except yaml.YAMLError:
        pass
    return _nested_too_deep(limits, last)


def _nested_too_deep(limits: Limits, position: Position) -> YamlError:
    message = f"values are nested more than {limits.depth} levels deep"
    return YamlError("oversized-record", message, "split the record up", position)


def code_point(character: str) -> str:
    """Return the usual name of a code point: `U+200B`."""
    return f"U+{ord(character):04X}"


class _Composer:
    """Builds the data from the events, with limits on depth and size against malicious input."""

    __slots__ = (
        *("_anchors", "_coming", "_count", "_has_question", "_has_touching_comment"),
        *("_limits", "_text", "has_float", "is_ambiguous", "keys"),
    )

    def __init__(self, text: str, limits: Limits) -> None:
        self._text = text
        self._limits = limits
        self._has_question = "?" in text
        self._has_touching_comment = _TOUCHING_COMMENT.search(text) is not None
        self._count = 1
        self._anchors: dict[str, tuple[Any, int]] = {}
        """The value of each anchor, and of how many values it consists."""
        self._coming = iter(Loader(text).get_event, None)
        self.keys: set[str] = set()
        self.has_float = False
        self.is_ambiguous = False

    def document(self) -> Any:
        next(self._coming)  # the start of the stream
        first = next(self._coming)
        if isinstance(first, yaml.StreamEndEvent):
            message, hint = "the file contains no record", "write the record, or delete the file"
            raise YamlError("empty-file", message, hint, Position(1, 1))
        data = self._value(next(self._coming), 0)
        next(self._coming)  # the end of the document
        another = next(self._coming)
        if not isinstance(another, yaml.StreamEndEvent):
            message = "a second record begins here"
            hint = "put each record into its own file, and delete the line ---"
            raise YamlError("several-documents", message, hint, event_position(another))
        return data

    def _value(self, event: Any, depth: int) -> Any:
        kind = type(event)
        anchor = event.anchor
        if kind is yaml.ScalarEvent and not anchor:  # most values
            return self._scalar(event)
        if kind is yaml.AliasEvent:
            return self._alias(event)
        before = self._count
        if anchor:
            self._refuse_end_of_name(event, "&")
            self._anchors.pop(anchor, None)  # an alias inside its own value would have no end
        if kind is yaml.ScalarEvent:
            value = self._scalar(event)
        elif depth >= self._limits.depth:
            raise _nested_too_deep(self._limits, event_position(event))
        else:
            _refuse_tag(event)
            value = self._list(depth) if kind is yaml.SequenceStartEvent else self._map(depth)
        if anchor:
            self._anchors[anchor] = (value, self._count - before + 1)
        return value

    def _list(self, depth: int) -> list[Any]:
        items: list[Any] = []
        for event in self._coming:
            if type(event) is yaml.SequenceEndEvent:
                break
            items.append(self._value(event, depth + 1))
        self._refuse_touching_comment(event)
        self._add_to_count(event, len(items))
        return items

    def _map(self, depth: int) -> dict[str, Any]:
        items: dict[str, Any] = {}
        for event in self._coming:
            if type(event) is yaml.MappingEndEvent:
                break
            key = self._key(event)
            if key in items:
                message, hint = f"“{key}” is here for the second time", "keep one of the two"
                if depth:
                    hint += "; if they belong to two entries of a list, begin each with “- ”"
                raise YamlError("duplicate-key", message, hint, event_position(event))
            items[key] = self._value(next(self._coming), depth + 1)
        self._refuse_touching_comment(event)
        self._add_to_count(event, 2 * len(items))
        self.keys.update(items)
        return items

    def _key(self, event: Any) -> str:
        if self._has_question and self._text.endswith("?", 0, event.start_mark.index):
            # PyYAML skips it; in YAML 1.2 it is part of the name
            message = "there is a question mark directly before the name of this field"
            hint = "put the name into quotation marks"
            raise YamlError("not-yaml", message, hint, event_position(event))
        key = self._scalar(event) if type(event) is yaml.ScalarEvent else None
        if not isinstance(key, str):
            raise _key_not_text(event)
        if event.anchor:
            self._refuse_end_of_name(event, "&")
            self._anchors[event.anchor] = (key, 1)
        return key

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        if event.style or event.tag:
            return self._as_text(event)
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if text[0] in _NUMBER_STARTS:
            return self._number(event)
        if text in WORDS:
            self.is_ambiguous = True
        return text

    def _as_text(self, event: Any) -> str:
        """Return the text in quotation marks, in a block, or behind a tag."""
        _refuse_tag(event)
        if event.style:
            self._refuse_touching_comment(event)
            if event.style == '"':
                _refuse_escapes(event)
        text: str = event.value
        return text

    def _number(self, event: Any) -> Any:
        value, is_ambiguous = _number_or_text(event.value)
        if value is None:
            message = f"this number has more than {_MAX_DIGITS:,} digits"
            hint = "put it in quotation marks if it is text"
            raise YamlError("oversized-record", message, hint, event_position(event))
        if is_ambiguous:
            self.is_ambiguous = True
        if isinstance(value, float):
            self.has_float = True
        return value

    def _alias(self, event: Any) -> Any:
        self._refuse_end_of_name(event, "*")
        if event.anchor not in self._anchors:
            message = f"*{event.anchor} refers to no earlier value, or to the one that contains it"
            hint = "write the value itself; put text that begins with * into quotation marks"
            raise YamlError("not-yaml", message, hint, event_position(event))
        value, size = self._anchors[event.anchor]
        self._add_to_count(event, size - 1)
        return value

    def _add_to_count(self, event: Any, values: int) -> None:
        self._count += values
        if self._count > self._limits.values:
            most = f"{self._limits.values:,}"
            message = f"the record has more than {most} values, counting those that * repeats"
            hint = "split the record up, and write out what * repeats"
            raise YamlError("oversized-record", message, hint, event_position(event))

    def _refuse_end_of_name(self, event: Any, sign: str) -> None:
        # PyYAML ends the name of an anchor or alias at these characters, YAML 1.2 (6.9.2) does not
        name = sign + event.anchor
        start = event.start_mark.index
        end = start + len(name)
        if self._text.startswith(name, start) and self._text[end : end + 1] in _NOT_IN_NAMES:
            message = f"there is no space after {name}"
            hint = f"put text that begins with {sign} into quotation marks"
            raise YamlError("not-yaml", message, hint, position_at(self._text, end))

    def _refuse_touching_comment(self, event: Any) -> None:
        # PyYAML takes it for a comment; in YAML 1.2 (6.6) a comment needs a space before it
        if not self._has_touching_comment:
            return
        end = event.end_mark.index
        if _TOUCHING_COMMENT.match(self._text, end):
            message = "there is no space before this #"
            hint = "put a space before a comment, and a text with a # in it into quotation marks"
            raise YamlError("not-yaml", message, hint, position_at(self._text, end))


@lru_cache(10_000)  # many records have the same dates
def _number_or_text(text: str) -> tuple[str | int | float | None, bool]:
    """Return what a plain scalar means that begins like a number, and whether it is ambiguous.

    The meaning is None for a number with too many digits. Source: YAML 1.2.2, 10.3.2 (core schema).
    """
    value: str | int | float | None = text
    is_integer = _INTEGER.fullmatch(text)
    if is_integer or _FLOAT.fullmatch(text):
        if len(text) > _MAX_DIGITS:
            value = None
        elif is_integer:
            value = int(text, 0) if text[:2] in {"0o", "0x"} else int(text)
        elif text[-1] in "fFnN":  # .inf and .nan, which Python writes without the point
            value = float(text.replace(".", ""))
        else:
            value = float(text)
    return value, NUMBER.fullmatch(text) is not None


def _key_not_text(event: Any) -> YamlError:
    if not isinstance(event, yaml.ScalarEvent):
        message = "a list, a group of fields or an alias cannot be the name of a field"
    elif event.value:
        message = f"“{event.value}” cannot be the name of a field, because it is not text"
    else:
        message = "the name of the field is missing"
    hint = "write the field's name before the colon, in quotation marks if it looks like a number"
    return YamlError("key-not-text", message, hint, event_position(event))


def _refuse_tag(event: Any) -> None:
    """Refuse every tag but `!!str`."""
    if event.tag and event.tag != "tag:yaml.org,2002:str":
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        message = f"YAML reads {tag} as a tag, which has no meaning in a record"
        hint = "delete it; put text that begins with ! into quotation marks"
        raise YamlError("yaml-tag", message, hint, event_position(event))


def _refuse_escapes(event: Any) -> None:
    """Refuse escape sequences for characters that may not stand in the text themselves."""
    match = _UNPRINTABLE.search(event.value) or _LINE_BREAK.search(event.value)
    if match:
        name = code_point(match[0])
        message = f"the character {name} is not allowed in a record, not even as an escape sequence"
        raise YamlError("forbidden-character", message, "delete it", event_position(event))
