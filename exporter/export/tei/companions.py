"""The records in a document besides the works asked for, to which its pointers lead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from exporter.export.reference import hosts
from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.catalogue import Catalogue, LazySequence
from exporter.model.node import Node
from exporter.model.work import Work

T = TypeVar("T")

_SHORT = frozenset(
    {
        *("id", "kind", "type", "status", "language", "cataloguing_language", "name", "short_name"),
        *("title", "subtitle", "part_number", "part_name", "devised_title", "short_title"),
        *("contributors", "container_title", "identifiers", "publisher", "place", "issued"),
        *("created", "volume", "issue", "pages", "pagination", "edition"),
    }
)
"""The fields of a record in short."""
_MAKERS = frozenset({"contributors", "publisher"})


class Companions(NamedTuple):
    """The records that the works of a document name: some whole, the others in short."""

    works: LazySequence[Work]
    agents: LazySequence[Agent]
    authorities: LazySequence[Authority]
    works_in_short: LazySequence[Work] = LazySequence({}, ())
    agents_in_short: LazySequence[Agent] = LazySequence({}, ())
    authorities_in_short: LazySequence[Authority] = LazySequence({}, ())


def companions(asked: Sequence[Work], catalogue: Catalogue) -> Companions:
    """Return the records that these works name.

    For all works of a catalogue, these are all its agents, places and concepts.

    Whole are the works that one of them cites or shows, and the persons, bodies, places and
    concepts of all whole works. What these name in turn is in short, which names hardly anything.
    Whole records all the way would be most of the catalogue in every document: one thing leads to
    another.
    """
    if len(asked) == len(catalogue.works):
        return Companions(
            LazySequence(catalogue.works, ()),
            LazySequence(catalogue.agents, list(catalogue.agents)),
            LazySequence(catalogue.authorities, list(catalogue.authorities)),
        )
    own = {work.id for work in asked}
    contained = {id for work in asked for id in _contained(work)} - own
    works = _some(catalogue.works, contained)
    named = {id for work in (*asked, *works) for id in _named(work)}
    whole = own | contained | {id for id in named if id not in catalogue.works}
    agents = _some(catalogue.agents, whole)
    authorities = _some(catalogue.authorities, whole)
    for node in (each.node for records in (agents, authorities) for each in records):
        named.update(node.references())
    short = _some(catalogue.works, named - whole)
    for work in short:
        named.update(short_node(work.node).references())
    return Companions(
        works,
        agents,
        authorities,
        short,
        _some(catalogue.agents, named - whole),
        _some(catalogue.authorities, named - whole),
    )


def _some(records: Mapping[str, T], ids: set[str]) -> LazySequence[T]:
    """Return the records with these ids, in the order of their ids."""
    return LazySequence(records, [id for id in sorted(ids) if id in records])


def _contained(work: Work) -> Iterator[str]:
    """Yield the works on which the contents of a work rest: those it cites, and those it shows."""
    yield from (id for each in work.citations for id in (each.source, each.through) if id)
    yield from (each.work for each in work.related("illustrations") if each.work and each.node)


def _named(work: Work) -> Iterator[str]:
    """Yield the ids of all records that the description of a whole work names."""
    yield from work.node.references()
    yield from _of_hosts(work)
    yield from (each.agent.id for each in work.disputed if each.agent)


def _of_hosts(work: Work) -> Iterator[str]:
    """Yield the ids of the hosts of a work, and of those who made them."""
    for host in hosts(work):
        if host.work is None:
            continue
        yield host.work.id
        yield from short_node(host.work.node).references()


def short_node(node: Node) -> Node:
    """Return a record with the few fields by which it can be recognised.

    Besides the fields that every kind has, these are the required ones. No field is among them that
    names a work, a place or a concept: only makers are named.
    """
    kept = {}
    for name, value in node.value.items():
        field = node.field.child(name) if node.field else None
        if name not in _SHORT and not (field and field.required):
            continue
        if name in _MAKERS or not list(Node(value, field, node.languages).references()):
            kept[name] = value
    return Node(kept, node.field, node.languages)
