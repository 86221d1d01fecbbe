"""MARC 21: works as bibliographic records; agents, places and concepts as authority records.

Source: MARC 21 Format for Bibliographic Data, MARC 21 Format for Authority Data (Library of
Congress), Update 38.

- The regular fields have the form of a title or name that is printed, in its own script; the same
  in other scripts stands in fields 880, tied to it by subfield 6 (Model A, Appendix D). A title in
  another language is a field 246, a note in another language a field of its own.
- Systems file by the regular field without the characters that its indicator skips, and by the 880
  with the reading. MARC 21 defines no sort key; the local fields 9XX in which some systems keep one
  differ from system to system, so none is written.
- A name has one heading, the same in all records, which is the 1XX of its authority record. The 001
  of that record is the id, to which subfield 0 leads; in the same way subfield w leads to a work.
- No punctuation of ISBD is added (leader/18 is c). What is not known is not coded: the fill
  character stands for it.
- What a source prints is evidence: field 588 of a work, 670 of an authority record. A conclusion is
  field 883, tied to the fields about which it is by subfield 8.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from exporter.export.context import ExportContext
from exporter.export.loss import Loss
from exporter.export.marc.authority import agent_authority
from exporter.export.marc.authority_terms import term_authority
from exporter.export.marc.bibliographic import bibliographic
from exporter.export.marc.iso2709 import MarcRecord
from exporter.model.agent import Agent
from exporter.model.authority import Authority
from exporter.model.catalogue import Catalogue, LazyMapping, LazySequence
from exporter.model.node import Node
from exporter.model.work import Work

__all__ = ["authorities", "bibliographic"]


def authorities(
    write: Callable[[MarcRecord], Any], works: Sequence[Work], context: ExportContext
) -> Iterator[Any]:
    """Yield the authority records by id, as JSON that `write` returns.

    They are those that the works name, and that such a record names in turn; all of them, if the
    works are all those of the catalogue. `write` is a function of a module.
    """
    catalogue = context.catalogue
    if len(works) == len(catalogue.works):
        ids: Iterable[str] = [*catalogue.agents, *catalogue.authorities]
    else:
        ids = _named(works, catalogue)
    ids = sorted(ids)
    records = LazySequence(LazyMapping(ids, partial(_record, catalogue)), ids)
    name = f"{write.__module__} authority records"
    if context.collect_losses:
        name += " with losses"
    step = partial(_authority, write, collect_losses=context.collect_losses)
    for id, (written, losses) in zip(ids, context.each(name, step, records), strict=True):
        if context.collect_losses:
            context.reported_ids.add(id)
            context.losses.extend(map(Loss.from_json, losses))
        yield written


def _record(catalogue: Catalogue, id: str) -> Agent | Authority:
    return catalogue.agents.get(id) or catalogue.authorities[id]


def _authority(
    write: Callable[[MarcRecord], Any],
    record: Agent | Authority,
    context: ExportContext,
    *,
    collect_losses: bool,
) -> tuple[Any, list[Loss]]:
    """Return what `write` makes of the authority record of an agent, a place or a concept.

    With it comes what is lost of the record.
    """
    own = context.afresh(collect_losses=collect_losses)
    if isinstance(record, Agent):
        own.lose_fields(record, "agent")
        return write(agent_authority(record, own)), own.losses
    own.lose_fields(record, record.kind)
    return write(term_authority(record, own)), own.losses


def _named(works: Iterable[Work], catalogue: Catalogue) -> set[str]:
    """Return the ids of the agents, places and concepts that works or their agents name."""
    found: set[str] = set()
    waiting = [id for work in works for id in _references(work.node)]
    while waiting:
        id = waiting.pop()
        record = catalogue.agents.get(id) or catalogue.authorities.get(id)
        if record and id not in found:
            found.add(id)
            waiting += _references(record.node)
    return found


def _references(node: Node) -> Iterator[str]:
    """Yield the ids of other records in a record, but for those that it is distinct from."""
    for name in node.value:
        inner = node.get(name)
        if inner and name != "distinct_from":
            yield from inner.references()
