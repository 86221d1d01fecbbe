"""Finds the key or value at the cursor in a record that is being typed, and may not be YAML yet.

A marker character is inserted at the cursor, and the text is parsed. If that fails, it is tried
with what most likely is still to be typed (a closing bracket, a closing quotation mark, the colon
of a field), and without the lines after the cursor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from exporter.lsp.text_position import common_prefix_length
from exporter.records.difference import NodePart
from exporter.records.document import Pointer, value_at
from exporter.records.settings import Limits
from exporter.records.yaml import SourceMap, YamlError, compose

_MARKER = "\uf8d0"
"""A private use character, which no valid record contains."""
_CLOSING = {"[": "]", "{": "}"}
_LINE_BREAK = re.compile(r"[\r\n]")


@dataclass(frozen=True, slots=True)
class CursorNode:
    """The key or value at the cursor.

    `typed` is the part of it before the cursor, `whole` all of it; it reaches from offset `start`
    to offset `end`. `data` is the record around it, as far as it can be parsed. `flow` is true
    inside brackets, where text with a comma needs quotation marks.
    """

    pointer: Pointer
    part: NodePart
    typed: str
    whole: str
    start: int
    end: int
    data: dict[str, Any]
    flow: bool


def node_at(text: str, offset: int) -> CursorNode | None:
    """Return the key or value at an offset; None if there is none, or the text cannot be parsed."""
    if _MARKER in text:
        return None
    for completed in _completions(text, offset):
        try:
            composed = compose(completed, Limits())
        except YamlError:
            continue
        spans = SourceMap(completed).scalars
        marked = [node for node, span in spans.items() if span.start <= offset < span.end]
        if not marked or not isinstance(composed.data, dict):
            return None
        pointer, part = marked[0]
        span = spans[marked[0]]
        content = str(pointer[-1] if part == "key" else value_at(composed.data, pointer))
        before, _, after = content.partition(_MARKER)
        following = completed[offset + 1 : span.end]
        return CursorNode(
            pointer=_without_marker(pointer),
            part=part,
            typed=before,
            whole=before + after,
            start=span.start,
            end=offset + common_prefix_length(following, text[offset:]),
            data=composed.data,
            flow=any(each in _CLOSING for each in _unclosed(_line_before(text, offset))),
        )
    return None


def _without_marker(pointer: Pointer) -> Pointer:
    return tuple(step.replace(_MARKER, "") if isinstance(step, str) else step for step in pointer)


def _line_before(text: str, offset: int) -> str:
    return _LINE_BREAK.split(text[:offset])[-1]


def _completions(text: str, offset: int) -> Iterator[str]:
    """Yield the text with the marker, completed in different ways, the most likely first."""
    before, after = text[:offset] + _MARKER, text[offset:]
    rest_of_line = _LINE_BREAK.split(after)[0]
    unclosed = _unclosed(_line_before(text, offset))
    closing = "".join(_CLOSING.get(each, each) for each in reversed(unclosed))
    yield before + after
    for following in (after[len(rest_of_line) :], ""):
        for end in (rest_of_line + closing, closing, ":" + closing):
            yield before + end + following


def _unclosed(line: str) -> list[str]:
    """Return the brackets and the quotation mark that are open at the end of a line."""
    unclosed: list[str] = []
    for index, each in enumerate(line):
        previous = line[index - 1 : index]
        if unclosed and unclosed[-1] in "\"'":
            escaped = each == '"' and previous == "\\"
            if each == unclosed[-1] and not escaped:
                unclosed.pop()
        elif each in "[{\"'" and previous in {"", " ", "\t", "[", "{", ",", ":"}:
            unclosed.append(each)
        elif unclosed and each == _CLOSING[unclosed[-1]]:
            unclosed.pop()
    return unclosed
