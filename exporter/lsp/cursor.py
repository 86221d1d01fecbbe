"""What stands at the cursor in a record while it is being typed, and is perhaps no YAML at the moment.

A mark is put in at the cursor and the text is read. Where it cannot be read, it is tried with what is most likely still
to be typed, a closing bracket or quotation mark or the colon of a field, and without the lines that follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from exporter.lsp.text_position import shared_beginning
from exporter.records.difference import NodePart
from exporter.records.document import Pointer
from exporter.records.settings import Limits
from exporter.records.yaml import SourceMap, YamlError, compose

_MARK = "\uf8d0"
"""A character for private use, of which no record can make sense."""
_CLOSED_BY = {"[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Spot:
    """The key or value at the cursor: what is `typed` of it before the cursor, and the `whole` of it.

    It reaches from `start` to `end` of the text. `data` is the record around it, as far as it can be read. `flow` is
    true within brackets, where a text with a comma needs quotation marks.
    """

    pointer: Pointer
    part: NodePart
    typed: str
    whole: str
    start: int
    end: int
    data: dict[str, Any]
    flow: bool


def spot(text: str, offset: int) -> Spot | None:
    """Say what stands at an offset; None where it is no key and no value, or where nothing can be read."""
    if _MARK in text:
        return None
    for trial in _trials(text, offset):
        try:
            composed = compose(trial, Limits())
        except YamlError:
            continue
        data = composed.data
        spans = SourceMap.from_events(composed.events).scalars
        found = [each for each, span in spans.items() if span.start <= offset < span.end]
        if not found or not isinstance(data, dict):
            return None
        pointer, part = found[0]
        scalar = spans[found[0]]
        written = pointer[-1] if part == "key" else _at(data, pointer)
        before, _, after = str(written).partition(_MARK)
        end = offset + shared_beginning(trial[offset + 1 : scalar.end], text[offset:])
        clean = tuple(
            step.replace(_MARK, "") if isinstance(step, str) else step for step in pointer
        )
        flow = any(each in _CLOSED_BY for each in _open(_line(text, offset)))
        return Spot(clean, part, before, before + after, scalar.start, end, data, flow)
    return None


def _at(data: Any, pointer: Pointer) -> Any:
    for step in pointer:
        data = data[step]
    return data


def _line(text: str, offset: int) -> str:
    return re.split(r"[\r\n]", text[:offset])[-1]


def _trials(text: str, offset: int) -> Iterator[str]:
    """Give texts with the mark in them, the likeliest first."""
    before, after = text[:offset] + _MARK, text[offset:]
    rest = re.split(r"[\r\n]", after)[0]
    closing = "".join(_CLOSED_BY.get(each, each) for each in reversed(_open(_line(text, offset))))
    yield before + after
    for following in (after[len(rest) :], ""):
        for end in (rest + closing, closing, ":" + closing):
            yield before + end + following


def _open(line: str) -> list[str]:
    """List the brackets and the quotation mark that are open at the end of a line."""
    found: list[str] = []
    for place, each in enumerate(line):
        begins = line[place - 1 : place] in {"", " ", "\t", "[", "{", ",", ":"}
        if found and found[-1] in "\"'":
            if each == found[-1] and (each == "'" or line[place - 1] != "\\"):
                found.pop()
        elif begins and each in "[{\"'":
            found.append(each)
        elif found and each == _CLOSED_BY[found[-1]]:
            found.pop()
    return found
