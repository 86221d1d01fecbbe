"""The records that a document holds besides the works asked for, so that each pointer in it ends inside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from exporter.export.tei.article import is_article
from exporter.model.agent import Agent
from exporter.model.catalogue import Catalogue, LazySequence
from exporter.model.work import Work


class Named(NamedTuple):
    """The records that the works of a document name, each by id: `works` and `agents` whole, all others in short."""

    works: Sequence[Work]
    agents: Sequence[Agent]
    works_in_short: Sequence[Work]
    agents_in_short: Sequence[Agent]


def named(asked: Sequence[Work], catalogue: Catalogue) -> Named:
    """Gather the records that these works name; for all works of a catalogue, all its agents.

    Whole are the works that an article cites or shows, unless they are articles with a TEI of their own, and the
    persons and organisations of all whole works. What these name in turn is in short, which names hardly anything.
    Whole records all the way would be most of the catalogue in every document: one thing leads to another.
    """
    if len(asked) == len(catalogue.works):
        return Named((), LazySequence(catalogue.agents, list(catalogue.agents)), (), ())
    there = {work.id for work in asked}
    there |= {
        id for work in asked for id in _contained(work) if not is_article(catalogue.works[id])
    }
    works = [catalogue.works[id] for id in sorted(there - {work.id for work in asked})]
    ids = {id for work in (*asked, *works) for id in _named_by_work(work)}
    agents = [catalogue.agents[id] for id in sorted(ids) if id in catalogue.agents]
    there |= {agent.id for agent in agents}
    ids |= {id for agent in agents for id in _named_by_agent(agent)}
    works_in_short = [catalogue.works[id] for id in sorted(ids - there) if id in catalogue.works]
    ids |= {agent.id for work in works_in_short for agent in _makers(work)}
    agents_in_short = [catalogue.agents[id] for id in sorted(ids - there) if id in catalogue.agents]
    return Named(works, agents, works_in_short, agents_in_short)


def _contained(work: Work) -> Iterator[str]:
    """Give the works on which the contents of a work rest: those it cites, and those it shows."""
    yield from (id for each in work.citations for id in (each.source, each.through) if id)
    yield from work.data.get("illustrations", ())


def _makers(work: Work) -> Iterator[Agent]:
    """Give those who stand in the description of a work, whole or in short."""
    yield from (each.agent for each in work.contributions)
    yield from work.publishers
    yield from (each.agent for each in work.disputed if each.agent)


def _named_by_work(work: Work) -> Iterator[str]:
    yield from (agent.id for agent in (*_makers(work), *work.about))
    yield from _contained(work)
    yield from (
        each.work for each in (work.translation_of, *work.language_editions) if each and each.work
    )
    yield from work.data.get("distinct_from", ())
    yield from (mention["in"] for mention in work.data.get("found", ()))


def _named_by_agent(agent: Agent) -> Iterator[str]:
    yield from (
        each["organization"] for each in agent.data.get("positions", ()) if "organization" in each
    )
    yield from (agent.data[field] for field in ("part_of",) if field in agent.data)
    yield from agent.data.get("distinct_from", ())
    yield from (mention["in"] for mention in agent.data.get("found", ()))
