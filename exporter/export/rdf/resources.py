"""RDF: works, persons and organisations as a graph in the words of DCMI, BIBO, CiTO, FOAF, BIO and ORG.

Records are named by IRIs below the address that the settings of the catalogue state (`base_uri`). Without one, none is
invented for them: they are fragments of the document itself, `#tea-report`. The id is stated
as `dcterms:identifier` as well, so that two documents of one catalogue can be brought together.

Works and agents are things, so that each of them stands once and is pointed to. Every pointer ends inside the document:
it holds all agents that its works name, with those that these name, and the title of every other work that is named.

- A citation is stated in its sense, `cito:disputes`, and described as a `cito:Citation` that has the claims, the place
  and the source through which it was reached.
- What a source prints is described and not stated: a `bibo:Excerpt` of the source, and an `rdf:Statement` for each
  thing that it prints. So publishers who disagree stand side by side, and none of them is made the publisher; those who
  published together are all stated.
- A plain date is typed as XML Schema has it, any other as EDTF. A text whose language is not known has no tag.
- A translation or edition of which only facts are known is a thing without a name; one that has a record is pointed to,
  and what this record says of it is said of a thing that is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from exporter.export.context import ExportContext
from exporter.export.rdf import agent, work
from exporter.export.rdf.graph import Link, Ordered, Resource, Value, resolved
from exporter.export.unshown import report_unshown
from exporter.model.agent import Agent
from exporter.model.catalogue import LazySequence
from exporter.model.work import Work


def of_work(each: Work, context: ExportContext) -> Iterator[Resource]:
    """Yield all nodes that describe a work."""
    report_unshown(each, context)
    return _resolved(work.described(each, context), context)


def _resolved(nodes: Iterable[Resource], context: ExportContext) -> Iterator[Resource]:
    """Yield nodes named by IRIs below the address of the catalogue, if its settings have one."""
    base = context.catalogue.settings.base_uri
    for node in nodes:
        value = resolved(node, base)
        if isinstance(value, Resource):
            yield value


def of_neighbours(works: Sequence[Work], context: ExportContext) -> Iterator[Resource]:
    """Yield the nodes of the agents that these works name, and of the other works that are named, each by id."""
    return _resolved(_neighbours(works, context), context)


def _neighbours(works: Sequence[Work], context: ExportContext) -> Iterator[Resource]:
    catalogue = context.catalogue
    # ids only: what is said of all agents of a large catalogue would fill the memory
    ids = set(chain.from_iterable(context.each("RDF links of works", _pointed_by_work, works)))
    agents: set[str] = set()
    while new := sorted(id for id in ids - agents if id in catalogue.agents):
        agents.update(new)
        some = LazySequence(catalogue.agents, new)
        ids.update(*context.each("RDF links of agents", _pointed_by_agent, some))
    for id in sorted(agents):
        yield from agent.described(catalogue.agents[id], context)
    for id in sorted(ids.difference(agents, (each.id for each in works))):
        if id in catalogue.works:
            yield work.named(catalogue.works[id], context)


def _pointed_by_work(each: Work, context: ExportContext) -> list[str]:
    return sorted(set(_pointed(work.described(each, context))))


def _pointed_by_agent(each: Agent, context: ExportContext) -> list[str]:
    return sorted(set(_pointed(agent.described(each, context))))


def _pointed(nodes: Iterable[Resource]) -> Iterator[str]:
    """Yield the id of every record that is pointed to."""
    waiting: list[Value] = list(nodes)
    while waiting:
        value = waiting.pop()
        if isinstance(value, Link) and value.iri.startswith("#"):
            yield value.iri.removeprefix("#")
        elif isinstance(value, Ordered):
            waiting += value.items
        elif isinstance(value, Resource):
            waiting += [inner for _, inner in value.statements]
