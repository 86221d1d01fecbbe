"""MARC 21: a work as a bibliographic record, and each person and organisation that it names as an authority record.

Source: MARC 21 Format for Bibliographic Data, MARC 21 Format for Authority Data (Library of Congress), Update 38.

- The regular fields have the form of a title or name that is printed, in its own script; the same in other scripts
  stands in fields 880, tied to it by subfield 6 (Model A, Appendix D). A title in another language is a field 246, a
  note in another language a field of its own.
- A name has one heading, the same in all records, which is the 1XX of its authority record. The 001 of that record is
  the agent's id, to which subfield 0 leads; in the same way subfield w leads to a work.
- No punctuation of ISBD is added (leader/18 is c). What is not known is not coded: the fill character stands for it.
- What a source prints is evidence: field 588 of a work, 670 of an agent. A conclusion is field 883, tied to the fields
  about which it is by subfield 8.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exporter.export.context import ExportContext
from exporter.export.marc.authority import authority
from exporter.export.marc.bibliographic import bibliographic
from exporter.export.marc.iso2709 import Record
from exporter.model.agent import Agent
from exporter.model.catalogue import Catalogue
from exporter.model.work import Work

__all__ = ["authorities", "bibliographic"]


def authorities(works: Iterable[Work], context: ExportContext) -> Iterator[Record]:
    """Give the authority record of each agent that works name, and of those that such a record names, by id."""
    for agent in _named(works, context.catalogue):
        yield authority(agent, context)


def _named(works: Iterable[Work], catalogue: Catalogue) -> list[Agent]:
    found: dict[str, Agent] = {}
    waiting = [agent for work in works for agent in headed(work)]
    while waiting:
        agent = waiting.pop()
        if agent.id not in found:
            found[agent.id] = agent
            positions = agent.data.get("positions", ())
            ids = [each["organization"] for each in positions if "organization" in each]
            waiting += [catalogue.agents[id] for id in (*ids, agent.data.get("part_of")) if id]
    return [found[id] for id in sorted(found)]


def headed(work: Work) -> Iterator[Agent]:
    """Give the agents whose headings stand in the record of a work."""
    yield from (each.agent for each in work.contributions)
    yield from work.publishers
    yield from work.about
