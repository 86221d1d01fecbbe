"""What a TEI document holds: the works asked for, and all that they point to, so that each pointer ends inside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Self

from exporter.formats.tei.article import is_article
from exporter.model.agent import Agent
from exporter.model.catalogue import Catalogue
from exporter.model.work import Work


class Scope(tuple[Work, ...]):
    """The works of one document: first those in its list, then those that have a TEI of their own; each by id.

    `agents` are its persons and organisations. Where it is the document of one article, this is `root`, and the first
    of the works.
    """

    agents: tuple[Agent, ...]
    root: Work | None

    @classmethod
    def of(cls, asked: Iterable[Work], catalogue: Catalogue) -> Self:
        """Gather what a document of these works has to hold. A document of all works holds all agents as well."""
        asked = tuple(asked)
        found: dict[str, Work | Agent] = {work.id: work for work in asked}
        if len(asked) == len(catalogue.works):
            found |= catalogue.agents
        waiting = list(found.values())
        while waiting:
            for id in _pointed(waiting.pop()):
                if id not in found:
                    found[id] = catalogue.works.get(id) or catalogue.agents[id]
                    waiting.append(found[id])
        root = asked[0] if len(asked) == 1 and is_article(asked[0]) else None
        records = [found[id] for id in sorted(found)]
        works = [each for each in records if isinstance(each, Work)]
        made = cls(sorted(works, key=lambda work: (work is not root, is_article(work))))
        made.agents = tuple(each for each in records if isinstance(each, Agent))
        made.root = root
        return made


def _pointed(record: Work | Agent) -> Iterator[str]:
    """Give the ids of all records that a record names."""
    data = record.data
    yield from data.get("distinct_from", ())
    yield from (mention["in"] for mention in data.get("found", ()))
    if isinstance(record, Agent):
        yield from (each["organization"] for each in data.get("positions", ()) if "organization" in each)
        yield from ([data["part_of"]] if "part_of" in data else ())
        return
    yield from (each.agent.id for each in record.contributions)
    yield from (each.agent.id for each in record.disputed if each.agent)
    yield from (agent.id for agent in (*record.publishers, *record.about))
    yield from (id for each in record.citations for id in (each.source, each.through) if id)
    yield from (each.work for each in (record.translation_of, *record.language_editions) if each and each.work)
    yield from data.get("illustrations", ())
