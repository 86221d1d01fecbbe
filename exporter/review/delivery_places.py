"""What a format calls the places in its documents: XPath, JSON Pointer, entry and field."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.parsers import expat

from exporter.export.registry import format_named
from exporter.records.document import json_pointer

_ENTRY = re.compile(r"\s*@[A-Za-z]+\{([^,\s]+),")
_FIELD = re.compile(r"\s*([A-Za-z][A-Za-z0-9_+-]*)\s*=")
_TAG = re.compile(r"([A-Z][A-Z0-9])  - ?(.*)")
_SUBJECT = re.compile(r"<([^<>]*)>")
_FRAGMENT = re.compile(r"(?:^|[#/])([a-z][a-z0-9-]*)$")
"""The id of a record at the end of its URI."""
_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+')


def syntax_of(format_name: str) -> str:
    """Return the syntax of a format.

    It is `xml`, `json`, `bibtex`, `ris` or `turtle`, or empty for any other.
    """
    format = format_named(format_name)
    media_type = str(getattr(format, "MEDIA_TYPE", ""))
    for syntax in ("xml", "json"):
        if media_type.endswith(("/" + syntax, "+" + syntax, "-in-" + syntax)):
            return syntax
    return {".bib": "bibtex", ".ris": "ris", ".ttl": "turtle"}.get(format.SUFFIX, "")


def line_places(lines: Sequence[str], syntax: str) -> Mapping[int, str]:
    """Return the name of the place at each line, counted from 0, of a document.

    There are none for a syntax that has no such names.
    """
    if syntax == "xml":
        return _XmlReader(lines).places
    read = {"json": _json_places, "bibtex": _bibtex_places, "ris": _ris_places}.get(syntax)
    return read(lines) if read else {}


def record_blocks(lines: Sequence[str], syntax: str) -> Mapping[str, range]:
    """Return the lines of each part of a document that is about one record, by its id.

    That is an element with an `xml:id`, a node of a graph in JSON-LD, or the statements on one
    subject in Turtle. Other formats have entries alone.
    """
    if syntax == "xml":
        return _XmlReader(lines).blocks
    if syntax == "json":
        return _graph_blocks(lines)
    return _turtle_blocks(lines) if syntax == "turtle" else {}


def _graph_blocks(lines: Sequence[str]) -> Mapping[str, range]:
    data = json.loads("\n".join(lines))
    graph = data.get("@graph") if isinstance(data, Mapping) else None
    if not isinstance(graph, list):
        return {}
    numbers: dict[str, list[int]] = {}
    for number, place in _json_places(lines).items():
        if place.startswith("/@graph/"):
            numbers.setdefault(place.split("/")[2], []).append(number)
    found = {}
    for at, inside in numbers.items():
        id = _FRAGMENT.search(str(graph[int(at)].get("@id", "")))
        if id:
            found[id[1]] = range(min(inside), max(inside) + 1)
    return found


def _turtle_blocks(lines: Sequence[str]) -> Mapping[str, range]:
    """Return the blocks between empty lines, by the last part of the subject in their first line."""
    found = {}
    start = 0
    for number, line in enumerate([*lines, ""]):
        if line:
            continue
        subject = _SUBJECT.fullmatch(lines[start]) if start < number else None
        id = _FRAGMENT.search(subject[1]) if subject else None
        if id:
            found[id[1]] = range(start, number)
        start = number + 1
    return found


class _Open(NamedTuple):
    """An element that has begun: its line, its XPath, its id, and how many children of each name."""

    line: int
    path: str
    id: str
    children: Counter[str]


class _XmlReader:
    """Reads a document that exporter has written, for the lines of its elements.

    `places` are the XPaths of the outermost element that begins in each line: steps with the local
    name, so that no prefix has to be bound, from the nearest element with an `xml:id`. `blocks` are
    the lines of the elements with an id. It is expat that reads it, since libxml2 does not count
    lines beyond 65,535.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self.places: dict[int, str] = {}
        self.blocks: dict[str, range] = {}
        self._open = [_Open(0, "", "", Counter())]
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.Parse("\n".join(lines).encode(), True)

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        line = self._parser.CurrentLineNumber - 1
        around = self._open[-1]
        local = name.rpartition(":")[2]
        around.children[local] += 1
        id = attributes.get("xml:id", "")
        path = f"{around.path}/*[local-name()='{local}'][{around.children[local]}]"
        if id:
            path = f"//*[@xml:id='{id}']"
        self.places.setdefault(line, path)
        self._open.append(_Open(line, path, id, Counter()))

    def _end(self, name: str) -> None:  # noqa: ARG002 - expat passes it
        ended = self._open.pop()
        if ended.id:
            self.blocks[ended.id] = range(ended.line, self._parser.CurrentLineNumber)


def _json_places(lines: Sequence[str]) -> Mapping[int, str]:
    """Return the JSON Pointer (RFC 6901) of the outermost value that begins in each line."""
    found: dict[int, str] = {}
    path: list[str | int] = []
    is_key = [False]
    for number, word in _json_tokens(lines):
        if word in {"}", "]"}:
            path.pop()
            is_key.pop()
            continue
        if word == ",":
            if isinstance(path[-1], int):
                path[-1] += 1
            else:
                is_key[-1] = True
            continue
        if word == ":":
            is_key[-1] = False
            continue
        if is_key[-1]:
            path[-1] = str(word[1:-1])
            continue
        found.setdefault(number, json_pointer(tuple(path)))
        if word in {"{", "["}:
            path.append("" if word == "{" else 0)
            is_key.append(word == "{")
    return found


def _json_tokens(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines):
        for token in _JSON_TOKEN.findall(line):
            yield number, token


def _bibtex_places(lines: Sequence[str]) -> Mapping[int, str]:
    found: dict[int, str] = {}
    entry = field = ""
    for number, line in enumerate(lines):
        begins, named = _ENTRY.match(line), _FIELD.match(line)
        if begins:
            entry, field = begins[1], ""
        elif named:
            field = named[1]
        if entry:
            found[number] = f"{entry} {field}".strip()
    return found


def _ris_places(lines: Sequence[str]) -> Mapping[int, str]:
    """Return the number of the record and the tag: `3 TI`."""
    found: dict[int, str] = {}
    record = 0
    for number, line in enumerate(lines):
        tag = _TAG.match(line)
        if tag:
            record += tag[1] == "TY"
            found[number] = f"{record} {tag[1]}"
    return found
