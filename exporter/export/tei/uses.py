"""The languages and calendars in a document, which its header explains."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, NamedTuple

from exporter.export.context import ExportContext
from exporter.export.reference import Host, hosts
from exporter.export.tei.companions import Companions, short_node
from exporter.export.tei.encoder import AnyRecord
from exporter.export.tei.scope import is_forms
from exporter.model.catalogue import LazySequence
from exporter.model.node import Node
from exporter.model.work import Work
from exporter.records.schema import Field

_CALENDAR = "calendar"

Sort = Literal["language", "calendar"]


class HeaderWord(NamedTuple):
    """A word in a record that the header explains: a language tag, or the name of a calendar."""

    sort: Sort
    word: str


def uses_of(records: LazySequence[Any], context: ExportContext) -> set[HeaderWord]:
    """Return what records that are written whole use."""
    return {
        HeaderWord(*use)
        for uses in context.each("TEI uses", _uses_of_record, records)
        for use in uses
    }


def _uses_of_record(record: AnyRecord, context: ExportContext) -> list[HeaderWord]:  # noqa: ARG001
    found: set[HeaderWord] = set()
    _add_uses(record.node, found)
    if isinstance(record, Work) and "part_of" in record.data:  # a host has a record only there
        found.update(use for host in hosts(record) for use in _series_uses(host))
    return sorted(found)


def uses_of_others(others: Companions, context: ExportContext) -> Iterator[set[HeaderWord]]:
    """Yield what the records use that a document holds besides the works asked for."""
    whole = (others.agents, others.authorities, others.works)
    for records in whole:
        yield uses_of(records, context)
    in_short = (others.works_in_short, others.agents_in_short, others.authorities_in_short)
    for records in in_short:
        for uses in context.each("TEI uses in short", _uses_in_short, records):
            yield {HeaderWord(*use) for use in uses}


def _uses_in_short(record: AnyRecord, context: ExportContext) -> list[HeaderWord]:  # noqa: ARG001
    found: set[HeaderWord] = set()
    _add_uses(short_node(record.node), found)
    return sorted(found)


def _series_uses(host: Host) -> Iterator[HeaderWord]:
    """Yield the languages of the series of a host, whose titles are repeated in its parts."""
    for series in host.series:
        title = series.title or (series.work.title if series.work else None)
        if host.work is not None and title is not None:
            yield from (HeaderWord("language", tag) for tag in title.forms)


def _add_uses(node: Node, found: set[HeaderWord]) -> None:
    """Add the languages of a record, of its texts and those that it states, and its calendars."""
    found.add(HeaderWord("language", node.languages.work))
    found.add(HeaderWord("language", node.languages.catalogue))
    if node.field is not None:
        _add_uses_inside(node.value, node.field, found)


def _add_uses_inside(value: Any, field: Field, found: set[HeaderWord]) -> None:
    if isinstance(value, str):
        sort = _sort_of(field)
        if sort is not None:
            found.add(HeaderWord(sort, value))
    elif isinstance(value, list):
        child = field.child(0)
        for inner in value if child is not None else ():
            _add_uses_inside(inner, child, found)  # type: ignore[arg-type]
    elif is_forms(value, field):
        found.update(HeaderWord("language", tag) for tag in value)
    elif isinstance(value, dict):
        for name, inner in value.items():
            child = field.child(name)
            if child is not None:
                _add_uses_inside(inner, child, found)


@cache
def _sort_of(field: Field) -> Sort | None:
    """Return what sort of word a field holds; None for any other text."""
    if field.keyword("format") == "language-tag":
        return "language"
    return "calendar" if field.path[-1] == _CALENDAR else None
