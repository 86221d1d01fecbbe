"""The map of a delivery: which statements of which records each of its lines comes from.

It is JSON, beside the delivery: its `sha256`, its `format`, and `lines`. Each line has its number,
its `place` in the terms of the format (an XPath, a JSON Pointer, an entry and a field of BibTeX),
and `from`: the records and the fields.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from exporter.errors import UsageError, hint_to_open
from exporter.model.records import Records
from exporter.parallel import chunked, map_chunks
from exporter.records.document import Pointer, json_pointer
from exporter.review.delivery_places import line_places, record_blocks, syntax_of
from exporter.review.trace import Effects, Tracer


class DeliverySource(NamedTuple):
    """A statement that a line comes from: the id of the record, and the pointer to the value."""

    record: str
    pointer: Pointer


class DeliveryMap(NamedTuple):
    """A map as it was read: the format, and the sources and the place of each line, from 1."""

    format: str
    lines: Mapping[int, Sequence[DeliverySource]]
    places: Mapping[int, str]

    def destinations(self, sources: Iterable[DeliverySource]) -> list[int]:
        """Return the lines that come from one of some statements, in order."""
        wanted = set(sources)
        return [number for number, those in self.lines.items() if wanted & set(those)]


def make_map(document: bytes, format_name: str, ids: Sequence[str], tracer: Tracer) -> bytes:
    """Return the map of the document of some works, as JSON.

    `tracer` is one for the records and the options of the export.
    """
    lines = document.decode("utf-8", "replace").splitlines()
    syntax = syntax_of(format_name)
    found = _sources(lines, syntax, ids, tracer)
    places = line_places(lines, syntax)
    described = []
    for number in sorted(set(found) & set(places) if places else found):
        ordered = sorted(found[number], key=lambda source: (source.record, str(source.pointer)))
        come_from = []
        for source in ordered:
            come_from.append({"record": source.record, "field": json_pointer(source.pointer)})
        described.append({"line": number + 1, "place": places.get(number, ""), "from": come_from})
    digest = hashlib.sha256(document).hexdigest()
    data = {"format": format_name, "sha256": digest, "lines": described}
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"


def read_map(path: Path, delivery: Path | None, records: Records) -> DeliveryMap:
    """Read a map; `delivery` is the file that it has to belong to, if it matters.

    Raises UsageError if it is not a map, or the map of another delivery.
    """
    try:
        data = json.loads(path.read_text("utf-8"))
        lines: dict[int, list[DeliverySource]] = {}
        places: dict[int, str] = {}
        for line in data["lines"]:
            sources = [
                _source(str(each["record"]), each["field"], records) for each in line["from"]
            ]
            lines[int(line["line"])] = sources
            places[int(line["line"])] = str(line["place"])
        format_name, digest = str(data["format"]), data["sha256"]
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror}", hint_to_open(error, "name a map")
        ) from None
    except (KeyError, TypeError, ValueError, RecursionError):
        hint = "a map is what exporter export --map writes"
        raise UsageError(f"{path} is not the map of a delivery", hint) from None
    if delivery and hashlib.sha256(_content(delivery)).hexdigest() != digest:
        hint = "export both again: exporter export --map"
        raise UsageError(f"{path} is not the map of {delivery} as it is now", hint)
    return DeliveryMap(format_name, lines, places)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}"
        raise UsageError(message, hint_to_open(error, "name a delivery")) from None


def _source(record: str, path: str, records: Records) -> DeliverySource:
    """Return a source. A step of its pointer (RFC 6901) is a place where the record has a list."""
    value: Any = records.get(record)
    pointer: list[str | int] = []
    for written_step in path.split("/")[1:]:
        name = written_step.replace("~1", "/").replace("~0", "~")
        step: str | int = int(name) if isinstance(value, list) and name.isdigit() else name
        pointer.append(step)
        try:
            value = value[step]
        except (IndexError, KeyError, TypeError):
            value = None
    return DeliverySource(record, tuple(pointer))


def _sources(
    lines: Sequence[str], syntax: str, ids: Sequence[str], tracer: Tracer
) -> Mapping[int, set[DeliverySource]]:
    """Return the sources of each line, counted from 0.

    Each work is looked up in its entry, and another record in the part that is about it.
    """

    def of_works(works: Sequence[str]) -> list[tuple[Sequence[str], list[_Found]]]:
        return [_of_entry(work, tracer) for work in works]

    found: dict[int, set[DeliverySource]] = {}
    after = 0
    for entries in map_chunks(of_works, chunked(ids)):
        for entry, sources in entries:
            start = _find(entry, lines, after)
            if start is None:
                continue
            after = start + len(entry)
            for line, source in sources:
                found.setdefault(start + line, set()).add(source)
    blocks = record_blocks(lines, syntax)
    whole = _Lines(lines, syntax)
    others = _first_works(ids, set(blocks) - set(ids), tracer)

    def of_others(records: Sequence[tuple[str, str]]) -> list[list[_Found]]:
        return [
            _of_block(id, tracer.behind_record(id, work), whole, blocks[id]) for id, work in records
        ]

    for chunk in map_chunks(of_others, chunked(others)):
        for sources in chunk:
            for line, source in sources:
                found.setdefault(line, set()).add(source)
    return found


_Found = tuple[int, DeliverySource]


def _of_entry(work: str, tracer: Tracer) -> tuple[Sequence[str], list[_Found]]:
    text, effects = tracer.behind_entry(work)
    return text, list(_flat(effects))


def _flat(effects: Effects) -> Iterator[_Found]:
    for line, statements in effects.items():
        for each in statements:
            yield line, DeliverySource(each.record.id, each.pointer)


def _first_works(ids: Sequence[str], others: set[str], tracer: Tracer) -> list[tuple[str, str]]:
    """Return each of some other records with the first work that has it around."""
    found: dict[str, str] = {}
    for work in ids if others else ():
        for id in tracer.around(work):
            if id in others:
                found.setdefault(id, work)
    return list(found.items())


class _Lines(NamedTuple):
    """The lines of a delivery, and its syntax."""

    lines: Sequence[str]
    syntax: str


def _of_block(
    id: str, document: tuple[Sequence[str], Effects], whole: _Lines, block: range
) -> list[_Found]:
    """Return what is behind the part of a delivery, `block`, that is about a record.

    `document` is a smaller document that has this part, with what is behind its lines.
    """
    text, effects = document
    here = record_blocks(text, whole.syntax).get(id, range(0))
    if [text[at] for at in here] != [whole.lines[at] for at in block]:
        return []
    moved = block.start - here.start
    return [(line + moved, source) for line, source in _flat(effects) if line in here]


def _find(entry: Sequence[str], lines: Sequence[str], after: int) -> int | None:
    """Return where an entry begins in some lines; a comma at the end of a line does not matter."""
    wanted = [line.rstrip(",") for line in entry]
    for start in range(after, len(lines) - len(wanted) + 1):
        if all(lines[start + at].rstrip(",") == line for at, line in enumerate(wanted)):
            return start
    return None
