"""YAML 1.2 (core schema) into plain data, with the place of every key and value where one asks for it.

PyYAML reads the syntax and gives events; what a scalar means is decided here, since PyYAML decides by YAML 1.1
(`no`, `1:30`, `2021-08-27`). Nothing else of PyYAML runs: no constructor, no tag, no merge key.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

from exporter.model.document import Pointer
from exporter.model.finding import Place
from exporter.model.settings import Limits

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
_FLOAT = re.compile(
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", re.ASCII
)
_WORDS: dict[str, bool | None] = dict.fromkeys(("", "~", "null", "Null", "NULL"))
_WORDS |= dict.fromkeys(("true", "True", "TRUE"), True) | dict.fromkeys(("false", "False", "FALSE"), False)

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What YAML 1.2 (5.1) does not allow in a stream; a byte order mark is allowed only at its beginning."""
_LINE_BREAK = re.compile("[\x85\u2028\u2029]")
_LINES = re.compile("\r\n?|\n")
_DIGITS = 1000
"""How long a number may be. Python refuses to print very long ones, and no field takes them."""

_CONFLICT = re.compile("^(<{7}|={7}|>{7})( |$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Slip:
    """What PyYAML says (`theirs`), in a cataloguer's words.

    Several slips make it say the same: then `before` and `after` tell them apart by what stands on the line before
    and after the place where it gave up. The finding stands there (`problem`), where the value began that it could
    not finish (`context`), or at the beginning of the line.
    """

    theirs: str
    message: str
    hint: str
    at: Literal["problem", "context", "line", "escape"] = "problem"
    before: str = ".*"
    after: str = ".*"


_SLIPS = (
    _Slip(
        "tab",
        "a tab stands where only spaces can stand",
        "indent with spaces, two for each level",
    ),
    _Slip(
        "cannot start any token",
        "a tab stands where only spaces can stand",
        "indent with spaces, two for each level",
        after="\t.*",
    ),
    _Slip(
        "cannot start any token",
        "no text can begin with this character",
        "put the text into quotation marks",
    ),
    _Slip(
        "mapping values are not allowed",
        "this line is indented as if it went on with the line before",
        "begin it in the same column as the other fields; put a text of several lines with a colon in it into "
        "quotation marks",
        "line",
        before="((?!: ).)*",
    ),
    _Slip(
        "mapping values are not allowed",
        "a second colon with a space after it stands in this line",
        "put the text into quotation marks if the colon belongs to it",
    ),
    _Slip(
        "could not find expected ':'",
        "here is neither a field nor the rest of the line before",
        "write a colon and a space after a field's name; indent what belongs to the line before",
        "context",
    ),
    _Slip(
        "did not find expected key",
        "this line is not indented like the fields of its group",
        "begin all fields of a group in the same column",
        before=" *",
    ),
    _Slip(
        "did not find expected key",
        "something follows here, though the value has already ended",
        "put a text wholly into quotation marks or not at all; inside '…' write '' for an apostrophe",
    ),
    _Slip(
        "did not find expected '-' indicator",
        "this line is not indented like the rest of the list",
        "begin every “- ” of a list in the same column, and its fields two columns further right",
    ),
    _Slip(
        "did not find expected ',' or ']'",
        "a comma is missing before this, or the list ought to have ended with ]",
        "write a comma between the values and ] at the end; put a value with a comma, [ or ] into quotation marks",
    ),
    _Slip(
        "did not find expected ',' or '}'",
        "a comma is missing before this, or the group ought to have ended with }",
        "write a comma between the fields and } at the end; put a value with a comma, { or } into quotation marks",
    ),
    _Slip(
        "end of stream", "this quotation mark is never closed", "write another one at the end of the text", "context"
    ),
    _Slip(
        "unexpected document indicator",
        "this quotation mark is never closed",
        "write another one at the end of the text",
        "context",
    ),
    _Slip(
        "found unknown escape character",
        "this backslash and what follows mean nothing",
        "write \\\\ for a backslash, or ' instead of \" around the text",
    ),
    _Slip(
        "hexdecimal",
        "this backslash and what follows mean nothing",
        "write \\\\ for a backslash, or ' instead of \" around the text",
        "escape",
    ),
    _Slip(
        "invalid Unicode character escape",
        "this backslash and what follows are half a character, or none",
        "write the character itself",
        "escape",
    ),
    _Slip(
        "block sequence entries are not allowed",
        "a list cannot begin in this place",
        "begin it on a line of its own; put a text that begins with “- ” into quotation marks",
    ),
    _Slip(
        "mapping keys are not allowed",
        "no text can begin with a question mark and a space",
        "put the text into quotation marks",
    ),
    _Slip(
        "did not find expected alphabetic or numeric character",
        "no text can begin with this character",
        "put the text into quotation marks",
        "context",
    ),
    _Slip(
        "did not find expected node content",
        "a value is missing here, or begins with a character with which none can begin",
        "write no comma without a value; put a text that begins with , ] or } into quotation marks",
    ),
    _Slip(
        "while scanning a block scalar",
        "this text does not begin on a line of its own",
        "write only | or >- after the colon, and the text in the lines below",
        "context",
    ),
    _Slip(
        "tag handle",
        "a word that begins with ! stands before the value",
        "put the text into quotation marks",
    ),
    _Slip(
        "scanning a tag",
        "a word that begins with ! stands before the value",
        "put the text into quotation marks",
        "context",
    ),
    _Slip(
        "parsing a tag",
        "a word that begins with ! stands before the value",
        "put the text into quotation marks",
        "context",
    ),
    _Slip(
        "incompatible YAML document",
        "this line asks for another version of YAML than 1.2",
        "delete it",
    ),
    _Slip(
        "directive",
        "a line that begins with % is no part of a record",
        "delete it; put a text that begins with % into quotation marks",
        "line",
    ),
    _Slip(
        "document start",
        "something follows here, though the record has ended, or has not begun",
        "delete the lines that begin with % or consist of --- or ...",
    ),
    _Slip("", "this is not YAML", "compare it with another record"),
)


class Unreadable(Exception):
    """The text is no record: `name` is the finding's, `place` where it stands."""

    def __init__(self, name: str, message: str, hint: str, place: Place) -> None:
        super().__init__(message)
        self.name, self.message, self.hint, self.place = name, message, hint, place


@dataclass(slots=True)
class Places:
    """Where each key and each value begins and ends, by the way to it."""

    keys: dict[Pointer, Place] = field(default_factory=dict)
    values: dict[Pointer, Place] = field(default_factory=dict)


def load(text: str, limits: Limits, places: Places | None = None) -> Any:
    """Read one YAML document into dict, list, str, int, float, bool and None; note the places where given.

    Raises Unreadable, with a finding's name and its place, for anything that is not one plain document.
    """
    for pattern, name, message, hint in (
        (_UNPRINTABLE, "forbidden-character", "the character {} is not allowed in a record", "delete it"),
        (
            _LINE_BREAK,
            "forbidden-character",
            "{} is a line break for some readers and not for others",
            "write an ordinary line break or a space",
        ),
    ):
        if match := pattern.search(text):
            raise Unreadable(name, message.format(code_point(match[0])), hint, _place_of(text, match.start()))
    try:
        return _Composer(yaml.parse(text, Loader=_Loader), limits, places).document()
    except yaml.MarkedYAMLError as error:
        raise _unreadable(error, text) from None
    except yaml.reader.ReaderError as error:
        place = _place_of(text, min(error.position, len(text)))
        raise Unreadable(
            "forbidden-character", "this character is not allowed in a record", "delete it", place
        ) from None


def code_point(character: str) -> str:
    """Name a character as Unicode does: `U+200B`."""
    return f"U+{ord(character):04X}"


def _place_of(text: str, offset: int) -> Place:
    before = _LINES.split(text[:offset])
    return Place(len(before), len(before[-1]) + 1)


def _unreadable(error: Any, text: str) -> Unreadable:
    if match := _CONFLICT.search(text):
        return Unreadable(
            "not-yaml",
            "two versions of the record stand here side by side, as git left them",
            "keep what is right of each, and delete the lines <<<<<<<, ======= and >>>>>>>",
            _place_of(text, match.start()),
        )
    problem = _place_of(text, _reached(error.problem_mark or error.context_mark, text))
    context = _place_of(text, _reached(error.context_mark or error.problem_mark, text))
    said = f"{error.problem or ''} {error.context or ''}"
    line = _LINES.split(text)[problem.line - 1]
    before, after = line[: problem.column - 1], line[problem.column - 1 :]
    if "while parsing a flow" in said and _never_closed(error, text):
        slip = _Slip("", "this bracket is never closed", "write ] or } after the last value", "context")
    elif "did not find expected key" in said and (quoted := _quoted_lines(text, error.problem_mark.index)):
        context = _place_of(text, quoted)
        message = f"the quotation marks that begin here end only in line {problem.line}, and something follows there"
        slip = _Slip("", message, "close them where the text ends", "context")
    else:
        slip = next(
            slip
            for slip in _SLIPS
            if slip.theirs in said and re.fullmatch(slip.before, before) and re.fullmatch(slip.after, after)
        )
    columns = {"line": len(line) - len(line.lstrip()), "escape": before.rfind("\\")}
    place = {"problem": problem, "context": context}.get(slip.at) or Place(problem.line, columns[slip.at] + 1)
    return Unreadable("not-yaml", slip.message, slip.hint, place)


def _reached(mark: Any, text: str) -> int:
    """Give the offset of a mark; one past the end of the text leads to the last thing written."""
    return min(mark.index, max(0, len(text.rstrip()) - 1)) if mark else 0


def _never_closed(error: Any, text: str) -> bool:
    """Say whether the text went on outside a bracket, to its end or in a line indented no more than the bracket's."""
    opened, problem = error.context_mark, error.problem_mark
    if problem.index >= len(text.rstrip()):
        return True
    lines = _LINES.split(text)
    depths = [len(lines[mark.line]) - len(lines[mark.line].lstrip(" ")) for mark in (opened, problem)]
    return opened.column > 0 and problem.line > opened.line and depths[1] <= depths[0]


def _quoted_lines(text: str, end: int) -> int:
    """Give the offset at which a text in quotation marks began that went over several lines up to `end`, or 0."""
    started = 0
    with contextlib.suppress(yaml.YAMLError):
        for token in yaml.scan(text, Loader=_Loader):
            if token.start_mark.index >= end:
                break
            lines = token.end_mark.line - token.start_mark.line
            started = token.start_mark.index if lines and getattr(token, "style", None) in {'"', "'"} else 0
    return started


@dataclass(slots=True)
class _Composer:
    """Builds the data from the events, with a bound on depth and size, so that no text can exhaust the machine."""

    events: Iterator[Any]
    limits: Limits
    places: Places | None
    count: int = 0
    anchors: dict[str, tuple[Any, int]] = field(default_factory=dict)

    def document(self) -> Any:
        next(self.events)  # the stream's start
        first = next(self.events)
        if isinstance(first, yaml.StreamEndEvent):
            raise Unreadable(
                "empty-file", "the file holds no record", "write the record, or delete the file", Place(1, 1)
            )
        data = self._value(next(self.events), (), 0)
        next(self.events)  # the document's end
        another = next(self.events)
        if not isinstance(another, yaml.StreamEndEvent):
            raise Unreadable(
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
            self.anchors.pop(event.anchor, None)  # not yet complete: an alias inside it would have no end
        if isinstance(event, yaml.ScalarEvent):
            value: Any = self._scalar(event)
        elif depth >= self.limits.depth:
            raise Unreadable(
                "oversized-record",
                f"values are nested more than {self.limits.depth} deep",
                "take the record apart",
                _place(event),
            )
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
            raise Unreadable(
                "oversized-record", message, "take the record apart, and write out what * repeats", _place(event)
            )
        return self.count

    def _alias(self, event: Any) -> Any:
        if event.anchor not in self.anchors:
            message = f"*{event.anchor} repeats nothing that stands before it, or itself"
            raise Unreadable(
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
        return items

    def _map(self, pointer: Pointer, depth: int) -> dict[str, Any]:
        items: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event)
            if key in items:
                raise Unreadable(
                    "duplicate-key", f"“{key}” stands here a second time", "keep one of the two", _place(event)
                )
            if self.places is not None:
                self.places.keys[*pointer, key] = _place(event)
            items[key] = None
            items[key] = self._value(next(self.events), (*pointer, key), depth)
        return items

    def _key(self, event: Any) -> str:
        key = self._scalar(event) if isinstance(event, yaml.ScalarEvent) else None
        if not isinstance(key, str):
            written = event.value if isinstance(event, yaml.ScalarEvent) else "a list, a group or a repetition"
            raise Unreadable(
                "key-not-text",
                f"{written} is no name for a field" if written else "the name of the field is missing",
                "write the field's name before the colon, in quotation marks if it looks like a number",
                _place(event),
            )
        self._count(event, 1)
        return key

    def _scalar(self, event: Any) -> Any:
        text = str(event.value)
        if event.style == '"' and (match := _UNPRINTABLE.search(text) or _LINE_BREAK.search(text)):
            message = f"the character {code_point(match[0])} is not allowed in a record, not even as an escape"
            raise Unreadable("forbidden-character", message, "delete it", _place(event))
        if _tag(event) or event.style:
            return text
        return _plain(text, event)


def _tag(event: Any) -> str:
    """Give the tag `!!str` where a value bears it; any other tag is refused."""
    if event.tag and event.tag != "tag:yaml.org,2002:str":
        raise Unreadable(
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
        raise Unreadable("oversized-record", message, "put it into quotation marks if it is text", _place(event))
    return int(text, 0) if text[:2] in {"0o", "0x"} else kind(text)


def _place(event: Any) -> Place:
    start, end = event.start_mark, event.end_mark
    alike = start.line == end.line and not isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent)
    return Place(start.line + 1, start.column + 1, max(1, end.column - start.column) if alike else 1)
